import type { Quantity } from '../base/units.ts'
import type { Reached } from './judge-promotion.ts'
import type { PromotionInput } from './promotion.ts'
import { type LineState, portionOf, sumOf } from './workbench.ts'

/** Units of one line set aside for a use of a promotion. */
export type Taking = { state: LineState; quantity: Quantity }

/** How much of each line this lane's promotions have used: each unit is used once per lane. */
export type UsedUnits = Map<LineState, Quantity>

export function unusedOf(reached: readonly Reached[], used: UsedUnits): Taking[] {
	return reached
		.map(({ state, quantity }) => ({ state, quantity: Math.min(quantity, state.line.quantity - (used.get(state) ?? 0)) }))
		.filter(({ quantity }) => quantity > 0)
}

/** Dearest unit first; equal units in line order. */
export function dearestFirst(a: Taking, b: Taking): number {
	const left = BigInt(a.state.entryMinor) * BigInt(b.state.line.quantity)
	const right = BigInt(b.state.entryMinor) * BigInt(a.state.line.quantity)
	return left === right ? a.state.line.sequence - b.state.line.sequence : left > right ? -1 : 1
}

/** Equal units from the last line, so that the first lines remain triggers. */
export function cheapestFirst(a: Taking, b: Taking): number {
	return dearestFirst(b, a)
}

/** Takes `wanted` in the order given; `most` may hold a line back. Less than wanted means the units are not there. */
export function takeUnits(pool: readonly Taking[], wanted: Quantity, most: (taking: Taking) => Quantity = (taking) => taking.quantity): Taking[] {
	let left = wanted
	const takings: Taking[] = []
	for (const taking of pool) {
		const quantity = Math.min(left, most(taking))
		if (quantity <= 0) continue
		takings.push({ state: taking.state, quantity })
		left -= quantity
	}
	return takings
}

export function without(pool: readonly Taking[], takings: readonly Taking[]): Taking[] {
	const gone = new Map(takings.map(({ state, quantity }) => [state, quantity]))
	return pool.map(({ state, quantity }) => ({ state, quantity: quantity - (gone.get(state) ?? 0) })).filter(({ quantity }) => quantity > 0)
}

export function use(used: UsedUnits, takings: readonly Taking[]) {
	for (const { state, quantity } of takings) used.set(state, (used.get(state) ?? 0) + quantity)
}

export function quantityOf(takings: readonly Taking[]): Quantity {
	return sumOf(takings.map(({ quantity }) => quantity))
}

/** What the taken units cost at the entry of the phase, in minor units. */
export function worthOf({ state, quantity }: Taking, { rounding }: PromotionInput): number {
	return portionOf(state.entryMinor, quantity, state.line.quantity, rounding)
}

/** The largest count in 0…most for which `fits` holds; `fits` must not hold again after it failed. */
export function mostThatFit(most: number, fits: (count: number) => boolean): number {
	let low = 0
	let high = most
	while (low < high) {
		const count = low + Math.ceil((high - low) / 2)
		if (fits(count)) low = count
		else high = count - 1
	}
	return low
}
