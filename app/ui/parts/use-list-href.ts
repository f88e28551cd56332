import { useLocation, useSearchParams } from '@remix-run/react'

/** The same list with some of its address changed, or another view of it at `path`; a new order or filter begins at the first page. */
export function useListHref() {
	const [params] = useSearchParams()
	const { pathname } = useLocation()
	return (changes: Record<string, string | null>, path: string = pathname) => {
		const next = new URLSearchParams(params)
		next.delete('after')
		for (const [name, value] of Object.entries(changes)) {
			if (value) next.set(name, value)
			else next.delete(name)
		}
		const query = next.toString()
		return query ? `${path}?${query}` : path
	}
}
