import { useLocation } from '@remix-run/react'
import { useSomebodyIsHere } from './use-somebody-here.ts'

function tell(place: string) {
	const url = new URL(place, window.location.origin)
	const body = new URLSearchParams({ path: url.pathname, via: url.searchParams.get('via') ?? '' })
	void fetch('/seen', { method: 'POST', keepalive: true, body }).catch(() => undefined)
}

/** Says that a person looks at this page; who does not want to be followed is not, and a preview says nothing. */
export function useVisit(isCounted = true) {
	const { pathname, search } = useLocation()
	useSomebodyIsHere(isCounted ? `${pathname}${search}` : null, tell)
}
