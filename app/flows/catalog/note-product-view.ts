import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readVisibleProduct, upsertPriceRequest } from '../../../db/queries/product.ts'
import { countTries } from '../../../db/queries/session.ts'
import { dayIn, startOfDay } from '../../engine/base/calendar.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { loadPriceCandidates } from '../pricing/load-price-candidates.ts'

/**
 * The buyer herself has looked at a product: one event for a person, a product and a day, however often she comes back.
 * What a rep does for her, and what a machine or a guest does, is no view. A price that no book gives is noted for the price
 * manager (section 4). Null: not a product of hers.
 */
export async function noteProductView(db: Db, shopper: Shopper, { slug, at }: { slug: string; at: Date }): Promise<true | null> {
	const { account, contactId, kind, seller } = shopper
	const product = await readVisibleProduct(db, account, slug)
	if (!product) return null
	if (kind !== 'buyer' || contactId === null) return true
	const day = dayIn(at, seller.timeZone)
	const isOnRequest = await hasNoPrice(db, shopper, product.id, at)
	await withTransaction(db, async (tx) => {
		const [seen] = await countTries(tx, [`viewed:${contactId}:${product.id}`], startOfDay(day, seller.timeZone))
		if (seen !== 1) return
		const { accountId, currency } = account
		if (isOnRequest && accountId !== null) await upsertPriceRequest(tx, { accountId, productId: product.id, currency, isAsked: false, at })
		const payload = { productId: product.id, sku: product.sku, day }
		await saveEvents(tx, [{ topic: 'product.viewed', subject: `contact:${contactId}`, accountId: account.accountId, contactId, payload, occurredAt: at }])
	})
	return true
}

/** Whether no live book of hers speaks of the product at all: a quantity or a unit without a price is the page's to say. */
async function hasNoPrice(db: Db, { account }: Shopper, productId: number, at: Date): Promise<boolean> {
	const candidates = await loadPriceCandidates(db, account, { productIds: [productId], at, liveOnly: true })
	return (candidates.get(productId) ?? []).length === 0
}
