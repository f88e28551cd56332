import fc from 'fast-check'
import { expect, test } from 'vitest'
import { allocate } from '../../../app/engine/base/allocate.ts'
import { lawCases } from '../../support/laws.ts'

const sum = (shares: readonly number[]) => shares.reduce((a, b) => a + b, 0)

test('300 lines of 1.05 with 10 % off: shares of 10 or 11 cents that sum to 31.50', () => {
	const shares = allocate(3150, Array(300).fill(105))
	expect(sum(shares)).toBe(3150)
	expect(new Set(shares)).toEqual(new Set([10, 11]))
})

test.each<[string, number, number[], number[]]>([
	['P2: 8.43 over bean, ACC-1 and ACC-2', 843, [8875, 6986, 995], [444, 349, 50]],
	['ties go to the larger weight', 1, [1, 3, 3], [0, 1, 0]],
	['equal weights: the earlier line takes the odd unit', 5, [10, 10], [3, 2]],
	['a weight of 0 gets nothing', 2, [0, 1, 1, 0], [0, 1, 1, 0]],
	['everything', 12, [5, 7], [5, 7]],
	['nothing over nothing', 0, [0, 0], [0, 0]],
	['no lines', 0, [], []],
])('%s', (_name, total, weights, expected) => {
	expect(allocate(total, weights)).toEqual(expected)
})

test('more than there is cannot be shared', () => {
	expect(() => allocate(13, [5, 7])).toThrow('cannot share 13 over 12')
	expect(() => allocate(-1, [5])).toThrow()
})

test('laws', () => {
	fc.assert(
		fc.property(fc.array(fc.nat(10_000_000), { minLength: 1, maxLength: 200 }), fc.double({ min: 0, max: 1, noNaN: true }), (weights, part) => {
			const total = Math.floor(sum(weights) * part)
			const shares = allocate(total, weights)
			expect(sum(shares)).toBe(total)
			shares.forEach((share, line) => {
				expect(share).toBeGreaterThanOrEqual(0)
				expect(share).toBeLessThanOrEqual(weights[line] ?? 0)
			})
		}),
		lawCases(12),
	)
})

test('law: 2,000 lines near the cap of amounts', () => {
	const weights = Array.from({ length: 2000 }, (_, line) => 4_999_999_999 + line)
	const total = sum(weights) - 1_234_567
	expect(sum(allocate(total, weights))).toBe(total)
})
