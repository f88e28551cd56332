import { add, compare, decimal, type Fraction, fraction, over, roundTo, subtract, times } from './fraction.ts'

/** A bundle worked out by hand, in exact fractions: the sum price and each component's share; shares no code with the app. */
export type NaiveComponent = { unitPrice: string; perBundle: number }

const sum = (parts: readonly Fraction[]) => parts.reduce(add, fraction(0))

/** Price of one bundle by its sum: as a decimal with six digits. */
export function naiveSum(components: readonly NaiveComponent[], offPercent: number): bigint {
	const whole = sum(components.map(({ unitPrice, perBundle }) => times(decimal(unitPrice), fraction(perBundle))))
	return roundTo(times(whole, fraction(100 - offPercent, 100)), 6)
}

/** Cents of `netCents` for each component: by its amount at its own price, what is left over one by one to the largest fractions. */
export function naiveShares(netCents: number, bundles: number, components: readonly NaiveComponent[]): number[] {
	const amounts = components.map(({ unitPrice, perBundle }) => roundTo(times(decimal(unitPrice), fraction(perBundle * bundles)), 2))
	const all = sum(amounts.map((amount) => fraction(amount)))
	const exact = amounts.map((amount) => over(times(fraction(netCents), fraction(amount)), all))
	const whole = exact.map((share) => share.n / share.d)
	let left = BigInt(netCents) - whole.reduce((a, b) => a + b, 0n)
	const order = exact.map((share, index) => ({ index, rest: subtract(share, fraction(whole[index] ?? 0n)), amount: amounts[index] ?? 0n }))
	order.sort((a, b) => compare(b.rest, a.rest) || Number(b.amount - a.amount) || a.index - b.index)
	for (const { index } of order) {
		if (left === 0n) break
		whole[index] = (whole[index] ?? 0n) + 1n
		left -= 1n
	}
	return whole.map(Number)
}
