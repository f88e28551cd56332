import { shownMicros } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import { decidePrice } from './decide-price.ts'
import { stepsAhead, withMore } from './next-tier.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'

export type LadderRung = { from: Quantity; unitPriceMicros: bigint }

/**
 * What a unit costs from which quantity on, whichever book gives it (commerce-engine.md section 4): the same decision
 * asked at the quantity of `context` and at each tier ahead. Only quantities at which the price changes; empty on request.
 */
export function priceLadder(context: PriceContext, candidates: readonly PriceCandidate[]): LadderRung[] {
	const ladder: LadderRung[] = []
	for (const more of [0, ...stepsAhead(context, candidates)]) {
		const { winner } = decidePrice(more === 0 ? context : withMore(context, more), candidates)
		if (winner === null) continue
		const unitPriceMicros = winner.tier?.unitPriceMicros ?? shownMicros(winner.price, context.rounding)
		if (ladder.at(-1)?.unitPriceMicros !== unitPriceMicros) ladder.push({ from: context.quantity + more, unitPriceMicros })
	}
	return ladder
}
