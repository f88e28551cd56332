import type { Matrix } from './line.ts'

/** What an account says of itself: people's rules, budgets, keys, cards, certificates. */
export const companyDoors: Matrix = {
	'routes/account/machines': { path: () => '/company/machines', who: 'shopper' },
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
	// Owners and approvers make rules; Luka is a buyer.
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
}
