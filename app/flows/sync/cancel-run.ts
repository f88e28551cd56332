import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { cancelBulk } from '../../../db/queries/sync-bulk.ts'
import { cancelRun as cancel } from '../../../db/queries/sync-resync.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Takes back what of a run still waits, and ends the other system's job that it may be in; what is done stays. How many records were taken back; null: none of this seller's. */
export async function cancelRun(
	db: Db,
	staff: StaffMember,
	{ connectionId, runId, requestId, at }: { connectionId: number; runId: number; requestId: string; at: Date },
): Promise<number | null> {
	return await withTransaction(db, async (tx) => {
		const cancelled = await cancel(tx, staff.seller.id, { connectionId, runId, at })
		if (cancelled !== null) await cancelBulk(tx, { connectionId, runId, at })
		if (cancelled !== null)
			await insertAudit(tx, [{ userId: staff.userId, action: 'sync.cancelled', subject: `sync_run:${runId}`, after: { cancelled }, requestId, at }])
		return cancelled
	})
}
