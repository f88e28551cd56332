import type { ListQuery } from '../../flows/sync-list/open-list.ts'
import type { ListWish } from '../../flows/sync-list/start-list.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

/** The lines as the address asks for them; anything unknown counts as not said. */
export function readListQuery(search: URLSearchParams, limit = 50): ListQuery {
	const text = textIn(search, 'q').replaceAll('\0', '').slice(0, 100)
	const field = textIn(search, 'field').replaceAll('\0', '').slice(0, 300)
	return { text: text || null, field: field || null, state: oneOf(['open', 'done', 'refused'], search.get('state')), after: idIn(search, 'after'), limit }
}

/** `2026-03-02T09:00` in UTC as an instant; null: nothing that is one. */
function instantIn(form: FormData, name: string): string | null {
	const text = textIn(form, name)
	const at = /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}(:\d{2})?$/.test(text) ? Date.parse(`${text}Z`) : Number.NaN
	return Number.isNaN(at) ? null : new Date(at).toISOString()
}

/** Which list is asked for; null: none that is known. */
export function readListForm(form: FormData): ListWish | null {
	const act = oneOf(['dry_run', 'reconcile', 'undo'], form.get('act'))
	if (act === 'dry_run') return { kind: 'dry_run', change: {} }
	if (act === 'reconcile') return { kind: 'reconcile' }
	return act && { kind: 'undo', subject: { from: instantIn(form, 'from'), to: instantIn(form, 'to'), runId: idIn(form, 'of'), linkId: idIn(form, 'link') } }
}
