import { type Currency, currencyExponent, MICROS_SCALE } from './money.ts'
import { divideRounded, type Rounding } from './rounding.ts'
import { QUANTITY_SCALE, type Quantity } from './units.ts'

/** `exactNet` counts hundred-millionths of the currency: what a source says where it is finer than the currency's minor unit. */
export type ExactLine = { resolvedMinor: number; netMinor: number; exactNet: bigint; isFiner: boolean }

const EXACT_DIGITS = 8

/**
 * A line of somebody else's document: unit price × quantity (negative on credit notes) × (1 − discount), each amount rounded
 * once. `discountMicros` is a fraction: 5 % is 50 000n. A net beyond 8 digits is rounded there, and only there.
 */
export function exactLine(unitPriceMicros: bigint, quantity: Quantity, discountMicros: bigint, currency: Currency, rounding: Rounding): ExactLine {
	const minorScale = 10n ** BigInt(currencyExponent(currency))
	const gross = unitPriceMicros * BigInt(quantity)
	const net = gross * (MICROS_SCALE - discountMicros)
	const grossScale = MICROS_SCALE * BigInt(QUANTITY_SCALE)
	const netMinor = Number(divideRounded(net * minorScale, grossScale * MICROS_SCALE, rounding))
	const exactNet = divideRounded(net * 10n ** BigInt(EXACT_DIGITS), grossScale * MICROS_SCALE, rounding)
	return {
		resolvedMinor: Number(divideRounded(gross * minorScale, grossScale, rounding)),
		netMinor,
		exactNet,
		isFiner: exactNet * minorScale !== BigInt(netMinor) * 10n ** BigInt(EXACT_DIGITS),
	}
}

/** Always with 8 digits: 100 000n is `0.00100000`. */
export function printExact(exact: bigint): string {
	const magnitude = (exact < 0n ? -exact : exact).toString().padStart(EXACT_DIGITS + 1, '0')
	return `${exact < 0n ? '-' : ''}${magnitude.slice(0, -EXACT_DIGITS)}.${magnitude.slice(-EXACT_DIGITS)}`
}

/** What `printExact` printed. */
export function parseExact(text: string): bigint {
	return BigInt(text.replace('.', ''))
}
