/** The filters of the lists of orders and of invoices as they stand in their address; what is empty or no day is no filter. */
export type OrderFilters = { text: string | null; status: string | null; from: string | null; to: string | null; after: string | null }

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

export function readOrderFilters(search: URLSearchParams): OrderFilters {
	const word = (name: string) => search.get(name)?.trim().slice(0, 100) || null
	const day = (name: string) => {
		const text = word(name)
		return text && dayPattern.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text) ? text : null
	}
	return { text: word('q'), status: word('status'), from: day('from'), to: day('to'), after: word('after') }
}

/** The address of the list with these filters. */
export function orderListHref(filters: OrderFilters, path = '/orders'): string {
	const named: [string, string | null][] = [
		['q', filters.text],
		['status', filters.status],
		['from', filters.from],
		['to', filters.to],
		['after', filters.after],
	]
	const search = new URLSearchParams(named.flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])))
	return search.size > 0 ? `${path}?${search}` : path
}
