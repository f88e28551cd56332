import type { Line, Matrix, Write } from './line.ts'
import type { Ids } from './world-ids.ts'

const at = (path: string | ((ids: Ids) => string)) => (ids: Ids) => `/api/v1/${typeof path === 'string' ? path : path(ids)}`

/** A door that only reads. */
const reads = (path: string | ((ids: Ids) => string), query?: readonly string[]): Line => ({ path: at(path), who: 'key', ...(query ? { query } : {}) })
/** A door that only writes: to a GET nothing is there. */
const writes = (path: string | ((ids: Ids) => string), ...all: Write[]): Line => ({ path: at(path), who: 'key', get: 404, writes: all })

const ofHouse = (path: string | ((ids: Ids) => string), query?: readonly string[]): Line => ({ ...reads(path, query), who: 'house key' })

const list = ['limit', 'cursor']

/** The API of a buyer's machine. */
export const apiDoors: Matrix = {
	'routes/api/nowhere': { path: () => '/api/v1/no/where', who: 'open', get: 404, writes: [{ name: 'post', json: () => ({}), status: 404 }] },
	'routes/api/openapi': { path: () => '/api/v1/openapi.json', who: 'open' },
	'routes/api/catalog-products': reads('catalog/products', [...list, 'locale', 'category']),
	'routes/api/catalog-product': reads(({ sku }) => `catalog/products/${sku}`, ['quantity', 'unit']),
	'routes/api/catalog-categories': reads('catalog/categories'),
	'routes/api/catalog-search': reads('catalog/search?q=roast', [...list, 'category', 'class']),
	'routes/api/catalog-suggest': reads('catalog/suggest?q=roa'),
	'routes/api/prices': {
		...reads(({ sku }) => `prices?sku=${sku}`, ['quantity', 'unit', 'shipTo', 'deliverOn']),
		writes: [
			{ name: 'ask', json: ({ sku, locationCode }) => ({ lines: [{ sku, quantity: 2, unit: 'each', shipTo: locationCode, deliverOn: '2026-03-09' }] }) },
		],
	},
	'routes/api/carts': { ...reads('carts', list), writes: [{ name: 'open', json: () => ({ name: 'Week 10' }), status: 201 }] },
	'routes/api/cart': reads(({ cartId }) => `carts/${cartId}`),
	'routes/api/cart-lines': writes(({ cartId }) => `carts/${cartId}/lines`, {
		name: 'add',
		json: ({ sku, locationCode }) => ({ lines: [{ sku, quantity: 2, unit: 'each', shipTo: locationCode, requestedOn: '2026-03-09' }] }),
	}),
	'routes/api/cart-lines-remove': writes(({ cartId }) => `carts/${cartId}/lines/remove`, {
		name: 'remove',
		json: ({ lineId }) => ({ lineIds: [lineId] }),
		forgives: true,
	}),
	'routes/api/cart-cells': writes(({ cartId }) => `carts/${cartId}/cells`, {
		name: 'set',
		json: ({ lineId, groupId }) => ({ cells: [{ lineId, delivery: groupId, quantity: 2 }] }),
		forgives: true,
	}),
	'routes/api/cart-deliveries': writes(({ cartId }) => `carts/${cartId}/deliveries`, {
		name: 'add',
		json: ({ locationCode }) => ({ shipTo: locationCode, requestedOn: '2026-03-16', method: 'ground' }),
	}),
	'routes/api/cart-delivery': writes(({ cartId, groupId }) => `carts/${cartId}/deliveries/${groupId}`, {
		name: 'change',
		json: () => ({ requestedOn: '2026-03-17', method: 'ground', instructions: 'Ring twice', window: null, costCentre: null }),
	}),
	'routes/api/cart-delivery-remove': writes(({ cartId, groupId }) => `carts/${cartId}/deliveries/${groupId}/remove`, { name: 'remove', json: () => ({}) }),
	// Nobody here has a coupon.
	'routes/api/cart-coupons': writes(({ cartId }) => `carts/${cartId}/coupons`, { name: 'add', json: () => ({ code: 'NONE' }), status: 422 }),
	'routes/api/cart-coupons-remove': writes(({ cartId }) => `carts/${cartId}/coupons/remove`, { name: 'remove', json: () => ({ code: 'NONE' }) }),
	'routes/api/cart-quote': writes(({ cartId }) => `carts/${cartId}/quote`, { name: 'quote', json: () => ({ method: 'po' }) }),
	'routes/api/cart-submit': writes(({ cartId }) => `carts/${cartId}/submit`, {
		name: 'place',
		json: ({ version }) => ({ version, payment: { method: 'po', poNumber: 'PO-API' } }),
		headers: { 'Idempotency-Key': 'door-number-one' },
		status: 201,
	}),
	'routes/api/orders': reads('orders', [...list, 'q', 'status', 'store', 'from', 'to', 'wantedFrom', 'wantedTo']),
	'routes/api/order': reads(({ orderNumber }) => `orders/${orderNumber}`),
	// It has left the house.
	'routes/api/order-cancel': writes(({ sentNumber }) => `orders/${sentNumber}/cancel`, { name: 'cancel', json: () => ({}), status: 422 }),
	'routes/api/approvals': reads('approvals', [...list, 'show', 'q', 'state', 'sort']),
	'routes/api/approval': reads(({ approvalId }) => `approvals/${approvalId}`),
	'routes/api/approval-answer': writes(({ approvalId }) => `approvals/${approvalId}/answer`, {
		name: 'answer',
		json: () => ({ approves: true }),
	}),
	'routes/api/invoices': reads('invoices', [...list, 'q', 'status', 'from', 'to']),
	'routes/api/invoice': reads(({ invoiceNumber }) => `invoices/${invoiceNumber}`),
	'routes/api/account': reads('account'),
	'routes/api/account-locations': reads('account/locations'),
	'routes/api/account-contacts': reads('account/contacts'),
	'routes/api/house-products': ofHouse('house/products', [...list, 'q', 'status']),
	'routes/api/house-components': {
		...ofHouse(({ sellerSetId }) => `house/products/${sellerSetId}/components`),
		writes: [
			{ name: 'hold', json: ({ sellerSku, pricedSku }) => ({ kind: 'bundle', components: [sellerSku, pricedSku].map((sku) => ({ sku, quantity: 2 })) }) },
		],
	},
	'routes/api/house-price-books': ofHouse('house/price-books', [...list, 'q']),
	'routes/api/house-prices': {
		...ofHouse(({ bookId }) => `house/price-books/${bookId}/prices`, [...list, 'q']),
		writes: [{ name: 'set', json: ({ pricedSku }) => ({ prices: [{ sku: pricedSku, unit: 'each', tiers: [{ from: '1', price: '19.00' }] }] }) }],
	},
	'routes/api/house-stock': {
		...ofHouse('house/stock', [...list, 'warehouse']),
		writes: [{ name: 'count', json: ({ sellerSku }) => ({ levels: [{ sku: sellerSku, warehouse: 'W', onHand: '12' }] }) }],
	},
	'routes/api/house-accounts': ofHouse('house/accounts', [...list, 'q', 'standing']),
	'routes/api/house-orders': ofHouse('house/orders', [...list, 'since']),
}
