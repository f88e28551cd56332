import { type Db, withTransaction } from '../../../db/client.server.ts'
import { claimScheduledSend, updateSchedule } from '../../../db/queries/send-room.ts'
import { saveRelease } from './save-release.ts'

/** Releases one send whose time has come, as if somebody pressed Send then. One that may not leave becomes a draft again. How many were looked at. */
export async function releaseScheduled(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const due = await claimScheduledSend(tx, at)
		if (!due) return 0
		const answer = await saveRelease(tx, { sellerId: due.sellerEntityId, sendId: due.id, timeZone: due.timeZone, at })
		if (!answer?.ok) await updateSchedule(tx, due.id, null)
		return 1
	})
}
