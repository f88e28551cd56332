import type { Matrix } from './line.ts'

/** What the shop shows: categories, products, pictures, search, and the store it is shown for. */
export const catalogDoors: Matrix = {
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
}
