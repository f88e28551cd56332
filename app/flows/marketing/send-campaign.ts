import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Result } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveRelease } from './save-release.ts'

/** Somebody presses Send; the worker writes the mails. Answers and refuses as `saveRelease` does. */
export async function sendCampaign(db: Db, staff: StaffMember, sendId: number, at: Date): Promise<Result<{ mailed: number; skipped: number }> | null> {
	return await withTransaction(db, (tx) => saveRelease(tx, { sellerId: staff.seller.id, sendId, timeZone: staff.seller.timeZone, at }))
}
