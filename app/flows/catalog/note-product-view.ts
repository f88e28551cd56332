import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readVisibleProduct } from '../../../db/queries/product.ts'
import { countTries } from '../../../db/queries/session.ts'
import { dayIn, startOfDay } from '../../engine/base/calendar.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/**
 * The buyer herself has looked at a product: one event for a person, a product and a day, however often she comes back.
 * What a rep does for her, and what a machine or a guest does, is no view. Null: not a product of hers.
 */
export async function noteProductView(db: Db, shopper: Shopper, { slug, at }: { slug: string; at: Date }): Promise<true | null> {
	const { account, contactId, kind, seller } = shopper
	const product = await readVisibleProduct(db, account, slug)
	if (!product) return null
	if (kind !== 'buyer' || contactId === null) return true
	const day = dayIn(at, seller.timeZone)
	await withTransaction(db, async (tx) => {
		const [seen] = await countTries(tx, [`viewed:${contactId}:${product.id}`], startOfDay(day, seller.timeZone))
		if (seen !== 1) return
		const payload = { productId: product.id, sku: product.sku, day }
		await saveEvents(tx, [{ topic: 'product.viewed', subject: `contact:${contactId}`, accountId: account.accountId, contactId, payload, occurredAt: at }])
	})
	return true
}
