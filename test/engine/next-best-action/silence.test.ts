import fc from 'fast-check'
import { expect, test } from 'vitest'
import { decideDormant, dormantDays } from '../../../app/engine/next-best-action/decide-dormant.ts'
import { decideReorder } from '../../../app/engine/next-best-action/decide-reorder.ts'

const rhythm = ['2026-01-05', '2026-01-19', '2026-02-02', '2026-02-16']
const ask = (today: string, orderDays: readonly string[] = rhythm, hasOpenOrder = false) => decideReorder({ accountId: 1, orderDays, today, hasOpenOrder })

test('(c) reorder.due from the day that the middle gap says until a second gap is over', () => {
	expect(ask('2026-03-01')).toEqual({ isDue: false, reason: 'NOT_DUE' })
	expect(ask('2026-03-02')).toEqual({ isDue: true, everyDays: 14, lastOn: '2026-02-16', dueOn: '2026-03-02' })
	expect(ask('2026-03-16')).toMatchObject({ isDue: true })
	expect(ask('2026-03-17')).toEqual({ isDue: false, reason: 'LONG_GONE' })
})

test('(c) reorder.due never while an order is open, nor without a rhythm', () => {
	expect(ask('2026-03-02', rhythm, true)).toEqual({ isDue: false, reason: 'ORDER_OPEN' })
	expect(ask('2026-03-02', rhythm.slice(1))).toEqual({ isDue: false, reason: 'NO_RHYTHM' })
	expect(ask('2026-03-02', ['2026-02-24', '2026-02-25', '2026-02-26', '2026-02-27'])).toEqual({ isDue: false, reason: 'NO_RHYTHM' })
	expect(ask('2026-03-02', [])).toEqual({ isDue: false, reason: 'NO_RHYTHM' })
	// A summer without orders does not make the rhythm slower.
	expect(ask('2026-06-29', ['2026-01-05', '2026-01-19', '2026-06-01', '2026-06-15'])).toMatchObject({ isDue: true, everyDays: 14 })
})

test('law: the order of days and orders of one day change nothing', () => {
	fc.assert(
		fc.property(fc.shuffledSubarray([...rhythm, ...rhythm], { minLength: 8 }), (days) => {
			expect(ask('2026-03-03', days)).toEqual(ask('2026-03-03'))
		}),
	)
})

test('(c) login.dormant is a call only for an account in the highest quarter that bought something', () => {
	const luka = { contactId: 3, days: dormantDays, revenueMinor: 100, currency: 'USD', place: 0.76, ownerUserId: 7 }
	expect(decideDormant(luka)).toEqual({ fires: true, ownerUserId: 7 })
	expect(decideDormant({ ...luka, days: 89 })).toEqual({ fires: false, reason: 'NOT_YET' })
	expect(decideDormant({ ...luka, place: 0.75 })).toEqual({ fires: false, reason: 'NOT_TOP_QUARTER' })
	expect(decideDormant({ ...luka, revenueMinor: 0, place: 1 })).toEqual({ fires: false, reason: 'NOTHING_BOUGHT' })
	expect(decideDormant({ ...luka, ownerUserId: null })).toEqual({ fires: false, reason: 'NO_OWNER' })
})

test('(c) reorder.due takes the middle gap, of an even number the shorter; five days are a rhythm, four are not', () => {
	const due = (...orderDays: string[]) => ask('2026-03-20', orderDays)
	expect(due('2026-01-20', '2026-01-30', '2026-02-13', '2026-03-05')).toMatchObject({ everyDays: 14 })
	expect(due('2026-01-10', '2026-01-20', '2026-02-01', '2026-02-17', '2026-03-09')).toMatchObject({ isDue: false, reason: 'NOT_DUE' })
	expect(ask('2026-03-21', ['2026-01-10', '2026-01-20', '2026-02-01', '2026-02-17', '2026-03-09'])).toMatchObject({ everyDays: 12 })
	expect(ask('2026-03-06', ['2026-02-14', '2026-02-19', '2026-02-24', '2026-03-01'])).toMatchObject({ isDue: true, everyDays: 5 })
	expect(ask('2026-03-06', ['2026-02-18', '2026-02-22', '2026-02-26', '2026-03-02'])).toEqual({ isDue: false, reason: 'NO_RHYTHM' })
})

test('(c) login.dormant begins on the ninetieth day, with the smallest purchase', () => {
	const luka = { contactId: 3, days: 90, revenueMinor: 1, currency: 'USD', place: 0.8, ownerUserId: 7 }
	expect(decideDormant(luka)).toEqual({ fires: true, ownerUserId: 7 })
})
