export const pageSizes = [12, 48, 96] as const

export type CatalogView = 'cards' | 'sheet'

/** What the address of a list says, read the same by loaders and by links. Anything unknown is the usual. */
export function readCatalogQuery(search: URLSearchParams): { limit: number; cursor: string | null; view: CatalogView } {
	const limit = Number(search.get('limit'))
	return {
		limit: pageSizes.find((size) => size === limit) ?? 48,
		cursor: search.get('after'),
		view: search.get('view') === 'sheet' ? 'sheet' : 'cards',
	}
}

/** The same address with some of it changed; a null takes its part away. */
export function withQuery(search: string, changes: Record<string, string | null>): string {
	const changed = new URLSearchParams(search)
	for (const [name, value] of Object.entries(changes)) {
		if (value === null) changed.delete(name)
		else changed.set(name, value)
	}
	const text = changed.toString()
	return text ? `?${text}` : '?'
}

export const stockStates = ['in_stock', 'low', 'backorder', 'out'] as const
export const priceStates = ['priced', 'on_request'] as const
/** Stock and price as a list is narrowed to them; states of stock are alternatives. */
export type Availability = { stocks: (typeof stockStates)[number][]; price: (typeof priceStates)[number] | null }

export function readAvailability(search: URLSearchParams): Availability {
	const stocks = search.getAll('stock')
	const price = search.get('price')
	return { stocks: stockStates.filter((one) => stocks.includes(one)), price: priceStates.find((one) => one === price) ?? null }
}

export const searchSorts = ['relevance', 'name', 'price'] as const
export type SearchQuery = Availability & {
	text: string
	category: string | null
	productClass: string | null
	/** `key:value`, at most a dozen. */
	attributes: string[]
	sort: (typeof searchSorts)[number]
	isExact: boolean
}

/** What the address of a search says beside its page. */
export function readSearchQuery(search: URLSearchParams): SearchQuery {
	const sort = search.get('sort')
	return {
		...readAvailability(search),
		text: (search.get('q') ?? '').trim().slice(0, 200),
		category: search.get('category'),
		productClass: search.get('class'),
		attributes: search
			.getAll('is')
			.filter((one) => /^[^:]{1,60}:[\s\S]{1,60}$/.test(one))
			.slice(0, 12),
		sort: searchSorts.find((one) => one === sort) ?? 'relevance',
		isExact: search.has('exact'),
	}
}

/** The same address with one of several alternatives chosen, or no longer. */
export function toggled(search: string, name: 'is' | 'stock', value: string): string {
	const changed = new URLSearchParams(search)
	const chosen = changed.getAll(name)
	changed.delete(name)
	changed.delete('after')
	for (const one of chosen.includes(value) ? chosen.filter((other) => other !== value) : [...chosen, value]) changed.append(name, one)
	return changed.size > 0 ? `?${changed}` : '?'
}
