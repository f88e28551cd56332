import fc from 'fast-check'
import { expect, test } from 'vitest'
import { divideRounded, type Rounding } from '../../../app/engine/base/rounding.ts'
import { fraction, roundTo } from '../../support/fraction.ts'
import { lawCases } from '../../support/laws.ts'

test.each<[bigint, bigint, Rounding, bigint]>([
	[5n, 2n, 'half_away', 3n],
	[5n, 2n, 'half_even', 2n],
	[7n, 2n, 'half_even', 4n],
	[-5n, 2n, 'half_away', -3n],
	[-5n, 2n, 'half_even', -2n],
	[49n, 100n, 'half_away', 0n],
	[51n, 100n, 'half_even', 1n],
	[0n, 7n, 'half_away', 0n],
])('%s / %s %s is %s', (numerator, denominator, rounding, expected) => {
	expect(divideRounded(numerator, denominator, rounding)).toBe(expected)
})

test('nothing is divided by zero or less', () => {
	expect(() => divideRounded(1n, 0n, 'half_away')).toThrow()
	expect(() => divideRounded(1n, -2n, 'half_away')).toThrow()
})

test('law: as the exact fraction rounds', () => {
	fc.assert(
		fc.property(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.bigInt(1n, 10n ** 9n), fc.boolean(), (n, d, even) => {
			expect(divideRounded(n, d, even ? 'half_even' : 'half_away')).toBe(roundTo(fraction(n, d), 0, even))
		}),
		lawCases(11),
	)
})
