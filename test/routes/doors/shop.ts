import type { Fields, Matrix } from './line.ts'
import type { Ids } from './world.ts'

const cartForm =
	(...fields: Fields) =>
	({ cartId, version }: Ids): Fields => [['cartId', cartId], ['version', version], ...fields]

const cartsForm =
	(what: string, ...fields: Fields) =>
	({ cartId }: Ids): Fields => [['intent', `${what}:${cartId}`], ...fields]

/** The shop, the cart, the checkout, and what is an account's own. */
export const shopDoors: Matrix = {
	'routes/storefront/layout': { path: () => '/', who: 'open' },
	'routes/storefront/home': { path: () => '/', who: 'open' },
	'routes/storefront/catalog': { path: () => '/catalog', who: 'open', asBuyer: true, query: ['after'] },
	'routes/storefront/catalog.$category': {
		path: ({ categorySlug }) => `/catalog/${categorySlug}`,
		who: 'open',
		asBuyer: true,
		query: ['limit', 'after', 'view', 'stock', 'price'],
	},
	'routes/storefront/products.$slug': {
		path: ({ slug }) => `/products/${slug}`,
		who: 'open',
		asBuyer: true,
		query: ['quantity', 'unit'],
		writes: [{ name: 'ask for a price', fields: () => [['intent', 'request']], status: 200 }],
	},
	// Whose documents open for whom is tried where they are made (test/flows/merchandising/product-parts.test.ts).
	'routes/storefront/picture': { path: () => '/images/products/umbra-1.svg', who: 'open', asBuyer: true, get: 404 },
	'routes/storefront/media': { path: () => `/media/${'0'.repeat(64)}`, who: 'open', asBuyer: true, get: 404 },
	'routes/storefront/document': { path: () => '/documents/0', who: 'open', asBuyer: true, get: 404 },
	'routes/storefront/product-viewed': {
		path: ({ slug }) => `/products/${slug}/viewed`,
		who: 'open',
		asBuyer: true,
		get: 404,
		writes: [{ name: 'viewed', fields: () => [], status: 204 }],
	},
	'routes/storefront/search': {
		path: () => '/search?q=roast',
		who: 'open',
		asBuyer: true,
		query: ['category', 'class', 'stock', 'price', 'after', 'limit', 'view', 'q'],
	},
	'routes/storefront/search-suggest': { path: () => '/search/suggest', who: 'open', asBuyer: true, query: ['q'] },
	'routes/storefront/ship-to': {
		path: () => '/ship-to',
		who: 'shopper',
		get: 302,
		writes: [
			{
				name: 'choose',
				fields: ({ spareLocationId }) => [
					['location', spareLocationId],
					['to', '/cart'],
				],
				status: 302,
			},
		],
	},
	'routes/checkout/quick-order': {
		path: () => '/quick-order',
		who: 'shopper',
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
	'routes/account/standing-orders': { path: () => '/standing-orders', who: 'shopper' },
	'routes/account/standing-order-new': {
		path: ({ orderNumber }) => `/standing-orders/new?from=order.${orderNumber}`,
		who: 'shopper',
		query: ['from'],
		writes: [
			{
				name: 'make of an order',
				fields: () => [
					['name', 'Mondays'],
					['rhythm', 'weekly'],
					['weekday', '1'],
					['everyWeeks', '1'],
					['startsOn', '2026-03-02'],
					['guardrail', '5'],
					['poText', 'WEEK'],
					['poRule', 'dated'],
				],
				status: 302,
			},
		],
	},
	'routes/account/standing-order': {
		path: ({ standingOrderId }) => `/standing-orders/${standingOrderId}`,
		who: 'shopper',
		writes: [
			{ name: 'pause', fields: () => [['intent', 'pause']], status: 302 },
			{ name: 'resume', fields: () => [['intent', 'resume']], status: 302 },
			{ name: 'skip', fields: () => [['intent', 'skip']], status: 302 },
			{
				name: 'change',
				fields: () => [
					['intent', 'settings'],
					['name', 'Month end'],
					['rhythm', 'monthly'],
					['day', 'last'],
					['startsOn', '2026-03-02'],
					['guardrail', '10'],
					['poText', 'MONTH'],
					['poRule', 'fixed'],
				],
				status: 302,
			},
			{
				name: 'quantities',
				fields: ({ standingLineId }) => [
					['intent', 'quantities'],
					[`quantity:${standingLineId}`, '4'],
				],
				status: 302,
			},
			{ name: 'end', fields: () => [['intent', 'end']], status: 302 },
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
		query: ['pay'],
		writes: [{ name: 'place', fields: (ids) => cartForm(['method', 'po'], ['seen', ''], ['poNumber', 'PO-DOOR'], ['consent', ''])(ids), status: 302 }],
	},
	'routes/account/orders': { path: () => '/orders', who: 'shopper', query: ['q', 'status', 'store', 'from', 'to', 'wantedFrom', 'wantedTo', 'sort', 'after'] },
	'routes/account/orders-csv': {
		path: () => '/orders.csv',
		who: 'shopper',
		query: ['q', 'status', 'store', 'from', 'to', 'wantedFrom', 'wantedTo', 'sort', 'after'],
	},
	'routes/account/order': {
		path: ({ orderNumber }) => `/orders/${orderNumber}`,
		who: 'shopper',
		writes: [
			{
				name: 'reorder',
				fields: () => [
					['intent', 'reorder'],
					['leave', 'NOTHING'],
				],
				status: 302,
			},
			{ name: 'cancel', fields: () => [['intent', 'cancel']], status: 302 },
		],
	},
	'routes/account/order-cut': {
		path: ({ orderNumber }) => `/orders/${orderNumber}/cancel`,
		who: 'shopper',
		writes: [{ name: 'cancel a part', fields: ({ sentAllocationId }) => [[`quantity-${sentAllocationId}`, '1']], status: 422 }],
	},
	'routes/account/order-help': {
		path: ({ orderNumber }) => `/orders/${orderNumber}/help?line=1`,
		who: 'shopper',
		query: ['line'],
		writes: [
			{
				name: 'ask',
				fields: () => [
					['line', 1],
					['kind', 'damaged'],
					['text', 'The bag is torn'],
				],
				status: 302,
			},
		],
	},
	'routes/account/help': { path: () => '/help', who: 'shopper', query: ['q', 'status', 'kind', 'after'] },
	'routes/account/help-csv': { path: () => '/help.csv', who: 'shopper', query: ['q', 'status', 'kind'] },
	'routes/account/help-case': {
		path: ({ caseNumber }) => `/help/${caseNumber}`,
		who: 'shopper',
		writes: [
			{
				name: 'say',
				fields: () => [
					['act', 'say'],
					['text', 'Two of them'],
				],
				status: 302,
			},
			{ name: 'close', fields: () => [['act', 'close']], status: 302 },
			{ name: 'reopen', fields: () => [['act', 'reopen']], status: 302 },
		],
	},
	'routes/account/order-return': {
		path: ({ sentNumber }) => `/orders/${sentNumber}/return`,
		who: 'shopper',
		writes: [
			{
				name: 'ask',
				fields: ({ sentAllocationId }) => [
					[`quantity-${sentAllocationId}`, '1'],
					[`reason-${sentAllocationId}`, 'damaged'],
					['note', 'The bag is torn'],
				],
				status: 302,
			},
			{
				name: 'withdraw',
				fields: ({ returnId }) => [
					['intent', 'withdraw'],
					['returnId', returnId],
				],
				status: 302,
			},
		],
	},
	'routes/account/quotes': {
		path: () => '/quotes',
		who: 'shopper',
		query: ['q', 'state', 'sort', 'after'],
		writes: [
			{
				name: 'ask',
				fields: ({ sku }) => [
					['sku', sku],
					['quantity', '2'],
					['note', 'For the autumn'],
				],
				status: 302,
			},
		],
	},
	'routes/account/quote': {
		path: ({ quoteNumber }) => `/quotes/${quoteNumber}`,
		who: 'shopper',
		writes: [
			{
				name: 'counter',
				fields: () => [
					['intent', 'counter'],
					['version', 2],
					['quantity-1', '3'],
					['price-1', '15'],
					['note', 'Three'],
				],
				status: 302,
			},
			{
				name: 'withdraw',
				fields: () => [
					['intent', 'withdraw'],
					['version', 3],
					['note', 'No need'],
				],
				status: 302,
			},
		],
	},
	'routes/account/order-why': { path: ({ orderNumber }) => `/orders/${orderNumber}/why/1`, who: 'shopper' },
	'routes/account/approvals': { path: () => '/approvals', who: 'shopper', query: ['before'] },
	'routes/account/approval': {
		path: ({ approvalId }) => `/approvals/${approvalId}`,
		who: 'shopper',
		writes: [
			{ name: 'refuse without a word', fields: () => [['intent', 'refuse']], status: 422 },
			{ name: 'withdraw', fields: () => [['intent', 'withdraw']], status: 422 },
			{ name: 'approve', fields: () => [['intent', 'approve']], status: 302 },
		],
	},
	// Owners and approvers make rules; Luka is a buyer.
	'routes/checkout/pay-link': {
		path: ({ payLinkId }) => `/pay/${payLinkId}`,
		who: 'shopper',
		writes: [
			{ name: 'pay', fields: cartForm(['intent', 'place'], ['method', 'card'], ['paymentMethodId', 'pm_of_nobody']), status: 422 },
			{ name: 'anew', fields: () => [['intent', 'anew']], status: 302 },
		],
	},
	'routes/account/order-pay': {
		path: ({ sentNumber }) => `/orders/${sentNumber}/pay`,
		who: 'shopper',
		writes: [
			{
				name: 'pay',
				fields: () => [
					['intent', 'place'],
					['paymentMethodId', 'pm_of_nobody'],
				],
				status: 422,
			},
		],
	},
	'routes/account/cards': {
		path: () => '/company/cards',
		who: 'shopper',
		writes: [
			{
				name: 'limit',
				fields: ({ cardId }) => [
					['intent', `limit:${cardId}`],
					['amount', '250'],
				],
				status: 302,
			},
			{ name: 'first', fields: ({ cardId }) => [['intent', `default:${cardId}`]], status: 302 },
			{ name: 'remove', fields: ({ cardId }) => [['intent', `remove:${cardId}`]], status: 302 },
			{ name: 'put back', fields: ({ cardId }) => [['intent', `restore:${cardId}`]], status: 302 },
			{
				name: 'add',
				fields: () => [
					['intent', 'add'],
					['paymentMethodId', 'pm_of_nobody'],
				],
				status: 422,
			},
			{
				name: 'finish',
				fields: () => [
					['intent', 'finish'],
					['setupId', 'seti_of_nobody'],
				],
				status: 422,
			},
		],
	},
	'routes/account/approval-rules': {
		path: () => '/company/approvals',
		who: 'shopper',
		writes: [
			{
				name: 'save',
				fields: ({ approvalRuleId }) => [
					['intent', `save:${approvalRuleId}`],
					['name', 'Mine'],
					['step', 1],
				],
				status: 422,
			},
			{ name: 'put back', fields: ({ approvalRuleId }) => [['intent', `putBack:${approvalRuleId}`]], status: 422 },
			{ name: 'end', fields: ({ approvalRuleId }) => [['intent', `end:${approvalRuleId}`]], status: 422 },
		],
	},
	// So are budgets.
	'routes/account/budgets': {
		path: () => '/company/budgets',
		who: 'shopper',
		query: ['q', 'scope', 'state', 'after'],
		writes: [
			{
				name: 'add',
				fields: ({ spareLocationId }) => [
					['intent', 'add'],
					['locationId', spareLocationId],
					['period', 'month'],
					['amount', '100'],
				],
				status: 422,
			},
		],
	},
	'routes/account/budgets-csv': { path: () => '/company/budgets.csv', who: 'shopper', query: ['q', 'scope', 'state'] },
	'routes/account/budget': {
		path: ({ budgetId }) => `/company/budgets/${budgetId}`,
		who: 'shopper',
		query: ['period', 'after'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['name', 'Mine'],
					['amount', '1'],
				],
				status: 422,
			},
			{ name: 'end', fields: () => [['intent', 'end']], status: 422 },
			{ name: 'put back', fields: () => [['intent', 'putBack']], status: 422 },
		],
	},
	'routes/account/budget-csv': { path: ({ budgetId }) => `/company/budgets/${budgetId}/orders.csv`, who: 'shopper', query: ['period'] },
	// Owners make keys; Luka is a buyer.
	'routes/account/api-keys': {
		path: () => '/company/api-keys',
		who: 'shopper',
		writes: [
			{
				name: 'make',
				fields: () => [
					['intent', 'make'],
					['name', 'ERP'],
					['scope', 'catalog:read'],
					['days', '90'],
				],
				status: 422,
			},
			{
				name: 'revoke',
				fields: ({ spareKeyId }) => [
					['intent', 'revoke'],
					['keyId', spareKeyId],
				],
				status: 422,
			},
		],
	},
	'routes/api/reference': { path: () => '/api', who: 'open' },
	'routes/account/company': {
		path: () => '/company',
		who: 'shopper',
		writes: [
			{
				name: 'language',
				fields: () => [
					['intent', 'language'],
					['language', 'cs'],
				],
				status: 302,
			},
			{
				name: 'store',
				fields: ({ spareLocationId }) => [
					['intent', 'store'],
					['location', spareLocationId],
				],
				status: 302,
			},
		],
	},
	'routes/account/certificates': {
		path: () => '/company/certificates',
		who: 'shopper',
		query: ['done'],
		writes: [
			{
				// Without its file nobody's certificate is taken: what uploads does is held in rates-room.test.ts.
				name: 'upload',
				fields: () => [
					['jurisdiction', 'US-ND'],
					['number', 'E-9'],
					['validFrom', '2026-01-01'],
					['expiresOn', '2026-12-31'],
				],
				status: 422,
			},
		],
	},
	'routes/account/certificate-file': { path: () => '/certificates/0', who: 'shopper', get: 404 },
	'routes/account/invoices': { path: () => '/invoices', who: 'shopper', query: ['q', 'status', 'from', 'to', 'after', 'paid'] },
	'routes/account/invoices-csv': { path: () => '/invoices.csv', who: 'shopper', query: ['q', 'status', 'from', 'to'] },
	'routes/account/invoice': { path: ({ invoiceNumber }) => `/invoices/${invoiceNumber}`, who: 'shopper' },
	'routes/account/invoice-pdf': { path: ({ invoiceNumber }) => `/invoices/${invoiceNumber}/pdf`, who: 'shopper' },
	'routes/account/statement': { path: () => '/invoices/statement', who: 'shopper', query: ['from', 'to'] },
	'routes/account/statement-file': { path: () => '/invoices/statement/csv', who: 'shopper', query: ['from', 'to'] },
	'routes/account/payment': { path: ({ paymentId }) => `/invoices/payments/${paymentId}`, who: 'shopper' },
	'routes/account/payment-pdf': { path: ({ paymentId }) => `/invoices/payments/${paymentId}/pdf`, who: 'shopper' },
	'routes/account/invoices-pay': {
		path: () => '/invoices/pay',
		who: 'shopper',
		query: ['id'],
		writes: [
			// This house takes no cards: a payment is refused by name, and one never begun cannot be finished.
			{
				name: 'pay',
				fields: ({ invoiceId }) => [
					['intent', 'pay'],
					['invoice', invoiceId],
					['key', 'pay-of-door'],
					['paymentMethodId', 'pm_card_visa'],
				],
				status: 422,
			},
			{
				name: 'finish',
				fields: () => [
					['intent', 'finish'],
					['key', 'pay-of-nobody'],
				],
				status: 404,
			},
		],
	},
	'routes/account/sign-in': {
		path: () => '/sign-in',
		who: 'open',
		query: ['to', 'email'],
		writes: [
			{
				name: 'password',
				fields: () => [
					['intent', 'password'],
					['email', 'luka@agate.test'],
					['password', 'guessed'],
					['to', '/'],
				],
				status: 422,
			},
			{
				name: 'code',
				fields: () => [
					['intent', 'code'],
					['email', 'nobody@agate.test'],
					['to', '/'],
				],
				status: 302,
			},
		],
	},
	'routes/account/sign-in-code': {
		path: () => '/sign-in/code?email=luka%40agate.test',
		who: 'open',
		query: ['to', 'again'],
		writes: [
			{
				name: 'sign in',
				fields: () => [
					['intent', 'sign-in'],
					['email', 'luka@agate.test'],
					['code', '000000'],
					['to', '/'],
				],
				status: 422,
			},
			{
				name: 'again',
				fields: () => [
					['intent', 'again'],
					['email', 'nobody@agate.test'],
					['to', '/'],
				],
				status: 302,
			},
		],
	},
	'routes/account/sign-out': { path: () => '/sign-out', who: 'open', get: 302, writes: [{ name: 'leave', fields: () => [], status: 302 }] },
}
