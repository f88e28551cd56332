import { expect, test } from 'vitest'
import { type PayingFacts, progressOn, standingAt } from '../../../app/engine/credit/climb.ts'

const paying: PayingFacts = {
	...{ ordersPaid: 3, paidMinor: 90_000, firstOrderOn: '2026-01-01', lastLateOn: null, oldestDueOn: null, limitMinor: 0, isStopped: false },
}

test.each<[string, Partial<PayingFacts>, object]>([
	['never late: on time since the first order', {}, { daysSinceFirstOrder: 59, daysOnTime: 59, oldestOverdueDays: 0, creditChecked: false }],
	['late once: on time since then', { lastLateOn: '2026-02-01' }, { daysSinceFirstOrder: 59, daysOnTime: 28 }],
	['late before the first order that counts', { lastLateOn: '2025-12-01' }, { daysOnTime: 59 }],
	['overdue now: not on time', { oldestDueOn: '2026-02-20' }, { daysOnTime: 0, oldestOverdueDays: 9 }],
	['due later: on time', { oldestDueOn: '2026-03-20' }, { daysOnTime: 59, oldestOverdueDays: 0 }],
	['no order yet', { firstOrderOn: null }, { daysSinceFirstOrder: 0, daysOnTime: 0 }],
	['a limit is a checked credit', { limitMinor: 1 }, { creditChecked: true }],
])('%s', (_, more, expected) => {
	expect(progressOn('2026-03-01', { ...paying, ...more })).toMatchObject(expected)
})

test('with full terms an account is new no longer, unless a credit manager said what it is', () => {
	const now = { standing: 'new', standingSource: 'onboarding' }
	expect(standingAt('capped_terms', now)).toEqual({ ...now, isLifted: false })
	expect(standingAt('full_terms', now)).toEqual({ standing: 'good', standingSource: 'none', isLifted: true })
	expect(standingAt('full_terms', { standing: 'hold', standingSource: 'manual' })).toEqual({ standing: 'hold', standingSource: 'manual', isLifted: true })
})
