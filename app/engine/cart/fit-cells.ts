import type { Quantity } from '../base/units.ts'
import type { CartAllocation } from './cart-input.ts'

/**
 * The cells that change when a line of `cells` is brought to `wanted`: what is missing goes to the largest cell, what is
 * too much leaves the last ones first. Law: afterwards the cells sum to `wanted`, and none is negative. Ties to the earlier cell.
 */
export function fitCells(cells: readonly CartAllocation[], wanted: Quantity): CartAllocation[] {
	const sum = cells.reduce((total, { quantity }) => total + quantity, 0)
	const [first] = [...cells].sort((a, b) => b.quantity - a.quantity)
	if (first && wanted > sum) return [{ groupKey: first.groupKey, quantity: first.quantity + wanted - sum }]
	let tooMuch = sum - wanted
	return [...cells].reverse().flatMap(({ groupKey, quantity }) => {
		const less = Math.min(quantity, Math.max(0, tooMuch))
		tooMuch -= less
		return less > 0 ? [{ groupKey, quantity: quantity - less }] : []
	})
}
