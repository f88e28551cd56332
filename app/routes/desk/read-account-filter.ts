import type { AccountFilter } from '../../../db/queries/desk-accounts.ts'
import { idIn, oneOf, textIn } from './read-form.ts'

const sorts = ['name', 'revenue', 'last_order', 'overdue'] as const
const standings = ['good', 'watch', 'hold', 'new'] as const

/** The filter of the accounts list as its address says it; anything unknown counts as not said. */
export function readAccountFilter(request: Request, { limit, at }: { limit: number; at: Date }): AccountFilter {
	const { searchParams } = new URL(request.url)
	return {
		search: textIn(searchParams, 'q').slice(0, 100),
		standing: oneOf(standings, searchParams.get('standing')),
		sort: oneOf(sorts, searchParams.get('sort')) ?? 'name',
		after: idIn(searchParams, 'after'),
		limit,
		at,
	}
}
