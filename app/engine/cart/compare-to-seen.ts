import { printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import type { PricedCart } from './priced-cart.ts'

/** What a person last saw: the total with tax, each line's unit price, and the hash of it all. */
export type SeenCart = { hash: string; totalMinor: number; lines: readonly { sequence: number; unitPriceMicros: bigint | null }[] }

export type PriceMove = { sequence: number; beforeMicros: bigint; afterMicros: bigint }

export type SeenComparison = { rises: PriceMove[]; falls: PriceMove[]; totalBeforeMinor: number; totalAfterMinor: number }

/** How prices moved since they were seen. Lines that are new or on request have nothing to compare. */
export function compareToSeen(seen: SeenCart, cart: Pick<PricedCart, 'lines'>, totalMinor: number): SeenComparison {
	const before = new Map(seen.lines.map(({ sequence, unitPriceMicros }) => [sequence, unitPriceMicros]))
	const moves = cart.lines.flatMap(({ sequence, unitPriceMicros }): PriceMove[] => {
		const beforeMicros = before.get(sequence) ?? null
		return beforeMicros === null || unitPriceMicros === null ? [] : [{ sequence, beforeMicros, afterMicros: unitPriceMicros }]
	})
	return {
		rises: moves.filter(({ beforeMicros, afterMicros }) => afterMicros > beforeMicros),
		falls: moves.filter(({ beforeMicros, afterMicros }) => afterMicros < beforeMicros),
		totalBeforeMinor: seen.totalMinor,
		totalAfterMinor: totalMinor,
	}
}

/**
 * `PRICE_CHANGED` with old and new for each line that rose, and for the total when it rose (commerce-engine.md section
 * 4); `hash` is what consent must name. Empty when nothing rose or when `consentedHash` is that hash.
 */
export function refuseRises(comparison: SeenComparison, hash: string, consentedHash: string | null): Refusal[] {
	if (consentedHash === hash) return []
	const { rises, totalBeforeMinor, totalAfterMinor } = comparison
	const refusals = rises.map(({ sequence, beforeMicros, afterMicros }) =>
		refusal('PRICE_CHANGED', { before: printMicros(beforeMicros), after: printMicros(afterMicros), hash }, sequence),
	)
	if (totalAfterMinor > totalBeforeMinor) refusals.push(refusal('PRICE_CHANGED', { totalBeforeMinor, totalAfterMinor, hash }))
	return refusals
}
