import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { type Creditable, checkReturn, feesBack, planCredits, type ReturnableThing } from '../../../app/engine/invoice/plan-return.ts'
import { lawCases } from '../../support/laws.ts'

const EACH = { code: 'each', digits: 0 }
const thing = (key: string, open: number): ReturnableThing => ({ key, sequence: Number(key), sku: `SKU-${key}`, unit: EACH, openQuantity: wholeQuantity(open) })
const row = (key: string, invoiceId: number, quantity: number, netMinor: number, taxMinor = 0, credited = 0): Creditable => ({
	...{ key, invoiceId, sequence: 1, quantity: wholeQuantity(quantity), netMinor, taxMinor, creditedQuantity: wholeQuantity(credited) },
})
const back = (key: string, quantity: number) => ({ key, quantity: wholeQuantity(quantity) })
const codes = (asked: Parameters<typeof checkReturn>[0], things: readonly ReturnableThing[]) => checkReturn(asked, things).map(({ code }) => code)

test('asked back: nothing, more than is open, a part of a piece, without a reason, and what was never delivered', () => {
	const asked = (key: string, quantity: number, reason: string | null = 'damaged') => ({ key, quantity, reason })
	expect(codes([], [thing('1', 3)])).toEqual(['RETURN_EMPTY'])
	expect(codes([asked('1', wholeQuantity(3))], [thing('1', 3)])).toEqual([])
	expect(codes([asked('1', wholeQuantity(4)), asked('9', wholeQuantity(1))], [thing('1', 3)])).toEqual(['RETURN_TOO_MUCH', 'RETURN_TOO_MUCH'])
	expect(codes([asked('1', 5000)], [thing('1', 3)])).toEqual(['NOT_IN_UNIT'])
	expect(codes([asked('1', wholeQuantity(1), 'mood')], [thing('1', 3)])).toEqual(['RETURN_REASON_MISSING'])
})

describe("P2's bean at store A: 50.59 for three pieces", () => {
	const notes = (units: number, credited: number) => {
		const planned = planCredits([back('1', units)], [row('1', 7, 3, 5059, 379, credited)], 'half_away')
		return planned.ok ? planned.notes.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]) : planned.refusals
	}
	test('piece by piece 16.86, 16.87, 16.86, and its tax of 3.79 as 1.26, 1.27, 1.26', () => {
		expect([notes(1, 0), notes(1, 1), notes(1, 2)].flat()).toEqual([
			[1686, 126],
			[1687, 127],
			[1686, 126],
		])
	})
	test('two at once are 33.73; four are refused', () => {
		expect(notes(2, 0)).toEqual([[3373, 253]])
		expect(notes(4, 0)).toEqual([{ code: 'RETURN_NOT_INVOICED', facts: { missing: 10_000 }, line: 1 }])
	})
})

test('what was on two invoices is credited against each, the older first', () => {
	const planned = planCredits([back('1', 3)], [row('1', 4, 2, 1000, 0, 1), row('1', 6, 3, 1500), row('2', 6, 1, 99)], 'half_away')
	expect(planned.ok && planned.notes.map(({ invoiceId, netMinor, lines }) => [invoiceId, netMinor, lines.map(({ quantity }) => quantity / 10_000)])).toEqual([
		[4, 500, [1]],
		[6, 1000, [2]],
	])
})

const anInvoiceRow = fc.record({ quantity: fc.integer({ min: 1, max: 12 }), netMinor: fc.nat(99_999), taxMinor: fc.nat(9_999) })

test('laws: returns in any order and partition sum to what was invoiced, and no row is credited beyond itself', () => {
	fc.assert(
		fc.property(
			fc.array(fc.array(anInvoiceRow, { minLength: 1, maxLength: 3 }), { minLength: 1, maxLength: 4 }),
			fc.array(fc.tuple(fc.nat(3), fc.integer({ min: 1, max: 5 })), { maxLength: 40 }),
			fc.constantFrom('half_away' as const, 'half_even' as const),
			(sold, wishes, rounding) => {
				// Each thing was invoiced in parts, on invoices 1, 2, 3 in that order.
				let rows = sold.flatMap((parts, index) => parts.map((part, place) => row(String(index), place + 1, part.quantity, part.netMinor, part.taxMinor)))
				const whole = rows
				const taken = rows.map(() => [0, 0])
				const openOf = (key: string) => rows.filter((one) => one.key === key).reduce((sum, one) => sum + one.quantity - one.creditedQuantity, 0) / 10_000
				const give = (key: string, units: number) => {
					if (units === 0) return
					const planned = planCredits([back(key, units)], rows, rounding)
					if (!planned.ok) throw new Error('refused what is open')
					for (const { lines } of planned.notes)
						for (const line of lines) {
							const index = rows.indexOf(line.row)
							taken[index] = [(taken[index]?.[0] ?? 0) + line.netMinor, (taken[index]?.[1] ?? 0) + line.taxMinor]
							expect(line.netMinor).toBeGreaterThanOrEqual(0)
							expect(taken[index]?.[0]).toBeLessThanOrEqual(whole[index]?.netMinor ?? 0)
							expect(taken[index]?.[1]).toBeLessThanOrEqual(whole[index]?.taxMinor ?? 0)
						}
					const credited = new Map(planned.notes.flatMap(({ lines }) => lines).map((line) => [line.row, line.quantity]))
					rows = rows.map((one) => ({ ...one, creditedQuantity: one.creditedQuantity + (credited.get(one) ?? 0) }))
				}
				for (const [wish, units] of wishes) {
					const key = String(wish % sold.length)
					give(key, Math.min(units, openOf(key)))
				}
				for (const key of sold.keys()) give(String(key), openOf(String(key)))
				expect(taken).toEqual(whole.map(({ netMinor, taxMinor }) => [netMinor, taxMinor]))
				expect(planCredits([back('0', 1)], rows, rounding).ok).toBe(false)
			},
		),
		lawCases(2209),
	)
})

describe('fees come back with the whole of a delivery', () => {
	const of = (key: string, quantity: number, credited: number, more: { groupKey?: string; isFee?: boolean; isShipped?: boolean } = {}) => ({
		...row(key, 1, quantity, 100 * quantity, 0, credited),
		...{ groupKey: 'A', isFee: false, isShipped: true, ...more },
	})
	const fee = { isFee: true }
	test.each<[string, ReturnType<typeof of>[], ReturnType<typeof back>[], ReturnType<typeof back>[]]>([
		['all at once', [of('1', 3, 0), of('2', 1, 0), of('9', 1, 0, fee)], [back('1', 3), back('2', 1)], [back('9', 1)]],
		['the last piece', [of('1', 3, 2), of('2', 1, 1), of('9', 1, 0, fee)], [back('1', 1)], [back('9', 1)]],
		['not the last piece', [of('1', 3, 1), of('9', 1, 0, fee)], [back('1', 1)], []],
		['one thing stays', [of('1', 3, 0), of('2', 1, 0), of('9', 1, 0, fee)], [back('1', 3)], []],
		['credited before', [of('1', 1, 0), of('9', 1, 1, fee)], [back('1', 1)], []],
		['something is still to come', [of('1', 1, 0, { isShipped: false }), of('9', 1, 0, { ...fee, isShipped: false })], [back('1', 1)], []],
		[
			'another delivery',
			[of('1', 1, 1), of('9', 1, 0, fee), of('3', 2, 0, { groupKey: 'B' }), of('8', 1, 0, { ...fee, groupKey: 'B' })],
			[back('3', 2)],
			[back('8', 1)],
		],
		['what was on two invoices', [of('1', 2, 0), of('1', 1, 0), of('9', 1, 0, fee)], [back('1', 3)], [back('9', 1)]],
	])('%s', (_, rows, asked, expected) => {
		expect(feesBack(asked, rows)).toEqual(expected)
	})
})
