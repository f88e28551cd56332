import type { Fields, Matrix } from './line.ts'
import type { Ids } from './world-ids.ts'

const cartForm =
	(...fields: Fields) =>
	({ cartId, version }: Ids): Fields => [['cartId', cartId], ['version', version], ...fields]

const cartsForm =
	(what: string, ...fields: Fields) =>
	({ cartId }: Ids): Fields => [['intent', `${what}:${cartId}`], ...fields]

/** What fills a cart, the cart, and its way to an order. */
export const cartDoors: Matrix = {
	'routes/checkout/quick-order': {
		path: ({ orderNumber }) => `/quick-order?from=order.${orderNumber}`,
		who: 'shopper',
		query: ['from', 'store'],
		writes: [
			{
				name: 'add',
				fields: ({ sku, locationCode }) => [
					['intent', 'add'],
					['sku', sku],
					['quantity', '2'],
					['unit', ''],
					['shipTo', locationCode],
					['requestedOn', ''],
				],
				status: 302,
			},
			{
				name: 'ask for a quote',
				fields: ({ sku, locationCode }) => [
					['intent', 'quote'],
					['sku', sku],
					['quantity', '2'],
					['unit', ''],
					['shipTo', locationCode],
					['requestedOn', ''],
					['note', 'For the autumn'],
				],
				status: 302,
			},
		],
	},
	'routes/account/lists': {
		path: () => '/lists',
		who: 'shopper',
		writes: [
			{
				name: 'make of an order',
				fields: ({ orderNumber }) => [
					['name', 'Weekly'],
					['from', orderNumber],
					['shared', 'yes'],
				],
				status: 302,
			},
		],
	},
	'routes/account/list': {
		path: ({ listId }) => `/lists/${listId}`,
		who: 'shopper',
		query: ['store'],
		writes: [
			{
				name: 'rename',
				fields: () => [
					['intent', 'rename'],
					['name', 'Every Monday'],
				],
				status: 302,
			},
			{ name: 'share', fields: () => [['intent', 'share:yes']], status: 302 },
			{
				name: 'add',
				fields: ({ sku }) => [
					['intent', 'add'],
					['rows', `${sku} 3`],
				],
				status: 302,
			},
			{
				name: 'par',
				fields: ({ listLineId, locationCode }) => [
					['intent', 'par'],
					['shipTo', locationCode],
					[`par:${listLineId}`, '6'],
				],
				status: 302,
				forgives: true,
			},
			{ name: 'remove', fields: ({ listLineId }) => [['intent', `remove:${listLineId}`]], status: 302 },
			{ name: 'put back', fields: ({ listLineId }) => [['intent', `putBack:${listLineId}`]], status: 302 },
			{ name: 'put away', fields: () => [['intent', 'archive']], status: 302 },
			{ name: 'take out', fields: () => [['intent', 'restore']], status: 302 },
		],
	},
	'routes/checkout/cart': {
		path: () => '/cart',
		who: 'shopper',
		writes: [
			{ name: 'set', fields: (ids) => [...cartForm(['intent', 'set'])(ids), [`cell:${ids.lineId}:${ids.groupId}`, '2']] },
			{
				name: 'set by script',
				fields: (ids) => cartForm(['intent', 'set'], ['cells', JSON.stringify([{ lineId: ids.lineId, groupId: ids.groupId, quantity: '3' }])])(ids),
			},
			{ name: 'paste', fields: (ids) => cartForm(['intent', 'paste'], ['rows', `${ids.sku} 2`], ['locationId', ids.locationId])(ids) },
			{
				name: 'restore',
				fields: (ids) => cartForm(['intent', 'restore'], ['rows', JSON.stringify([{ sku: ids.sku, quantity: '1', locationId: ids.locationId }])])(ids),
			},
			{ name: 'coupon', fields: cartForm(['intent', 'coupon'], ['code', 'NONE']), status: 422 },
			{
				name: 'add a delivery',
				fields: (ids) => cartForm(['intent', 'addDelivery'], ['locationId', ids.spareLocationId], ['requestedOn', '2026-03-09'], ['method', 'ground'])(ids),
			},
			{
				name: 'change a delivery',
				fields: (ids) =>
					cartForm(
						['intent', `changeDelivery:${ids.groupId}`],
						['requestedOn', '2026-03-10'],
						['method', 'ground'],
						['instructions', 'Ring'],
						['costCentre', '7'],
					)(ids),
			},
			{ name: 'remove a line', forgives: true, fields: (ids) => cartForm(['intent', `remove:${ids.lineId}`])(ids) },
			{ name: 'remove a delivery', fields: (ids) => cartForm(['intent', `removeDelivery:${ids.groupId}`])(ids) },
		],
	},
	'routes/checkout/carts': {
		path: () => '/carts',
		who: 'shopper',
		writes: [
			...['name', 'layAside'].map((what) => ({ name: what, fields: cartsForm(what, ['name', 'Patio']), status: 302 })),
			{ name: 'hand over', fields: (ids) => cartsForm('handOver', ['to', ids.colleagueId])(ids), status: 302 },
			...['putAway', 'share', 'keep', 'take'].map((what) => ({ name: what, fields: cartsForm(what), status: 302 })),
		],
	},
	'routes/checkout/cart-lines': {
		path: () => '/cart/lines',
		who: 'shopper',
		writes: [
			{
				name: 'add',
				fields: ({ sku, locationId }) => [
					['sku', sku],
					['quantity', '2'],
					['unit', 'each'],
					['locationId', locationId],
					['requestedOn', '2026-03-09'],
				],
			},
		],
	},
	'routes/checkout/checkout': {
		path: () => '/checkout',
		who: 'shopper',
		query: ['pay', 'open', 'po'],
		writes: [{ name: 'place', fields: (ids) => cartForm(['method', 'po'], ['seen', ''], ['poNumber', 'PO-DOOR'], ['consent', ''])(ids), status: 302 }],
	},
	// A cart with everything decided stands here; what is open leads on to the checkout.
	'routes/checkout/express': { path: () => '/checkout/express', who: 'shopper', get: 302 },
	'routes/checkout/pay-link': {
		path: ({ payLinkId }) => `/pay/${payLinkId}`,
		who: 'shopper',
		writes: [
			{ name: 'pay', fields: cartForm(['intent', 'place'], ['method', 'card'], ['paymentMethodId', 'pm_of_nobody']), status: 422 },
			{ name: 'anew', fields: () => [['intent', 'anew']], status: 302 },
		],
	},
}
