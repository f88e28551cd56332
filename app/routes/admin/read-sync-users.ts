import type { UsersEdit } from '../../flows/sync-setup/change-users.ts'
import { idIn, oneOf, textIn } from '../desk/read-form.ts'

/** The list as its address asks for it. */
export function readUserQuery(search: URLSearchParams, limit = 40) {
	const text = textIn(search, 'q').replaceAll('\0', '').slice(0, 100)
	const after = textIn(search, 'after').replaceAll('\0', '').slice(0, 100)
	return { text: text || null, show: oneOf(['open', 'matched'], search.get('show')), after: after || null, limit }
}

/** Null: nothing that is known. */
export function readUsersForm(form: FormData): UsersEdit | null {
	const act = oneOf(['refresh', 'match', 'connector'], form.get('act'))
	if (act === null || act === 'refresh') return act && { act }
	const outside = textIn(form, 'outside').replaceAll('\0', '').slice(0, 100)
	if (outside === '') return null
	return act === 'match' ? { act, outsideId: outside, userId: idIn(form, 'user') } : { act, outside, own: idIn(form, 'user') }
}
