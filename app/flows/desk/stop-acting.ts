import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { updateActingFor } from '../../../db/queries/session.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Ends shopping for somebody; answers for which account it was. Twice is once. */
export async function stopActing(db: Db, staff: StaffMember, { at, requestId }: { at: Date; requestId: string }): Promise<number | null> {
	const acting = staff.actingFor
	if (!acting) return null
	return withTransaction(db, async (tx) => {
		await updateActingFor(tx, { tokenHash: staff.sessionHash, accountId: null, contactId: null, locationId: null })
		const { accountId, contactId } = acting
		await insertAudit(tx, [
			{ userId: staff.userId, accountId, onBehalfOfContactId: contactId, action: 'acting.stopped', subject: `account:${accountId}`, requestId, at },
		])
		return accountId
	})
}
