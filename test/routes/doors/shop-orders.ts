import type { Matrix } from './line.ts'

/** Orders, what becomes of them, and who asks about them or decides. */
export const orderDoors: Matrix = {
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
	'routes/account/orders': { path: () => '/orders', who: 'shopper', query: ['q', 'status', 'store', 'from', 'to', 'wantedFrom', 'wantedTo', 'sort', 'after'] },
	'routes/account/orders-csv': {
		path: () => '/orders.csv',
		who: 'shopper',
		query: ['q', 'status', 'store', 'from', 'to', 'wantedFrom', 'wantedTo', 'sort', 'after'],
	},
	'routes/account/order': {
		path: ({ orderNumber }) => `/orders/${orderNumber}`,
		who: 'shopper',
		writes: [{ name: 'cancel', fields: () => [['intent', 'cancel']], status: 302 }],
	},
	'routes/account/order-cut': {
		path: ({ orderNumber }) => `/orders/${orderNumber}/cancel`,
		who: 'shopper',
		writes: [{ name: 'cancel a part', fields: ({ sentAllocationId }) => [[`quantity-${sentAllocationId}`, '1']], status: 422 }],
	},
	'routes/account/order-change': {
		path: ({ changedNumber }) => `/orders/${changedNumber}/change`,
		who: 'shopper',
		writes: [
			{
				name: 'propose',
				fields: ({ sku, locationId }) => [
					['sku-0', sku],
					['quantity-0', '1'],
					['group-0', 'new'],
					['place-new', locationId],
					['day-new', '2036-01-05'],
				],
				status: 302,
			},
		],
	},
	'routes/account/order-proposal': {
		path: ({ changedNumber, proposalId }) => `/orders/${changedNumber}/change/${proposalId}`,
		who: 'shopper',
		writes: [
			{
				name: 'agree',
				fields: () => [
					['intent', 'consent'],
					['hash', 'of another document'],
				],
				status: 422,
			},
			{ name: 'withdraw', fields: () => [['intent', 'withdraw']], status: 302 },
		],
	},
	'routes/account/order-version': { path: ({ changedNumber, orderVersion }) => `/orders/${changedNumber}/versions/${orderVersion}`, who: 'shopper' },
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
	'routes/account/approvals': {
		path: () => '/approvals',
		who: 'shopper',
		query: ['show', 'q', 'state', 'sort', 'after'],
		writes: [
			{
				name: 'refuse several without a word',
				fields: ({ approvalId }) => [
					['intent', 'refuse'],
					['request', approvalId],
				],
				status: 422,
			},
		],
	},
	'routes/account/approvals-csv': { path: () => '/approvals.csv', who: 'shopper', query: ['show', 'q', 'state', 'sort'] },
	'routes/account/deputies': {
		path: () => '/approvals/deputies',
		who: 'shopper',
		writes: [
			{
				name: 'name',
				fields: ({ contactId, colleagueId }) => [
					['intent', 'name'],
					['contactId', contactId],
					['deputyContactId', colleagueId],
					['fromOn', '2026-03-02'],
					['untilOn', '2026-03-01'],
				],
				status: 422,
			},
			{ name: 'end', fields: ({ deputyId }) => [['intent', `end:${deputyId}`]], status: 302 },
			{ name: 'put back', fields: ({ deputyId }) => [['intent', `putBack:${deputyId}`]], status: 302 },
		],
	},
	'routes/account/approval': {
		path: ({ approvalId }) => `/approvals/${approvalId}`,
		who: 'shopper',
		writes: [
			{ name: 'refuse without a word', fields: () => [['intent', 'refuse']], status: 422 },
			{ name: 'withdraw', fields: () => [['intent', 'withdraw']], status: 422 },
			{ name: 'approve', fields: () => [['intent', 'approve']], status: 302 },
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
}
