import type { Matrix } from './line.ts'

/** Price books, their drafts and versions, what they cover, and prices that were asked for. */
export const priceDoors: Matrix = {
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
	'routes/merchandising/inspector': {
		path: () => '/merchandising/inspector',
		who: ['merchandiser', 'head_office'],
		query: ['account', 'product', 'unit', 'on', 'quantity', 'view'],
	},
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
}
