import { leavingMargin } from '../base/money.ts'
import type { OverrideAuthority } from './price-context.ts'
import type { CostFacts } from './resolve-price.ts'

/** What a member of the house may give: whole percent under the price that would hold, and the margin over cost that must stay; null: no such rule. */
export type GivenAuthority = { maxPercent: number; minMarginPercent: number | null }

/**
 * How far an override may go for one product (commerce-engine.md section 10): never under the product's floor, and never
 * so low that less than her least margin is left. A product without a cost has no margin to hold.
 */
export function authorityOver({ costMicros, floorMicros }: CostFacts, { maxPercent, minMarginPercent }: GivenAuthority): OverrideAuthority {
	const leastMicros = minMarginPercent === null || costMicros === null ? null : leavingMargin(costMicros, minMarginPercent)
	const isHigher = leastMicros !== null && (floorMicros === null || leastMicros > floorMicros)
	return { maxPercent: Math.round(maxPercent * 10_000), floorMicros: isHigher ? leastMicros : floorMicros }
}
