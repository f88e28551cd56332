import type { Ids } from '../doors/world-ids.ts'

/** One right call of an operation, and one that the rules of the shop refuse. */
export type Example = {
	path: (ids: Ids) => string
	body?: (ids: Ids) => unknown
	/** 422. */
	refused?: { path?: (ids: Ids) => string; body?: (ids: Ids) => unknown; code: string }
	headers?: Record<string, string>
}

const cart =
	(rest: string) =>
	({ cartId }: Ids) =>
		`carts/${cartId}${rest}`
const soon = '2026-03-16'

/** By the operation's name; a test fails for one that has no line here. */
export const examples: Readonly<Record<string, Example>> = {
	listProducts: { path: () => 'catalog/products?limit=2' },
	readProduct: { path: ({ sku }) => `catalog/products/${sku}?quantity=7` },
	listCategories: { path: () => 'catalog/categories' },
	searchProducts: { path: () => 'catalog/search?q=roast&limit=1' },
	suggestProducts: { path: () => 'catalog/suggest?q=roa' },
	readPrice: {
		path: ({ sku, locationCode }) => `prices?sku=${sku}&quantity=7&shipTo=${locationCode}&deliverOn=${soon}`,
		refused: { path: () => 'prices?sku=NEVER', code: 'PRODUCT_UNKNOWN' },
	},
	readPrices: {
		path: () => 'prices',
		body: ({ sku }) => ({
			lines: [
				{ sku, quantity: 1 },
				{ sku, quantity: '7' },
			],
		}),
		refused: {
			body: ({ sku }) => ({
				lines: [
					{ sku, quantity: 1 },
					{ sku, quantity: '0.5' },
					{ sku: 'NEVER', quantity: 1 },
				],
			}),
			code: 'QUANTITY_FRACTION',
		},
	},
	listCarts: { path: () => 'carts?limit=1' },
	createCart: { path: () => 'carts', body: () => ({ name: 'Week 10' }) },
	readCart: { path: cart('') },
	addLines: {
		path: cart('/lines'),
		body: ({ sku, locationCode }) => ({ lines: [{ sku, quantity: 2, shipTo: locationCode, requestedOn: soon }] }),
		refused: { body: () => ({ lines: [{ sku: 'NEVER', quantity: 1 }] }), code: 'PRODUCT_UNKNOWN' },
	},
	removeLines: { path: cart('/lines/remove'), body: ({ lineId }) => ({ lineIds: [lineId] }) },
	setCells: {
		path: cart('/cells'),
		body: ({ lineId, groupId }) => ({ cells: [{ lineId, delivery: groupId, quantity: 6 }] }),
		refused: {
			body: ({ lineId, groupId }) => ({
				cells: [
					{ lineId, delivery: groupId, quantity: 1 },
					{ lineId, delivery: groupId, quantity: 2 },
				],
			}),
			code: 'CELL_TWICE',
		},
	},
	addDelivery: {
		path: cart('/deliveries'),
		body: ({ locationCode }) => ({ shipTo: locationCode, requestedOn: soon }),
		refused: { body: () => ({ shipTo: 'NOWHERE' }), code: 'SHIP_TO_UNKNOWN' },
	},
	changeDelivery: {
		path: ({ cartId, groupId }) => `carts/${cartId}/deliveries/${groupId}`,
		body: () => ({ requestedOn: '2026-03-17', method: 'ground', instructions: 'Ring twice', window: 'early' }),
		refused: { body: () => ({ requestedOn: '2026-02-31', method: 'ground' }), code: 'REQUESTED_DAY_INVALID' },
	},
	removeDelivery: { path: ({ cartId, groupId }) => `carts/${cartId}/deliveries/${groupId}/remove`, body: () => ({}) },
	addCoupon: { path: cart('/coupons'), body: () => ({ code: 'spring' }), refused: { body: () => ({ code: 'NONE' }), code: 'COUPON_UNKNOWN' } },
	removeCoupon: { path: cart('/coupons/remove'), body: () => ({ code: 'NONE' }) },
	quoteCart: { path: cart('/quote'), body: () => ({ method: 'po' }) },
	submitCart: {
		path: cart('/submit'),
		body: ({ version }) => ({ version, payment: { method: 'po', poNumber: `PO-${version}` } }),
		refused: { body: ({ version }) => ({ version, payment: { method: 'po', poNumber: '' } }), code: 'PO_MISSING' },
	},
	listOrders: { path: () => 'orders?limit=1&from=2026-01-01' },
	readOrder: { path: ({ orderNumber }) => `orders/${orderNumber}` },
	cancelOrder: {
		path: ({ orderNumber }) => `orders/${orderNumber}/cancel`,
		body: () => ({}),
		refused: { path: ({ sentNumber }) => `orders/${sentNumber}/cancel`, body: () => ({}), code: 'ORDER_SHIPPED' },
	},
	listApprovals: { path: () => 'approvals?limit=1&show=waiting' },
	readApproval: { path: ({ approvalId }) => `approvals/${approvalId}` },
	answerApproval: {
		path: ({ approvalId }) => `approvals/${approvalId}/answer`,
		body: () => ({ approves: true, version: 1 }),
		refused: { body: () => ({ approves: false }), code: 'APPROVAL_WHY_MISSING' },
	},
	listInvoices: { path: () => 'invoices?limit=1' },
	readInvoice: { path: ({ invoiceNumber }) => `invoices/${invoiceNumber}` },
	readAccount: { path: () => 'account' },
	listLocations: { path: () => 'account/locations' },
	listContacts: { path: () => 'account/contacts' },
	listHouseProducts: { path: () => 'house/products?limit=2' },
	readComponents: { path: ({ sellerSetId }) => `house/products/${sellerSetId}/components` },
	saveComponents: {
		path: ({ sellerSetId }) => `house/products/${sellerSetId}/components`,
		body: ({ sellerSku, pricedSku }) => ({
			...{ kind: 'bundle', pricing: 'sum', percentOff: '12.5' },
			components: [
				{ sku: pricedSku, quantity: 2 },
				{ sku: sellerSku, quantity: '1', choice: 'tool', isUsual: true, differences: { USD: '4.50' } },
			],
			choices: [{ code: 'tool', minimum: 1, maximum: 1, names: { en: 'Your tool', cs: 'Nástroj' } }],
		}),
		refused: {
			body: ({ sellerSku }) => ({
				kind: 'bundle',
				components: [
					{ sku: 'NEVER', quantity: 1 },
					{ sku: sellerSku, quantity: '0' },
				],
			}),
			code: 'SKU_UNKNOWN',
		},
	},
	listPriceBooks: { path: () => 'house/price-books?limit=2' },
	listBookPrices: { path: ({ bookId }) => `house/price-books/${bookId}/prices?limit=1` },
	savePrices: {
		path: ({ bookId }) => `house/price-books/${bookId}/prices`,
		body: ({ sellerSku }) => ({
			prices: [
				{
					sku: sellerSku,
					tiers: [
						{ from: '1', price: '19.00' },
						{ from: '10', price: '18.5' },
					],
				},
			],
		}),
		refused: {
			body: ({ sellerSku }) => ({
				prices: [
					{ sku: sellerSku, tiers: [] },
					{ sku: 'NEVER', tiers: [{ from: '1', price: '2' }] },
				],
			}),
			code: 'TIERS_EMPTY',
		},
	},
	listStock: { path: () => 'house/stock?limit=1' },
	saveStock: {
		path: () => 'house/stock',
		body: ({ sellerSku }) => ({ levels: [{ sku: sellerSku, warehouse: 'W', onHand: '40' }] }),
		refused: { body: ({ sellerSku }) => ({ levels: [{ sku: sellerSku, warehouse: 'MOON', onHand: '-1' }] }), code: 'WAREHOUSE_UNKNOWN' },
	},
	listAccounts: { path: () => 'house/accounts?limit=1' },
	listHouseOrders: { path: () => 'house/orders?limit=1&since=2026-01-01T00:00:00Z' },
}
