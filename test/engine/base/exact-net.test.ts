import fc from 'fast-check'
import { expect, test } from 'vitest'
import { exactLine, parseExact, printExact } from '../../../app/engine/base/exact-net.ts'
import { fraction, roundTo, subtract, times } from '../../support/fraction.ts'
import { lawCases } from '../../support/laws.ts'

test.each([
	['a pad at a tenth of a penny', 1000n, 10_000, 0n, 0, 0, '0.00100000', true],
	['42.40 × 9 less 10 %', 42_400_000n, 90_000, 100_000n, 38_160, 34_344, '343.44000000', false],
	['14.40 × 3 less 5 %', 14_400_000n, 30_000, 50_000n, 4320, 4104, '41.04000000', false],
	['half a cent goes away from zero', 5000n, 10_000, 0n, 1, 1, '0.00500000', true],
	['and so it does below zero', 5000n, -10_000, 0n, -1, -1, '-0.00500000', true],
	['wholly discounted', 14_400_000n, 30_000, 1_000_000n, 4320, 0, '0.00000000', false],
])('%s', (_, price, quantity, discount, resolvedMinor, netMinor, exact, isFiner) => {
	const line = exactLine(price, quantity, discount, 'USD', 'half_away')
	expect({ ...line, exactNet: printExact(line.exactNet) }).toEqual({ resolvedMinor, netMinor, exactNet: exact, isFiner })
})

test('laws: equals the exact fraction rounded once; what was printed reads back', () => {
	fc.assert(
		fc.property(fc.integer({ min: 0, max: 1e9 }), fc.integer({ min: -1e7, max: 1e7 }), fc.integer({ min: 0, max: 1e6 }), (price, quantity, discount) => {
			const line = exactLine(BigInt(price), quantity, BigInt(discount), 'USD', 'half_away')
			const net = times(times(fraction(price, 1_000_000), fraction(quantity, 10_000)), subtract(fraction(1), fraction(discount, 1_000_000)))
			expect(BigInt(line.netMinor)).toBe(roundTo(net, 2))
			expect(line.exactNet).toBe(roundTo(net, 8))
			expect(parseExact(printExact(line.exactNet))).toBe(line.exactNet)
		}),
		lawCases(23),
	)
})
