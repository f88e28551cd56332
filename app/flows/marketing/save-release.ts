import type { Tx } from '../../../db/client.server.ts'
import { loadCandidates, lockSend, updateSendStatus } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { sendTextOf } from '../../engine/marketing/send-content.ts'
import { saveReleasedMails } from './save-released-mails.ts'

type Release = { sellerId: number; sendId: number; timeZone: string; at: Date }

/**
 * Releases a send: who gets it and who is skipped, and why, is decided here, from consent as it is now, with the members of its
 * campaign and one event for each mail. Null when the seller has no such send. Refuses `send.already_released` and `send.content_missing`.
 */
export async function saveRelease(tx: Tx, { sellerId, sendId, timeZone, at }: Release): Promise<Result<{ mailed: number; skipped: number }> | null> {
	const send = await lockSend(tx, sendId, sellerId)
	if (send?.kind !== 'send') return null
	if (send.status !== 'draft' && send.status !== 'scheduled') return refused(refusal('send.already_released', { name: send.name }))
	if (!sendTextOf(send.content, 'en')) return refused(refusal('send.content_missing', { name: send.name }))
	const candidates = await loadCandidates(tx, send, dayIn(at, timeZone))
	const { mailed, skipped } = await saveReleasedMails(tx, send, candidates, at)
	await updateSendStatus(tx, send.id, mailed > 0 ? 'sending' : 'sent', at)
	return { ok: true, mailed, skipped }
}
