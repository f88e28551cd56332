import { invariant } from './invariant.ts'

/** Ten-thousandths of a unit as a safe integer: 3 pieces are 30 000 (commerce-engine.md section 2). */
export type Quantity = number

export const QUANTITY_SCALE = 10_000
const QUANTITY_DIGITS = 4

/** `digits` says how finely a unit may be split: each 0, kilogram up to 4. */
export type UnitOfMeasure = { code: string; digits: number }

/** `numerator` / `denominator` of the other unit make one of this one: a case of 12 each is 12/1. */
export type PackRatio = { numerator: number; denominator: number }

export type PackRounding = 'exact' | 'up' | 'down' | 'nearest'

export function wholeQuantity(units: number): Quantity {
	invariant(Number.isSafeInteger(units) && Number.isSafeInteger(units * QUANTITY_SCALE), `${units} is not a whole quantity`)
	return units * QUANTITY_SCALE
}

/** A plain decimal such as `2.5`, no sign, no exponent, no grouping; null when it is anything else. */
export function parseQuantity(text: string): Quantity | null {
	const match = /^(\d{1,11})(?:\.(\d+))?$/.exec(text.trim())
	if (!match) return null
	const fraction = (match[2] ?? '').replace(/0+$/, '')
	if (fraction.length > QUANTITY_DIGITS) return null
	return Number(match[1]) * QUANTITY_SCALE + Number(fraction.padEnd(QUANTITY_DIGITS, '0'))
}

/** The shortest exact decimal: 25000 is `2.5`, 30000 is `3`. */
export function printQuantity(quantity: Quantity): string {
	invariant(Number.isSafeInteger(quantity), `${quantity} is not a quantity`)
	const magnitude = Math.abs(quantity)
	const fraction = String(magnitude % QUANTITY_SCALE)
		.padStart(QUANTITY_DIGITS, '0')
		.replace(/0+$/, '')
	return `${quantity < 0 ? '-' : ''}${Math.floor(magnitude / QUANTITY_SCALE)}${fraction ? `.${fraction}` : ''}`
}

/** The smallest amount of a unit that can be ordered: 10 000 for each, 1 for a unit with four digits. */
export function smallestStep(unit: UnitOfMeasure): Quantity {
	invariant(Number.isInteger(unit.digits) && unit.digits >= 0 && unit.digits <= QUANTITY_DIGITS, `unit ${unit.code} has ${unit.digits} digits`)
	return 10 ** (QUANTITY_DIGITS - unit.digits)
}

export function fitsUnit(quantity: Quantity, unit: UnitOfMeasure): boolean {
	return Number.isSafeInteger(quantity) && quantity % smallestStep(unit) === 0
}

/** The smallest multiple of `increment`, counted from 0, that holds `quantity` and reaches `minimum`. */
export function roundUpToIncrement(quantity: Quantity, increment: Quantity, minimum: Quantity = 0): Quantity {
	invariant(increment > 0, 'an increment is positive')
	const wanted = Math.max(quantity, minimum)
	return wanted + ((increment - (wanted % increment)) % increment)
}

/**
 * A quantity in another unit, exactly, rounded to what that unit can express. `exact` answers null when the
 * target unit cannot hold the result (7 each are no whole number of cases of 12).
 */
export function convertPack(quantity: Quantity, ratio: PackRatio, to: UnitOfMeasure, rounding: PackRounding): Quantity | null {
	invariant(ratio.numerator > 0 && ratio.denominator > 0, 'a pack ratio is positive')
	invariant(quantity >= 0, 'a quantity to convert is not negative')
	const step = BigInt(smallestStep(to))
	const numerator = BigInt(quantity) * BigInt(ratio.numerator)
	const denominator = BigInt(ratio.denominator) * step
	const floor = numerator / denominator
	const rest = numerator % denominator
	if (rest !== 0n && rounding === 'exact') return null
	const up = rest !== 0n && (rounding === 'up' || (rounding === 'nearest' && rest * 2n >= denominator))
	const converted = Number((up ? floor + 1n : floor) * step)
	invariant(Number.isSafeInteger(converted), 'a converted quantity passes 2^53')
	return converted
}
