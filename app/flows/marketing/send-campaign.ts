import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertMembers, insertRecipients, loadCandidates, lockSend, type SendRow, updateSendStatus } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type Candidate, whySkipped } from '../../engine/marketing/recipient.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/**
 * Releases a send: who gets it and who is skipped, and why, is decided here, in one transaction with the members of its
 * campaign and one event for each mail; the worker writes the mails. Null when the seller has no such send. Refuses
 * `send.already_released` and `send.content_missing`.
 */
export async function sendCampaign(db: Db, staff: StaffMember, sendId: number, at: Date): Promise<Result<{ mailed: number; skipped: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const send = await lockSend(tx, sendId, staff.seller.id)
		if (!send) return null
		if (send.status !== 'draft') return refused(refusal('send.already_released', { name: send.name }))
		if (!sendTextOf(send.content, 'en')) return refused(refusal('send.content_missing', { name: send.name }))

		const candidates = await loadCandidates(tx, send, dayIn(at, staff.seller.timeZone))
		const decided = candidates.map((candidate) => ({ ...candidate, skippedFor: whySkipped(candidate) }))
		const recipients = await insertRecipients(tx, send.id, decided)
		const mailed = decided.filter(({ skippedFor }) => skippedFor === null)
		const contactIds = mailed.map(({ contactId }) => contactId).filter((id) => id !== null)
		if (send.crmCampaignId !== null) await insertMembers(tx, send.crmCampaignId, contactIds)
		await updateSendStatus(tx, send.id, mailed.length > 0 ? 'sending' : 'sent', at)
		const idOf = new Map(recipients.map(({ id, prospectId }) => [prospectId, id]))
		await saveEvents(
			tx,
			mailed.map((candidate) => releasedMail(send, candidate, idOf.get(candidate.prospectId) ?? 0, at)),
		)
		return { ok: true, mailed: mailed.length, skipped: decided.length - mailed.length }
	})
}

function releasedMail(send: SendRow, { accountId, contactId }: Candidate, recipientId: number, at: Date) {
	return {
		topic: 'campaign.mail_released' as const,
		subject: `recipient:${recipientId}`,
		accountId,
		contactId,
		payload: { recipientId, sendId: send.id, name: send.name, crmCampaignId: send.crmCampaignId },
		occurredAt: at,
	}
}
