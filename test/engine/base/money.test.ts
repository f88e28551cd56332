import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import * as money from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { decimal, fraction, roundTo, times } from '../../support/fraction.ts'
import { lawCases } from '../../support/laws.ts'

const { convertMicros, currencyExponent, exceedsCap, extend, MAX_AMOUNT_MINOR, microsOf, parseMicros, parseMinor, printMicros, printMinor } = money

describe('extending a unit price', () => {
	test.each<[string, number, string, 'half_away' | 'half_even', number]>([
		['18.50', 3, 'USD', 'half_away', 5550],
		['25.391250', 1, 'CAD', 'half_away', 2539],
		['25.391250', 10, 'CAD', 'half_away', 25_391],
		['0.005', 1, 'USD', 'half_away', 1],
		['0.005', 1, 'USD', 'half_even', 0],
		['0.015', 1, 'USD', 'half_even', 2],
		['100.5', 1, 'JPY', 'half_away', 101],
		['1.2345', 1, 'KWD', 'half_away', 1235],
	])('%s × %s %s %s is %s', (price, units, currency, rounding, expected) => {
		expect(extend(microsOf(price), wholeQuantity(units), currency, rounding)).toBe(expected)
	})

	test('half a kilogram is priced exactly', () => {
		expect(extend(microsOf('17.33'), 5000, 'CAD', 'half_away')).toBe(867)
	})

	test('P1: 4 × 18.50 + 3 × 17.75 is rounded once', () => {
		const bands = [
			{ unitPriceMicros: microsOf('18.50'), quantity: 40_000 },
			{ unitPriceMicros: microsOf('17.75'), quantity: 30_000 },
		]
		expect(money.extendExact(money.averagePrice(bands), 70_000, 'USD', 'half_away')).toBe(12_725)
		expect(printMicros(money.shownMicros(money.averagePrice(bands), 'half_away'))).toBe('18.178571')
		expect(money.comparePrices(money.averagePrice(bands), money.exactPrice(microsOf('18.178571')))).toBe(1)
		expect(money.comparePrices(money.exactPrice(microsOf('18.17')), money.averagePrice(bands))).toBe(-1)
	})

	test('an amount above the cap can be told and stays a whole number', () => {
		const much = extend(microsOf('999999999999'), wholeQuantity(900_000_000), 'USD', 'half_away')
		expect(much).toBe(MAX_AMOUNT_MINOR + 1)
		expect(exceedsCap(much)).toBe(true)
		expect(exceedsCap(MAX_AMOUNT_MINOR)).toBe(false)
	})

	test('law: as exact fractions say', () => {
		const exponents = { USD: 2, JPY: 0, KWD: 3 }
		fc.assert(
			fc.property(
				fc.bigInt(0n, 10n ** 11n),
				fc.nat(10_000_000),
				fc.constantFrom('USD', 'JPY', 'KWD' as const),
				fc.boolean(),
				(micros, quantity, currency, even) => {
					const exact = times(fraction(micros, 1_000_000n), fraction(quantity, 10_000))
					expect(extend(micros, quantity, currency, even ? 'half_even' : 'half_away')).toBe(Number(roundTo(exact, exponents[currency as 'USD'], even)))
				},
			),
			lawCases(14),
		)
	})
})

describe('reading and printing', () => {
	test.each([
		['18.50', 18_500_000n],
		['0', 0n],
		['000.000001', 1n],
		['-3', -3_000_000n],
		['999999999999.999999', 10n ** 18n - 1n],
	])('%s', (text, micros) => {
		expect(parseMicros(text)).toBe(micros)
	})

	test.each(['', '.5', '1.', '1e3', '1,5', '1.0000001', '1000000000000', 'NaN', '0x10', '1 2'])('"%s" is no unit price', (text) => {
		expect(parseMicros(text)).toBeNull()
		expect(() => microsOf(text)).toThrow()
	})

	test('amounts', () => {
		expect(parseMinor('54.00', 'CAD')).toBe(5400)
		expect(parseMinor('54.001', 'CAD')).toBeNull()
		expect(parseMinor('54.000', 'CAD')).toBe(5400)
		expect(parseMinor('54', 'JPY')).toBe(54)
		expect(parseMinor('54.5', 'JPY')).toBeNull()
		expect(parseMinor('-1.234', 'KWD')).toBe(-1234)
		expect(Object.is(parseMinor('-0', 'CAD'), 0)).toBe(true)
		expect(parseMinor('100000000000.01', 'CAD')).toBeNull()
		expect(printMinor(5, 'CAD')).toBe('0.05')
		expect(printMinor(-123_456, 'CAD')).toBe('-1234.56')
		expect(printMinor(500, 'JPY')).toBe('500')
		expect(printMinor(7, 'KWD')).toBe('0.007')
	})

	test('law: what is printed reads back', () => {
		fc.assert(
			fc.property(fc.bigInt(-(10n ** 18n) + 1n, 10n ** 18n - 1n), fc.maxSafeNat(), (micros, minor) => {
				expect(parseMicros(printMicros(micros))).toBe(micros)
				const amount = minor % MAX_AMOUNT_MINOR
				for (const currency of ['CAD', 'JPY', 'KWD', 'CLF']) expect(parseMinor(printMinor(amount, currency), currency)).toBe(amount)
			}),
			lawCases(15),
		)
	})

	test('exponents', () => {
		expect(['CAD', 'USD', 'CZK', 'JPY', 'KWD', 'CLF'].map(currencyExponent)).toEqual([2, 2, 2, 0, 3, 4])
		expect(() => currencyExponent('cad')).toThrow()
	})
})

describe('conversion, endings, percents', () => {
	test('18.50 USD × 1.3725 is 25.391250 CAD', () => {
		expect(convertMicros(microsOf('18.50'), money.rateOf('1.37250000'), 'half_away')).toBe(microsOf('25.391250'))
	})

	test.each([
		['25.391250', '24.99'],
		['25.48', '24.99'],
		['25.49', '25.99'],
		['0.10', '0.99'],
		['0.99', '0.99'],
		['26.49', '26.99'],
		['26.489999', '25.99'],
	])('%s with an ending of .99 is %s', (price, expected) => {
		expect(money.withEnding(microsOf(price), microsOf('1'), microsOf('0.99'))).toBe(microsOf(expected))
	})

	test('P2: 5 % of 168.56 is 8.43', () => {
		expect(money.percentOf(16_856, 50_000, 'half_away')).toBe(843)
		expect(money.percentOfMicros(microsOf('20.00'), 900_000, 'half_away')).toBe(microsOf('18.00'))
	})

	test('law: a conversion is the exact product to 6 digits', () => {
		fc.assert(
			fc.property(fc.bigInt(0n, 10n ** 12n), fc.bigInt(1n, 10n ** 9n), (micros, rate) => {
				expect(convertMicros(micros, rate, 'half_away')).toBe(roundTo(times(fraction(micros, 10n ** 6n), fraction(rate, 10n ** 8n)), 6))
			}),
			lawCases(16),
		)
		expect(decimal('1.50')).toEqual({ n: 3n, d: 2n })
	})
})

test.each([
	...['BIF', 'CLP', 'DJF', 'GNF', 'ISK', 'JPY', 'KMF', 'KRW', 'PYG', 'RWF', 'UGX', 'UYI', 'VND', 'VUV', 'XAF', 'XOF', 'XPF'].map((code) => [code, 0] as const),
	...['BHD', 'IQD', 'JOD', 'KWD', 'LYD', 'OMR', 'TND'].map((code) => [code, 3] as const),
	...[['CLF', 4] as const, ['UYW', 4] as const, ['USD', 2] as const],
])('%s has %i digits in ISO 4217', (code, digits) => {
	expect(money.currencyExponent(code)).toBe(digits)
})
