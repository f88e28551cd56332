import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockAlert, moveAlert, readActingContact } from '../../../db/queries/desk.ts'
import { updateActingFor } from '../../../db/queries/session.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { deskOf } from './read-desk.ts'

export type Acting = { accountId: number; contactId: number; alertId: number | null; at: Date; requestId: string }

/**
 * The rep's session goes on as shopping for a contact (commerce-engine.md section 10), at the account's default store.
 * An alert it came from counts as taken. Null when the account is on another desk, the person may not buy, or the alert is not this account's.
 */
export async function startActing(
	db: Db,
	staff: StaffMember,
	{ accountId, contactId, alertId, at, requestId }: Acting,
): Promise<{ accountName: string } | null> {
	return withTransaction(db, async (tx) => {
		const desk = deskOf(staff)
		const contact = await readActingContact(tx, desk, { accountId, contactId })
		if (!contact) return null
		const alert = alertId === null ? null : await lockAlert(tx, desk, alertId)
		if (alertId !== null && alert?.accountId !== accountId) return null
		await updateActingFor(tx, { tokenHash: staff.sessionHash, accountId, contactId, locationId: contact.locationId })
		if (alert?.status === 'open') await moveAlert(tx, { accountId, alertId: alert.id, status: 'taken', outcome: null, at })
		await insertAudit(tx, [
			{
				userId: staff.userId,
				accountId,
				onBehalfOfContactId: contactId,
				action: 'acting.started',
				subject: `account:${accountId}`,
				after: { contactId, alertId },
				requestId,
				at,
			},
		])
		return { accountName: contact.accountName }
	})
}
