import type { Db, Tx } from '../../../db/client.server.ts'
import { isOpenCart } from '../../../db/queries/cart.ts'
import { type CellWish, type LineUnit, readLineUnits, setCells as writeCells } from '../../../db/queries/cart-lines.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { fitsUnit, parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { raisedByReduction } from '../../engine/cart/raised-by-reduction.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from './load-priced-cart.ts'
import { quantityOf } from './read-line.ts'
import { type CartChanged, type CartEdit, type CartKey, saveCartChange } from './save-cart-change.ts'

/** `consent`: a unit may become dearer by it (a machine that takes the price, or a person who was asked). */
export type SetCells = CartEdit & { cells: readonly CellWish[]; consent: boolean; locale: string }

const MOST = 1_000_000 * 10_000

function refuseCell(cell: CellWish, unit: LineUnit | undefined): Refusal[] {
	const quantity = parseQuantity(cell.quantity)
	const line = unit?.sequence ?? 0
	const asked = cell.quantity.slice(0, 20)
	if (!unit) return [refusal('LINE_UNKNOWN', {}, line)]
	if (quantity === null || quantity < 0) return [refusal('QUANTITY_INVALID', { sku: unit.sku, quantity: asked }, line)]
	if (quantity > MOST) return [refusal('QUANTITY_TOO_LARGE', { sku: unit.sku, quantity: asked, most: printQuantity(MOST) }, line)]
	return fitsUnit(quantity, unit) ? [] : [refusal('QUANTITY_FRACTION', { sku: unit.sku, quantity: asked, unit: unit.code, digits: unit.digits }, line)]
}

/** Two quantities for one cell: nobody can say which is meant. */
function refuseTwice(cells: readonly CellWish[]): Refusal[] {
	const once = new Set(cells.map(({ lineId, groupId }) => `${lineId} ${groupId}`))
	return once.size < cells.length ? [refusal('CELL_TWICE')] : []
}

/** Whether any line comes to less, without going altogether: only then a tier can be lost that stays to be paid. */
function reduces(cells: readonly CellWish[], lines: ReadonlyMap<number, LineUnit>): boolean {
	const change = new Map<number, number>()
	for (const { lineId, groupId, quantity } of cells) {
		const before = quantityOf(lines.get(lineId)?.cells[groupId] ?? null)
		change.set(lineId, (change.get(lineId) ?? 0) + quantityOf(quantity) - before)
	}
	return [...change.values()].some((delta) => delta < 0)
}

async function price(tx: Tx, shopper: Shopper, key: CartKey, { locale, at }: SetCells) {
	return (await loadPricedCart(tx, shopper, key, { locale, at }))?.cart ?? null
}

/**
 * Writes cells of the matrix (section 7): all, or none with every refusal. A reduction that makes a unit dearer is
 * refused with `PRICE_RISES` until there is consent. `CART_CHANGED` when somebody edited the cart since
 * `expectedVersion`: the caller shows both. Null: not this account's cart.
 */
export async function setCells(db: Db, shopper: Shopper, input: SetCells): Promise<CartChanged | null> {
	const { cells, consent } = input
	const own = { accountId: shopper.account.accountId ?? 0, cartId: input.cartId }
	const lineIds = [...new Set(cells.map(({ lineId }) => lineId))]
	const lines = new Map((await readLineUnits(db, own, lineIds)).map((line) => [line.id, line]))
	if (lines.size === 0 && !(await isOpenCart(db, own))) return null
	const refusals = [...cells.flatMap((cell) => refuseCell(cell, lines.get(cell.lineId))), ...refuseTwice(cells)]
	if (refusals.length > 0) return { ok: false, refusals }
	const isAsked = !consent && reduces(cells, lines)
	return saveCartChange(db, shopper, input, async (tx, key) => {
		const before = isAsked ? await price(tx, shopper, key, input) : null
		// A delivery that is not of this cart was passed over.
		if ((await writeCells(tx, key, cells)) < cells.length) return null
		const after = before ? await price(tx, shopper, key, input) : null
		const raised = before && after ? raisedByReduction(before, after) : []
		const rises = raised.map(({ sequence, quantity, beforeMicros, afterMicros, resolvedMinor, insteadOfMinor }) =>
			refusal(
				'PRICE_RISES',
				{ before: printMicros(beforeMicros), after: printMicros(afterMicros), quantity: printQuantity(quantity), resolvedMinor, insteadOfMinor },
				sequence,
			),
		)
		return { refusals: rises, what: 'cells', facts: { cells: cells.length } }
	})
}
