import fc from 'fast-check'
import { expect, test } from 'vitest'
import { apportion } from '../../../app/engine/base/apportion.ts'
import { lawCases } from '../../support/laws.ts'

test.each<[string, number, number[], number[]]>([
	['P2: the bean over stores A, B, C', 8431, [30_000, 10_000, 10_000], [5059, 1686, 1686]],
	['P2: ACC-1 over stores A and B', 6637, [10_000, 10_000], [3319, 3318]],
	['P2: 20.00 of free shipping over the groups', 2000, [800, 800, 650], [711, 711, 578]],
	['a share may exceed its weight', 100, [1, 1], [50, 50]],
	['a weight of 0 gets nothing', 7, [0, 3, 0], [0, 7, 0]],
	['yen: 100 over three stores', 100, [1, 1, 1], [34, 33, 33]],
])('%s', (_name, total, weights, expected) => {
	expect(apportion(total, weights)).toEqual(expected)
})

test('something over no weights is refused by name', () => {
	expect(() => apportion(1, [0, 0])).toThrow('APPORTION_NO_WEIGHTS')
	expect(apportion(0, [0, 0])).toEqual([0, 0])
})

test('broken weights are bugs', () => {
	expect(() => apportion(1, [-1, 2])).toThrow()
	expect(() => apportion(1, [0.5, 0.5])).toThrow()
	expect(() => apportion(-1, [1])).toThrow()
})

test('laws: the sum, nothing for nothing, equals within one unit, never more than a unit from exact', () => {
	fc.assert(
		fc.property(fc.nat(10_000_000_000), fc.array(fc.oneof(fc.constant(0), fc.nat(9_000_000_000)), { minLength: 1, maxLength: 60 }), (total, weights) => {
			const sum = weights.reduce((a, b) => a + b, 0)
			fc.pre(sum > 0)
			const shares = apportion(total, weights)
			expect(shares.reduce((a, b) => a + b, 0)).toBe(total)
			const seen = new Map<number, number>()
			shares.forEach((share, line) => {
				const weight = weights[line] ?? 0
				if (weight === 0) expect(share).toBe(0)
				expect(Math.abs((seen.get(weight) ?? share) - share)).toBeLessThanOrEqual(1)
				seen.set(weight, share)
				const gap = BigInt(share) * BigInt(sum) - BigInt(total) * BigInt(weight)
				expect(gap < BigInt(sum) && gap > -BigInt(sum)).toBe(true)
			})
		}),
		lawCases(13),
	)
})
