import type { AssignmentEdit } from '../../engine/crm/check-assignment.ts'
import type { AssignmentTarget } from '../../engine/crm/decide-assignment.ts'
import { readConditions } from './read-conditions.ts'

const idOf = (value: unknown) => (typeof value === 'string' && /^[1-9]\d{0,14}$/.test(value) ? Number(value) : null)
const nameIn = (form: FormData) =>
	String(form.get('name') ?? '')
		.trim()
		.slice(0, 80)

/** `user:3`, `group:1`, `queue:7`. */
function readTarget(form: FormData): AssignmentTarget | null {
	const [kind, id] = String(form.get('to') ?? '').split(':')
	const found = idOf(id)
	return found !== null && (kind === 'user' || kind === 'group' || kind === 'queue') ? { kind, id: found } : null
}

/** What an administrator asks in the room of assignment; null: nothing that is known. */
export function readAssignmentForm(form: FormData): AssignmentEdit | null {
	const act = form.get('act')
	const id = idOf(form.get('id'))
	// An id that is given and is none must not make something new.
	if (id === null && (form.get('id') ?? '') !== '') return null
	if (act === 'queue' || act === 'group') {
		const members = form.getAll('member').map(idOf)
		if (members.some((member) => member === null)) return null
		return { act, id, name: nameIn(form), memberIds: members.filter((member) => member !== null), isActive: form.get('active') === 'on' }
	}
	if (act === 'rule') return { act, id, name: nameIn(form), isActive: form.get('active') === 'on' }
	if (act === 'entry') {
		const ruleId = idOf(form.get('ruleId'))
		return ruleId === null ? null : { act, ruleId, predicate: readConditions(form), to: readTarget(form) }
	}
	if ((act === 'remove_rule' || act === 'raise_entry' || act === 'remove_entry') && id !== null) return { act, id }
	return null
}
