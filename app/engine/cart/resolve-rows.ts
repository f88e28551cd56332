import { type Refusal, refusal } from '../base/refusal.ts'
import { fitsUnit, parseQuantity, printQuantity, type Quantity, roundUpToIncrement, type UnitOfMeasure } from '../base/units.ts'
import { type BundleChoice, chooseInside } from '../catalog/bundle-choice.ts'
import type { BuyingBlock } from '../entitlement/decide-buying.ts'

/** A row as a person or a machine gives it: typed, pasted, from a file or by the API. */
export type AskedRow = {
	sku: string
	quantity: string
	unit: string | null
	locationId: number | null
	requestedOn: string | null
	/** Of a bundle: SKUs that are chosen; as usual where none of a choice is named. */
	chosen?: readonly string[]
}

/** What the row's SKU is to this account. `productId` null: unknown or not to be seen, which answer alike (section 3). */
export type FoundProduct = {
	productId: number | null
	unit: UnitOfMeasure | null
	sku: string | null
	supersededBySku: string | null
	incrementQuantity: Quantity
	minimumQuantity: Quantity
	/** Why this person may see it and not buy it, and what would lift that; empty when she may. */
	blocks: readonly BuyingBlock[]
	/** What can be chosen inside, of a bundle. */
	choices?: readonly BundleChoice[]
}

export type WantedRow = {
	row: number
	productId: number
	unit: string
	quantity: Quantity
	locationId: number | null
	requestedOn: string | null
	chosen: readonly number[] | null
}

/** Something that was done to a row and is told: the quantity went up to whole packs, the product has a successor. */
export type RowNotice = { code: 'PACK_ROUNDED' | 'SUPERSEDED'; row: number; facts: Record<string, string> }

/** More than anybody orders of one thing; numeric(14,4) holds ten digits before the point. */
const MOST: Quantity = 1_000_000 * 10_000

/**
 * What each row means (commerce-engine.md section 9): exact, pack-rounded, superseded or refused by name; `line` of a
 * refusal is the row's place from 1. Nothing is dropped: each row is either wanted or refused.
 */
export function resolveRows(
	asked: readonly AskedRow[],
	found: readonly FoundProduct[],
	today: string,
): { wanted: WantedRow[]; notices: RowNotice[]; refusals: Refusal[] } {
	const wanted: WantedRow[] = []
	const notices: RowNotice[] = []
	const refusals: Refusal[] = []
	for (const [index, row] of asked.entries()) {
		const line = index + 1
		const product = found[index]
		const refused = refuseRow(row, product, line, today) ?? refuseBlocked(row, product, line)
		if (refused) {
			refusals.push(refused)
			continue
		}
		if (!product?.productId || !product.unit) continue
		const choices = product.choices ?? []
		const inside = chooseInside(choices, row.chosen ?? [], line)
		if (!inside.ok) {
			refusals.push(...inside.refusals)
			continue
		}
		const quantity = parseQuantity(row.quantity) ?? 0
		const packed = roundUpToIncrement(quantity, product.incrementQuantity)
		if (packed !== quantity)
			notices.push({ code: 'PACK_ROUNDED', row: line, facts: { sku: product.sku ?? row.sku, from: printQuantity(quantity), to: printQuantity(packed) } })
		if (product.supersededBySku) notices.push({ code: 'SUPERSEDED', row: line, facts: { sku: product.sku ?? row.sku, by: product.supersededBySku } })
		wanted.push({
			row: line,
			productId: product.productId,
			unit: product.unit.code,
			quantity: packed,
			locationId: row.locationId,
			requestedOn: row.requestedOn,
			chosen: choices.length > 0 ? inside.ids : null,
		})
	}
	return { wanted, notices, refusals }
}

/** "May see but not buy" (section 3): at the door of the cart, with its reason and what lifts it. */
function refuseBlocked(row: AskedRow, product: FoundProduct | undefined, line: number): Refusal | null {
	const [block] = product?.blocks ?? []
	return block ? refusal(block.code, { ...block.facts, sku: product?.sku ?? row.sku, liftedBy: block.liftedBy }, line) : null
}

function refuseRow(row: AskedRow, product: FoundProduct | undefined, line: number, today: string): Refusal | null {
	const sku = row.sku.slice(0, 80)
	if (!product?.productId) return refusal('PRODUCT_UNKNOWN', { sku }, line)
	if (!product.unit) return refusal('UNIT_UNKNOWN', { sku, unit: (row.unit ?? '').slice(0, 20) }, line)
	const quantity = parseQuantity(row.quantity)
	if (quantity === null || quantity <= 0) return refusal('QUANTITY_INVALID', { sku, quantity: row.quantity.slice(0, 20) }, line)
	if (quantity > MOST) return refusal('QUANTITY_TOO_LARGE', { sku, quantity: row.quantity.slice(0, 20), most: printQuantity(MOST) }, line)
	if (!fitsUnit(quantity, product.unit))
		return refusal('QUANTITY_FRACTION', { sku, quantity: row.quantity, unit: product.unit.code, digits: product.unit.digits }, line)
	if (row.requestedOn !== null && !isDay(row.requestedOn)) return refusal('REQUESTED_DAY_INVALID', { requestedOn: row.requestedOn.slice(0, 20) }, line)
	return row.requestedOn !== null && row.requestedOn < today ? refusal('REQUESTED_DAY_PAST', { requestedOn: row.requestedOn }, line) : null
}

/** A day that the calendar has: the 31st of February is none. */
export function isDay(text: string): boolean {
	if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
	const day = new Date(`${text}T00:00:00Z`)
	return !Number.isNaN(day.getTime()) && day.toISOString().startsWith(text)
}
