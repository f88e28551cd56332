import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices, insertTask, readPriceRequest } from '../../../db/queries/attention.ts'
import { addWorkingDays, dayIn } from '../../engine/base/calendar.ts'
import type { DeskEvent } from './types.ts'

/** A buyer asked for a price that stands in no book: her rep gets a task for the next working day and a notice, once. */
export async function askRepForPrice(db: Db, { id, accountId, contactId, payload, occurredAt }: DeskEvent): Promise<void> {
	const productId = payload['productId']
	const asked = typeof productId === 'number' && accountId !== null ? await readPriceRequest(db, { accountId, productId }) : null
	const ownerUserId = asked?.ownerUserId ?? null
	if (!asked || accountId === null || ownerUserId === null) return
	const { accountName, sku, name } = asked
	const facts = { accountId, accountName, productId: Number(productId), sku, name }
	const idempotencyKey = `price.requested:${id}`
	const dueOn = addWorkingDays(dayIn(occurredAt, 'UTC'), 1)
	await withTransaction(db, async (tx) => {
		await insertTask(tx, { idempotencyKey, ownerUserId, accountId, contactId, subject: 'task.price_requested', facts, dueOn, at: occurredAt })
		await insertNotices(tx, [{ idempotencyKey, userId: ownerUserId, kind: 'price.requested', facts, at: occurredAt }])
	})
}
