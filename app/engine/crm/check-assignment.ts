import type { Predicate } from '../base/predicate.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
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

/** Refuses `CRM_NAME_MISSING`, `ASSIGN_TARGET_MISSING`. */
export function checkAssignment(edit: AssignmentEdit): Refusal[] {
	if (edit.act === 'entry') return edit.to === null ? [refusal('ASSIGN_TARGET_MISSING')] : []
	return 'name' in edit && edit.name === '' ? [refusal('CRM_NAME_MISSING')] : []
}
