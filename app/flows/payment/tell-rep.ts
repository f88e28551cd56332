import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices } from '../../../db/queries/attention.ts'
import { readTold } from '../../../db/queries/card-facts.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'

/** Tells the rep of the account that a card did not pay a delivery, or that a bank takes a payment back. */
export async function tellRepOfCard(db: Db, { id, topic, accountId, payload, occurredAt }: CommerceEvent): Promise<void> {
	const { orderId } = payload
	// A card that pays invoices declines before the payer's own eyes: nothing waits for it.
	if (accountId === null || (topic === 'payment.declined' && typeof orderId !== 'number')) return
	const told = await readTold(db, { accountId, orderId: typeof orderId === 'number' ? orderId : null })
	if (!told || told.ownerUserId === null) return
	const facts = { number: told.number ?? '', ...payload }
	const notice = { idempotencyKey: `${topic}:${id}`, userId: told.ownerUserId, accountId, kind: topic, facts, at: occurredAt }
	await withTransaction(db, (tx) => insertNotices(tx, [notice]))
}
