import type { Matrix } from './line.ts'

/** The merchandiser's rooms. */
export const merchandisingDoors: Matrix = {
	'routes/merchandising/import-export': {
		path: () => '/merchandising/import-export',
		who: ['merchandiser'],
		query: ['q', 'mode', 'state', 'after'],
		// Forms that carry a file are tried in test/routes/import-room.test.ts.
		writes: [{ name: 'nothing', fields: () => [['kind', '']], status: 422 }],
	},
	'routes/merchandising/import-run': {
		path: ({ importRunId }) => `/merchandising/import-export/${importRunId}`,
		who: ['merchandiser'],
		writes: [
			{ name: 'start', fields: () => [['intent', 'start']], status: 302 },
			{ name: 'stop', fields: () => [['intent', 'stop']], status: 422 },
		],
	},
	'routes/merchandising/import-runs-csv': { path: () => '/merchandising/import-export.csv', who: ['merchandiser'], query: ['q', 'mode', 'state'] },
	'routes/merchandising/import-rejects-csv': { path: ({ importRunId }) => `/merchandising/import-export/${importRunId}/rejects.csv`, who: ['merchandiser'] },
	'routes/merchandising/export-all': { path: () => '/merchandising/export/all', who: ['merchandiser'] },
	'routes/merchandising/export-kind': { path: () => '/merchandising/export/search-synonyms', who: ['merchandiser'], everySeller: true },
	'routes/merchandising/export-head': { path: () => '/merchandising/export/products/head', who: ['merchandiser'], everySeller: true },
	'routes/merchandising/promotions-csv': { path: () => '/merchandising/promotions.csv', who: ['merchandiser'], query: ['q', 'status', 'phase', 'sort'] },
	'routes/merchandising/books': { path: () => '/merchandising', who: ['merchandiser'], query: ['q', 'rung', 'status', 'after'] },
	'routes/merchandising/book': {
		path: ({ bookId }) => `/merchandising/books/${bookId}`,
		who: ['merchandiser'],
		query: ['q', 'after'],
		writes: [
			{
				name: 'save',
				fields: ({ entryId, entrySeen }) => [
					['intent', 'save'],
					['entry', entryId],
					[`e${entryId}.seen`, entrySeen],
					[`e${entryId}.from`, '1'],
					[`e${entryId}.price`, '16.40'],
				],
				status: 200,
			},
			{
				name: 'add',
				fields: ({ sellerSku }) => [
					['intent', 'add'],
					['sku', sellerSku],
					['unit', 'each'],
					['from', '1'],
					['price', '12.00'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/book-csv': { path: ({ bookId }) => `/merchandising/books/${bookId}/prices.csv`, who: ['merchandiser'] },
	'routes/merchandising/new-book': {
		path: () => '/merchandising/books/new',
		who: ['merchandiser'],
		query: ['copy'],
		writes: [
			{
				name: 'make',
				fields: ({ sellerGroupId }) => [
					['code', 'DOOR'],
					['name', 'Door'],
					['rung', 'group'],
					['currency', 'USD'],
					['groupIds', sellerGroupId],
					['validFrom', '2026-03-01'],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/book-settings': {
		path: ({ bookId }) => `/merchandising/books/${bookId}/settings`,
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: ({ sellerGroupId }) => [
					['name', 'Sale'],
					['rung', 'sale'],
					['status', 'published'],
					['priority', '1'],
					['accounts', ''],
					['groupIds', sellerGroupId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/schedule': {
		path: ({ bookId }) => `/merchandising/books/${bookId}/schedule`,
		who: ['merchandiser'],
		query: ['q', 'all', 'after'],
		writes: [
			{
				name: 'plan',
				fields: () => [
					['sku', 'ROAST-1'],
					['from', '1'],
					['price', '12.00'],
					['beginsOn', '2026-06-01'],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/import': {
		path: ({ bookId }) => `/merchandising/books/${bookId}/import`,
		who: ['merchandiser'],
		writes: [
			{
				name: 'stage',
				fields: () => [
					['text', 'sku,price\nROAST-1,12'],
					['beginsOn', ''],
					['jumpPercent', '20'],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/draft': {
		path: ({ draftBookId, draftId }) => `/merchandising/books/${draftBookId}/import/${draftId}`,
		who: ['merchandiser'],
		query: ['show', 'q', 'after'],
		writes: [
			{ name: 'compare again', fields: () => [['intent', 'compare']], status: 302 },
			{ name: 'discard', fields: () => [['intent', 'discard']], status: 302 },
		],
	},
	'routes/merchandising/draft-csv': {
		path: ({ draftBookId, draftId }) => `/merchandising/books/${draftBookId}/import/${draftId}/rows.csv`,
		who: ['merchandiser'],
	},
	'routes/merchandising/versions': {
		path: ({ bookId }) => `/merchandising/books/${bookId}/versions`,
		who: ['merchandiser'],
		query: ['before'],
		writes: [
			{
				name: 'back',
				fields: () => [
					['version', '2'],
					['seenVersion', '2'],
				],
				status: 422,
			},
		],
	},
	'routes/merchandising/history': {
		path: ({ bookId }) => `/merchandising/books/${bookId}/history`,
		who: ['merchandiser'],
		query: ['before'],
		writes: [{ name: 'roll back', fields: ({ changeId }) => [['changeId', changeId]], status: 200 }],
	},
	'routes/merchandising/coverage': { path: () => '/merchandising/coverage', who: ['merchandiser'], query: ['kind', 'q', 'after', 'days'] },
	'routes/merchandising/coverage-csv': { path: () => '/merchandising/coverage.csv', who: ['merchandiser'], query: ['kind', 'q', 'days'] },
	'routes/merchandising/shipping': {
		path: () => '/merchandising/shipping',
		who: ['merchandiser'],
		query: ['q', 'after', 'lane', 'country', 'region', 'postalCode', 'kilograms', 'amount', 'currency'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['method', 'express'],
					['currency', 'USD'],
					['country', 'US'],
					['region', 'ND'],
					['postalPrefix', '581'],
					['bandBy', 'weight'],
					['transitDays', '1'],
					['bands', '0 19.00'],
				],
				status: 200,
			},
			{
				name: 'remove',
				fields: () => [
					['intent', 'remove'],
					['lane', 'US|ND||ground|USD|weight'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/taxes': {
		path: () => '/merchandising/taxes',
		who: ['merchandiser'],
		query: ['q', 'past', 'after'],
		writes: [
			{
				name: 'add',
				fields: () => [
					['intent', 'add'],
					['jurisdiction', 'US-ND'],
					['country', 'US'],
					['region', 'ND'],
					['postalPrefix', ''],
					['taxCode', 'standard'],
					['percent', '8'],
					['validFrom', '2026-07-01'],
				],
				status: 200,
			},
			{
				name: 'end',
				fields: ({ taxRateId }) => [
					['intent', 'end'],
					['rateId', taxRateId],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/fees': {
		path: () => '/merchandising/fees',
		who: ['merchandiser'],
		query: ['q', 'past', 'fee'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['kind', 'handling'],
					['per', 'order'],
					['amount', '4.50'],
					['currency', 'USD'],
					['name.en', 'Handling'],
					['validFrom', '2026-01-01'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/tax-source': {
		path: () => '/merchandising/taxes/source',
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['source', 'table'],
					['companyCode', ''],
					['onFailure', 'refuse'],
					['codes', 'standard P0000000'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/certificates': {
		path: () => '/merchandising/taxes/certificates',
		who: ['merchandiser'],
		query: ['q', 'show', 'after'],
		writes: [
			{
				name: 'record',
				fields: ({ sellerAccountNumber }) => [
					['intent', 'record'],
					['account', sellerAccountNumber],
					['jurisdiction', 'US-MN'],
					['number', 'E-1'],
					['taxCodes', ''],
					['validFrom', '2026-01-01'],
					['expiresOn', '2026-12-31'],
				],
				status: 200,
			},
			{
				name: 'end',
				fields: ({ ledgerAccountId, certificateId }) => [
					['intent', 'end'],
					['accountId', ledgerAccountId],
					['certificateId', certificateId],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/inspector': {
		path: () => '/merchandising/inspector',
		who: ['merchandiser', 'head_office'],
		query: ['account', 'product', 'unit', 'on', 'quantity', 'view'],
	},
	'routes/merchandising/products': {
		path: () => '/merchandising/products',
		who: ['merchandiser'],
		query: ['q', 'status', 'class', 'category', 'lacks', 'sort', 'col', 'after', 'done'],
		writes: [
			{
				name: 'cells',
				fields: ({ sellerProductId }) => [
					['intent', 'cells'],
					[`s.${sellerProductId}.leadDays`, '2'],
					[`c.${sellerProductId}.leadDays`, '5'],
				],
				status: 302,
			},
			{
				name: 'preview',
				fields: ({ sellerProductId }) => [
					['intent', 'preview'],
					['scope', 'ticked'],
					['key', 'status'],
					['value', 'draft'],
					['productId', sellerProductId],
				],
				status: 200,
				forgives: true,
			},
			{
				name: 'bulk',
				fields: ({ sellerProductId }) => [
					['intent', 'bulk'],
					['scope', 'ticked'],
					['key', 'taxCode'],
					['value', 'food'],
					['productId', sellerProductId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/search': {
		path: () => '/merchandising/search',
		who: ['merchandiser'],
		query: ['tab', 'q', 'lang', 'after', 'account', 'query'],
		writes: [
			{
				name: 'add a boost',
				fields: ({ sellerSku }) => [
					['intent', 'add'],
					['tab', 'boosts'],
					['locale', 'en'],
					['term', 'door'],
					['effect', 'up'],
					['sku', sellerSku],
				],
				status: 200,
			},
			{
				name: 'add a synonym',
				fields: () => [
					['intent', 'add'],
					['tab', 'synonyms'],
					['locale', 'en'],
					['term', 'door'],
					['means', 'gate'],
				],
				status: 200,
			},
		],
	},
	'routes/merchandising/search-csv': { path: () => '/merchandising/search.csv', who: ['merchandiser'], query: ['tab', 'q', 'lang'] },
	'routes/merchandising/product-change': {
		path: ({ productChangeId }) => `/merchandising/products/changes/${productChangeId}`,
		who: ['merchandiser'],
		writes: [{ name: 'undo', fields: () => [['intent', 'undo']], status: 302 }],
	},
	'routes/merchandising/product': {
		path: ({ sellerProductId }) => `/merchandising/products/${sellerProductId}`,
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['status', 'active'],
					['productClass', 'coffee'],
					['leadDays', '2'],
					['stockPolicy', 'untracked'],
					['minimumQuantity', '1'],
					['incrementQuantity', '1'],
					['name.en', 'New roast 1 kg'],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/product-part': {
		path: ({ sellerProductId }) => `/merchandising/products/${sellerProductId}/rules`,
		who: ['merchandiser'],
		query: ['done'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['row.0.unit', 'each'],
					['row.0.audience', 'everybody'],
					['row.0.code', ''],
					['row.0.minimum', '2'],
					['row.0.maximum', ''],
					['row.0.increment', ''],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/categories': {
		path: () => '/merchandising/categories',
		who: ['merchandiser'],
		query: ['q', 'done', 'moved'],
		writes: [
			{
				name: 'shift',
				fields: ({ sellerCategoryId }) => [
					['intent', 'up'],
					['id', sellerCategoryId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/category': {
		path: ({ sellerCategoryId }) => `/merchandising/categories/${sellerCategoryId}`,
		who: ['merchandiser'],
		query: ['done'],
		writes: [
			{
				name: 'save',
				fields: () => [
					['intent', 'save'],
					['name.en', 'Shelf'],
				],
				status: 302,
			},
			{
				name: 'undo',
				fields: () => [
					['intent', 'undo'],
					['changeId', '999999'],
				],
				status: 404,
			},
		],
	},
	'routes/merchandising/categories-csv': { path: () => '/merchandising/categories.csv', who: ['merchandiser'] },
	'routes/merchandising/groups': { path: () => '/merchandising/groups', who: ['merchandiser'], query: ['q', 'after'] },
	'routes/merchandising/group': {
		path: ({ sellerGroupId }) => `/merchandising/groups/${sellerGroupId}`,
		who: ['merchandiser'],
		query: ['q', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ sellerPolicyId, ledgerAccountId }) => [
					['intent', 'preview'],
					['name', 'Midwest'],
					['policyIds', sellerPolicyId],
					['removeAccountIds', ledgerAccountId],
				],
				status: 200,
				forgives: true,
			},
			{
				name: 'save',
				fields: ({ sellerPolicyId }) => [
					['intent', 'save'],
					['name', 'Midwest'],
					['policyIds', sellerPolicyId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/policies': { path: () => '/merchandising/policies', who: ['merchandiser'], query: ['q', 'after'] },
	'routes/merchandising/policy': {
		path: ({ sellerPolicyId }) => `/merchandising/policies/${sellerPolicyId}`,
		who: ['merchandiser'],
		query: ['q', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ sellerGroupId, sellerSku }) => [
					['intent', 'preview'],
					['name', 'All'],
					['isActive', 'on'],
					['grants', sellerSku],
					['groupIds', sellerGroupId],
				],
				status: 200,
			},
			{
				name: 'save',
				fields: ({ sellerGroupId, sellerSku }) => [
					['intent', 'save'],
					['name', 'All'],
					['isActive', 'on'],
					['denies', sellerSku],
					['groupIds', sellerGroupId],
				],
				status: 302,
			},
			{
				name: 'undo',
				fields: () => [
					['intent', 'undo'],
					['changeId', '999999'],
				],
				status: 404,
			},
		],
	},
	'routes/merchandising/visibility': {
		path: () => '/merchandising/visibility',
		who: ['merchandiser'],
		query: ['product', 'account', 'q', 'sees', 'category', 'after', 'done'],
		writes: [
			{
				name: 'preview',
				fields: ({ ledgerAccountId, sellerGroupId, sellerPolicyId }) => [
					['intent', 'preview'],
					['accountId', ledgerAccountId],
					['groupIds', sellerGroupId],
					['policyIds', sellerPolicyId],
				],
				status: 200,
			},
			{
				name: 'save',
				fields: ({ ledgerAccountId, sellerGroupId, sellerPolicyId }) => [
					['intent', 'save'],
					['accountId', ledgerAccountId],
					['groupIds', sellerGroupId],
					['policyIds', sellerPolicyId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/find': { path: () => '/merchandising/find?q=roast', who: ['merchandiser'], query: ['what', 'q'] },
	'routes/merchandising/requests': {
		path: () => '/merchandising/requests',
		who: ['merchandiser'],
		query: ['q', 'state', 'after'],
		writes: [
			{
				name: 'settle',
				fields: ({ ledgerAccountId, sellerProductId }) => [
					['intent', 'settle'],
					['accountId', ledgerAccountId],
					['productId', sellerProductId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/promotions': { path: () => '/merchandising/promotions', who: ['merchandiser'], query: ['q', 'status', 'phase', 'sort', 'after'] },
	'routes/merchandising/promotion': {
		path: ({ promotionId }) => `/merchandising/promotions/${promotionId}`,
		who: ['merchandiser'],
		writes: [
			{
				name: 'save',
				fields: ({ sellerGroupId, sellerSku, sellerCategoryId }) => [
					['intent', 'save'],
					['code', 'door'],
					['lane', 'doors'],
					['priority', '0'],
					['currency', 'USD'],
					['kind', 'percent_line'],
					['percent', '5'],
					['groupIds', sellerGroupId],
					['skus', sellerSku],
					['categoryIds', sellerCategoryId],
					['name.en', 'Five'],
					['validFrom', '2026-02-01'],
					['validTo', ''],
					['budgetMoney', '500'],
					['budgetPolicy', 'cap'],
				],
				status: 302,
			},
			{
				name: 'publish',
				fields: () => [
					['intent', 'publish'],
					['knows', 'on'],
				],
				status: 302,
			},
			{ name: 'retire', fields: () => [['intent', 'retire']], status: 302 },
		],
	},
	'routes/merchandising/promotion-simulate': {
		path: ({ promotionId }) => `/merchandising/promotions/${promotionId}/simulate`,
		who: ['merchandiser'],
		query: ['run'],
		writes: [
			{
				name: 'simulate',
				fields: () => [
					['intent', 'simulate'],
					['from', '2026-01-01'],
					['to', '2026-03-01'],
				],
				status: 302,
			},
			{
				name: 'stop',
				fields: ({ simulationId }) => [
					['intent', 'stop'],
					['run', simulationId],
				],
				status: 302,
			},
		],
	},
	'routes/merchandising/promotion-simulate-csv': {
		path: ({ promotionId, simulationId }) => `/merchandising/promotions/${promotionId}/simulate.csv?run=${simulationId}`,
		who: ['merchandiser'],
	},
}
