import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ConsentHolder, insertConsent } from '../../../db/queries/marketing.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { saveEvents } from '../event/save-events.ts'
import { type PreferenceLink, readPreferences } from './read-preferences.ts'

/** No promotional mail leaves after this has committed. Said twice, it stands once. */
export async function withdrawConsent(db: Db, link: PreferenceLink): Promise<ConsentHolder | null> {
	const holder = await readPreferences(db, link)
	if (!holder || holder.optedOut) return holder
	const { prospectId, email, accountId, contactId } = holder
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'consent', actor: contactId === null ? `prospect:${prospectId}` : `contact:${contactId}` })
		await insertConsent(tx, { prospectId, email, kind: 'opt_out', source: 'mail_link', actor: 'person', evidence: {}, at: link.at })
		await saveEvents(tx, [
			{ topic: 'consent.changed', subject: `prospect:${prospectId}`, accountId, contactId, payload: { kind: 'opt_out' }, occurredAt: link.at },
		])
	})
	return { ...holder, optedOut: true }
}
