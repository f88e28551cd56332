import { type Db, withTransaction } from '../../../db/client.server.ts'
import { loadCandidates, lockSend, updateSendStatus } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveReleasedMails } from './save-released-mails.ts'

/**
 * Releases a send: who gets it and who is skipped, and why, is decided here, in one transaction with the members of its
 * campaign and one event for each mail; the worker writes the mails. Null when the seller has no such send. Refuses
 * `send.already_released` and `send.content_missing`.
 */
export async function sendCampaign(db: Db, staff: StaffMember, sendId: number, at: Date): Promise<Result<{ mailed: number; skipped: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const send = await lockSend(tx, sendId, staff.seller.id)
		if (!send) return null
		if (send.kind !== 'send') return null
		if (send.status !== 'draft') return refused(refusal('send.already_released', { name: send.name }))
		if (!sendTextOf(send.content, 'en')) return refused(refusal('send.content_missing', { name: send.name }))

		const candidates = await loadCandidates(tx, send, dayIn(at, staff.seller.timeZone))
		const { mailed, skipped } = await saveReleasedMails(tx, send, candidates, at)
		await updateSendStatus(tx, send.id, mailed > 0 ? 'sending' : 'sent', at)
		return { ok: true, mailed, skipped }
	})
}
