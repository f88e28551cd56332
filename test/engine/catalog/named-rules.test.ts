import { describe, expect, test } from 'vitest'
import { movedIn, movedOut, shifted, strandedBy } from '../../../app/engine/catalog/category-tree.ts'
import { readCell, replaceSpoken, writeCell, writeLine } from '../../../app/engine/catalog/exchange-cell.ts'
import { readProduct } from '../../../app/engine/catalog/import-product.ts'
import { isEditable, misfitOf, readEdit } from '../../../app/engine/catalog/product-edit.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
describe('a row of a product file', () => {
	const read = (fields: Record<string, string>) => {
		const answer = readProduct({ sku: 'A', name: 'Alpine', ...fields }, 'USD')
		if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
		return answer.product
	}
	test('its unit, else each; its weight, else none', () => {
		expect([read({ unit: 'case' }).unitCode, read({ unit: '' }).unitCode, read({}).unitCode]).toEqual(['case', 'each', 'each'])
		expect([read({ weightGrams: '250' }).weightGrams, read({ weightGrams: '' }).weightGrams]).toEqual([250, null])
	})
	test('a picture’s words are those given for it, else the product’s name', () => {
		const media = { 'media.1': 'https://example.com/a.jpg' }
		expect(read({ ...media, 'alt.1': 'From above' }).media[0]?.alt).toBe('From above')
		expect(read(media).media[0]?.alt).toBe('Alpine')
	})
	test('numbered fields come in the order of their numbers, five variations among them', () => {
		expect(read({ 'category.10': 'Ten', 'category.2': 'Two', 'category.3': '' }).categories.map((path) => path.map(({ code }) => code))).toEqual([
			['two'],
			['ten'],
		])
		expect(read({ 'variation.name5': 'Size', 'variation.value5': 'L', 'variation.name1': 'Ground', 'variation.value1': '' })).toMatchObject({
			...{ attributes: { size: 'L' }, axes: ['size'] },
		})
	})
})

describe('a cell of the product grid', () => {
	const value = (key: string, given: string) => {
		const read = readEdit(key, given)
		return read.ok ? read.value : read.refusals.map(({ code }) => code)
	}
	test.each<[string, string, string | null | string[]]>([
		['name.en', ' Alpine ', 'Alpine'],
		['name.en', '', ['FIELD_INVALID']],
		['name.cs', '', null],
		['name.en', 'x'.repeat(500), 'x'.repeat(500)],
		['name.en', 'x'.repeat(501), ['FIELD_INVALID']],
		['summary.en', 'x'.repeat(501), 'x'.repeat(501)],
		['description.ja', 'x'.repeat(100_000), 'x'.repeat(100_000)],
		['description.ja', 'x'.repeat(100_001), ['FIELD_INVALID']],
		['summary.de', 'x', ['FIELD_UNKNOWN']],
		['status', 'active', 'active'],
		['status', 'backorder', ['FIELD_INVALID']],
		['stockPolicy', 'substitute', 'substitute'],
		['stockPolicy', 'active', ['FIELD_INVALID']],
		['productClass', 'spare_part-2', 'spare_part-2'],
		['productClass', 'Spare part', ['FIELD_INVALID']],
		['taxCode', '', ['FIELD_INVALID']],
		['leadDays', '007', '7'],
		['leadDays', '1000', ['FIELD_INVALID']],
		['minimumQuantity', '012.50', '12.5'],
		['minimumQuantity', '10.000', '10'],
		['minimumQuantity', '0.25', '0.25'],
		['minimumQuantity', '0', ['FIELD_INVALID']],
		['minimumQuantity', '', ['FIELD_INVALID']],
		['incrementQuantity', 'six', ['FIELD_INVALID']],
		['maximumQuantity', '', null],
		['maximumQuantity', '100', '100'],
		['weight', '1', ['FIELD_UNKNOWN']],
	])('%s from "%.12s"', (key, given, expected) => {
		expect(value(key, given)).toEqual(expected)
		expect(isEditable(key)).toBe(!JSON.stringify(expected).includes('FIELD_UNKNOWN'))
	})
	test('a refusal repeats no more than eighty letters', () => {
		const read = readEdit('status', 'y'.repeat(99))
		expect(read.ok ? null : read.refusals[0]?.facts).toEqual({ key: 'status', given: 'y'.repeat(80) })
	})
	const sound = { status: 'active', hasName: true, minimumQuantity: '2', maximumQuantity: '10', incrementQuantity: '2', unitDigits: 0 }
	test.each([
		['sound', {}, null],
		['active without a name', { hasName: false }, 'no_name'],
		['a draft without a name', { hasName: false, status: 'draft' }, null],
		['as much at most as at least', { maximumQuantity: '2' }, null],
		['less at most than at least', { maximumQuantity: '1' }, 'maximum'],
		['no end', { maximumQuantity: null }, null],
		['half a piece at least', { minimumQuantity: '0.5' }, 'fraction'],
		['half a piece at most', { maximumQuantity: '2.5' }, 'fraction'],
		['by half pieces', { incrementQuantity: '0.5' }, 'fraction'],
		['by half pieces where the unit has them', { incrementQuantity: '0.5', unitDigits: 1 }, null],
	])('%s', (_, more, misfit) => {
		expect(misfitOf({ ...sound, ...more })).toBe(misfit)
	})
})

describe('products among categories', () => {
	const at = (productId: number, categoryId: number, isPrimary = false, position = 0) => ({ productId, categoryId, position, isPrimary })
	test.each<[number, 'up' | 'down', number[]]>([
		[2, 'up', [2, 1, 3]],
		[2, 'down', [1, 3, 2]],
		[1, 'up', [1, 2, 3]],
		[3, 'down', [1, 2, 3]],
		[9, 'up', [1, 2, 3]],
		[9, 'down', [1, 2, 3]],
	])('%i a place %s', (id, by, expected) => {
		expect(shifted([1, 2, 3], id, by)).toEqual(expected)
	})
	test('whom a category’s end would leave nowhere, or without a first place', () => {
		expect(strandedBy([at(1, 5, true), at(1, 6), at(2, 5), at(2, 6, true), at(3, 5), at(4, 6, true)], 5)).toEqual([1, 3])
	})
	test('moved to another category: each once, first where it was first', () => {
		const members = [at(2, 5, true), at(1, 5, true), at(1, 6), at(3, 5), at(3, 7, true)]
		expect(movedOut(members, 5, 6)).toEqual([at(1, 6, true), at(2, 6, true), at(3, 6), at(3, 7, true)])
		expect(movedOut([at(1, 5), at(1, 6), at(1, 7, true)], 5, 6)).toEqual([at(1, 6), at(1, 7, true)])
	})
	test('moved nowhere: the next category becomes the first, one per product', () => {
		expect(movedOut([at(1, 5, true), at(1, 7), at(1, 6), at(2, 5), at(2, 6, true), at(2, 7)], 5, null)).toEqual([
			at(1, 6, true),
			at(1, 7),
			at(2, 6, true),
			at(2, 7),
		])
	})
	test('added behind those that are there; what stood nowhere stands there first', () => {
		expect(movedIn([at(1, 5, true, 3), at(2, 6, true)], [1, 2, 3], 5, 3)).toEqual([at(1, 5, true, 3), at(2, 5, false, 4), at(2, 6, true), at(3, 5, true, 5)])
	})
})

describe('a cell of a file that comes back', () => {
	test.each<[string | null, string]>([
		[null, ''],
		['', '""'],
		['plain', 'plain'],
		['"so"', '"\\"so\\""'],
		['=1+1', '"=1+1"'],
		['+1', '"+1"'],
		['@me', '"@me"'],
		['\tx', '"\\tx"'],
		['\rx', '"\\rx"'],
		['-x', '"-x"'],
		['-1.50', '-1.50'],
		['-infinity', '-infinity'],
	])('%j is written %s and read as it was', (value, cell) => {
		expect(writeCell(value)).toBe(cell)
		expect(readCell(cell)).toBe(value)
	})
	test('what only looks like JSON is taken as it is', () => {
		expect([readCell('"half'), readCell('"a" b'), readCell('12')]).toEqual(['"half', '"a" b', '12'])
	})
	test('cells that need it are quoted, by RFC 4180', () => {
		expect(writeLine(['a', 'b,c', 'd"e', 'f\ng', 'h\ri'])).toBe('a,"b,c","d""e","f\ng","h\ri"\r\n')
	})
	test('ids of a promotion are said by name, and what has no name is told', () => {
		const missing: (number | string)[] = []
		const names: Record<string, string> = { 'product 1': 'BEAN', 'category 4': 'COFFEE', 'account 2': 'A-2' }
		const spoken = replaceSpoken(
			{
				productIds: [1, 9],
				nested: [{ categoryIds: [4] }],
				accountIds: [2],
				productId: 1,
				min: 1,
				kind: 'gift',
				none: null,
				odd: true,
				excludedProductIds: [true],
			},
			(table, word) => names[`${table} ${word}`],
			(word) => missing.push(word),
		)
		expect(spoken).toEqual({
			...{ productIds: ['BEAN', 9], nested: [{ categoryIds: ['COFFEE'] }], accountIds: ['A-2'], productId: 'BEAN' },
			...{ min: 1, kind: 'gift', none: null, odd: true, excludedProductIds: [true] },
		})
		expect(missing).toEqual([9])
	})
})
