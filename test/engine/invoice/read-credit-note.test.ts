import fc from 'fast-check'
import { expect, test } from 'vitest'
import { readCreditNote, type TypedCredit } from '../../../app/engine/invoice/read-credit-note.ts'
import { lawCases } from '../../support/laws.ts'

const row = (name: string, quantity: string, price: string, sku = ''): TypedCredit => ({ sku, name, quantity, price })
const read = (lines: readonly TypedCredit[], reason = 'As agreed') => readCreditNote(lines, { reason, currency: 'GBP', rounding: 'half_away' })
const codes = (lines: readonly TypedCredit[], reason?: string) => {
	const answer = read(lines, reason)
	return answer.ok ? [] : answer.refusals.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`))
}

test('each line is rounded once, half away from zero, and the note is their sum; a blank row is none', () => {
	const answer = read([row('Half a penny thrice', '3', '0,005'), row('', '', ''), row('', '2', '1.25', '85123A')])
	expect(answer).toMatchObject({ ok: true, totalMinor: 252 })
	expect(answer.ok && answer.lines.map(({ sku, name, netMinor }) => [sku, name, netMinor])).toEqual([
		[null, 'Half a penny thrice', 2],
		['85123A', '85123A', 250],
	])
})

test('what stands against it is told all at once, by the place of the row', () => {
	expect(codes([], '')).toEqual(['CREDIT_REASON_MISSING', 'CREDIT_NOTE_EMPTY'])
	expect(codes([row('', '0', 'ten'), row('Dust', '1', '0.004'), row('Ship', '1', '-5')])).toEqual([
		'CREDIT_LINE_UNNAMED 1',
		'NOT_A_QUANTITY 1',
		'QUOTE_PRICE_INVALID 1',
		'CREDIT_AMOUNT 2',
		'QUOTE_PRICE_INVALID 3',
	])
	expect(codes(Array.from({ length: 2001 }, () => row('Bean', '1', '1')))).toEqual(['CREDIT_NOTE_LINES'])
	expect(codes([row('Moon', '9999999', '999999999')])).toEqual(['CREDIT_AMOUNT 1'])
})

test('law: rows in any order come to the same, and a total is the sum of its lines', () => {
	const cells = fc.record({ quantity: fc.integer({ min: 1, max: 500 }), pennies: fc.integer({ min: 1, max: 100_000 }) })
	fc.assert(
		fc.property(fc.array(cells, { minLength: 1, maxLength: 40 }), (all) => {
			const rows = all.map(({ quantity, pennies }) => row('Bean', String(quantity), `${Math.floor(pennies / 100)}.${String(pennies % 100).padStart(2, '0')}`))
			const [answer, turned] = [read(rows), read([...rows].reverse())]
			const sum = all.reduce((total, { quantity, pennies }) => total + quantity * pennies, 0)
			expect([answer.ok && answer.totalMinor, turned.ok && turned.totalMinor]).toEqual([sum, sum])
		}),
		lawCases(349),
	)
})
