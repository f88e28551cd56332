import { apportion } from '../base/apportion.ts'
import { type Quantity, roundUpToIncrement, smallestStep, type UnitOfMeasure } from '../base/units.ts'
import type { CartAllocation } from './cart-input.ts'

/** A row of the matrix editor (commerce-engine.md section 7): a line, its cells by delivery group. */
export type MatrixRow = { sequence: number; quantity: Quantity; allocations: readonly CartAllocation[] }
export type MatrixCell = { sequence: number; groupKey: string; quantity: Quantity }

/** Sets cells. A row that is touched comes to the sum of its cells and what was not allocated before; an empty cell goes. */
export function setCells(rows: readonly MatrixRow[], cells: readonly MatrixCell[]): MatrixRow[] {
	return rows.map((row) => {
		const edits = cells.filter(({ sequence }) => sequence === row.sequence)
		if (edits.length === 0) return row
		const quantities = new Map(row.allocations.map(({ groupKey, quantity }) => [groupKey, quantity]))
		const loose = row.quantity - totalOf(quantities)
		for (const { groupKey, quantity } of edits) quantities.set(groupKey, quantity)
		const allocations = [...quantities].filter(([, quantity]) => quantity > 0).map(([groupKey, quantity]) => ({ groupKey, quantity }))
		return { ...row, quantity: totalOf(quantities) + loose, allocations }
	})
}

function totalOf(quantities: ReadonlyMap<string, Quantity>): Quantity {
	return [...quantities.values()].reduce((sum, quantity) => sum + quantity, 0)
}

/** A quantity split as it was split before, in steps the unit allows: "copy last order's split". */
export function splitLike(quantity: Quantity, unit: UnitOfMeasure, before: readonly CartAllocation[]): CartAllocation[] {
	const step = smallestStep(unit)
	const weights = before.map((one) => one.quantity)
	if (weights.every((weight) => weight === 0)) return []
	const shares = apportion(Math.floor(quantity / step), weights)
	return before.map(({ groupKey }, index) => ({ groupKey, quantity: (shares[index] ?? 0) * step })).filter((one) => one.quantity > 0)
}

/** What each store needs to reach its par level, in whole increments: "fill to par". */
export function fillToPar(stores: readonly { groupKey: string; parLevel: Quantity; onHand: Quantity }[], increment: Quantity): CartAllocation[] {
	return stores
		.map(({ groupKey, parLevel, onHand }) => ({ groupKey, quantity: roundUpToIncrement(Math.max(0, parLevel - onHand), increment) }))
		.filter(({ quantity }) => quantity > 0)
}
