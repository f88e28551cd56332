import fc from 'fast-check'
import { expect, test } from 'vitest'
import { isAttemptAbandoned, type PayableOrder, planPayments, refuseCardByRep } from '../../../app/engine/order/plan-payments.ts'
import { lawCases } from '../../support/laws.ts'

const order: PayableOrder = {
	cartId: 31,
	version: 4,
	today: '2026-03-02',
	authorisationDays: 7,
	cardMinor: null,
	attempts: new Map([['B', 2]]),
	groups: [
		{ groupKey: 'C', dueMinor: 1899, shipOn: '2026-03-20' },
		{ groupKey: 'A', dueMinor: 10_111, shipOn: '2026-03-08' },
		{ groupKey: 'B', dueMinor: 5468, shipOn: '2026-03-09' },
		{ groupKey: 'D', dueMinor: 500, shipOn: null },
		{ groupKey: 'E', dueMinor: 0, shipOn: '2026-03-03' },
	],
}

test('one intent per delivery: what ships within the window now, the rest before its ship day', () => {
	expect(planPayments(order)).toEqual([
		{ groupKey: 'A', amountMinor: 10_111, when: 'now', authoriseOn: '2026-03-02', attempt: 1, key: '31:4:A:1' },
		{ groupKey: 'B', amountMinor: 5468, when: 'later', authoriseOn: '2026-03-06', attempt: 3, key: '31:4:B:3' },
		{ groupKey: 'C', amountMinor: 1899, when: 'later', authoriseOn: '2026-03-17', attempt: 1, key: '31:4:C:1' },
		{ groupKey: 'D', amountMinor: 500, when: 'later', authoriseOn: null, attempt: 1, key: '31:4:D:1' },
	])
})

test('a shortfall by card covers the first deliveries', () => {
	expect(planPayments({ ...order, cardMinor: 12_000 }).map(({ groupKey, amountMinor }) => [groupKey, amountMinor])).toEqual([
		['A', 10_111],
		['B', 1889],
	])
})

test.each([
	['9 minutes', 'authorised', null, '15:09:59', false],
	['10 minutes', 'authorised', null, '15:10:00', true],
	['with an order', 'authorised', 5, '16:00:00', false],
	['captured', 'captured', null, '16:00:00', false],
	['waiting for the bank', 'requires_action', null, '16:00:00', true],
])('an authorisation without an order is released: %s', (_, state, orderId, time, expected) => {
	expect(isAttemptAbandoned({ state, orderId, createdAt: new Date('2026-03-02T15:00:00Z') }, new Date(`2026-03-02T${time}Z`))).toBe(expected)
})

test('a rep uses a card only as far as the buyer marked it for her', () => {
	expect(refuseCardByRep({ repLimitMinor: 20_000 }, 20_000)).toBeNull()
	expect(refuseCardByRep({ repLimitMinor: 20_000 }, 20_001)).toEqual({ code: 'CARD_BY_BUYER', facts: { amountMinor: 20_001, repLimitMinor: 20_000 } })
	expect(refuseCardByRep({ repLimitMinor: null }, 1)?.code).toBe('CARD_BY_BUYER')
})

test('laws: amounts sum to the order or to the card’s part, keys differ, no authorisation lapses before its shipment', () => {
	const day = fc.option(fc.integer({ min: 2, max: 31 }).map((on) => `2026-03-${String(on).padStart(2, '0')}`))
	const groups = fc
		.array(fc.record({ dueMinor: fc.nat(50_000), shipOn: day }), { maxLength: 50 })
		.map((list) => list.map((one, index) => ({ ...one, groupKey: `g${index}` })))
	fc.assert(
		fc.property(groups, fc.option(fc.nat(100_000)), fc.integer({ min: 1, max: 9 }), (given, cardMinor, authorisationDays) => {
			const plans = planPayments({ ...order, groups: given, cardMinor, authorisationDays })
			const due = given.reduce((sum, { dueMinor }) => sum + dueMinor, 0)
			expect(plans.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(Math.min(due, cardMinor ?? due))
			expect(new Set(plans.map(({ key }) => key)).size).toBe(plans.length)
			for (const { groupKey, authoriseOn } of plans) {
				const { shipOn } = given.find((one) => one.groupKey === groupKey)!
				if (!shipOn || !authoriseOn) continue
				expect(authoriseOn >= '2026-03-02' && authoriseOn <= shipOn).toBe(true)
				expect(Number(shipOn.slice(8)) - Number(authoriseOn.slice(8))).toBeLessThan(authorisationDays)
			}
			expect(planPayments({ ...order, groups: [...given].reverse(), cardMinor, authorisationDays })).toEqual(plans)
		}),
		lawCases(20260302),
	)
})
