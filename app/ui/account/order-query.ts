/** The filters of the lists of orders and of invoices as they stand in their address; what is empty or no day is no filter. */
export type OrderFilters = {
	text: string | null
	status: string | null
	store: string | null
	from: string | null
	to: string | null
	wantedFrom: string | null
	wantedTo: string | null
	sort: string | null
	after: string | null
}

const dayPattern = /^\d{4}-\d{2}-\d{2}$/

export function readOrderFilters(search: URLSearchParams): OrderFilters {
	const word = (name: string) => search.get(name)?.trim().slice(0, 100) || null
	const day = (name: string) => {
		const text = word(name)
		return text && dayPattern.test(text) && !Number.isNaN(Date.parse(text)) && new Date(text).toISOString().startsWith(text) ? text : null
	}
	return {
		...{ text: word('q'), status: word('status'), store: word('store'), from: day('from'), to: day('to') },
		...{ wantedFrom: day('wantedFrom'), wantedTo: day('wantedTo'), sort: word('sort'), after: word('after') },
	}
}

/** The address of the list with these filters. */
export function orderListHref(filters: OrderFilters, path = '/orders'): string {
	const { text, ...others } = filters
	const search = new URLSearchParams(
		Object.entries({ q: text, ...others }).flatMap(([name, value]): [string, string][] => (value === null ? [] : [[name, value]])),
	)
	return search.size > 0 ? `${path}?${search}` : path
}
