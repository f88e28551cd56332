import { percentOfMicros } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { OverrideAuthority } from './price-context.ts'

/**
 * The lowest price within an authority: its percent under the listed one, never under the floor. Without a listed price
 * there is nothing to take a percentage of: only a floor can then give authority. Null: no price is within it.
 */
export function leastPrice({ maxPercent, floorMicros }: OverrideAuthority, listedMicros: bigint | null, rounding: Rounding): bigint | null {
	if (listedMicros === null) return floorMicros
	const leastMicros = percentOfMicros(listedMicros, 1_000_000 - maxPercent, rounding)
	return floorMicros !== null && floorMicros > leastMicros ? floorMicros : leastMicros
}
