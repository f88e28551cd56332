import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { deleteRule, isRuleNamed, listRules, saveValidationRule, saveWorkflow, type ValidationRuleRow, type WorkflowRow } from '../../../db/queries/crm-rule.ts'
import { type CustomDefRow, readCustomDefs } from '../../../db/queries/custom.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { type CheckedRule, checkRuleEdit, type RuleEdit } from '../../engine/crm/admin-edits.ts'
import { changeCustom, customName, fieldsOfObject } from '../../engine/crm/custom-fields.ts'
import { askable, type RecordField, type RecordObject, recordObjects } from '../../engine/crm/record-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }
export type AskedObject = { object: RecordObject; fields: (RecordField & { labels?: CustomDefRow['labels'] })[] }
export type RulesPage = { rules: ValidationRuleRow[]; workflows: WorkflowRow[]; objects: AskedObject[] }

const asked = (object: RecordObject, defs: readonly CustomDefRow[]): AskedObject => ({
	object,
	fields: fieldsOfObject(object, defs).map((field) => {
		const def = defs.find((one) => one.object === object && customName(one.name) === field.name)
		return def ? { ...field, labels: def.labels } : field
	}),
})

/** Validation rules and workflows of the house, and what each may ask about; two statements. */
export async function openRules(db: Db, { seller }: StaffMember): Promise<RulesPage> {
	const [found, defs] = await Promise.all([listRules(db, seller.id), readCustomDefs(db, seller.id)])
	return { ...found, objects: recordObjects.map((object) => asked(object, defs)) }
}

/** A workflow sets a field only to what the field may hold. */
function checkSets(edit: CheckedRule, defs: readonly CustomDefRow[], locale: string): Refusal[] {
	const sets = edit.act === 'workflow' ? edit.actions.filter((action) => action.kind === 'field') : []
	return sets.flatMap(({ name, value }) => {
		const def = defs.find((one) => one.name === name && one.isActive && one.type !== 'multipicklist' && one.type !== 'boolean')
		if (!def) return [refusal('PREDICATE_FIELD', { field: name })]
		const answer = changeCustom([def], {}, { [name]: value }, locale)
		return answer.ok ? [] : answer.refusals
	})
}

async function save(tx: Tx, sellerId: number, edit: CheckedRule): Promise<number | null> {
	return edit.act === 'rule' ? saveValidationRule(tx, sellerId, edit) : saveWorkflow(tx, sellerId, edit)
}

/** An administrator writes, changes or ends a rule. Refuses what `checkRuleEdit` does and `CRM_NAME_TAKEN`. Null: none of this seller's. */
export async function changeRules(
	db: Db,
	staff: StaffMember,
	{ edit, requestId, at }: { edit: RuleEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	const sellerId = staff.seller.id
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		const audit = { userId: staff.userId, action: `crm_rule.${edit.act}`, requestId, at }
		if (edit.act === 'remove_rule' || edit.act === 'remove_workflow') {
			const kind = edit.act === 'remove_rule' ? 'validation_rule' : 'workflow'
			if (!(await deleteRule(tx, kind, sellerId, edit.id))) return null
			await insertAudit(tx, [{ ...audit, subject: `${kind}:${edit.id}` }])
			return { ok: true }
		}
		const defs = await readCustomDefs(tx, sellerId, edit.object)
		const checked = checkRuleEdit(edit, askable(fieldsOfObject(edit.object, defs)))
		if (!checked.ok) return checked
		const against = checkSets(checked.edit, defs, staff.locale)
		if (against.length > 0) return refused(...against)
		const kind = edit.act === 'rule' ? 'validation_rule' : 'workflow'
		if (await isRuleNamed(tx, kind, sellerId, edit)) return refused(refusal('CRM_NAME_TAKEN'))
		const id = await save(tx, sellerId, checked.edit)
		if (id === null) return null
		await insertAudit(tx, [{ ...audit, subject: `${kind}:${id}`, after: checked.edit }])
		return { ok: true }
	})
}
