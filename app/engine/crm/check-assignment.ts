import type { Predicate } from '../base/predicate.ts'
import { type PredicateFields, readPredicate } from '../base/read-predicate.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { AssignmentTarget } from './decide-assignment.ts'

type Team = { id: number | null; name: string; memberIds: readonly number[]; isActive: boolean }

/** What an administrator does in the room of assignment; without an id something new is made. */
export type AssignmentEdit =
	| ({ act: 'queue' } & Team)
	| ({ act: 'group' } & Team)
	| { act: 'rule'; id: number | null; name: string; isActive: boolean }
	| { act: 'remove_rule'; id: number }
	| { act: 'entry'; ruleId: number; predicate: Predicate | null; to: AssignmentTarget | null }
	| { act: 'raise_entry'; id: number }
	| { act: 'remove_entry'; id: number }

/** The edit with its conditions as they are kept. Refuses `CRM_NAME_MISSING`, `ASSIGN_TARGET_MISSING`, and what `readPredicate` does. */
export function checkAssignment(edit: AssignmentEdit, fields: PredicateFields): Result<{ edit: AssignmentEdit }> {
	if (edit.act === 'entry') {
		const read = edit.predicate === null ? null : readPredicate(edit.predicate, fields)
		const refusals: Refusal[] = [...(edit.to === null ? [refusal('ASSIGN_TARGET_MISSING')] : []), ...(read && !read.ok ? read.refusals : [])]
		return refusals.length > 0 ? { ok: false, refusals } : { ok: true, edit: { ...edit, predicate: read?.ok ? read.predicate : null } }
	}
	return 'name' in edit && edit.name === '' ? { ok: false, refusals: [refusal('CRM_NAME_MISSING')] } : { ok: true, edit }
}
