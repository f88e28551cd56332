import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { upsertEntries } from '../../../db/queries/import-price.ts'
import { lockPriceBook, type PriceableRow, readPriceables } from '../../../db/queries/price-book.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { checkTiers, type PriceWarning, type TypedTier } from '../../engine/pricing/check-tiers.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type SetPrice = { sku: string; unit?: string | undefined; tiers: readonly TypedTier[] }
export type SetPrices = { ok: true; version: number; created: number; changed: number; warnings: PriceWarning[] } | { ok: false; refusals: Refusal[] }

type Judged =
	| { ok: true; entry: { sku: string; unitCode: string; tierFrom: string[]; tierPrice: string[] }; warnings: PriceWarning[] }
	| { ok: false; refusals: Refusal[] }

function judge({ sku, unit, tiers }: SetPrice, product: PriceableRow | undefined, line: number): Judged {
	if (!product?.productId) return { ok: false, refusals: [refusal('PRICE_PRODUCT_UNKNOWN', { sku: sku.slice(0, 80), unit: unit ?? '' }, line)] }
	const { unitCode, unitDigits, floorPrice, unitCost } = product
	const checked = checkTiers(tiers, { sku: product.sku, unit: { code: unitCode, digits: unitDigits }, floorPrice, unitCost }, line)
	if (!checked.ok) return checked
	const tierFrom = checked.tiers.map(({ from }) => printQuantity(from))
	const tierPrice = checked.tiers.map(({ unitPriceMicros }) => printMicros(unitPriceMicros))
	return { ok: true, entry: { sku: product.sku, unitCode, tierFrom, tierPrice }, warnings: checked.warnings }
}

/**
 * Sets prices of a book by SKU and unit, without an end, all or, with every refusal, none; the shop reads them with its next
 * statement. Five statements for one price and for a thousand. Refuses what `checkTiers` does, PRICE_PRODUCT_UNKNOWN,
 * PRICE_TWICE, BOOK_CONVERTS. Null: no such book of this seller.
 */
export async function setPrices(
	db: Db,
	staff: StaffMember,
	{ bookId, prices, at, requestId }: { bookId: number; prices: readonly SetPrice[]; at: Date; requestId: string },
): Promise<SetPrices | null> {
	const key = { sellerEntityId: staff.seller.id, bookId }
	return withTransaction(db, async (tx): Promise<SetPrices | null> => {
		const book = await lockPriceBook(tx, key)
		if (!book) return null
		if (book.rung === 'fx') return { ok: false, refusals: [refusal('BOOK_CONVERTS')] }
		const products = await readPriceables(tx, { sellerEntityId: staff.seller.id, asked: prices })
		const judged = prices.map((price, index) => judge(price, products[index], index + 1))
		const refusals = judged.flatMap((one) => (one.ok ? [] : one.refusals))
		if (refusals.length > 0) return { ok: false, refusals }
		const good = judged.flatMap((one) => (one.ok ? [one] : []))
		const seen = new Set<string>()
		const twice = good.flatMap(({ entry }, index) =>
			seen.size === seen.add(`${entry.sku} ${entry.unitCode}`).size ? [refusal('PRICE_TWICE', { sku: entry.sku }, index + 1)] : [],
		)
		if (twice.length > 0) return { ok: false, refusals: twice }
		const rows = good.map(({ entry }) => ({ ...entry, book: book.code }))
		const saved = await upsertEntries(tx, staff.seller.id, rows, staff.userId)
		const created = saved.filter((one) => one.created).length
		const after = { prices: rows.length, created, changed: saved.length - created, first: rows.slice(0, 20) }
		await insertAudit(tx, [{ userId: staff.userId, action: 'price.set', subject: `price_book:${bookId}`, after, requestId, at }])
		const version = (await lockPriceBook(tx, key))?.version ?? book.version
		return { ok: true, version, created, changed: saved.length - created, warnings: good.flatMap(({ warnings }) => warnings) }
	})
}
