import type { Predicate } from '../base/predicate.ts'
import { type PredicateFields, readPredicate } from '../base/read-predicate.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Words } from './custom-fields.ts'
import type { RecordObject } from './record-fields.ts'
import { readActions, type WorkflowAction } from './workflow.ts'

/** A rule as an administrator writes it; without an id a new one. */
export type RuleEdit =
	| {
			act: 'rule'
			id: number | null
			object: RecordObject
			name: string
			predicate: Predicate | null
			messages: Words
			isActive: boolean
			exemptsSync: boolean
	  }
	| { act: 'workflow'; id: number | null; object: RecordObject; name: string; predicate: Predicate | null; actions: unknown; isActive: boolean }
	| { act: 'remove_rule'; id: number }
	| { act: 'remove_workflow'; id: number }

export type CheckedRule =
	| { act: 'rule'; id: number | null; object: RecordObject; name: string; predicate: Predicate; messages: Words; isActive: boolean; exemptsSync: boolean }
	| { act: 'workflow'; id: number | null; object: RecordObject; name: string; predicate: Predicate; actions: WorkflowAction[]; isActive: boolean }

/** Refuses `CRM_NAME_MISSING`, `RULE_PREDICATE_MISSING`, `RULE_MESSAGE_MISSING`, and what `readPredicate` and `readActions` do. */
export function checkRuleEdit(edit: Exclude<RuleEdit, { act: 'remove_rule' | 'remove_workflow' }>, fields: PredicateFields): Result<{ edit: CheckedRule }> {
	const read = edit.predicate === null ? null : readPredicate(edit.predicate, fields)
	const actions = edit.act === 'workflow' ? readActions(edit.actions) : null
	const refusals: Refusal[] = [
		...(edit.name === '' ? [refusal('CRM_NAME_MISSING')] : []),
		...(read === null ? [refusal('RULE_PREDICATE_MISSING')] : read.ok ? [] : read.refusals),
		...(edit.act === 'rule' && !edit.messages['en'] ? [refusal('RULE_MESSAGE_MISSING')] : []),
		...(actions && !actions.ok ? actions.refusals : []),
	]
	if (refusals.length > 0 || !read?.ok) return { ok: false, refusals }
	const { predicate } = read
	return edit.act === 'rule'
		? { ok: true, edit: { ...edit, predicate } }
		: { ok: true, edit: { ...edit, predicate, actions: actions?.ok ? actions.actions : [] } }
}
