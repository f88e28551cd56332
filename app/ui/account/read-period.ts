import { readOrderFilters } from './order-query.ts'

/** The days of a statement as its address says them; what is no day is not said. */
export function readPeriod(request: Request): { from: string | null; to: string | null } {
	const { from, to } = readOrderFilters(new URL(request.url).searchParams)
	return { from, to }
}
