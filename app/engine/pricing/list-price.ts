import { shownMicros } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import { decidePrice, type Offer } from './decide-price.ts'
import { stepsAhead, withMore } from './next-tier.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'

/** What a list page shows. Null is PRICE_ON_REQUEST. */
export type ListPrice = {
	unitPriceMicros: bigint
	quantity: Quantity
	rung: Offer['rung']
	bookId: number | null
	promotable: boolean
	/** The lowest tier price that ordering more can reach, and from which quantity; null when more is never cheaper. */
	lowest: { unitPriceMicros: bigint; from: Quantity } | null
}

export type ListContext = Omit<PriceContext, 'quantity' | 'basis' | 'quoted' | 'override' | 'deliverOn'>

function lowestAhead(context: PriceContext, candidates: readonly PriceCandidate[], now: bigint): ListPrice['lowest'] {
	let lowest: ListPrice['lowest'] = null
	for (const more of stepsAhead(context, candidates)) {
		const { winner } = decidePrice(withMore(context, more), candidates)
		const unitPriceMicros = winner && (winner.tier?.unitPriceMicros ?? shownMicros(winner.price, context.rounding))
		if (unitPriceMicros !== null && unitPriceMicros < (lowest?.unitPriceMicros ?? now)) lowest = { unitPriceMicros, from: context.quantity + more }
	}
	return lowest
}

/**
 * The price of a product on a list page (commerce-engine.md section 4): for its minimum orderable quantity, with an
 * empty basis, at the session's ship-to, by the same decision as a cart line but without trace or hash.
 */
export function listPrice(context: ListContext, minimumOrderable: Quantity, candidates: readonly PriceCandidate[]): ListPrice | null {
	const full: PriceContext = { ...context, deliverOn: null, quantity: minimumOrderable, basis: { line: minimumOrderable, order: minimumOrderable } }
	const { winner } = decidePrice(full, candidates)
	if (winner === null) return null
	const unitPriceMicros = shownMicros(winner.price, context.rounding)
	const hasTiers = candidates.some((candidate) => candidate.tiers.length > 1 || (candidate.tiers[0]?.from ?? 0) > minimumOrderable)
	return {
		unitPriceMicros,
		quantity: minimumOrderable,
		rung: winner.rung,
		bookId: winner.candidate?.bookId ?? null,
		promotable: winner.candidate?.promotable ?? false,
		lowest: hasTiers ? lowestAhead(full, candidates, unitPriceMicros) : null,
	}
}
