import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { convertPack, fitsUnit, parseQuantity, printQuantity, roundUpToIncrement, smallestStep, wholeQuantity } from '../../../app/engine/base/units.ts'
import { lawCases } from '../../support/laws.ts'

const each = { code: 'each', digits: 0 }
const kilogram = { code: 'kg', digits: 4 }
const gram100 = { code: 'hg', digits: 1 }

test.each<[string, number | null]>([
	['3', 30_000],
	['2.5', 25_000],
	['0.0001', 1],
	['1.00000', 10_000],
	['1.00001', null],
	['-1', null],
	['', null],
	['1e2', null],
	['1,5', null],
	[' 7 ', 70_000],
])('"%s" reads as %s', (text, expected) => expect(parseQuantity(text)).toBe(expected))

test('law: what is printed reads back', () => {
	fc.assert(
		fc.property(fc.nat(2_000_000_000), (quantity) => {
			expect(parseQuantity(printQuantity(quantity))).toBe(quantity)
		}),
		lawCases(17),
	)
	expect(printQuantity(-25_000)).toBe('-2.5')
})

test('each takes whole pieces only', () => {
	expect(fitsUnit(30_000, each)).toBe(true)
	expect(fitsUnit(25_000, each)).toBe(false)
	expect(fitsUnit(1, kilogram)).toBe(true)
	expect(fitsUnit(1_500, gram100)).toBe(false)
	expect(() => wholeQuantity(1.5)).toThrow()
})

test.each<[number, number, number, number]>([
	[1, 6, 0, 6],
	[6, 6, 0, 6],
	[7, 6, 0, 12],
	[1, 6, 10, 12],
	[0, 6, 0, 0],
	[25_000, 10_000, 0, 30_000],
])('%s by increments of %s from %s is %s', (quantity, increment, minimum, expected) => {
	expect(roundUpToIncrement(quantity, increment, minimum)).toBe(expected)
})

describe('packs', () => {
	const toCases = { numerator: 1, denominator: 12 }
	test('two cases of 12 are 24 each', () => {
		expect(convertPack(20_000, { numerator: 12, denominator: 1 }, each, 'exact')).toBe(240_000)
	})
	test('7 each are no whole number of cases, or 1 rounded up, or 0 rounded down, or 1 rounded to the nearest', () => {
		expect(convertPack(70_000, toCases, each, 'exact')).toBeNull()
		expect(convertPack(70_000, toCases, each, 'up')).toBe(10_000)
		expect(convertPack(70_000, toCases, each, 'down')).toBe(0)
		expect(convertPack(70_000, toCases, each, 'nearest')).toBe(10_000)
		expect(convertPack(50_000, toCases, each, 'nearest')).toBe(0)
		expect(convertPack(60_000, toCases, each, 'nearest')).toBe(10_000)
	})
	test('a third keeps four digits where the unit allows', () => {
		expect(convertPack(10_000, { numerator: 1, denominator: 3 }, kilogram, 'nearest')).toBe(3333)
	})
	test('law: there and back is exact', () => {
		fc.assert(
			fc.property(fc.nat(100_000), fc.integer({ min: 1, max: 500 }), (cases, size) => {
				const pieces = convertPack(cases * 10_000, { numerator: size, denominator: 1 }, each, 'exact')
				expect(convertPack(pieces ?? -1, { numerator: 1, denominator: size }, each, 'exact')).toBe(cases * 10_000)
			}),
			lawCases(18),
		)
	})
})

test.each([-1, 5, 0.5])('a unit with %d digits is a bug', (digits) => {
	expect(() => smallestStep({ code: 'odd', digits })).toThrow('unit odd')
})
