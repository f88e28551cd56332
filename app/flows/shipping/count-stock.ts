import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockLevels, readStockPlaces, type StockPlace, upsertLevels } from '../../../db/queries/stock.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { fitsUnit, parseQuantity, printQuantity, type Quantity } from '../../engine/base/units.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type CountedLevel = { sku: string; warehouse: string; onHand: string }
export type Counted = { ok: true; created: number; changed: number } | { ok: false; refusals: Refusal[] }

/** numeric(14,4), and more than any warehouse holds. */
const MOST: Quantity = 100_000_000 * 10_000

function refuse(level: CountedLevel, place: StockPlace | undefined, line: number): Refusal[] {
	const sku = level.sku.slice(0, 80)
	const warehouse = place?.warehouseId ? [] : [refusal('WAREHOUSE_UNKNOWN', { warehouse: level.warehouse }, line)]
	if (!place?.productId || place.unitCode === null) return [refusal('STOCK_PRODUCT_UNKNOWN', { sku }, line), ...warehouse]
	const quantity = parseQuantity(level.onHand)
	const unit = { code: place.unitCode, digits: place.unitDigits ?? 0 }
	if (quantity === null || quantity < 0 || quantity > MOST || !fitsUnit(quantity, unit))
		return [...warehouse, refusal('STOCK_INVALID', { sku, onHand: level.onHand }, line)]
	return warehouse
}

/**
 * Writes what was counted in the warehouses, all or, with every refusal, none: unknown products and warehouses, no
 * quantities, twice the same place, and what is less than orders have been promised. Five statements for any number.
 */
export async function countStock(
	db: Db,
	staff: StaffMember,
	{ levels, at, requestId }: { levels: readonly CountedLevel[]; at: Date; requestId: string },
): Promise<Counted> {
	return withTransaction(db, async (tx): Promise<Counted> => {
		const places = await readStockPlaces(tx, staff.seller.id, levels)
		const refusals = levels.flatMap((level, index) => refuse(level, places[index], index + 1))
		if (refusals.length > 0) return { ok: false, refusals }
		const wishes = levels.map(({ onHand }, index) => ({ productId: places[index]?.productId ?? 0, warehouseId: places[index]?.warehouseId ?? 0, onHand }))
		const keyOf = (one: { productId: number; warehouseId: number }) => `${one.productId} ${one.warehouseId}`
		const lines = new Map(wishes.map((wish, index) => [keyOf(wish), index]))
		const twice = wishes.flatMap((wish, index) =>
			lines.get(keyOf(wish)) === index ? [] : [refusal('STOCK_TWICE', { sku: levels[index]?.sku ?? '' }, index + 1)],
		)
		if (twice.length > 0) return { ok: false, refusals: twice }
		const held = await lockLevels(tx, wishes)
		const promised = held.flatMap((level) => {
			const line = lines.get(keyOf(level)) ?? 0
			const least = (parseQuantity(level.reserved) ?? 0) - (parseQuantity(level.incoming) ?? 0)
			const isShort = (parseQuantity(wishes[line]?.onHand ?? '0') ?? 0) < least
			return isShort ? [refusal('STOCK_PROMISED', { sku: levels[line]?.sku ?? '', least: printQuantity(least) }, line + 1)] : []
		})
		if (promised.length > 0) return { ok: false, refusals: promised }
		const written = await upsertLevels(tx, wishes, at)
		const created = written.filter((one) => one.created).length
		const after = { levels: levels.length, created, changed: written.length - created, first: levels.slice(0, 20) }
		await insertAudit(tx, [{ userId: staff.userId, action: 'stock.counted', subject: `seller:${staff.seller.id}`, after, requestId, at }])
		return { ok: true, created, changed: written.length - created }
	})
}
