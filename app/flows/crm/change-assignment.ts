import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import {
	areUsers,
	deleteAssignmentRule,
	deleteRuleEntry,
	insertRuleEntry,
	isNameTaken,
	lockAssignmentRule,
	lockRuleEntry,
	raiseRuleEntry,
	saveAssignmentRule,
	saveTeam,
} from '../../../db/queries/assignment-room.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import { type AssignmentEdit, checkAssignment } from '../../engine/crm/check-assignment.ts'
import { askable, standardFields } from '../../engine/crm/record-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Changed = { ok: true; id: number } | { ok: false; refusals: Refusal[] }

/** The id of what was written; null: none of this seller's. */
async function save(tx: Tx, sellerId: number, edit: AssignmentEdit): Promise<number | null> {
	switch (edit.act) {
		case 'queue':
		case 'group':
			return (await areUsers(tx, sellerId, edit.memberIds)) ? saveTeam(tx, edit.act, sellerId, edit) : null
		case 'rule':
			return saveAssignmentRule(tx, sellerId, edit)
		case 'entry':
			return edit.to && (await lockAssignmentRule(tx, sellerId, edit.ruleId)) ? insertRuleEntry(tx, sellerId, { ...edit, to: edit.to }) : null
		case 'remove_rule':
			if (!(await lockAssignmentRule(tx, sellerId, edit.id))) return null
			await deleteAssignmentRule(tx, edit.id)
			return edit.id
		default:
			return changeEntry(tx, sellerId, edit)
	}
}

async function changeEntry(tx: Tx, sellerId: number, { act, id }: { act: 'raise_entry' | 'remove_entry'; id: number }): Promise<number | null> {
	const entry = await lockRuleEntry(tx, sellerId, id)
	if (!entry) return null
	if (act === 'raise_entry') await raiseRuleEntry(tx, entry)
	else await deleteRuleEntry(tx, id)
	return id
}

async function isTaken(tx: Tx, sellerId: number, edit: AssignmentEdit): Promise<boolean> {
	if (edit.act !== 'queue' && edit.act !== 'group' && edit.act !== 'rule') return false
	return isNameTaken(tx, edit.act === 'rule' ? 'assignment_rule' : edit.act, sellerId, edit)
}

/** An administrator changes queues, groups and rules. Refuses what `checkAssignment` does and `CRM_NAME_TAKEN`. Null: none of this seller's. */
export async function changeAssignment(
	db: Db,
	staff: StaffMember,
	{ edit: typed, requestId, at }: { edit: AssignmentEdit; requestId: string; at: Date },
): Promise<Changed | null> {
	const checked = checkAssignment(typed, askable(standardFields.prospect))
	if (!checked.ok) return checked
	const { edit } = checked
	const sellerId = staff.seller.id
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		if (await isTaken(tx, sellerId, edit)) return refused(refusal('CRM_NAME_TAKEN'))
		const id = await save(tx, sellerId, edit)
		if (id === null) return null
		await insertAudit(tx, [{ userId: staff.userId, action: `assignment.${edit.act}`, subject: `assignment:${id}`, after: edit, requestId, at }])
		return { ok: true, id }
	})
}
