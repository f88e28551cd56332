/** What a row of a file can become. `orders` takes headers, lines, or both in one row, as the map's columns say. */
export const importables = [
	'products',
	'categories',
	'accounts',
	'locations',
	'contacts',
	'price-books',
	'price-entries',
	'buyer-groups',
	'group-members',
	'policies',
	'policy-products',
	'policy-groups',
	'book-groups',
	'product-categories',
	'orders',
	'campaign-members',
	'ad-costs',
	'prospects',
] as const
export type Importable = (typeof importables)[number]
