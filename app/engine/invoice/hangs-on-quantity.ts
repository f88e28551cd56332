import type { Quantity } from '../base/units.ts'
import type { PublicTrace } from '../pricing/price-trace.ts'

/** By what a line's price was decided: `isDiscounted` when a promotion took something off it, `isCounted` when a contract period counts it. */
export type BoundLine = {
	sequence: number
	traces: readonly Pick<PublicTrace, 'basis' | 'candidates' | 'bands'>[]
	isDiscounted: boolean
	isCounted: boolean
}

/** A price as it was decided: whether so much less would have had another one (section 7: a buyer's reduction below a tier). */
export function losesTier(trace: BoundLine['traces'][number], lessQuantity: Quantity): boolean {
	const from = trace.candidates.find(({ status }) => status === 'won')?.tierFrom ?? null
	if (trace.bands) return true
	if (from === null || lessQuantity === 0) return false
	// The tier was reached by the line, or else by what it counts with: the smaller of those that reach it tells.
	const { line, order } = trace.basis
	// What does not come at all has no price to lose.
	if (lessQuantity >= line) return false
	const basis = line >= from ? line : order
	return basis - lessQuantity < from
}

/**
 * The lines whose price or promotions hang on how much was ordered, when so much less of them comes (commerce-engine.md
 * section 7): a buyer does not keep what she earned with more, she is offered the new price (decision 0353). `less` by
 * sequence, with what fell away before; an order that gave something hangs together as a whole.
 */
export function hangsOnQuantity(lines: readonly BoundLine[], less: ReadonlyMap<number, Quantity>, { hasGift }: { hasGift: boolean }): Set<number> {
	const hangs = ({ sequence, traces, isDiscounted, isCounted }: BoundLine) =>
		hasGift || isDiscounted || isCounted || traces.some((trace) => losesTier(trace, less.get(sequence) ?? 0))
	return new Set(lines.filter(hangs).map(({ sequence }) => sequence))
}
