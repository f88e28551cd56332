import { isDeepStrictEqual } from 'node:util'
import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type KeptChange, lockChange, markUndone } from '../../../db/queries/change-set.ts'
import {
	type AccountState,
	type GroupState,
	type PolicyState,
	readAccountState,
	readGroupState,
	readPolicyState,
	replaceAccount,
	replaceGroup,
} from '../../../db/queries/entitlement-room.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { byKey } from './load-policy.ts'
import { type Act, writePolicy } from './save-entitlement.ts'

/**
 * Puts a policy, a group or an account's entitlement back to what it was before a change. Refuses CHANGED_SINCE when
 * somebody changed it again: that later work would be lost. Null: no such change of this seller, or undone already.
 */
export async function undoEntitlement(db: Db, staff: StaffMember, changeId: number, { at, requestId }: Act): Promise<Result<{ subjectId: number }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ subjectId: number }> | null> => {
		const change = await lockChange(tx, { sellerEntityId: staff.seller.id, changeId })
		if (!change) return null
		const { room, subjectId, before, after } = change
		const now = await stateOf(tx, staff.seller.id, change)
		if (!now) return null
		if (!isDeepStrictEqual(now, after)) return refused(refusal('CHANGED_SINCE'))
		if (room === 'policy') await writePolicy(tx, subjectId, before as PolicyState)
		else if (room === 'group') await replaceGroup(tx, subjectId, before as GroupState)
		else await replaceAccount(tx, subjectId, before as AccountState)
		await markUndone(tx, changeId, at)
		await insertAudit(tx, [{ userId: staff.userId, action: `${room}.undone`, subject: `${room}:${subjectId}`, before: after, after: before, requestId, at }])
		return { ok: true, subjectId }
	})
}

async function stateOf(tx: Tx, sellerEntityId: number, { room, subjectId: id }: KeptChange): Promise<unknown> {
	if (room === 'policy') {
		const state = (await readPolicyState(tx, { sellerEntityId, id }, true))?.state
		return state && { ...state, rules: [...state.rules].sort(byKey) }
	}
	if (room === 'group') return (await readGroupState(tx, { sellerEntityId, id }, true))?.state
	return room === 'account' ? (await readAccountState(tx, { sellerEntityId, id }, true))?.state : null
}
