import { type Db, withTransaction } from '../../../db/client.server.ts'
import { endChanges } from '../../../db/queries/order-change.ts'
import { saveEvents } from '../event/save-events.ts'

const AT_ONCE = 100

/** Lets proposals that nobody answered in their seven days lapse, and tells who asked; how many it was. Two statements for any number. */
export async function expireChanges(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const over = await endChanges(tx, at, AT_ONCE)
		await saveEvents(
			tx,
			over
				.filter(({ isHeard }) => isHeard)
				.map(({ id, orderId, accountId, contactId, isHeard: _heard, ...facts }) => ({
					...{ topic: 'order.change_expired' as const, subject: `order:${orderId}`, accountId, contactId, occurredAt: at },
					payload: { changeId: id, orderId, ...facts },
				})),
		)
		return over.length
	})
}
