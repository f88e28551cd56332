import { describe, expect, test } from 'vitest'
import { retryAfterSeconds } from '../../../app/engine/base/backoff.ts'
import { convertPack, printQuantity } from '../../../app/engine/base/units.ts'
import { readWallTime } from '../../../app/engine/base/wall-time.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
test('what is no quantity is printed by nobody', () => {
	for (const quantity of [0.5, Number.NaN, Number.POSITIVE_INFINITY]) expect(() => printQuantity(quantity)).toThrow('not a quantity')
})

test.each([
	[0, 1],
	[1, 0],
	[-1, 1],
])('a pack of %i to %i is none', (numerator, denominator) => {
	expect(() => convertPack(10_000, { numerator, denominator }, { code: 'each', digits: 0 }, 'exact')).toThrow('a pack ratio is positive')
	expect(convertPack(10_000, { numerator: 1, denominator: 1 }, { code: 'each', digits: 0 }, 'exact')).toBe(10_000)
})

test.each([
	['01', 31],
	['02', 28],
	['03', 31],
	['04', 30],
	['05', 31],
	['06', 30],
	['07', 31],
	['08', 31],
	['09', 30],
	['10', 31],
	['11', 30],
	['12', 31],
])('month %s has %i days', (month, days) => {
	expect(readWallTime(`2026-${month}-${days}`, 'YYYY-MM-DD')).toBe(`2026-${month}-${days} 00:00:00`)
	expect(readWallTime(`2026-${month}-${days + 1}`, 'YYYY-MM-DD')).toBeNull()
})

describe('an attempt that failed is made again', () => {
	test('after 2, 4, 8 seconds, at most a quarter of an hour', () => {
		expect([1, 2, 3, 8, 9, 10, 11].map((attempts) => retryAfterSeconds(attempts))).toEqual([2, 4, 8, 256, 512, 900, 900])
	})
	test('somewhere within that time, so that not all come back together', () => {
		expect([0, 0.1, 0.5].map((random) => retryAfterSeconds(3, random))).toEqual([0, 1, 4])
	})
	test('eleven times; the twelfth failure parks it', () => {
		expect([11, 12, 13].map((attempts) => retryAfterSeconds(attempts) === null)).toEqual([false, true, true])
	})
})
