import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { type LinkFilter, startResync } from '../../../db/queries/sync-resync.ts'
import { lockConnection, saveProspectCap } from '../../../db/queries/sync-room.ts'
import type { StaffMember } from '../../platform/actor.ts'

type Resync = { connectionId: number; filter: Omit<LinkFilter, 'connectionId'>; requestId: string; at: Date }

/** Looks at all of these records again, behind everything urgent and without a ceiling (sync-core.md A13). The run; null: none of this seller's. */
export async function resyncRecords(db: Db, staff: StaffMember, { connectionId, filter, requestId, at }: Resync): Promise<number | null> {
	return await withTransaction(db, async (tx) => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const subject = { kind: 'records', ...filter }
		const { runId, total } = await startResync(tx, {
			filter: { connectionId, ...filter },
			lane: lanes.backfill,
			cause: 'resync',
			userId: staff.userId,
			subject,
			at,
		})
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'sync.resync', subject: `sync_connection:${connectionId}`, after: { ...subject, total }, requestId, at },
		])
		return runId
	})
}

type Cap = { connectionId: number; cap: number | null; requestId: string; at: Date }

/** How many prospects may be live; those that are held are looked at again, in the order in which they came. The run; null: none of this seller's. */
export async function setProspectCap(db: Db, staff: StaffMember, { connectionId, cap, requestId, at }: Cap): Promise<number | null> {
	return await withTransaction(db, async (tx) => {
		const before = await lockConnection(tx, staff.seller.id, connectionId)
		if (!before) return null
		await saveProspectCap(tx, connectionId, cap)
		const filter = { connectionId, state: 'held' as const }
		const { runId } = await startResync(tx, { filter, lane: lanes.backfill, cause: 'resync', userId: staff.userId, subject: { kind: 'cap', cap }, at })
		const said = { action: 'sync.cap', subject: `sync_connection:${connectionId}`, before: { cap: before.prospectCap }, after: { cap } }
		await insertAudit(tx, [{ userId: staff.userId, ...said, requestId, at }])
		return runId
	})
}
