import type { Tx } from '../../../db/client.server.ts'
import { insertMembers, insertRecipients, type SendRow } from '../../../db/queries/send.ts'
import { type Candidate, type SkipReason, whySkipped } from '../../engine/marketing/recipient.ts'
import { saveEvents } from '../event/save-events.ts'

/** The step of a walk that sends a mail to somebody. */
export type AtStep = { enrolmentId: number; hop: number }
export type Released = { mailed: number; skipped: number; outcomes: ReadonlyMap<number, 'mailed' | SkipReason> }

/**
 * Releases a mail to whoever may get it: recipients with why others do not, the members of its campaign, and one event for
 * each mail that is to be written. Three statements however many. `outcomes` by prospect.
 */
export async function saveReleasedMails(
	tx: Tx,
	send: Pick<SendRow, 'id' | 'name' | 'crmCampaignId'>,
	candidates: readonly Candidate[],
	at: Date,
	stepOf: ReadonlyMap<number, AtStep> = new Map(),
): Promise<Released> {
	const decided = candidates.map((candidate) => ({ ...candidate, ...stepOf.get(candidate.prospectId), skippedFor: whySkipped(candidate) }))
	const recipients = await insertRecipients(tx, send.id, decided)
	const idOf = new Map(recipients.map(({ id, prospectId }) => [prospectId, id]))
	const mailed = decided.filter(({ skippedFor, prospectId }) => skippedFor === null && idOf.has(prospectId))
	const contactIds = mailed.map(({ contactId }) => contactId).filter((id) => id !== null)
	if (send.crmCampaignId !== null) await insertMembers(tx, send.crmCampaignId, contactIds)
	await saveEvents(
		tx,
		mailed.map(({ prospectId, accountId, contactId }) => ({
			topic: 'campaign.mail_released' as const,
			subject: `recipient:${idOf.get(prospectId)}`,
			...{ accountId, contactId },
			payload: { recipientId: idOf.get(prospectId), sendId: send.id, name: send.name, crmCampaignId: send.crmCampaignId },
			occurredAt: at,
		})),
	)
	const outcomes = new Map(decided.map(({ prospectId, skippedFor }) => [prospectId, skippedFor ?? ('mailed' as const)]))
	return { mailed: mailed.length, skipped: decided.length - mailed.length, outcomes }
}
