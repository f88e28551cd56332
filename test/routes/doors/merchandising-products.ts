import type { Matrix } from './line.ts'

/** Products, categories and search. */
export const productDoors: Matrix = {
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
	'routes/merchandising/find': { path: () => '/merchandising/find?q=roast', who: ['merchandiser'], query: ['what', 'q'] },
}
