import { expect, test } from 'vitest'
import type { Refusal } from '../../../app/engine/base/refusal.ts'
import { answerRows } from '../../../app/engine/cart/answer-rows.ts'
import { readTypedRows } from '../../../app/engine/cart/read-typed-rows.ts'

const brief = (text: string) => {
	const { rows, unread } = readTypedRows(text)
	return [
		...rows.map(({ sku, quantity, unit, shipTo, requestedOn }) => [sku, quantity, unit, shipTo, requestedOn].join('|')),
		...unread.map(({ row, text: said }) => `${row}: ${said}`),
	]
}

/** What people type and paste, and what it is read as: number|quantity|unit|store|day. */
test.each([
	['one number alone is one of it', 'COF-1', ['COF-1|1|||']],
	['spaces', 'COF-1 6', ['COF-1|6|||']],
	['a spreadsheet', 'COF-1\t6\nACC-2\t2', ['COF-1|6|||', 'ACC-2|2|||']],
	['a spreadsheet with a name of two words', 'COF 1\t6', ['COF 1|6|||']],
	['commas', 'COF-1, 6\nACC-2,x,2', ['COF-1|6|||', 'ACC-2|2|||']],
	['commas without spaces under no heading', 'COF-1,6,case6,A,2026-12-01', ['COF-1|6|case6|A|2026-12-01']],
	['a comma and no space', 'COF-1,6', ['COF-1|6|||']],
	['another sign on each line', 'COF-1\t3\n\n2 x COF-2\nCOF-3; 4', ['COF-1|3|||', 'COF-2|2|||', 'COF-3|4|||']],
	['semicolons and a decimal comma', 'COF-1;1,5;kg', ['COF-1|1.5|kg||']],
	['a decimal comma between spaces', 'COF-1 1,5', ['COF-1|1.5|||']],
	['the quantity in front', '3 x COF-1\n4 COF-2\n5x COF-3', ['COF-1|3|||', 'COF-2|4|||', 'COF-3|5|||']],
	['headings of the interchange format', 'sku,uom,qty,ship_to_code,requested_on\nCOF-1,each,6,A,2026-12-01', ['COF-1|6|each|A|2026-12-01']],
	['headings in another order and language', 'Množství;Číslo produktu\n6;COF-1', ['COF-1|6|||']],
	['Japanese headings', '商品番号\t数量\nCOF-1\t6', ['COF-1|6|||']],
	['columns that nobody asked for', 'Name,SKU,Qty\n"Bean, dark",COF-1,6', ['COF-1|6|||']],
	['a doubled quote', 'sku,store,qty\nCOF-1,"The ""Dome""",6', ['COF-1|6||The "Dome"|']],
	['a mark at the beginning of the file, and empty lines', '\uFEFFsku,qty\r\n\r\nCOF-1,6\r\n', ['COF-1|6|||']],
	['what is no row is handed back with its place', 'COF-1 6\nplease send soon!\nACC-2 2', ['COF-1|6|||', 'ACC-2|2|||', '2: please send soon!']],
	['a number that is only a quantity', '12', ['12|1|||']],
	['a quantity below nothing is a row, to be refused by name', 'COF-1 -3', ['COF-1|-3|||']],
	['under headings a quantity that is no number is a row, to be refused by name', 'sku,qty\nCOF-1,many', ['COF-1|many|||']],
	['under headings a row without a number', 'sku,qty\n,6', ['2: ,6']],
	['nothing', ' \n\n', []],
])('%s', (_, text, rows) => expect(brief(text)).toEqual(rows))

test('two thousand rows are two thousand rows', () => {
	const text = Array.from({ length: 2000 }, (_, row) => `SKU-${row}\t${row + 1}`).join('\n')
	const { rows, unread } = readTypedRows(text)
	expect([rows.length, unread.length, rows[1999]?.sku, rows[1999]?.quantity]).toEqual([2000, 0, 'SKU-1999', '2000'])
})

test('each row has one answer, the gravest first', () => {
	const refusals: Refusal[] = [
		{ code: 'PRODUCT_UNKNOWN', facts: {}, line: 1 },
		{ code: 'CLASS_NOT_ALLOWED', facts: { liftedBy: 'review' }, line: 2 },
		{ code: 'QUANTITY_INVALID', facts: {}, line: 3 },
	]
	const notices = [
		{ code: 'SUPERSEDED' as const, row: 4, facts: {} },
		{ code: 'PACK_ROUNDED' as const, row: 4, facts: {} },
		{ code: 'PACK_ROUNDED' as const, row: 5, facts: {} },
		{ code: 'PACK_ROUNDED' as const, row: 6, facts: {} },
	]
	expect(answerRows(7, { refusals, notices }, new Set([6]))).toEqual(['unknown', 'not_allowed', 'refused', 'superseded', 'pack_rounded', 'substitute', 'exact'])
})
