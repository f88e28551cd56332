import { z } from 'zod'
import { operation } from './operation.ts'
import { currency, cursor, day, decimal, facts, id, instant, instantAsked, limit, minor, nextCursor, searchText } from './shapes.ts'

const houseOf = { tag: 'house' } as const

export const listHouseProducts = operation({
	...{ ...houseOf, id: 'listHouseProducts', method: 'get', path: '/house/products', route: 'routes/api/house-products', scope: 'house.catalog:read' },
	query: z.strictObject({ q: searchText.optional(), status: z.enum(['draft', 'active', 'retired']).optional(), limit: limit(200, 50), cursor }),
	answer: z.strictObject({
		products: z.array(
			z.strictObject({
				...{ id, sku: z.string(), name: z.string(), kind: z.string(), productClass: z.string(), status: z.enum(['draft', 'active', 'retired']) },
				...{ unit: z.string(), basePrice: decimal.nullable(), books: z.int(), languages: z.int() },
			}),
		),
		nextCursor,
	}),
})

export const listPriceBooks = operation({
	...{ ...houseOf, id: 'listPriceBooks', method: 'get', path: '/house/price-books', route: 'routes/api/house-price-books', scope: 'house.prices:read' },
	query: z.strictObject({ q: searchText.optional(), limit: limit(200, 50), cursor }),
	answer: z.strictObject({
		books: z.array(
			z.strictObject({
				...{ id, code: z.string(), name: z.string(), rung: z.string(), currency, status: z.string(), version: z.int(), priority: z.int() },
				...{ validFrom: instant.nullable(), validTo: instant.nullable(), entries: z.int(), audience: z.array(z.string()) },
			}),
		),
		nextCursor,
	}),
})

const tiers = z.array(z.strictObject({ from: z.string().max(20), price: z.string().max(24) }))

export const listBookPrices = operation({
	...{
		...houseOf,
		id: 'listBookPrices',
		method: 'get',
		path: '/house/price-books/{bookId}/prices',
		route: 'routes/api/house-prices',
		scope: 'house.prices:read',
	},
	query: z.strictObject({ q: searchText.optional(), limit: limit(500, 100), cursor }),
	answer: z.strictObject({
		version: z.int(),
		currency,
		prices: z.array(
			z.strictObject({
				...{ entryId: id, sku: z.string(), name: z.string(), unit: z.string(), tiers },
				...{ validFrom: instant.nullable(), validTo: instant.nullable(), updatedAt: instant },
			}),
		),
		nextCursor,
	}),
})

export const savePrices = operation({
	...{
		...houseOf,
		id: 'savePrices',
		method: 'post',
		path: '/house/price-books/{bookId}/prices',
		route: 'routes/api/house-prices',
		scope: 'house.prices:write',
	},
	...{ writes: 'once', refuses: true, rows: 'prices' },
	body: z.strictObject({
		prices: z
			.array(z.strictObject({ sku: z.string().min(1).max(80), unit: z.string().max(20).optional(), tiers }))
			.min(1)
			.max(1000),
	}),
	answer: z.strictObject({
		...{ version: z.int(), created: z.int(), changed: z.int() },
		warnings: z.array(z.strictObject({ code: z.string(), facts })),
	}),
})

export const listStock = operation({
	...{ ...houseOf, id: 'listStock', method: 'get', path: '/house/stock', route: 'routes/api/house-stock', scope: 'house.stock:read' },
	query: z.strictObject({ warehouse: z.string().max(40).optional(), limit: limit(500, 100), cursor }),
	answer: z.strictObject({
		levels: z.array(
			z.strictObject({ sku: z.string(), warehouse: z.string(), onHand: decimal, reserved: decimal, incoming: decimal, available: decimal, updatedAt: instant }),
		),
		nextCursor,
	}),
})

export const saveStock = operation({
	...{ ...houseOf, id: 'saveStock', method: 'post', path: '/house/stock', route: 'routes/api/house-stock', scope: 'house.stock:write' },
	...{ writes: 'once', refuses: true, rows: 'levels' },
	body: z.strictObject({
		levels: z
			.array(z.strictObject({ sku: z.string().min(1).max(80), warehouse: z.string().min(1).max(40), onHand: z.string().max(20) }))
			.min(1)
			.max(2000),
	}),
	answer: z.strictObject({ created: z.int(), changed: z.int() }),
})

export const listAccounts = operation({
	...{ ...houseOf, id: 'listAccounts', method: 'get', path: '/house/accounts', route: 'routes/api/house-accounts', scope: 'house.accounts:read' },
	query: z.strictObject({ q: searchText.optional(), standing: z.enum(['good', 'watch', 'hold', 'new']).optional(), limit: limit(100, 25), cursor }),
	answer: z.strictObject({
		accounts: z.array(
			z.strictObject({
				...{ id, number: z.string(), name: z.string(), currency, standing: z.string(), city: z.string().nullable(), region: z.string().nullable() },
				...{ owner: z.string().nullable(), groups: z.array(z.string()), lastOrderAt: instant.nullable(), openMinor: minor, overdueMinor: minor },
			}),
		),
		nextCursor,
	}),
})

export const listHouseOrders = operation({
	...{ ...houseOf, id: 'listHouseOrders', method: 'get', path: '/house/orders', route: 'routes/api/house-orders', scope: 'house.orders:read' },
	query: z.strictObject({ since: instantAsked, limit: limit(200, 50), cursor }),
	answer: z.strictObject({
		orders: z.array(
			z.strictObject({
				...{ id, number: z.string(), accountNumber: z.string(), accountName: z.string(), placedAt: instant, stage: z.string(), channel: z.string() },
				...{ poNumber: z.string().nullable(), currency, totalMinor: minor },
				deliveries: z.array(
					z.strictObject({ id, shipTo: z.string().nullable(), status: z.string(), requestedOn: day.nullable(), confirmedOn: day.nullable() }),
				),
			}),
		),
		nextCursor,
	}),
})
