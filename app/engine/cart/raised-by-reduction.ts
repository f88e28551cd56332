import { extend } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import type { PricedCart } from './priced-cart.ts'

/** A line that a smaller quantity makes dearer: 5 → 3 is 3 × 18.00 = 54.00 instead of 53.25. */
export type RaisedLine = {
	sequence: number
	quantity: Quantity
	beforeMicros: bigint
	afterMicros: bigint
	resolvedMinor: number
	insteadOfMinor: number
}

/**
 * The lines whose unit price rises because the buyer orders less (commerce-engine.md section 7): shown before the edit
 * is saved, which needs her consent. Also lines she did not touch, when they shared the tier.
 */
export function raisedByReduction(before: PricedCart, after: PricedCart): RaisedLine[] {
	const known = new Map(before.lines.map((line) => [line.sequence, line]))
	return after.lines.flatMap(({ sequence, quantity, unitPriceMicros, resolvedMinor }): RaisedLine[] => {
		const beforeMicros = known.get(sequence)?.unitPriceMicros ?? null
		if (beforeMicros === null || unitPriceMicros === null || unitPriceMicros <= beforeMicros) return []
		const insteadOfMinor = extend(beforeMicros, quantity, after.currency, after.rounding)
		return [{ sequence, quantity, beforeMicros, afterMicros: unitPriceMicros, resolvedMinor, insteadOfMinor }]
	})
}
