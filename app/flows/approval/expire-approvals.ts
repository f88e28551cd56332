import { type Db, withTransaction } from '../../../db/client.server.ts'
import { lapseRequests } from '../../../db/queries/approval.ts'
import { saveEvents } from '../event/save-events.ts'

const AT_ONCE = 100

/** Lets what nobody answered in its fourteen days lapse, and tells who asked; how many it was. */
export async function expireApprovals(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const lapsed = await lapseRequests(tx, at, AT_ONCE)
		await saveEvents(
			tx,
			lapsed.map(({ accountId, contactId, ...payload }) => ({
				...{ topic: 'approval.expired' as const, subject: `order:${payload.orderId}`, accountId, contactId, occurredAt: at },
				payload: { ...payload, askedByContactId: contactId },
			})),
		)
		return lapsed.length
	})
}
