import { invariant } from './invariant.ts'

/** Selectable per seller entity and copied onto the order (commerce-engine.md section 2). */
export type Rounding = 'half_away' | 'half_even'

/** The exact quotient rounded to a whole number. Throws unless the denominator is positive. */
export function divideRounded(numerator: bigint, denominator: bigint, rounding: Rounding): bigint {
	invariant(denominator > 0n, `cannot divide by ${denominator}`)
	const negative = numerator < 0n
	const magnitude = negative ? -numerator : numerator
	const floor = magnitude / denominator
	const twice = (magnitude % denominator) * 2n
	const up = twice > denominator || (twice === denominator && (rounding === 'half_away' || floor % 2n === 1n))
	const rounded = up ? floor + 1n : floor
	return negative ? -rounded : rounded
}
