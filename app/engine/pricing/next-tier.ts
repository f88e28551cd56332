import { comparePrices, extendExact, shownMicros } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import { decidePrice, type PriceDecision } from './decide-price.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import { basisOf, rejectionOf } from './reject-candidate.ts'

/** "Add q to pay p, saving s": s is what the larger quantity costs at today's price less what it will cost. */
export type NextTier = { addQuantity: Quantity; unitPriceMicros: bigint; savingMinor: number }

/** The same line with more of it. */
export function withMore(context: PriceContext, more: Quantity): PriceContext {
	const { basis } = context
	const mix = basis.mix && new Map([...basis.mix].map(([key, quantity]) => [key, quantity + more] as const))
	return { ...context, quantity: context.quantity + more, basis: { line: basis.line + more, order: basis.order + more, ...(mix ? { mix } : {}) } }
}

/** How much is missing to each tier ahead, of every book that could give this price, ascending and once each. */
export function stepsAhead(context: PriceContext, candidates: readonly PriceCandidate[]): Quantity[] {
	const steps = new Set<Quantity>()
	for (const candidate of candidates) {
		const why = rejectionOf(candidate, context)
		if (why !== null && why !== 'BELOW_MIN') continue
		const basis = basisOf(candidate, context)
		for (const tier of candidate.tiers) if (tier.from > basis) steps.add(tier.from - basis)
	}
	return [...steps].sort((a, b) => a - b)
}

/**
 * The nearest quantity at which a unit becomes cheaper, whichever book makes it so; null when none does. It is found
 * by asking the same decision again, so that a lower tier of a book that would not win is never promised.
 */
export function nextTierOf(context: PriceContext, candidates: readonly PriceCandidate[], decision: PriceDecision): NextTier | null {
	const now = decision.winner
	if (now === null || now.candidate === null) return null
	for (const addQuantity of stepsAhead(context, candidates)) {
		const later = withMore(context, addQuantity)
		const { winner } = decidePrice(later, candidates)
		if (winner === null || comparePrices(winner.price, now.price) >= 0) continue
		const quantity = winner.candidate?.basis === 'line' ? later.basis.line : later.basis.order
		const savingMinor =
			extendExact(now.price, quantity, context.currency, context.rounding) - extendExact(winner.price, quantity, context.currency, context.rounding)
		return { addQuantity, unitPriceMicros: shownMicros(winner.price, context.rounding), savingMinor }
	}
	return null
}
