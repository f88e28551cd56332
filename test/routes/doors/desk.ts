import { everyStaff, type Matrix } from './line.ts'

const desk = ['rep', 'head_office'] as const
const filters = ['q', 'standing', 'health', 'group', 'sort', 'after', 'owner', 'region']

/** The rooms of reps, warehouse and credit. */
export const deskDoors: Matrix = {
	'routes/back-office': { path: () => '/desk', who: desk },
	'routes/desk/today': {
		path: () => '/desk',
		who: desk,
		writes: [
			{
				name: 'take',
				fields: ({ alertId }) => [
					['intent', 'take'],
					['alertId', alertId],
					['note', ''],
				],
				status: 302,
			},
			{
				name: 'call',
				fields: ({ alertId }) => [
					['intent', 'call'],
					['alertId', alertId],
					['note', 'Wants two more'],
				],
				status: 302,
			},
			{
				name: 'dismiss',
				fields: ({ alertId }) => [
					['intent', 'dismiss'],
					['alertId', alertId],
					['reason', 'in_touch'],
					['note', ''],
				],
				status: 302,
			},
			{
				name: 'task',
				fields: ({ taskId }) => [
					['intent', 'task'],
					['taskId', taskId],
					['status', 'done'],
				],
				status: 302,
			},
			{ name: 'notices', fields: () => [['intent', 'notices']], status: 302 },
		],
	},
	'routes/desk/accounts': { path: () => '/desk/accounts', who: desk, query: filters },
	'routes/desk/accounts-csv': { path: () => '/desk/accounts.csv', who: desk, query: filters },
	'routes/desk/account': {
		path: ({ accountId }) => `/desk/accounts/${accountId}`,
		who: desk,
		query: ['before'],
		writes: [
			{
				name: 'make a company of a person',
				fields: () => [
					['kind', 'company'],
					['company', 'Larch and Sons'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/account-twins': {
		path: () => '/desk/accounts/duplicates',
		who: ['head_office'],
		query: ['q', 'after'],
		writes: [{ name: 'leave two accounts two', fields: ({ mergeProposalId }) => [['proposal', mergeProposalId]], status: 302 }],
	},
	'routes/desk/account-twins-csv': { path: () => '/desk/accounts/duplicates.csv', who: ['head_office'], query: ['q'] },
	'routes/desk/account-merges-csv': { path: () => '/desk/accounts/merges.csv', who: ['head_office'], query: ['q'] },
	'routes/desk/account-merges': { path: () => '/desk/accounts/merges', who: ['head_office'], query: ['q', 'after'] },
	'routes/desk/account-merge': {
		path: ({ twinAccountIds: [winner, loser] }) => `/desk/accounts/merge/${winner}/${loser}`,
		who: ['head_office'],
		writes: [{ name: 'merge accounts', status: 302 }],
	},
	'routes/desk/account-return': {
		path: ({ accountMergeId }) => `/desk/accounts/merges/${accountMergeId}`,
		who: ['head_office'],
		writes: [{ name: 'take a merge of accounts back', status: 302 }],
	},
	'routes/desk/live-cart': { path: ({ accountId, cartId }) => `/desk/accounts/${accountId}/carts/${cartId}`, who: desk },
	'routes/desk/shop-as': {
		path: () => '/desk/shop-as',
		who: ['rep'],
		get: 302,
		writes: [
			{
				name: 'begin',
				fields: ({ accountId, contactId, alertId }) => [
					['accountId', accountId],
					['contactId', contactId],
					['alertId', alertId],
					['to', 'cart'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/stop-acting': { path: () => '/desk/stop-acting', who: everyStaff, get: 302, writes: [{ name: 'stop', fields: () => [], status: 302 }] },
	'routes/desk/warehouse': {
		path: () => '/desk/warehouse',
		who: ['rep'],
		query: ['show', 'q', 'after'],
		writes: [{ name: 'delivered', fields: ({ shipmentId }) => [['shipmentId', shipmentId]], status: 302 }],
	},
	'routes/desk/warehouse-group': {
		path: ({ packGroupId }) => `/desk/warehouse/${packGroupId}`,
		who: ['rep'],
		writes: [
			{
				name: 'ship',
				fields: ({ allocationId, warehouseId }) => [
					[`quantity-${allocationId}`, '1'],
					['warehouseId', warehouseId],
					['carrier', 'UPS'],
					['trackingNumber', '1Z 9'],
					['closesShort', 'off'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/quotes': { path: () => '/desk/quotes', who: desk, query: ['q', 'state', 'sort', 'after'] },
	'routes/desk/quotes-csv': { path: () => '/desk/quotes.csv', who: desk, query: ['q', 'state', 'sort'] },
	'routes/desk/leads': { path: () => '/desk/leads', who: desk, query: ['q', 'status', 'whose', 'after'] },
	'routes/desk/leads-csv': { path: () => '/desk/leads.csv', who: desk, query: ['q', 'status', 'whose'] },
	'routes/desk/pipeline': { path: () => '/desk/pipeline', who: desk },
	'routes/desk/account-new': {
		path: () => '/desk/accounts/new',
		who: desk,
		writes: [
			{
				name: 'make a person account',
				fields: () => [
					['firstName', 'Tove'],
					['lastName', 'Renner'],
					['email', 'tove@renner.test'],
					['line1', '12 Mill Road'],
					['city', 'Fargo'],
					['country', 'US'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/lead-new': {
		path: () => '/desk/leads/new',
		who: desk,
		writes: [
			{
				name: 'write down',
				fields: () => [
					['intent', 'edit'],
					['lastName', 'Renner'],
					['company', 'Air Museum'],
					['email', 'tobias@air.test'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/lead': {
		path: ({ leadId }) => `/desk/leads/${leadId}`,
		who: desk,
		writes: [
			{ name: 'take', fields: () => [['intent', 'take']], status: 302 },
			{ name: 'send', fields: () => [['intent', 'send']], status: 422 },
			{
				name: 'status',
				fields: () => [
					['intent', 'status'],
					['status', 'qualified'],
				],
				status: 302,
			},
			{
				name: 'edit',
				fields: () => [
					['intent', 'edit'],
					['lastName', 'Aldridge'],
					['company', 'Valley'],
					['email', 'signe@valley.test'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/lead-quote': {
		path: ({ leadId }) => `/desk/leads/${leadId}/quote`,
		who: desk,
		writes: [
			{
				name: 'prepare',
				fields: ({ pricedSku, sellerGroupId }) => [
					['text', `${pricedSku} 2`],
					['groupId', sellerGroupId],
					['note', ''],
				],
				status: 302,
			},
		],
	},
	'routes/desk/lead-convert': {
		path: ({ leadId }) => `/desk/leads/${leadId}/convert`,
		who: desk,
		writes: [
			{
				name: 'convert',
				fields: () => [
					['target', 'new'],
					['line1', '12 Mill Road'],
					['city', 'Fargo'],
					['country', 'US'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/cases': { path: () => '/desk/cases', who: desk, query: ['q', 'status', 'kind', 'after'] },
	'routes/desk/cases-csv': { path: () => '/desk/cases.csv', who: desk, query: ['q', 'status', 'kind'] },
	'routes/desk/case': {
		path: ({ deskCaseNumber }) => `/desk/cases/${deskCaseNumber}`,
		who: desk,
		writes: [
			{
				name: 'say',
				fields: () => [
					['act', 'say'],
					['text', 'A new one is on its way'],
				],
				status: 302,
			},
			{ name: 'close', fields: () => [['act', 'close']], status: 302 },
			{ name: 'reopen', fields: () => [['act', 'reopen']], status: 302 },
		],
	},
	'routes/desk/quote': {
		path: ({ deskQuoteNumber }) => `/desk/quotes/${deskQuoteNumber}`,
		who: desk,
		writes: [
			{
				name: 'offer',
				fields: () => [
					['intent', 'offer'],
					['version', 1],
					['quantity-1', '2'],
					['minimum-1', '1'],
					['price-1', '1000'],
					['validOn', '2026-03-20'],
				],
				status: 302,
			},
			{
				name: 'withdraw',
				fields: () => [
					['intent', 'withdraw'],
					['version', 2],
				],
				status: 302,
			},
		],
	},
	'routes/desk/changes': { path: () => '/desk/changes', who: ['rep'] },
	'routes/desk/returns': { path: () => '/desk/returns', who: ['rep'], query: ['show', 'q', 'after'] },
	'routes/desk/return': {
		path: ({ deskReturnId }) => `/desk/returns/${deskReturnId}`,
		who: ['rep'],
		writes: [
			{
				name: 'approve',
				fields: () => [
					['intent', 'approve'],
					['note', 'Put the number on it'],
				],
				status: 302,
			},
			{
				name: 'receive',
				fields: ({ deskReturnLineId, warehouseId }) => [
					['intent', 'receive'],
					[`received-${deskReturnLineId}`, '1'],
					[`scrapped-${deskReturnLineId}`, '0'],
					['warehouseId', warehouseId],
				],
				status: 302,
			},
			{
				name: 'refuse',
				fields: () => [
					['intent', 'refuse'],
					['note', 'Too late'],
				],
				status: 422,
			},
		],
	},
	'routes/desk/receivables': {
		path: () => '/receivables',
		who: ['credit_manager'],
		query: ['q'],
		writes: [
			{
				name: 'days',
				fields: () => [
					['watchFromDays', '5'],
					['holdFromDays', '20'],
				],
				status: 302,
			},
			{
				name: 'days in the wrong order',
				fields: () => [
					['watchFromDays', '20'],
					['holdFromDays', '5'],
				],
				status: 422,
			},
		],
	},
	'routes/desk/account-statement': {
		path: ({ ledgerAccountId }) => `/receivables/${ledgerAccountId}/statement`,
		who: ['credit_manager', 'head_office'],
		query: ['from', 'to'],
	},
	'routes/desk/account-statement-file': {
		path: ({ ledgerAccountId }) => `/receivables/${ledgerAccountId}/statement/csv`,
		who: ['credit_manager', 'head_office'],
		query: ['from', 'to'],
	},
	'routes/desk/payments': {
		path: () => '/desk/payments',
		who: ['credit_manager', 'head_office'],
		query: ['q', 'state', 'from', 'to', 'after'],
		writes: [
			{
				name: 'undo',
				fields: ({ ledgerAccountId, deskPaymentId }) => [
					['account', ledgerAccountId],
					['payment', deskPaymentId],
				],
				status: 302,
			},
		],
	},
	'routes/desk/payments-csv': { path: () => '/desk/payments.csv', who: ['credit_manager', 'head_office'], query: ['q', 'state', 'from', 'to'] },
	'routes/desk/credit-note': {
		path: ({ ledgerAccountId }) => `/receivables/${ledgerAccountId}/credit-note`,
		who: ['credit_manager'],
		writes: [
			{
				name: 'issue',
				fields: () => [
					['reason', 'Price as agreed'],
					['name-1', 'Roast of March'],
					['quantity-1', '2'],
					['price-1', '1.25'],
					['key', 'credit-of-door'],
				],
				status: 302,
			},
		],
	},
	'routes/desk/account-terms': {
		path: ({ ledgerAccountId }) => `/receivables/${ledgerAccountId}/terms`,
		who: ['credit_manager'],
		writes: [
			{ name: 'stop', fields: () => [['intent', 'stop']], status: 302 },
			{ name: 'resume', fields: () => [['intent', 'resume']], status: 302 },
			{
				name: 'raise',
				fields: () => [
					['intent', 'raise'],
					['limit', ''],
					['termsDays', '30'],
				],
				status: 422,
			},
		],
	},
	'routes/desk/record-payment': {
		path: ({ ledgerAccountId }) => `/receivables/${ledgerAccountId}`,
		who: ['credit_manager'],
		writes: [
			// Nobody of another account is asked.
			{
				name: 'ask',
				fields: ({ ledgerInvoiceId, ledgerContactId }) => [
					['intent', 'ask'],
					['contactId', ledgerContactId],
					['chosen', ledgerInvoiceId],
					['invoice', ledgerInvoiceId],
				],
				status: 302,
			},
			// A payment of nobody here has nothing left to apply.
			{
				name: 'apply',
				fields: () => [
					['apply', '1'],
					['order', 'oldest'],
				],
				status: 422,
			},
			{
				name: 'book',
				fields: ({ ledgerInvoiceId }) => [
					['amount', '10.00'],
					['reference', 'WIRE 7'],
					['method', 'bank_transfer'],
					['receivedOn', '2026-03-01'],
					['order', 'chosen'],
					['chosen', ledgerInvoiceId],
					['invoice', ledgerInvoiceId],
					[`amount-${ledgerInvoiceId}`, '10.00'],
					['key', 'wire-of-door'],
				],
				status: 302,
			},
		],
	},
}
