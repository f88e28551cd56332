import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readVisibleProduct, upsertPriceRequest } from '../../../db/queries/product.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** Asks for a price that no book gives: kept once for each account, product and currency, told each time. Null: not a product of hers. */
export async function requestPrice(db: Db, shopper: Shopper, { slug, at }: { slug: string; at: Date }): Promise<true | null> {
	const { account, contactId } = shopper
	const { accountId, currency } = account
	const product = await readVisibleProduct(db, account, slug)
	if (!product || accountId === null) return null
	return await withTransaction(db, async (tx) => {
		const seenCount = await upsertPriceRequest(tx, { accountId, productId: product.id, currency, isAsked: true, at })
		const { actedByUserId } = actedBy(shopper)
		const payload = { productId: product.id, sku: product.sku, currency, seenCount }
		await saveEvents(tx, [{ topic: 'price.requested', subject: `account:${accountId}`, accountId, contactId, actedByUserId, payload, occurredAt: at }])
		return true as const
	})
}
