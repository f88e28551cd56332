import type { Db } from '../../../db/client.server.ts'
import { listRecipients, listSends, loadCandidates, type RecipientListed, readSend, type SendListed } from '../../../db/queries/send.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type SkipReason, whySkipped } from '../../engine/marketing/recipient.ts'
import { type SendText, sendTextOf } from '../../engine/marketing/send-content.ts'
import type { StaffMember } from '../../platform/actor.ts'

const mostShown = 500

export type SendPage = {
	send: SendListed
	text: SendText | null
	/** Languages in which it is written wholly. */
	written: string[]
	/** Before Send: who would get it now. After: what became of each. */
	people: Omit<RecipientListed, 'email'>[]
	reasons: { reason: SkipReason; count: number }[]
	mailable: number
}

/** A send: before it is released, who would get it as of now and why others would not; afterwards, what became of each. Null: not this seller's. */
export async function openSendPage(db: Db, staff: StaffMember, sendId: number, at: Date): Promise<SendPage | null> {
	const stored = await readSend(db, sendId, staff.seller.id)
	const [send] = stored ? await listSends(db, { sellerId: staff.seller.id, sendId }) : []
	if (!stored || !send) return null
	const isPlanned = stored.kind === 'send' && (stored.status === 'draft' || stored.status === 'scheduled')
	const people = isPlanned ? await previewed(db, stored, dayIn(at, staff.seller.timeZone)) : await listRecipients(db, sendId, mostShown)
	const skipped = people.flatMap(({ skippedFor }) => skippedFor ?? [])
	return {
		send,
		text: sendTextOf(stored.content, staff.locale),
		written: Object.keys(stored.content).filter((locale) => sendTextOf({ [locale]: stored.content[locale] }, locale) !== null),
		people: people.slice(0, mostShown),
		reasons: [...Map.groupBy(skipped, (reason) => reason)].map(([reason, all]) => ({ reason, count: all.length })).sort((a, b) => b.count - a.count),
		mailable: people.length - skipped.length,
	}
}

async function previewed(db: Db, stored: Parameters<typeof loadCandidates>[1], today: string) {
	const candidates = await loadCandidates(db, stored, today)
	return candidates.map((candidate) => ({
		id: candidate.prospectId,
		name: candidate.name,
		accountName: candidate.accountName,
		locale: candidate.locale,
		sentAt: null,
		skippedFor: whySkipped(candidate),
		clickedAt: null,
		openedAt: null,
	}))
}
