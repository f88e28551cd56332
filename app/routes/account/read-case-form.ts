import type { CaseFilter } from '../../../db/queries/case.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

const statuses = ['open', 'waiting', 'closed'] as const
const kinds = ['missing', 'damaged', 'wrong', 'question'] as const

/** The filter of a list of cases as its address says it; anything unknown counts as not said. */
export function readCaseFilter(search: URLSearchParams, limit = 40): CaseFilter {
	const after = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)~(\d{1,15})$/.exec(search.get('after') ?? '')
	return {
		...{ text: textIn(search, 'q').slice(0, 100) || null, status: oneOf(statuses, search.get('status')), kind: oneOf(kinds, search.get('kind')) },
		...{ after: after ? { key: after[1] ?? '', id: Number(after[2]) } : null, limit },
	}
}

/** What is wrong with which line. */
export const readHelpForm = (form: FormData) => ({
	line: idIn(form, 'line'),
	kind: textIn(form, 'kind') || null,
	text: textIn(form, 'text').slice(0, 4000) || null,
})

/** A word in a case, with what is done by it. */
export const readCaseForm = (form: FormData) => ({ act: textIn(form, 'act') || 'say', text: textIn(form, 'text').slice(0, 4000) || null })
