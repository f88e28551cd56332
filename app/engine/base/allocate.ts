import { apportion } from './apportion.ts'
import { invariant } from './invariant.ts'

/**
 * Shares of a discount of `totalMinor` over amounts `weights`, in whole minor units, by largest
 * remainder (commerce-engine.md section 6; `apportion` splits nets, taxes and fees).
 *
 * Laws: the shares sum to the total; no share exceeds its weight; a weight of 0 gets nothing;
 * equal weights differ by at most one unit. Throws when the total exceeds the sum of the weights.
 */
export function allocate(totalMinor: number, weights: readonly number[]): number[] {
	const sum = weights.reduce((a, b) => a + b, 0)
	invariant(Number.isSafeInteger(sum) && totalMinor >= 0 && totalMinor <= sum, `cannot share ${totalMinor} over ${sum}`)
	// Under the cap the method is the same: a whole share has no fraction left to take another unit for.
	return apportion(totalMinor, weights)
}
