import { expect, test } from 'vitest'
import { checkRuleEdit } from '../../../app/engine/crm/admin-edits.ts'

const fields = { title: 'text' } as const
const rule = {
	act: 'rule' as const,
	id: null,
	object: 'lead' as const,
	name: 'No chefs',
	messages: { en: 'Chefs go elsewhere' },
	isActive: true,
	exemptsSync: false,
}
const chef = { field: 'title', op: 'eq' as const, value: 'Chef' }
const codes = (edit: Parameters<typeof checkRuleEdit>[0]) => {
	const answer = checkRuleEdit(edit, fields)
	return answer.ok ? [] : answer.refusals.map(({ code }) => code)
}

test('a rule has a name, a condition over known fields, and its own words', () => {
	expect(checkRuleEdit({ ...rule, predicate: chef }, fields)).toEqual({ ok: true, edit: { ...rule, predicate: chef } })
	expect(codes({ ...rule, name: '', messages: { cs: 'Ne' }, predicate: null })).toEqual(['CRM_NAME_MISSING', 'RULE_PREDICATE_MISSING', 'RULE_MESSAGE_MISSING'])
	expect(codes({ ...rule, predicate: { ...chef, field: 'shoe' } })).toHaveLength(1)
})

test('a workflow does something that the house knows', () => {
	const workflow = { act: 'workflow' as const, id: 3, object: 'lead' as const, name: 'Chefs', predicate: chef, isActive: true }
	const notice = { ...workflow, actions: [{ kind: 'notice' as const }] }
	expect(checkRuleEdit(notice, fields)).toEqual({ ok: true, edit: notice })
	expect(codes({ ...workflow, actions: [{ kind: 'dance' }] })).toEqual(['WORKFLOW_ACTION_UNKNOWN'])
})
