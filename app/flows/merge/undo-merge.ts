import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Result, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveUnmerge } from './save-unmerge.ts'

/** Takes a merge back; `kept` names what somebody had changed since. Refuses MERGE_UNDONE, MERGE_TOO_OLD, MERGE_WINNER_MERGED, MERGE_MAIL_TAKEN. Null: none of this seller's. */
export async function undoMerge(
	db: Db,
	staff: StaffMember,
	{ mergeId, requestId, at }: { mergeId: number; requestId: string; at: Date },
): Promise<Result<{ kept: string[] }> | null> {
	return await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'merge', actor: `user:${staff.userId}` })
		const undone = await saveUnmerge(tx, { sellerEntityId: staff.seller.id, mergeId, userId: staff.userId, at })
		if (!undone) return null
		if (undone.refusals.length > 0) return refused(...undone.refusals)
		await insertAudit(tx, [{ userId: staff.userId, action: 'merge.undone', subject: `record_merge:${mergeId}`, after: { kept: undone.kept }, requestId, at }])
		return { ok: true, kept: undone.kept }
	})
}
