import type { Db } from '../../../db/client.server.ts'
import { type FedOrder, readOrderFeed } from '../../../db/queries/order-feed.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A page of all orders of the seller from an instant on, oldest first, each with the state of its deliveries; one statement. */
export async function followOrders(
	db: Db,
	{ seller }: StaffMember,
	question: { since: string | null; after: string | null; limit: number },
): Promise<{ orders: FedOrder[]; next: string | null }> {
	const [placedAt, id] = question.after?.split('~') ?? []
	const after = placedAt && id ? { placedAt, id: Number(id) } : null
	const rows = await readOrderFeed(db, { sellerEntityId: seller.id, since: question.since, after, limit: question.limit })
	const orders = rows.slice(0, question.limit)
	const last = orders.at(-1)
	return { orders, next: rows.length > question.limit && last ? `${last.placedAt}~${last.id}` : null }
}
