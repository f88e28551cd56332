import { invariant } from '../base/invariant.ts'
import { averagePrice, convertMicros, type ExactPrice, exactPrice, withEnding } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import type { PriceCandidate, PriceTier } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import { basisOf } from './reject-candidate.ts'

export type TierBand = { from: Quantity; unitPriceMicros: bigint; quantity: Quantity }

/** What a candidate asks: the tier reached, the exact price of a unit, and for graduated prices the bands it is made of. */
export type TierPrice = { tier: PriceTier; price: ExactPrice; bands: TierBand[] | null }

/** A tier's own price in the currency asked for; conversion keeps 6 digits, an ending makes a new unit price (section 2). */
export function pricedTier(candidate: PriceCandidate, tier: PriceTier, context: PriceContext): PriceTier {
	const { fx } = candidate
	if (candidate.rung !== 'fx' || fx === null) return tier
	const converted = convertMicros(tier.unitPriceMicros, fx.rate, context.rounding)
	return { from: tier.from, unitPriceMicros: fx.ending ? withEnding(converted, fx.ending.stepMicros, fx.ending.endingMicros) : converted }
}

function tierAt(tiers: readonly PriceTier[], basis: Quantity): PriceTier {
	let reached: PriceTier | undefined
	for (const tier of tiers) if (tier.from <= basis && (reached === undefined || tier.from > reached.from)) reached = tier
	invariant(reached, 'a candidate below its minimum has no tier')
	return reached
}

/**
 * The bands of a graduated price over (committed, committed + shared]: the first starts at 0, each later one with the
 * unit that reaches its tier, so 7 pieces at 18.50 and 17.75 from 5 are 4 and 3 (P1).
 */
function bandsOf(candidate: PriceCandidate, context: PriceContext, basis: Quantity): TierBand[] {
	const tiers = [...candidate.tiers].sort((a, b) => a.from - b.from)
	const start = candidate.basis === 'account_period' ? candidate.committed : 0
	const bands: TierBand[] = []
	for (const [index, tier] of tiers.entries()) {
		const next = tiers[index + 1]
		const begins = index === 0 ? 0 : tier.from - context.unitStep
		const ends = next === undefined ? basis : Math.min(basis, next.from - context.unitStep)
		const quantity = ends - Math.max(begins, start)
		if (quantity > 0) bands.push({ ...pricedTier(candidate, tier, context), quantity })
	}
	return bands
}

/** The price of a candidate that was not rejected. */
export function tierPriceOf(candidate: PriceCandidate, context: PriceContext): TierPrice {
	const basis = basisOf(candidate, context)
	const tier = pricedTier(candidate, tierAt(candidate.tiers, basis), context)
	if (candidate.tierMode === 'all_units' || candidate.tiers.length === 1) return { tier, price: exactPrice(tier.unitPriceMicros), bands: null }
	const bands = bandsOf(candidate, context, basis)
	return { tier, price: averagePrice(bands), bands }
}
