import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { dismissProposal as dismiss } from '../../../db/queries/merge-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** These two stay two, on this side. False: no such proposal of this seller's. */
export async function dismissProposal(db: Db, staff: StaffMember, { id, requestId, at }: { id: number; requestId: string; at: Date }): Promise<boolean> {
	return await withTransaction(db, async (tx) => {
		const done = await dismiss(tx, { sellerEntityId: staff.seller.id, id, userId: staff.userId, at })
		if (done) await insertAudit(tx, [{ userId: staff.userId, action: 'merge.dismissed', subject: `merge_proposal:${id}`, requestId, at }])
		return done
	})
}
