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
