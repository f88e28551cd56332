import type { TaskFilter } from '../../../db/queries/task.ts'
import { oneOf, textIn } from './read-form.ts'

/** The list as its address asks for it; anything unknown counts as not said. */
export function readTaskFilter(search: URLSearchParams, limit = 40): TaskFilter {
	const after = textIn(search, 'after')
	return {
		text: textIn(search, 'q').slice(0, 100) || null,
		status: oneOf(['open', 'done', 'dropped'], search.get('status')),
		due: oneOf(['late', 'today', 'week'], search.get('due')),
		after:
			/^(20\d\d|9999)-(0[1-9]|1[0-2])-(0[1-9]|1\d|2[0-8]|31)~[1-9]\d{0,14}$/.test(after) || /^20\d\d-(0[13-9]|1[0-2])-(29|30)~[1-9]\d{0,14}$/.test(after)
				? after
				: null,
		limit,
	}
}
