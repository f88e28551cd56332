import { divideRounded } from '../base/rounding.ts'
import type { PriceTier } from './price-candidate.ts'

const MOST = 99_999_999n

/**
 * By how much a unit price changes at most, at any quantity, in hundredths of a percent with its sign; null where it was
 * 0 and is not. Looked at where a tier of either begins: between two such quantities neither price moves.
 */
export function largestChange(before: readonly PriceTier[], after: readonly PriceTier[]): number | null {
	const quantities = [...new Set([...before, ...after].map(({ from }) => from))]
	const changes = quantities.map((quantity) => change(priceAt(before, quantity), priceAt(after, quantity)))
	if (changes.some((one) => one === null)) return null
	return changes.reduce<number>((most, one) => (Math.abs(one ?? 0) > Math.abs(most) ? (one ?? 0) : most), 0)
}

/** Below the first tier there is no price; what is compared there is the first one. */
function priceAt(tiers: readonly PriceTier[], quantity: number): bigint {
	return (tiers.findLast(({ from }) => from <= quantity) ?? tiers[0])?.unitPriceMicros ?? 0n
}

function change(before: bigint, after: bigint): number | null {
	if (before === after) return 0
	if (before === 0n) return null
	const bp = divideRounded((after - before) * 10_000n, before, 'half_away')
	return Number(bp > MOST ? MOST : bp)
}
