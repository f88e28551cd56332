export type GridQuery = {
	search: string
	status: string | null
	productClass: string | null
	categoryId: number | null
	lacks: string | null
	sort: string
	after: number | null
	columns: readonly string[]
}
export type GridChoices = { classes: readonly string[]; taxCodes: readonly string[]; categories: readonly { id: number; name: string; depth: number }[] }
export type GridRow = {
	id: number
	sku: string
	slug: string
	name: string
	/** What tells a variant from the others of its product, in words. */
	variant: string
	picture: string | null
	unitCode: string
	values: Record<string, string | null>
	basePrice: string | null
	coverage: number
	categories: readonly string[]
}
export type Bulk = { key: string; value: string; isAll: boolean; productIds: readonly number[] }

export const allColumns = [
	'status',
	'productClass',
	'minimumQuantity',
	'incrementQuantity',
	'maximumQuantity',
	'taxCode',
	'leadDays',
	'stockPolicy',
	'price',
	'categories',
	'coverage',
] as const
export const statuses = ['draft', 'active', 'retired'] as const
export const stockPolicies = ['backorder', 'refuse', 'substitute', 'untracked'] as const
