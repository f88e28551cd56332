import fc from 'fast-check'
import { expect, test } from 'vitest'
import { parseMicros } from '../../../app/engine/base/money.ts'
import { parseQuantity } from '../../../app/engine/base/units.ts'
import { largestChange } from '../../../app/engine/pricing/largest-change.ts'
import { type BookPrice, type DraftQuestion, planPriceDraft } from '../../../app/engine/pricing/plan-price-draft.ts'
import { type FilePrice, readPriceRows } from '../../../app/engine/pricing/read-price-rows.ts'
import { lawCases } from '../../support/laws.ts'

const at = new Date('2026-03-02T09:00:00Z')
const june = new Date('2026-06-01T05:00:00Z')
const question: DraftQuestion = { at, beginsAt: null, zone: 'America/Chicago', jumpPercent: 20 }
const later: DraftQuestion = { ...question, beginsAt: june }

const units = [
	{ code: 'each', digits: 0, isOwn: true },
	{ code: 'case', digits: 0, isOwn: false },
]
const products = new Map([['BEAN', { productId: 7, sku: 'BEAN', units, floorPrice: '15', unitCost: '11' }]])
const tiers = (...pairs: (readonly [string, string])[]) =>
	pairs.map(([from, price]) => ({ from: parseQuantity(from) ?? 0, unitPriceMicros: parseMicros(price) ?? 0n }))
const held = (given: Partial<BookPrice> = {}): BookPrice => ({
	...{ entryId: 1, productId: 7, unitCode: 'each', tiers: tiers(['1', '20'], ['5', '18']), mixGroup: null, validFrom: null, validTo: null },
	...given,
})
const read = (...lines: string[]): FilePrice[] => {
	const rows = readPriceRows(
		lines.map((line) => line.split(',')),
		false,
	)
	if (!rows.ok) throw new Error(rows.refusals[0]?.code)
	return rows.prices
}
const windows = 'sku,unit,from,price,valid_from,valid_to,mix_group'
const plan = (prices: BookPrice[], asked: DraftQuestion, ...lines: string[]) => planPriceDraft(read(...lines), { products, prices }, asked)
const brief = (prices: BookPrice[], asked: DraftQuestion, ...lines: string[]) =>
	plan(prices, asked, ...lines).map(({ status, endsEntry, validFrom, validTo, warnings, refusals }) =>
		[
			status,
			endsEntry ? 'ends' : '',
			`${validFrom?.toISOString().slice(0, 10) ?? ''}..${validTo?.toISOString().slice(0, 10) ?? ''}`,
			...warnings.map(({ code }) => code),
			...refusals.map(({ code }) => code),
		]
			.filter(Boolean)
			.join(' '),
	)

test.each<[string, BookPrice[], DraftQuestion, string[], string[]]>([
	['a price that the book lacks is new', [], question, ['sku,price', 'BEAN,19'], ['new ..']],
	['the same tiers are no change, zeros or not', [held()], question, ['sku,from,price', 'BEAN,1,20.000', 'BEAN,5,18.0'], ['unchanged ..']],
	['one tier less is a change', [held()], question, ['sku,from,price', 'BEAN,1,20'], ['changed ..']],
	['more than the percentage is pointed out', [held()], question, ['sku,price', 'BEAN,24.01'], ['changed .. PRICE_JUMPS']],
	['exactly the percentage is not', [held({ tiers: tiers(['1', '20']) })], question, ['sku,price', 'BEAN,24'], ['changed ..']],
	['under the floor is pointed out', [held()], question, ['sku,from,price', 'BEAN,1,20', 'BEAN,5,14.99'], ['changed .. PRICE_UNDER_FLOOR']],
	['no such product', [], question, ['sku,price', 'NONE,1'], ['rejected .. PRICE_PRODUCT_UNKNOWN']],
	['no such unit', [], question, ['sku,unit,price', 'BEAN,bag,1'], ['rejected .. PRICE_PRODUCT_UNKNOWN']],
	['another unit is another price', [held()], question, ['sku,unit,price', 'BEAN,case,110'], ['new ..']],
	['every reason at once', [], question, [windows, 'BEAN,each,0.5,x,2026-02-30,,'], ['rejected .. TIER_QUANTITY_INVALID PRICE_INVALID DAY_INVALID']],
	['ends before it begins', [], question, [windows, 'BEAN,each,1,9,2026-05-01,2026-04-01,'], ['rejected .. WINDOW_EMPTY']],
	['rows of one price that disagree', [], question, [windows, 'BEAN,each,1,9,,,a', 'BEAN,each,5,8,,,b'], ['rejected .. PRICE_ROWS_DISAGREE']],
	['the same price twice', [], question, ['sku,unit,price', 'BEAN,,20', 'BEAN,each,19'], ['new ..', 'rejected .. PRICE_ROW_TWICE']],
	// Without windows the file speaks of the price that holds.
	[
		'a windowed price keeps its window',
		[held({ validFrom: new Date('2026-01-01T06:00:00Z'), validTo: june })],
		question,
		['sku,price', 'BEAN,19'],
		['changed 2026-01-01..2026-06-01'],
	],
	[
		'where one has ended the new one begins now',
		[held({ validTo: new Date('2026-02-01T06:00:00Z') })],
		question,
		['sku,price', 'BEAN,19'],
		['new 2026-03-02.. WINDOW_GAP'],
	],
	// With windows it speaks of the price that begins then.
	['a window that the book lacks is new', [held({ validTo: june })], question, [windows, 'BEAN,each,1,19,2026-06-01,,'], ['new 2026-06-01..']],
	['days without a price are pointed out', [held({ validTo: june })], question, [windows, 'BEAN,each,1,19,2026-07-01,,'], ['new 2026-07-01.. WINDOW_GAP']],
	['and two at once', [held()], question, [windows, 'BEAN,each,1,19,2026-07-01,,'], ['new 2026-07-01.. WINDOW_OVERLAP']],
	// Begins later.
	['what begins later ends what holds then', [held()], later, ['sku,price', 'BEAN,19'], ['changed ends 2026-06-01..']],
	['what would hold anyway is no change', [held()], later, ['sku,from,price', 'BEAN,1,20', 'BEAN,5,18'], ['unchanged 2026-06-01..']],
	['what begins that very day is changed itself', [held({ validFrom: june })], later, ['sku,price', 'BEAN,19'], ['changed 2026-06-01..']],
	[
		'what ends before is left as it is',
		[held({ validTo: new Date('2026-04-01T05:00:00Z') })],
		later,
		[windows, 'BEAN,each,1,20,,2026-04-01,', 'BEAN,each,5,18,,2026-04-01,'],
		['unchanged ..2026-04-01'],
	],
	['and cannot be made', [], later, [windows, 'BEAN,each,1,20,,2026-04-01,'], ['rejected .. PRICE_ENDS_BEFORE']],
])('%s', (_name, prices, asked, lines, expected) => {
	expect(brief(prices, asked, ...lines)).toEqual(expected)
})

test('the largest change is looked for at every quantity where a tier begins', () => {
	// From 10 on 17.00 instead of 18.00 (−5.56 %); from 1 on 20.10 instead of 20.00 (+0.5 %).
	expect(largestChange(tiers(['1', '20'], ['5', '18']), tiers(['1', '20.10'], ['5', '18'], ['10', '17']))).toBe(-556)
	expect(largestChange(tiers(['1', '0']), tiers(['1', '1']))).toBeNull()
})

test.each([
	['tabs and no head', [['BEAN', '19.5']], false, [['BEAN', '1', '19.5']]],
	['quantity between', [['BEAN', '10', '19.5']], false, [['BEAN', '10', '19.5']]],
	[
		'other names for the columns',
		[
			['Price', 'Min qty', 'SKU'],
			['19.5', '10', 'bean'],
		],
		false,
		[['BEAN', '10', '19.5']],
	],
	[
		'a comma where people write it so',
		[
			['sku', 'price'],
			['BEAN', '19,5'],
		],
		true,
		[['BEAN', '1', '19.5']],
	],
	[
		'and nowhere else',
		[
			['sku', 'price'],
			['BEAN', '19,5'],
		],
		false,
		[['BEAN', '1', '19,5']],
	],
	[
		'the apostrophe before a formula is ours',
		[
			['sku', 'price', 'mix_group'],
			["'=BEAN", '1', "'-a"],
		],
		false,
		[['=BEAN', '1', '1']],
	],
])('rows: %s', (_name, table, comma, expected) => {
	const answer = readPriceRows(table, comma)
	expect(answer.ok && answer.prices.map(({ sku, tiers: [tier] }) => [sku, tier?.from, tier?.price])).toEqual(expected)
})

test.each([
	['nothing', [], 'PRICE_FILE_EMPTY'],
	['a head alone', [['sku', 'price']], 'PRICE_FILE_EMPTY'],
	[
		'no price',
		[
			['sku', 'name'],
			['BEAN', 'Bean'],
		],
		'PRICE_FILE_COLUMNS',
	],
	['one column', [['BEAN']], 'PRICE_FILE_COLUMNS'],
	['too many', [['sku', 'price'], ...Array.from({ length: 20_001 }, (_, row) => [`S${row}`, '1'])], 'PRICE_FILE_TOO_LONG'],
])('refused: %s', (_name, table, code) => {
	const answer = readPriceRows(table, false)
	expect(answer.ok ? 'read' : answer.refusals[0]?.code).toBe(code)
})

test('each price knows the line of the file that first speaks of it, empty ones counted', () => {
	const answer = readPriceRows([['sku', 'from', 'price'], [''], ['B', '1', '2'], ['A', '1', '3'], ['B', '10', '1']], false)
	expect(answer.ok && answer.prices.map(({ sku, line }) => [sku, line])).toEqual([
		['A', 4],
		['B', 3],
	])
})

const tier = fc.tuple(fc.integer({ min: 1, max: 50 }), fc.integer({ min: 1, max: 90_000 }))
const ladder = fc.uniqueArray(tier, { minLength: 1, maxLength: 5, selector: ([from]) => from }).map((all) => all.sort(([a], [b]) => a - b))

test('law: a file that says what the book holds changes nothing, in any order of its rows; one that says otherwise is one change', () => {
	fc.assert(
		fc.property(ladder, ladder, fc.boolean(), fc.boolean(), (own, other, isOther, isReversed) => {
			const asText = (all: [number, number][]) =>
				all.map(([from, cents]): [string, string] => [String(from), `${Math.floor(cents / 100)}.${String(cents % 100).padStart(2, '0')}`])
			const lines = asText(isOther ? other : own).map(([from, price]) => `BEAN,${from},${price}`)
			const [row] = plan([held({ tiers: tiers(...asText(own)) })], question, 'sku,from,price', ...(isReversed ? lines.toReversed() : lines))
			const isSame = JSON.stringify(own) === JSON.stringify(isOther ? other : own)
			expect(row?.status).toBe(isSame ? 'unchanged' : 'changed')
		}),
		lawCases(240, 300),
	)
})
