import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { letDeletion as letGo, lockDeletion } from '../../../db/queries/deletion.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** What the sync stopped at was meant: it goes on, and the other side's records rest. Refuses DELETION_NOT_ASKED. Null: none of this seller's. */
export async function letDeletion(
	db: Db,
	staff: StaffMember,
	{ id, requestId, at }: { id: number; requestId: string; at: Date },
): Promise<Result<object> | null> {
	return await withTransaction(db, async (tx): Promise<Result<object> | null> => {
		const deletion = await lockDeletion(tx, staff.seller.id, id)
		if (!deletion) return null
		if (deletion.state !== 'asked') return refused(refusal('DELETION_NOT_ASKED'))
		await letGo(tx, id, staff.userId, at)
		await insertAudit(tx, [{ userId: staff.userId, action: 'deletion.let', subject: `deletion:${id}`, after: { counts: deletion.counts }, requestId, at }])
		return { ok: true }
	})
}
