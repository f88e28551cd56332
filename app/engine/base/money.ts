import { invariant } from './invariant.ts'
import { divideRounded, type Rounding } from './rounding.ts'
import { QUANTITY_SCALE, type Quantity } from './units.ts'

/** An ISO 4217 code in capitals. */
export type Currency = string

/** Unit prices carry 6 fraction digits: 18.50 is 18 500 000n. */
export const MICROS_SCALE = 1_000_000n

/** Amounts above this are refused by name as `AMOUNT_TOO_LARGE` (commerce-engine.md section 2). */
export const MAX_AMOUNT_MINOR = 10_000_000_000_000

/** numeric(18,6) holds 12 digits before the point. */
const MAX_MICROS = 10n ** 18n - 1n

// ISO 4217 minor units that are not 2 (list one, amendment 177).
const EXPONENTS: Record<string, number> = {
	BIF: 0,
	CLP: 0,
	DJF: 0,
	GNF: 0,
	ISK: 0,
	JPY: 0,
	KMF: 0,
	KRW: 0,
	PYG: 0,
	RWF: 0,
	UGX: 0,
	UYI: 0,
	VND: 0,
	VUV: 0,
	XAF: 0,
	XOF: 0,
	XPF: 0,
	BHD: 3,
	IQD: 3,
	JOD: 3,
	KWD: 3,
	LYD: 3,
	OMR: 3,
	TND: 3,
	CLF: 4,
	UYW: 4,
}

export function currencyExponent(currency: Currency): number {
	invariant(/^[A-Z]{3}$/.test(currency), `${currency} is not a currency code`)
	return EXPONENTS[currency] ?? 2
}

/** A plain decimal such as `18.50` with at most 6 fraction digits; null when it is anything else or too large. */
export function parseMicros(text: string): bigint | null {
	const match = /^(-?)(\d{1,30})(?:\.(\d+))?$/.exec(text.trim())
	if (!match) return null
	const fraction = (match[3] ?? '').replace(/0+$/, '')
	if (fraction.length > 6) return null
	const micros = BigInt(match[2] ?? '') * MICROS_SCALE + BigInt(fraction.padEnd(6, '0'))
	if (micros > MAX_MICROS) return null
	return match[1] ? -micros : micros
}

/** A trusted decimal, as numeric(18,6) columns give it. Throws on anything else. */
export function microsOf(text: string): bigint {
	const micros = parseMicros(text)
	invariant(micros !== null, `${text} is not a unit price`)
	return micros
}

/** Always with 6 fraction digits, as numeric(18,6) prints: 18 500 000n is `18.500000`. */
export function printMicros(micros: bigint): string {
	const magnitude = micros < 0n ? -micros : micros
	return `${micros < 0n ? '-' : ''}${magnitude / MICROS_SCALE}.${String(magnitude % MICROS_SCALE).padStart(6, '0')}`
}

/** A decimal amount in minor units; null when it is no plain decimal, finer than the currency, or above the cap. */
export function parseMinor(text: string, currency: Currency): number | null {
	const match = /^(-?)(\d{1,30})(?:\.(\d+))?$/.exec(text.trim())
	if (!match) return null
	const exponent = currencyExponent(currency)
	const fraction = (match[3] ?? '').replace(/0+$/, '')
	if (fraction.length > exponent) return null
	const minor = BigInt((match[2] ?? '') + fraction.padEnd(exponent, '0'))
	if (minor > BigInt(MAX_AMOUNT_MINOR)) return null
	return match[1] && minor !== 0n ? -Number(minor) : Number(minor)
}

/** The exact decimal of an amount, for machines: 5400 CAD is `54.00`. People read what `ui/format` makes. */
export function printMinor(minor: number, currency: Currency): string {
	invariant(Number.isSafeInteger(minor), `${minor} is not an amount`)
	const exponent = currencyExponent(currency)
	const digits = String(Math.abs(minor)).padStart(exponent + 1, '0')
	const whole = digits.slice(0, digits.length - exponent)
	return `${minor < 0 ? '-' : ''}${whole}${exponent ? `.${digits.slice(-exponent)}` : ''}`
}

/**
 * The extended amount of a line, unit price × quantity, rounded once to minor units (section 2). An amount above
 * the cap comes back as MAX_AMOUNT_MINOR + 1: ask `exceedsCap` and refuse `AMOUNT_TOO_LARGE`.
 */
export function extend(unitPriceMicros: bigint, quantity: Quantity, currency: Currency, rounding: Rounding): number {
	return extendExact({ numerator: unitPriceMicros, denominator: 1n }, quantity, currency, rounding)
}

/** A unit price as an exact fraction of micros; what a graduated price is before anybody looks at it. */
export type ExactPrice = { numerator: bigint; denominator: bigint }

export function exactPrice(unitPriceMicros: bigint): ExactPrice {
	return { numerator: unitPriceMicros, denominator: 1n }
}

/** Below 0 when `a` is the lower price. Exact: two prices are equal only when they are the same number. */
export function comparePrices(a: ExactPrice, b: ExactPrice): number {
	const left = a.denominator === b.denominator ? a.numerator : a.numerator * b.denominator
	const right = a.denominator === b.denominator ? b.numerator : b.numerator * a.denominator
	return left < right ? -1 : left > right ? 1 : 0
}

/** The unit price people see: the quotient to 6 digits (section 4). It is never multiplied again. */
export function shownMicros(price: ExactPrice, rounding: Rounding): bigint {
	return price.denominator === 1n ? price.numerator : divideRounded(price.numerator, price.denominator, rounding)
}

/** As `extend`, from an exact price: bands of a graduated price stay one product and are rounded once. */
export function extendExact(price: ExactPrice, quantity: Quantity, currency: Currency, rounding: Rounding): number {
	const product = price.numerator * BigInt(quantity) * BigInt(10 ** currencyExponent(currency))
	const minor = divideRounded(product, price.denominator * MICROS_SCALE * BigInt(QUANTITY_SCALE), rounding)
	// An amount over the cap stays a safe integer just above it, so that the caller can still refuse by name.
	return minor > BigInt(MAX_AMOUNT_MINOR) ? MAX_AMOUNT_MINOR + 1 : Number(minor)
}

/** The average of several unit prices over their quantities. Throws when there is no quantity. */
export function averagePrice(bands: readonly { unitPriceMicros: bigint; quantity: Quantity }[]): ExactPrice {
	const price = { numerator: 0n, denominator: 0n }
	for (const { unitPriceMicros, quantity } of bands) {
		price.numerator += unitPriceMicros * BigInt(quantity)
		price.denominator += BigInt(quantity)
	}
	invariant(price.denominator > 0n, 'no quantity to take an average over')
	return price
}

/** What several things bought together come to less `offPpm` millionths, to 6 digits, rounded once. */
export function sumMicros(parts: readonly { unitPriceMicros: bigint; quantity: Quantity }[], offPpm: number, rounding: Rounding): bigint {
	const whole = parts.reduce((sum, { unitPriceMicros, quantity }) => sum + unitPriceMicros * BigInt(quantity), 0n)
	return divideRounded(whole * BigInt(1_000_000 - offPpm), BigInt(QUANTITY_SCALE) * 1_000_000n, rounding)
}

export function exceedsCap(minor: number): boolean {
	return Math.abs(minor) > MAX_AMOUNT_MINOR
}

/** `percent` in ten-thousandths of a percent point (5 % is 50 000) of an amount, rounded once. */
export function percentOf(minor: number, percent: number, rounding: Rounding): number {
	return Number(divideRounded(BigInt(minor) * BigInt(percent), 1_000_000n, rounding))
}

/** The share of a unit price, for offers such as "10 % under the book", to 6 digits. */
export function percentOfMicros(micros: bigint, percent: number, rounding: Rounding): bigint {
	return divideRounded(micros * BigInt(percent), 1_000_000n, rounding)
}

/** The lowest price of which `percent` whole points are margin over `costMicros`: cost / (1 − margin), rounded up, for a millionth too little would not hold it. */
export function leavingMargin(costMicros: bigint, percent: number): bigint {
	invariant(Number.isInteger(percent) && percent >= 0 && percent < 100, `${percent} is no margin`)
	const left = BigInt(100 - percent)
	return (costMicros * 100n + left - 1n) / left
}

/** Exchange rates carry 8 fraction digits: 1.3725 is 137 250 000n. */
export const RATE_SCALE = 100_000_000n

/** A trusted positive decimal with at most 8 fraction digits, as numeric(18,8) columns give it. */
export function rateOf(text: string): bigint {
	const match = /^(\d{1,10})(?:\.(\d{1,8}))?$/.exec(text)
	const rate = match ? BigInt(match[1] ?? '') * RATE_SCALE + BigInt((match[2] ?? '').padEnd(8, '0')) : 0n
	invariant(rate > 0n, `${text} is not an exchange rate`)
	return rate
}

/** The shortest decimal of a rate: 137 250 000n is `1.3725`. */
export function printRate(rate: bigint): string {
	const fraction = String(rate % RATE_SCALE)
		.padStart(8, '0')
		.replace(/0+$/, '')
	return `${rate / RATE_SCALE}${fraction ? `.${fraction}` : ''}`
}

/** A dated exchange rate applied to a unit price, kept to 6 digits; 18.50 × 1.3725 = 25.391250 (section 2). */
export function convertMicros(micros: bigint, rate: bigint, rounding: Rounding): bigint {
	return divideRounded(micros * rate, RATE_SCALE, rounding)
}

/**
 * The nearest price with a house ending: the ending is what remains below `stepMicros` (9.99 endings are step
 * 1.000000, ending 0.990000). Ties go up; never below the ending itself.
 */
export function withEnding(micros: bigint, stepMicros: bigint, endingMicros: bigint): bigint {
	invariant(stepMicros > 0n && endingMicros >= 0n && endingMicros < stepMicros, 'an ending is smaller than its step')
	const floor = micros < endingMicros ? 0n : (micros - endingMicros) / stepMicros
	const below = floor * stepMicros + endingMicros
	return (micros - below) * 2n >= stepMicros ? below + stepMicros : below
}

/** Whether a unit price is further from what was agreed than `percent` of that, up or down. */
export function movedTooFar(agreedMicros: bigint, nowMicros: bigint, percent: number): boolean {
	const moved = nowMicros > agreedMicros ? nowMicros - agreedMicros : agreedMicros - nowMicros
	return moved * 100n > agreedMicros * BigInt(percent)
}
