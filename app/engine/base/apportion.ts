import { invariant } from './invariant.ts'

/**
 * Shares of a net, tax or fee of `totalMinor` by any non-negative integer weights (amounts, or quantities), in
 * whole minor units, by largest remainder (commerce-engine.md section 6; `allocate` shares discounts).
 *
 * Laws: the shares sum to the total; a weight of 0 gets nothing; equal weights differ by at most one unit.
 * A share may exceed its weight. Throws `APPORTION_NO_WEIGHTS` when there is something to share and no weight.
 */
export function apportion(totalMinor: number, weights: readonly number[]): number[] {
	invariant(Number.isSafeInteger(totalMinor) && totalMinor >= 0, `cannot share ${totalMinor}`)
	invariant(
		weights.every((weight) => Number.isSafeInteger(weight) && weight >= 0),
		'weights are whole and not negative',
	)
	if (totalMinor === 0) return weights.map(() => 0)
	const sum = weights.reduce((a, weight) => a + BigInt(weight), 0n)
	invariant(sum > 0n, 'APPORTION_NO_WEIGHTS')

	// total × weight can pass 2^53 on large orders, so the products are exact integers.
	const total = BigInt(totalMinor)
	const shares = weights.map((weight, line) => {
		const product = total * BigInt(weight)
		return { line, weight, share: Number(product / sum), fraction: product % sum }
	})
	let left = totalMinor - shares.reduce((a, { share }) => a + share, 0)
	if (left === 0) return shares.map(({ share }) => share)

	// Ties go to the larger weight, then to the earlier line, so a recalculation never moves a cent.
	const inOrder = [...shares].sort((a, b) => Number(b.fraction > a.fraction) - Number(a.fraction > b.fraction) || b.weight - a.weight || a.line - b.line)
	for (const taker of inOrder) {
		if (left === 0) break
		taker.share += 1
		left -= 1
	}
	return shares.map(({ share }) => share)
}
