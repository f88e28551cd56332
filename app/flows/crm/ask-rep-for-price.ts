import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertNotices, insertTask, readPriceRequest } from '../../../db/queries/attention.ts'
import { readPriceManagers } from '../../../db/queries/price-request.ts'
import { dayIn, workingDayAfter } from '../../engine/base/calendar.ts'
import type { DeskEvent } from './types.ts'

/** A buyer asked for a price that stands in no book: her rep gets a task for the next working day and a notice, the price managers a notice, once each. */
export async function askRepForPrice(db: Db, { id, accountId, contactId, payload, occurredAt }: DeskEvent): Promise<void> {
	const productId = payload['productId']
	const asked = typeof productId === 'number' && accountId !== null ? await readPriceRequest(db, { accountId, productId }) : null
	if (!asked || accountId === null) return
	const { ownerUserId } = asked
	const managers = (await readPriceManagers(db, accountId)).filter(({ userId }) => userId !== ownerUserId)
	const { accountName, sku, name } = asked
	const facts = { accountId, accountName, productId: Number(productId), sku, name }
	const idempotencyKey = `price.requested:${id}`
	const dueOn = workingDayAfter(dayIn(occurredAt, asked.timeZone), 1)
	await withTransaction(db, async (tx) => {
		if (ownerUserId !== null)
			await insertTask(tx, { idempotencyKey, ownerUserId, accountId, contactId, subject: 'task.price_requested', facts, dueOn, at: occurredAt })
		const notice = { kind: 'price.requested', facts, at: occurredAt }
		await insertNotices(tx, [
			...(ownerUserId === null ? [] : [{ ...notice, idempotencyKey, userId: ownerUserId }]),
			...managers.map(({ userId }) => ({ ...notice, idempotencyKey: `${idempotencyKey}:${userId}`, userId })),
		])
	})
}
