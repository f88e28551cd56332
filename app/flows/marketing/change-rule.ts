import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { listRules, type RuleListRow, type RuleWish, saveRule } from '../../../db/queries/marketing-list.ts'
import { insertRun } from '../../../db/queries/marketing-run.ts'
import { type PeopleRoom, readPeopleRoom } from '../../../db/queries/prospect.ts'
import { type Refusal, type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { findStrangers } from './load-known-actions.ts'

/** Automation rules and what their questions and actions may name; two statements. */
export async function openRules(db: Db, staff: StaffMember): Promise<{ rules: RuleListRow[]; room: PeopleRoom }> {
	const [rules, room] = await Promise.all([listRules(db, staff.seller.id), readPeopleRoom(db, staff.seller.id)])
	return { rules, room }
}

/** One rule; `id` null: a new one. Null: not this seller's. */
export async function openRule(db: Db, staff: StaffMember, id: number | null): Promise<{ rule: RuleListRow | null; room: PeopleRoom } | null> {
	const [found, room] = await Promise.all([id === null ? [] : listRules(db, staff.seller.id, id), readPeopleRoom(db, staff.seller.id)])
	const rule = found[0] ?? null
	return id !== null && rule === null ? null : { rule, room }
}

/**
 * Writes a rule; while it is on, it looks at everybody once and then at whoever changes. Null: not this seller's. Refuses
 * `RULE_NAME_MISSING`, `RULE_NAME_TAKEN`, `RULE_DOES_NOTHING`, and actions that name what the seller has not.
 */
export async function changeRule(
	db: Db,
	staff: StaffMember,
	{ id, wish, requestId, at }: { id: number | null; wish: RuleWish; requestId: string; at: Date },
): Promise<Result<{ id: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const sellerEntityId = staff.seller.id
		const before = id === null ? null : ((await listRules(tx, sellerEntityId, id))[0] ?? undefined)
		if (before === undefined) return null
		const refusals = await standsAgainst(tx, sellerEntityId, wish)
		if (refusals.length > 0) return { ok: false, refusals }
		const saved = await saveRule(tx, sellerEntityId, { id, wish, userId: staff.userId, at })
		if (saved === null) return refused(refusal('RULE_NAME_TAKEN', { name: wish.name }))
		if (wish.isActive) await insertRun(tx, { sellerEntityId, kind: 'rule', subjectId: saved, subject: null, userId: staff.userId, at })
		await insertAudit(tx, [
			{ userId: staff.userId, action: before ? 'rule.changed' : 'rule.created', subject: `ma_rule:${saved}`, before, after: wish, requestId, at },
		])
		return { ok: true, id: saved }
	})
}

async function standsAgainst(tx: Tx, sellerEntityId: number, wish: RuleWish): Promise<Refusal[]> {
	return [
		...(wish.name === '' ? [refusal('RULE_NAME_MISSING')] : []),
		...(wish.actions.length === 0 ? [refusal('RULE_DOES_NOTHING')] : []),
		...(await findStrangers(tx, sellerEntityId, wish.actions)),
	]
}
