import type { RuleEdit } from '../../engine/crm/admin-edits.ts'
import { recordObjects } from '../../engine/crm/record-fields.ts'
import type { WorkflowAction } from '../../engine/crm/workflow.ts'
import { readConditions } from './read-conditions.ts'
import { readWords } from './words.tsx'

const wordIn = (form: FormData, name: string, most = 80) =>
	String(form.get(name) ?? '')
		.trim()
		.slice(0, most)
const idOf = (value: string) => (/^[1-9]\d{0,14}$/.test(value) ? Number(value) : null)

function actionsIn(form: FormData): WorkflowAction[] {
	const [subject, name, campaignId] = [wordIn(form, 'subject', 120), wordIn(form, 'setField'), wordIn(form, 'campaignId')]
	const days = wordIn(form, 'dueDays')
	return [
		...(subject ? [{ kind: 'task' as const, subject, dueDays: /^\d{1,3}$/.test(days) ? Number(days) : -1 }] : []),
		...(name ? [{ kind: 'field' as const, name, value: wordIn(form, 'setValue', 200) }] : []),
		...(campaignId ? [{ kind: 'campaign_member' as const, campaignId: idOf(campaignId) ?? -0.5, status: wordIn(form, 'memberStatus') }] : []),
		...(form.get('notice') === 'on' ? [{ kind: 'notice' as const }] : []),
	]
}

/** A validation rule or a workflow as an administrator typed it; null: nothing that is known. */
export function readRuleForm(form: FormData): RuleEdit | null {
	const act = form.get('act')
	const id = idOf(wordIn(form, 'id'))
	if (act === 'remove_rule' || act === 'remove_workflow') return id === null ? null : { act, id }
	const object = recordObjects.find((one) => one === form.get('object'))
	if (!object || (id === null && wordIn(form, 'id') !== '')) return null
	const shared = { id, object, name: wordIn(form, 'name'), predicate: readConditions(form), isActive: form.get('active') === 'on' }
	if (act === 'rule') return { act, ...shared, messages: readWords(form, 'message'), exemptsSync: form.get('exempt') === 'on' }
	return act === 'workflow' ? { act, ...shared, actions: actionsIn(form) } : null
}
