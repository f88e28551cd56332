import { describe, expect, test } from 'vitest'
import { decideExpress, type ExpressQuestion } from '../../../app/engine/order/decide-express.ts'
import { nextPoNumber } from '../../../app/engine/order/po-number.ts'

const decided: ExpressQuestion = {
	...{ refusals: 0, approvalSteps: 0, method: 'po', availableMinor: 10_000, totalMinor: 10_000, hasCard: false, isTaxFallback: false, poNumber: 'PO-2' },
	prices: [
		{ now: '17.750000', lastPaid: '17.750000' },
		{ now: '9.000000', lastPaid: null },
		{ now: null, lastPaid: '3.000000' },
	],
	deliveries: [
		{ requestedOn: '2026-06-16', promisedOn: '2026-06-16' },
		{ requestedOn: null, promisedOn: '2026-06-19' },
	],
}

describe('what keeps a repeat order from one button', () => {
	const rows: [string, Partial<ExpressQuestion>, string[]][] = [
		['nothing: all the credit is used, nothing is dearer, every day is kept', {}, []],
		['something stands against it', { refusals: 1 }, ['refused']],
		['somebody must say yes', { approvalSteps: 2 }, ['approval']],
		['a cent too little credit', { totalMinor: 10_001 }, ['credit']],
		['no limit is no reason', { availableMinor: null, totalMinor: 10_001 }, []],
		['a card asks no credit and no number, but a card', { method: 'card', totalMinor: 10_001, poNumber: null }, ['card']],
		['a saved card', { method: 'card', hasCard: true, poNumber: null }, []],
		['a millionth dearer than last time', { prices: [{ now: '17.750001', lastPaid: '17.750000' }] }, ['price']],
		['cheaper than last time', { prices: [{ now: '9.000000', lastPaid: '10.000000' }] }, []],
		['a day later than asked', { deliveries: [{ requestedOn: '2026-06-16', promisedOn: '2026-06-17' }] }, ['late']],
		['a tax that may still change', { isTaxFallback: true }, ['tax']],
		['no number to go on from', { poNumber: null }, ['po']],
		[
			'all of it together',
			{ refusals: 1, approvalSteps: 1, totalMinor: 10_001, isTaxFallback: true, poNumber: null },
			['refused', 'approval', 'credit', 'tax', 'po'],
		],
	]
	test.each(rows)('%s', (_name, more, open) => {
		expect(decideExpress({ ...decided, ...more })).toEqual(open)
	})
})

describe('the next PO number', () => {
	const rows: [string | null, string[], string | null][] = [
		['PO-2041', [], 'PO-2042'],
		['PO-0099', [], 'PO-0100'],
		['2026/17-B', [], '2026/18-B'],
		['PO-2041', ['PO-2042', 'PO-2043'], 'PO-2044'],
		['Beans 2026-06-08', [], 'Beans 2026-06-15'],
		['Beans 2026-06-08', ['Beans 2026-06-15'], null],
		['as agreed', [], null],
		[null, [], null],
		[`${'X'.repeat(59)}9`, [], null],
	]
	test.each(rows)('%s past %j is %s', (last, used, next) => {
		expect(nextPoNumber(last, new Set(used), '2026-06-15')).toBe(next)
	})
})
