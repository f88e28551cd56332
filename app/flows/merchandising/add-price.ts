import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { insertEntry, lockPriceBook, readPriceable } from '../../../db/queries/price-book.ts'
import { printMicros } from '../../engine/base/money.ts'
import { refusal, refused } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { checkTiers } from '../../engine/pricing/check-tiers.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { ChangedPrices } from './change-prices.ts'

export type NewPrice = { bookId: number; sku: string; unit: string; from: string; price: string; at: Date; requestId: string }

/** Prices a product in a book that did not have it. Refuses PRICE_PRODUCT_UNKNOWN, ENTRY_EXISTS and what `checkTiers` does; null: no such book. */
export async function addPrice(db: Db, staff: StaffMember, { bookId, sku, unit, from, price, at, requestId }: NewPrice): Promise<ChangedPrices | null> {
	return withTransaction(db, async (tx): Promise<ChangedPrices | null> => {
		const sellerEntityId = staff.seller.id
		const book = await lockPriceBook(tx, { sellerEntityId, bookId })
		if (!book) return null
		const product = await readPriceable(tx, { sellerEntityId, sku, unit })
		if (!product) return refused(refusal('PRICE_PRODUCT_UNKNOWN', { sku, unit }))
		const question = {
			sku: product.sku,
			unit: { code: product.unitCode, digits: product.unitDigits },
			floorPrice: product.floorPrice,
			unitCost: product.unitCost,
		}
		const checked = checkTiers([{ from, price }], question, 0)
		if (!checked.ok) return checked
		const tierFrom = checked.tiers.map((tier) => printQuantity(tier.from))
		const tierPrice = checked.tiers.map((tier) => printMicros(tier.unitPriceMicros))
		const { productId, unitCode } = product
		const made = await insertEntry(tx, { bookId, userId: staff.userId, at }, { productId, unitCode, tierFrom, tierPrice })
		if (!made) return refused(refusal('ENTRY_EXISTS', { sku: product.sku, unit: unitCode }))
		const after = { sku: product.sku, unitCode, tierFrom, tierPrice }
		await insertAudit(tx, [{ userId: staff.userId, action: 'price.added', subject: `price_book:${bookId}`, after, requestId, at }])
		return { ok: true, version: made.version, changed: 1, warnings: checked.warnings }
	})
}
