import type { LinkAct } from '../../flows/sync/change-link.ts'
import { idIn, oneOf } from '../desk/read-form.ts'

/** What is asked of one linked record; null: nothing that is known. */
export function readLinkForm(form: FormData): LinkAct | null {
	const act = oneOf(['resync', 'again', 'pin', 'unpin', 'unfreeze', 'revert'], form.get('act'))
	if (act === 'resync' || act === 'again') return { act }
	if (act === 'revert') {
		const id = idIn(form, 'line')
		return id ? { act, id } : null
	}
	const key = idIn(form, 'field')
	return act && key ? { act, key: String(key) } : null
}
