import { z } from 'zod'
import type { DeliveryWindow } from '../../../engine/order/delivery-window.ts'
import { approval } from './approvals.ts'
import { operation } from './operation.ts'
import {
	askedDay,
	askedQuantity,
	currency,
	cursor,
	day,
	decimal,
	facts,
	gross,
	id,
	instant,
	limit,
	minor,
	net,
	nextCursor,
	priced,
	pricesIncludeTax,
	refused,
	tax,
	unitPrice,
} from './shapes.ts'

const cartLine = z
	.strictObject({
		id: id.nullable().meta({ description: 'Null for a gift, which no line of the cart stands for.' }),
		sequence: z.int(),
		kind: z.string(),
		sku: z.string().nullable(),
		name: z.string().nullable(),
		unit: z.string(),
		quantity: decimal,
		unitPrice: unitPrice.nullable(),
		priceHash: z.string(),
		...{ resolvedMinor: priced, discountMinor: priced, netMinor: net, taxMinor: tax },
		offer: z
			.strictObject({ quantity: decimal, why: z.enum(['FITS', 'CHEAPER']), unitPrice, nowMinor: priced.nullable(), thenMinor: priced })
			.nullable()
			.meta({ description: 'Another quantity that could be taken, with the line’s amount before promotions now and then. Never taken by itself.' }),
		deliveries: z.array(z.strictObject({ delivery: id, quantity: decimal, netMinor: net })),
	})
	.meta({ id: 'CartLine' })

const totals = z.strictObject({
	...{ goodsMinor: priced, discountMinor: priced, netMinor: net, shippingMinor: net, shippingDiscountMinor: net, taxMinor: tax, totalMinor: gross },
})

const promotion = z
	.strictObject({
		...{ name: z.string().nullable(), applied: z.boolean(), reason: z.string(), savingMinor: priced, facts },
		hint: z.strictObject({ code: z.string(), facts }).nullable().meta({ description: 'Nothing else is missing: what is, and how much of it.' }),
	})
	.meta({ id: 'AppliedPromotion' })

/** A cart priced now. `refusals` stand against an order of it; `hash` is what consent names. */
export const cart = z
	.strictObject({
		...{ id, version: z.int(), stage: z.string(), currency, pricesIncludeTax, coupons: z.array(z.string()) },
		hash: z.string().nullable(),
		termsDays: z.int().nullable(),
		lines: z.array(cartLine),
		deliveries: z.array(
			z.strictObject({
				...{ id, locationId: id.nullable(), shipTo: z.string().nullable(), requestedOn: day.nullable(), method: z.string().nullable() },
				...{ window: z.string().nullable(), instructions: z.string().nullable(), costCentre: z.string().nullable(), netMinor: net },
				shippingMinor: net.nullable().meta({ description: 'Without tax; null is on request.' }),
				...{ shippingDiscountMinor: net, taxMinor: tax, dueMinor: gross },
			}),
		),
		totals: totals.nullable(),
		promotions: z.array(promotion),
		refusals: z.array(refused),
	})
	.meta({ id: 'Cart' })

const inCarts = { tag: 'carts', scope: 'carts:write' } as const
const edit = { ...inCarts, method: 'post', writes: 'once', versioned: true, refuses: true } as const

export const listCarts = operation({
	...{ id: 'listCarts', tag: 'carts', method: 'get', path: '/carts', route: 'routes/api/carts', scope: 'carts:read' },
	query: z.strictObject({ limit: limit(100, 25), cursor }),
	answer: z.strictObject({
		carts: z.array(
			z.strictObject({
				id,
				name: z.string().nullable(),
				version: z.int(),
				currency,
				lines: z.int(),
				isCurrent: z.boolean(),
				channel: z.string(),
				lastActivityAt: instant,
			}),
		),
		nextCursor,
	}),
})

export const createCart = operation({
	...{ ...inCarts, id: 'createCart', method: 'post', path: '/carts', route: 'routes/api/carts', writes: 'once', status: 201 },
	body: z.strictObject({ name: z.string().trim().min(1).max(120).optional() }),
	answer: z.strictObject({ id, version: z.int() }),
})

export const readCart = operation({
	...{ id: 'readCart', tag: 'carts', method: 'get', path: '/carts/{cartId}', route: 'routes/api/cart', scope: 'carts:read' },
	answer: cart,
})

export const addLines = operation({
	...{ ...edit, id: 'addLines', path: '/carts/{cartId}/lines', route: 'routes/api/cart-lines', rows: 'lines' },
	body: z.strictObject({
		lines: z
			.array(
				z.strictObject({
					...{ sku: z.string().min(1).max(80), quantity: askedQuantity, unit: z.string().max(20).optional() },
					...{ shipTo: z.string().max(40).optional(), requestedOn: askedDay.optional() },
					/** Of a set: the SKUs chosen inside; what is usual where none is named. */
					chosen: z.array(z.string().min(1).max(80)).max(50).optional(),
				}),
			)
			.min(1),
	}),
	answer: z.strictObject({ notices: z.array(z.strictObject({ code: z.string(), row: z.int(), facts })), cart }),
})

export const removeLines = operation({
	...{ ...edit, id: 'removeLines', path: '/carts/{cartId}/lines/remove', route: 'routes/api/cart-lines-remove' },
	body: z.strictObject({ lineIds: z.array(id).min(1).max(2000) }),
	answer: cart,
})

export const setCells = operation({
	...{ ...edit, id: 'setCells', path: '/carts/{cartId}/cells', route: 'routes/api/cart-cells' },
	body: z.strictObject({
		cells: z
			.array(z.strictObject({ lineId: id, delivery: id, quantity: askedQuantity }))
			.min(1)
			.max(10_000),
		consent: z.boolean().default(false).meta({ description: 'A smaller quantity may make a unit dearer: without consent that is PRICE_RISES.' }),
	}),
	answer: cart,
})

export const addDelivery = operation({
	...{ ...edit, id: 'addDelivery', path: '/carts/{cartId}/deliveries', route: 'routes/api/cart-deliveries' },
	body: z.strictObject({
		shipTo: z.string().min(1).max(40),
		requestedOn: askedDay.nullable().default(null),
		method: z.string().min(1).max(40).default('ground'),
	}),
	answer: cart,
})

export const changeDelivery = operation({
	...{ ...edit, id: 'changeDelivery', path: '/carts/{cartId}/deliveries/{deliveryId}', route: 'routes/api/cart-delivery' },
	body: z.strictObject({
		requestedOn: askedDay.nullable(),
		method: z.string().min(1).max(40),
		instructions: z.string().trim().max(500).nullable().default(null),
		window: z
			.enum(['early', 'morning', 'afternoon', 'evening'] satisfies DeliveryWindow[])
			.nullable()
			.default(null)
			.describe('When the store takes goods in, by its own clock; null: at any time.'),
		costCentre: z.string().trim().max(60).nullable().default(null),
	}),
	answer: cart,
})

export const removeDelivery = operation({
	...{ ...edit, id: 'removeDelivery', path: '/carts/{cartId}/deliveries/{deliveryId}/remove', route: 'routes/api/cart-delivery-remove' },
	answer: cart,
})

const coupon = z.strictObject({ code: z.string().trim().min(1).max(40) })

export const addCoupon = operation({
	...{ ...edit, id: 'addCoupon', path: '/carts/{cartId}/coupons', route: 'routes/api/cart-coupons' },
	body: coupon,
	answer: cart,
})

export const removeCoupon = operation({
	...{ ...edit, id: 'removeCoupon', path: '/carts/{cartId}/coupons/remove', route: 'routes/api/cart-coupons-remove' },
	body: coupon,
	answer: cart,
})

const seen = z.strictObject({
	hash: z.string().max(100),
	totalMinor: z.int(),
	lines: z
		.array(z.strictObject({ sequence: z.int(), unitPrice: unitPrice.nullable() }))
		.max(2500)
		.default([]),
})

export const quoteCart = operation({
	...{ id: 'quoteCart', tag: 'carts', method: 'post', path: '/carts/{cartId}/quote', route: 'routes/api/cart-quote', scope: 'carts:read', refuses: true },
	body: z.strictObject({ method: z.enum(['po', 'card']).optional() }),
	answer: z.strictObject({
		...{ cartId: id, version: z.int(), currency, pricesIncludeTax, method: z.enum(['po', 'card']), totals, termsDays: z.int() },
		deliveries: z.array(
			z.strictObject({
				...{ id, shipTo: z.string().nullable(), requestedOn: day.nullable(), shipsOn: day.nullable(), promisedOn: day.nullable(), dueMinor: gross },
				methods: z.array(z.strictObject({ method: z.string(), priceMinor: priced, transitDays: z.int() })),
			}),
		),
		methods: z.array(
			z.strictObject({
				method: z.string(),
				allowed: z.boolean(),
				reason: z.string().nullable(),
				liftedBy: z.string().nullable(),
				atMostMinor: minor.nullable(),
			}),
		),
		credit: z.strictObject({ availableMinor: minor, currency }).nullable(),
		seen: seen.meta({ id: 'Seen', description: 'Send it with the submit: a price that rises in between is then refused until you consent.' }),
		refusals: z.array(refused),
	}),
})

export const submitCart = operation({
	...{ id: 'submitCart', tag: 'carts', method: 'post', path: '/carts/{cartId}/submit', route: 'routes/api/cart-submit', scope: 'orders:write' },
	...{ writes: 'needed', refuses: true, status: 201, also: [402] },
	body: z.strictObject({
		version: z.int().positive().max(2_147_483_647),
		payment: z.discriminatedUnion('method', [
			z.strictObject({ method: z.literal('po'), poNumber: z.string().max(60) }),
			z.strictObject({ method: z.literal('card'), paymentMethodId: z.string().regex(/^pm_\w{3,100}$/), poNumber: z.string().max(60).default('') }),
		]),
		/** What was last read; with it a price that rose since is refused until `consentedHash` names the new hash. */
		seen: seen.optional(),
		consentedHash: z.string().max(100).optional(),
		whenApprovalNeeded: z
			.enum(['ask', 'refuse'])
			.default('ask')
			.meta({ description: 'An order on a purchase order that somebody must approve is asked for: 202.' }),
		message: z.string().max(1000).optional().meta({ description: 'A word to whoever approves.' }),
	}),
	accepted: z.strictObject({ approval }),
	answer: z.strictObject({ orderId: id, number: z.string(), totalMinor: gross, currency, isReplay: z.boolean() }),
})
