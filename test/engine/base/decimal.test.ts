import fc from 'fast-check'
import { expect, test } from 'vitest'
import { compareDecimal, countDigits, readDecimal } from '../../../app/engine/base/decimal.ts'
import { lawCases } from '../../support/laws.ts'

test.each([
	['0', '0'],
	['-0', '0'],
	['0.000', '0'],
	['+7', '7'],
	['007.50', '7.5'],
	['-.5', '-0.5'],
	['5.', '5'],
	['1.0E7', '10000000'],
	['1.25e-3', '0.00125'],
	['123.45e1', '1234.5'],
	['99999999999999999999.000000000000000001', '99999999999999999999.000000000000000001'],
	['', null],
	['.', null],
	['-', null],
	['1,000', null],
	['1e9999', null],
	['0x10', null],
	['Infinity', null],
])('%s is %s', (text, decimal) => expect(readDecimal(text)).toBe(decimal))

test('one tenth and two tenths are three tenths to the last digit, and nine digits are nine', () => {
	expect(compareDecimal('0.3', '0.30000000000000004')).toBeLessThan(0)
	expect(countDigits('123456789.25')).toEqual({ whole: 9, part: 2 })
	expect(countDigits('-0.125')).toEqual({ whole: 0, part: 3 })
	expect(countDigits('0')).toEqual({ whole: 0, part: 0 })
})

test('law: the one form is its own form, and sorts as exact fractions do', () => {
	const written = fc.tuple(fc.bigInt(-(10n ** 20n), 10n ** 20n), fc.nat(18))
	const text = ([units, places]: [bigint, number]) => `${units}e-${places}`
	const scaled = ([units, places]: [bigint, number]) => units * 10n ** BigInt(18 - places)
	fc.assert(
		fc.property(written, written, (a, b) => {
			const [left, right] = [readDecimal(text(a))!, readDecimal(text(b))!]
			expect(readDecimal(left)).toBe(left)
			expect(readDecimal(`${left}${left.includes('.') ? '' : '.'}000`)).toBe(left)
			expect(Math.sign(compareDecimal(left, right))).toBe(scaled(a) < scaled(b) ? -1 : scaled(a) > scaled(b) ? 1 : 0)
		}),
		lawCases(31),
	)
})
