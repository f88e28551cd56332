/** Exact fractions for the naive pricer; shares nothing with the app. */
export type Fraction = { n: bigint; d: bigint }

function gcd(a: bigint, b: bigint): bigint {
	return b === 0n ? (a < 0n ? -a : a) : gcd(b, a % b)
}

export function fraction(n: bigint | number, d: bigint | number = 1n): Fraction {
	const [top, bottom] = [BigInt(n), BigInt(d)]
	if (bottom === 0n) throw new Error('a fraction over nothing')
	const by = gcd(top, bottom) * (bottom < 0n ? -1n : 1n)
	return { n: top / by, d: bottom / by }
}

/** `18.50` as written, exactly. */
export function decimal(text: string): Fraction {
	const [whole = '0', part = ''] = text.split('.')
	return fraction(BigInt(whole + part), 10n ** BigInt(part.length))
}

export const add = (a: Fraction, b: Fraction) => fraction(a.n * b.d + b.n * a.d, a.d * b.d)
export const subtract = (a: Fraction, b: Fraction) => fraction(a.n * b.d - b.n * a.d, a.d * b.d)
export const times = (a: Fraction, b: Fraction) => fraction(a.n * b.n, a.d * b.d)
export const over = (a: Fraction, b: Fraction) => fraction(a.n * b.d, a.d * b.n)
export const compare = (a: Fraction, b: Fraction) => {
	const difference = a.n * b.d - b.n * a.d
	return difference < 0n ? -1 : difference > 0n ? 1 : 0
}

/** To `digits` decimals as a whole number of them, half away from zero (or half to even). */
export function roundTo(a: Fraction, digits: number, halfEven = false): bigint {
	const scaled = times(a, fraction(10n ** BigInt(digits)))
	const [size, sign] = scaled.n < 0n ? [-scaled.n, -1n] : [scaled.n, 1n]
	const below = size / scaled.d
	const rest = fraction(size - below * scaled.d, scaled.d)
	const half = compare(rest, fraction(1, 2))
	return sign * (half > 0 || (half === 0 && (!halfEven || below % 2n !== 0n)) ? below + 1n : below)
}
