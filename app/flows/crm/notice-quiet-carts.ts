import { type Db, withTransaction } from '../../../db/client.server.ts'
import { markQuietCarts } from '../../../db/queries/attention.ts'
import { saveEvents } from '../event/save-events.ts'

/** Carts noticed in one round; the next round takes the rest. */
const perRound = 500

/**
 * Says once of each quiet spell that a cart was left (sync-core.md section c): after the account's minutes, else the
 * seller's. An edit begins a new spell. Two statements for any number. Returns how many carts were left with units in them.
 */
export async function noticeQuietCarts(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const carts = await markQuietCarts(tx, at, perRound)
		await saveEvents(
			tx,
			carts.map(({ id, accountId, contactId, version, lastActivityAt, lines, units }) => ({
				topic: 'cart.abandoned' as const,
				subject: `cart:${id}`,
				accountId,
				contactId,
				payload: { cartId: id, version, lastActivityAt: lastActivityAt.toISOString(), lines, units },
				occurredAt: at,
			})),
		)
		return carts.length
	})
}
