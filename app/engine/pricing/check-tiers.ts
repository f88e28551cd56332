import { microsOf, parseMicros } from '../base/money.ts'
import { type Fact, type Refusal, refusal } from '../base/refusal.ts'
import { fitsUnit, parseQuantity, type UnitOfMeasure } from '../base/units.ts'
import type { PriceTier } from './price-candidate.ts'

/** At most so many tiers per entry (commerce-engine.md section 7). */
const MOST_TIERS = 20

/** A tier as somebody typed it: decimals in text. */
export type TypedTier = { from: string; price: string }

/** Something to know before it counts, that does not keep it from counting. */
export type PriceWarning = { code: 'PRICE_UNDER_FLOOR' | 'PRICE_UNDER_COST' | 'PRICE_RISES'; facts: Record<string, Fact> }

export type TierQuestion = { sku: string; unit: UnitOfMeasure; floorPrice: string | null; unitCost: string | null }

/**
 * Tiers from what was typed, or every refusal: TIERS_EMPTY, TIERS_TOO_MANY, TIER_QUANTITY_INVALID, PRICE_INVALID (not a
 * plain decimal, negative, or finer than six digits), TIERS_NOT_ASCENDING. `line` names the entry they belong to.
 */
export function checkTiers(
	typed: readonly TypedTier[],
	question: TierQuestion,
	line: number,
): { ok: true; tiers: PriceTier[]; warnings: PriceWarning[] } | { ok: false; refusals: Refusal[] } {
	const { sku, unit } = question
	const refusals: Refusal[] = []
	if (typed.length === 0) refusals.push(refusal('TIERS_EMPTY', { sku }, line))
	if (typed.length > MOST_TIERS) refusals.push(refusal('TIERS_TOO_MANY', { sku, most: MOST_TIERS }, line))
	const tiers: PriceTier[] = []
	for (const { from, price } of typed) {
		const quantity = parseQuantity(from)
		const micros = parseMicros(price)
		if (quantity === null || quantity <= 0 || !fitsUnit(quantity, unit))
			refusals.push(refusal('TIER_QUANTITY_INVALID', { sku, given: from, unit: unit.code }, line))
		else if (tiers.some((tier) => tier.from >= quantity)) refusals.push(refusal('TIERS_NOT_ASCENDING', { sku, given: from }, line))
		if (micros === null || micros < 0n) refusals.push(refusal('PRICE_INVALID', { sku, given: price }, line))
		tiers.push({ from: quantity ?? 0, unitPriceMicros: micros ?? 0n })
	}
	return refusals.length > 0 ? { ok: false, refusals } : { ok: true, tiers, warnings: warnOf(tiers, question) }
}

function warnOf(tiers: readonly PriceTier[], { sku, floorPrice, unitCost }: TierQuestion): PriceWarning[] {
	const isUnder = (price: string) => tiers.some(({ unitPriceMicros }) => unitPriceMicros < microsOf(price))
	const warnings: PriceWarning[] = []
	if (floorPrice !== null && isUnder(floorPrice)) warnings.push({ code: 'PRICE_UNDER_FLOOR', facts: { sku, floorPrice } })
	if (unitCost !== null && isUnder(unitCost)) warnings.push({ code: 'PRICE_UNDER_COST', facts: { sku, unitCost } })
	if (tiers.some(({ unitPriceMicros }, index) => index > 0 && unitPriceMicros > (tiers[index - 1]?.unitPriceMicros ?? 0n)))
		warnings.push({ code: 'PRICE_RISES', facts: { sku } })
	return warnings
}
