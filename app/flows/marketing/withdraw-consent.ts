import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type ConsentHolder, insertConsent } from '../../../db/queries/marketing.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { saveEvents } from '../event/save-events.ts'
import { type PreferenceLink, readPreferences } from './read-preferences.ts'

/** No promotional mail leaves after this has committed. Said twice, it stands once. Who says that she never asked for mails complains (sync-core.md B9). */
export async function withdrawConsent(db: Db, link: PreferenceLink, complains = false): Promise<ConsentHolder | null> {
	const holder = await readPreferences(db, link)
	if (!holder || holder.optedOut) return holder
	const { prospectId, email, accountId, contactId } = holder
	const kind = complains ? 'complaint' : 'opt_out'
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'consent', actor: contactId === null ? `prospect:${prospectId}` : `contact:${contactId}` })
		await insertConsent(tx, { prospectId, email, kind, source: 'mail_link', actor: 'person', evidence: {}, at: link.at })
		await saveEvents(tx, [{ topic: 'consent.changed', subject: `prospect:${prospectId}`, accountId, contactId, payload: { kind }, occurredAt: link.at }])
	})
	return { ...holder, optedOut: true }
}
