import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type LoginRow, markSignedIn } from '../../../db/queries/session.ts'
import { saveEvents } from '../event/save-events.ts'

/** Notes that somebody signed in, and tells both sides when it is a buyer. */
export async function saveSignedIn(db: Db, login: LoginRow, by: 'password' | 'code', at: Date): Promise<void> {
	const { contactId, accountId } = login
	await withTransaction(db, async (tx) => {
		await markSignedIn(tx, login.loginId, at)
		if (contactId !== null)
			await saveEvents(tx, [{ topic: 'contact.signed_in', subject: `contact:${contactId}`, accountId, contactId, payload: { by }, occurredAt: at }])
	})
}
