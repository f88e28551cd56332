import { classifyFailure } from './classify-failure.ts'
import type { FieldRefusal, LinkDecision, Role, SideFailure, SyncValue } from './types.ts'

type Said = Pick<SideFailure, 'code' | 'message' | 'fields' | 'duplicates'>

/**
 * What is left of a decision when a side refused some of its fields by name (sync-core.md B8, field quarantine): those stay behind with
 * their refusal and are not agreed on, the others may go. Null where the refusal names none of what was written, where nothing would
 * be left, and where it is not about values: time, calls, the record itself.
 */
export function leaveBehind(decision: LinkDecision, role: Role, failure: SideFailure): LinkDecision | null {
	const refused = new Map([failure, ...(failure.others ?? [])].filter(isOfValues).flatMap((said) => said.fields.map((field) => [field, said] as const)))
	const written = Object.entries(decision[role])
	const left = written.filter(([field]) => !refused.has(field))
	if (!isOfValues(failure) || left.length === written.length || left.length === 0) return null
	const fieldOf = ({ crmField, maField }: { crmField: string; maField: string }) => (role === 'crm' ? crmField : maField)
	const behind = decision.decisions.filter((one) => one.wrote === role && refused.has(fieldOf(one)))
	const keys = new Set(behind.map(({ key }) => key))
	const refusals = behind.flatMap(({ key, value, ...one }): FieldRefusal[] => {
		const said = refused.get(fieldOf(one))
		if (!said) return []
		return [
			{ key, field: fieldOf(one), role, code: said.code, value, facts: {}, message: said.message, ...(said.duplicates ? { duplicates: said.duplicates } : {}) },
		]
	})
	return {
		...decision,
		[role]: Object.fromEntries(left),
		agreed: Object.fromEntries(Object.entries(decision.agreed).filter(([key]) => !keys.has(key))),
		decisions: decision.decisions.map((one) => (keys.has(one.key) ? { ...one, wrote: null, note: 'refused' as const } : one)),
		refusals: [...decision.refusals, ...refusals],
	}
}

/** A new record without the fields that were refused by name; null where it cannot be without one of them, or where the refusal is not about values. */
export function createWithout(
	values: Readonly<Record<string, SyncValue>>,
	failure: SideFailure,
	isRequired: (field: string) => boolean,
): Record<string, SyncValue> | null {
	const refused = new Set([failure, ...(failure.others ?? [])].filter(isOfValues).flatMap(({ fields }) => fields))
	const left = Object.entries(values).filter(([field]) => !refused.has(field))
	const isLess = left.length < Object.keys(values).length && left.length > 0
	return isOfValues(failure) && isLess && !Object.keys(values).some((field) => refused.has(field) && isRequired(field)) ? Object.fromEntries(left) : null
}

/** Another value, or none, would do; of a record that is gone or a house that does not answer no field is the trouble. */
function isOfValues({ code, message, ...more }: Said): boolean {
	const { class: kind, retry } = classifyFailure(code, { ...more, message })
	return retry === 'on_change' && kind !== 'lifecycle' && kind !== 'remote_config'
}
