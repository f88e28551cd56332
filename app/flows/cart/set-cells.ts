import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type CellWish, deleteEmptyGroups, readLineUnits, touchCart, setCells as writeCells } from '../../../db/queries/cart.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { fitsUnit, parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

export type SetCells = { cartId: number; cells: readonly CellWish[]; expectedVersion: number | null; at: Date }
export type CellsSet = { ok: true; version: number } | { ok: false; refusals: Refusal[] }

const MOST = 1_000_000 * 10_000

function refuseCell(cell: CellWish, unit: { code: string; digits: number } | undefined, line: number): Refusal[] {
	const quantity = parseQuantity(cell.quantity)
	const asked = cell.quantity.slice(0, 20)
	if (!unit) return [refusal('LINE_UNKNOWN', {}, line)]
	if (quantity === null || quantity < 0) return [refusal('QUANTITY_INVALID', { quantity: asked }, line)]
	if (quantity > MOST) return [refusal('QUANTITY_TOO_LARGE', { quantity: asked, most: printQuantity(MOST) }, line)]
	return fitsUnit(quantity, unit) ? [] : [refusal('QUANTITY_FRACTION', { quantity: asked, unit: unit.code, digits: unit.digits }, line)]
}

/**
 * Writes cells of the matrix (section 7): all, or none with every refusal. `CART_CHANGED` when somebody edited the
 * cart since `expectedVersion`: the caller shows both. Null: not this account's cart.
 */
export async function setCells(db: Db, shopper: Shopper, input: SetCells): Promise<CellsSet | null> {
	const key = { accountId: shopper.account.accountId ?? 0, cartId: input.cartId }
	const lines = new Map((await readLineUnits(db, key)).map((line) => [line.id, line]))
	if (lines.size === 0) return null
	const refusals = input.cells.flatMap((cell) => refuseCell(cell, lines.get(cell.lineId), lines.get(cell.lineId)?.sequence ?? 0))
	if (refusals.length > 0) return { ok: false, refusals }
	return withTransaction(db, async (tx) => {
		const cart = await touchCart(tx, { ...key, expectedVersion: input.expectedVersion, at: input.at })
		if (!cart) return { ok: false as const, refusals: [refusal('CART_CHANGED', { seenVersion: input.expectedVersion })] }
		await writeCells(tx, key, input.cells)
		await deleteEmptyGroups(tx, key)
		const { actedByUserId } = actedBy(shopper)
		await saveEvents(tx, [
			{
				topic: 'cart.updated',
				subject: `cart:${cart.id}`,
				accountId: key.accountId,
				contactId: shopper.contactId,
				actedByUserId,
				occurredAt: input.at,
				payload: { cartId: cart.id, change: 'cells', cells: input.cells.length, actor: shopper.kind },
			},
		])
		return { ok: true as const, version: cart.version }
	})
}
