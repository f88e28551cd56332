import { z } from 'zod'
import { locales } from '../../../platform/locale.ts'
import { operation } from './operation.ts'
import { askedDay, askedQuantity, currency, cursor, day, decimal, facts, id, instant, limit, minor, nextCursor, searchText, unitPrice } from './shapes.ts'

const stock = z.enum(['in_stock', 'low', 'backorder', 'out'])
const priceState = z.enum(['priced', 'on_request'])

/** What a list shows of a product; `price` null is on request, `block` says why it may be seen but not bought. */
export const product = z
	.strictObject({
		id,
		sku: z.string(),
		slug: z.string(),
		name: z.string(),
		summary: z.string().nullable(),
		kind: z.string(),
		productClass: z.string(),
		picture: z.string().nullable(),
		unitCode: z.string(),
		minimumQuantity: decimal,
		incrementQuantity: decimal,
		maximumQuantity: decimal.nullable(),
		leadDays: z.int(),
		stockPolicy: z.string(),
		stock,
		block: z.string().nullable(),
		price: z
			.strictObject({ unitPrice, currency, quantity: decimal, rung: z.string(), lowest: z.strictObject({ unitPrice, from: decimal }).nullable() })
			.nullable(),
	})
	.meta({ id: 'Product' })

const tier = z.strictObject({ from: decimal, unitPrice, isCurrent: z.boolean() })

const productDetail = z
	.strictObject({
		...{ id, sku: z.string(), slug: z.string(), name: z.string(), kind: z.string(), productClass: z.string() },
		...{ summary: z.string().nullable(), description: z.string().nullable(), attributes: facts, picture: z.string().nullable() },
		...{
			unitCode: z.string(),
			minimumQuantity: decimal,
			incrementQuantity: decimal,
			maximumQuantity: decimal.nullable(),
			weightGrams: z.int(),
			leadDays: z.int(),
		},
		units: z.array(z.strictObject({ code: z.string(), digits: z.int(), numerator: z.int(), denominator: z.int() })),
		media: z.array(z.strictObject({ kind: z.string(), url: z.string(), alt: z.record(z.string(), z.string()) })),
		successorSlug: z.string().nullable(),
		promise: z.strictObject({ stock, shipsOn: day.nullable() }),
		blocks: z.array(z.strictObject({ code: z.string(), liftedBy: z.string() })),
		price: z.strictObject({ currency, unit: z.string(), quantity: decimal, unitPrice: unitPrice.nullable(), tiers: z.array(tier), hash: z.string() }),
		related: z.array(z.strictObject({ kind: z.string(), products: z.array(product) })),
		components: z.array(z.strictObject({ quantity: decimal, product })),
		variants: z
			.array(z.strictObject({ ...product.shape, attributes: facts }))
			.meta({ description: 'Those that the account may see, each with the values by which it is told from the others.' }),
		choices: z
			.array(
				z.strictObject({
					...{ code: z.string(), name: z.string(), minimum: z.int(), maximum: z.int() },
					options: z.array(
						z.strictObject({
							...{ quantity: decimal, isChosen: z.boolean(), product },
							difference: decimal.nullable().meta({ description: 'How much dearer the bundle is with it than with what is usual; null: as dear.' }),
						}),
					),
				}),
			)
			.meta({ description: 'What can be chosen inside a bundle: of each choice so many of its options. A line of a cart names their SKUs.' }),
	})
	.meta({ id: 'ProductDetail' })

const locale = z.enum(locales).optional()

export const listProducts = operation({
	...{ id: 'listProducts', tag: 'catalog', method: 'get', path: '/catalog/products', route: 'routes/api/catalog-products', scope: 'catalog:read', also: [404] },
	query: z.strictObject({ category: z.string().max(200).optional(), limit: limit(200, 48), cursor, locale }),
	answer: z.strictObject({ category: z.strictObject({ id, name: z.string() }).nullable(), products: z.array(product), nextCursor }),
})

export const readProduct = operation({
	...{ id: 'readProduct', tag: 'catalog', method: 'get', path: '/catalog/products/{sku}', route: 'routes/api/catalog-product', scope: 'catalog:read' },
	query: z.strictObject({
		...{ quantity: z.string().max(20).optional(), unit: z.string().max(20).optional() },
		chosen: z
			.string()
			.max(800)
			.optional()
			.meta({ description: 'SKUs that are chosen inside a bundle, separated by commas; as usual where none of a choice is named.' }),
	}),
	answer: productDetail,
})

export const listCategories = operation({
	...{ id: 'listCategories', tag: 'catalog', method: 'get', path: '/catalog/categories', route: 'routes/api/catalog-categories', scope: 'catalog:read' },
	answer: z.strictObject({ categories: z.array(z.strictObject({ id, parentId: id.nullable(), slug: z.string(), name: z.string() })) }),
})

export const searchProducts = operation({
	...{ id: 'searchProducts', tag: 'catalog', method: 'get', path: '/catalog/search', route: 'routes/api/catalog-search', scope: 'catalog:read' },
	query: z.strictObject({
		...{ q: searchText, category: z.string().max(200).optional(), class: z.string().max(60).optional(), limit: limit(96, 24), cursor },
		attributes: z.string().max(400).optional().meta({ description: 'key:value, separated by commas; several of one key are alternatives.' }),
		stock: z
			.string()
			.regex(/^(in_stock|low|backorder|out)(,(in_stock|low|backorder|out)){0,3}$/)
			.optional()
			.meta({ description: 'in_stock, low, backorder, out; several, separated by commas, are alternatives.' }),
		price: priceState.optional(),
		sort: z.enum(['relevance', 'name', 'price']).default('relevance'),
		exact: z.enum(['yes', 'no']).default('no').meta({ description: 'yes: the words as they are typed, nothing mended.' }),
	}),
	answer: z.strictObject({
		total: z.int(),
		products: z.array(product),
		facets: z.strictObject({
			categories: z.array(z.strictObject({ slug: z.string(), name: z.string(), products: z.int() })),
			classes: z.array(z.strictObject({ code: z.string(), products: z.int() })),
			attributes: z.array(z.strictObject({ key: z.string(), value: z.string(), products: z.int() })),
			stocks: z.array(z.strictObject({ state: stock, products: z.int() })).meta({ description: 'Empty where more than 2,000 products are found.' }),
			prices: z.array(z.strictObject({ state: priceState, products: z.int() })),
		}),
		corrections: z.array(z.strictObject({ word: z.string(), means: z.string() })),
		alone: z.array(z.strictObject({ word: z.string(), products: z.int() })).meta({ description: 'When nothing was found: words that find something alone.' }),
		nextCursor,
	}),
})

export const suggestProducts = operation({
	...{ id: 'suggestProducts', tag: 'catalog', method: 'get', path: '/catalog/suggest', route: 'routes/api/catalog-suggest', scope: 'catalog:read' },
	query: z.strictObject({ q: searchText }),
	answer: z.strictObject({
		products: z.array(z.strictObject({ slug: z.string(), sku: z.string(), name: z.string() })),
		categories: z.array(z.strictObject({ slug: z.string(), name: z.string() })),
	}),
})

const candidate = z.strictObject({
	...{ rung: z.string(), bookId: id.nullable(), bookName: z.string().nullable(), bookVersion: z.int().nullable(), entryId: id.nullable() },
	...{ tierFrom: decimal.nullable(), unitPrice: unitPrice.nullable(), status: z.enum(['won', 'lost', 'rejected']), reason: z.string().nullable() },
	rate: z.strictObject({ from: currency, ratedOn: day, isEnding: z.boolean() }).nullable(),
})

/** Why a price is what it is: every book that speaks to the account, and what became of it. */
export const priceTrace = z
	.strictObject({
		...{ pricedAt: instant, deliverOn: day.nullable(), policy: z.string().nullable(), candidates: z.array(candidate) },
		bands: z.array(z.strictObject({ from: decimal, quantity: decimal, unitPrice })).nullable(),
		nextTier: z.strictObject({ addQuantity: decimal, unitPrice, savingMinor: minor }).nullable(),
	})
	.meta({ id: 'PriceTrace' })

const price = z
	.strictObject({
		...{ sku: z.string(), unit: z.string(), quantity: decimal, shipTo: z.string().nullable(), deliverOn: day.nullable(), currency },
		unitPrice: unitPrice.nullable().meta({ description: 'Null is on request.' }),
		totalMinor: minor.nullable(),
		hash: z.string(),
		trace: priceTrace,
	})
	.meta({ id: 'Price' })

const wishOfPrice = {
	sku: z.string().min(1).max(80),
	unit: z.string().max(20).optional(),
	shipTo: z.string().max(40).optional(),
	deliverOn: askedDay.optional(),
}

export const readPrice = operation({
	...{ id: 'readPrice', tag: 'prices', method: 'get', path: '/prices', route: 'routes/api/prices', scope: 'catalog:read', refuses: true },
	query: z.strictObject({ ...wishOfPrice, quantity: z.string().max(20).default('1') }),
	answer: price,
})

export const readPrices = operation({
	...{ id: 'readPrices', tag: 'prices', method: 'post', path: '/prices', route: 'routes/api/prices', scope: 'catalog:read', refuses: true, rows: 'lines' },
	body: z.strictObject({
		lines: z
			.array(z.strictObject({ ...wishOfPrice, quantity: askedQuantity }))
			.min(1)
			.max(500),
	}),
	answer: z.strictObject({ prices: z.array(price) }),
})
