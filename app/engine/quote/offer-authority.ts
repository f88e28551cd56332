import type { Rounding } from '../base/rounding.ts'
import { authorityOver, type GivenAuthority } from '../pricing/authority.ts'
import { leastPrice } from '../pricing/least-price.ts'
import type { CostFacts } from '../pricing/resolve-price.ts'

/**
 * The least a member of the house may offer for a line, beside the price that holds without the quote (section 10).
 * `given` 'any' is who decides over the others' limits: only the product's floor binds her. Null: no price is hers to give.
 */
export function leastOffer(given: GivenAuthority | 'any', cost: CostFacts, listedMicros: bigint | null, rounding: Rounding): bigint | null {
	return given === 'any' ? (cost.floorMicros ?? 0n) : leastPrice(authorityOver(cost, given), listedMicros, rounding)
}
