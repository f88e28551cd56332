import type { CoverageKind } from '../../../db/queries/coverage.ts'
import { oneOf, textIn } from '../desk/read-form.ts'

export const coverageKinds = ['no_price', 'under_cost', 'gap', 'overlap', 'ending', 'dead'] as const satisfies readonly CoverageKind[]

/** The filter of the coverage report as its address says it. */
export function readCoverage(request: Request) {
	const { searchParams } = new URL(request.url)
	const days = textIn(searchParams, 'days')
	return {
		kind: oneOf(coverageKinds, searchParams.get('kind')) ?? 'no_price',
		search: textIn(searchParams, 'q').slice(0, 100),
		after: searchParams.get('after'),
		days: /^\d{1,3}$/.test(days) ? Number(days) : 60,
	}
}
