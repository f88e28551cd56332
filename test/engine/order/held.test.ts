import { expect, test } from 'vitest'
import { type HeldDelivery, owedOf, planHeld } from '../../../app/engine/order/pay-held.ts'
import { refuseSpent } from '../../../app/engine/order/refuse-spent.ts'

type Call = HeldDelivery['calls'][number]
const call = (attempt: number, state: string, more: Partial<Call> = {}): Call => ({
	...{ id: attempt, key: `9:1:A:${attempt}`, attempt, state, amountMinor: 5000, capturedMinor: null, failureCode: null, paymentMethodId: 'pm_1', ...more },
})

test.each<[string, Call[], number]>([
	['without a call', [], 0],
	['whose card was declined', [call(1, 'declined')], 5000],
	['whose call failed', [call(1, 'failed')], 5000],
	['whose authorisation was let go', [call(1, 'released')], 5000],
	['that waits for its buyer', [call(1, 'requires_action')], 5000],
	['whose call was only prepared', [call(1, 'prepared')], 5000],
	['that is authorised', [call(1, 'authorised')], 0],
	['that is paid', [call(1, 'captured')], 0],
	['that waits for its day', [call(1, 'scheduled')], 0],
	['whose rest was declined, in whatever order its calls come', [call(2, 'declined', { amountMinor: 1200 }), call(1, 'captured')], 1200],
	['that was declined, then authorised', [call(2, 'authorised'), call(1, 'declined')], 0],
])('a delivery %s', (_, calls, owed) => {
	expect(owedOf({ calls })).toBe(owed)
})

test('one call for each delivery that is owed: after its last, or the one that was begun with this card', () => {
	const held = (calls: Call[], groupId = 1) => planHeld([{ groupId, calls }], 'pm_2')
	expect(held([call(1, 'captured')])).toEqual([])
	expect(held([call(2, 'declined'), call(1, 'declined')])).toEqual([{ groupId: 1, amountMinor: 5000, key: '9:1:A:3', attempt: 3, knownId: null }])
	const begun = call(2, 'requires_action', { paymentMethodId: 'pm_2' })
	expect(held([call(1, 'declined'), begun])).toEqual([{ groupId: 1, amountMinor: 5000, key: '9:1:A:2', attempt: 2, knownId: 2 }])
	// Begun with another card, for another amount, or refused since: not the same call.
	for (const other of [call(2, 'prepared'), call(2, 'declined', { paymentMethodId: 'pm_2' })]) {
		expect(held([call(1, 'declined'), other])).toEqual([{ groupId: 1, amountMinor: 5000, key: '9:1:A:3', attempt: 3, knownId: null }])
	}
	const dearer = [call(2, 'prepared', { paymentMethodId: 'pm_2', amountMinor: 4000 }), call(3, 'declined')]
	expect(held(dearer)).toMatchObject([{ attempt: 4, knownId: null }])
	expect(
		planHeld(
			[
				{ groupId: 1, calls: [call(1, 'declined')] },
				{ groupId: 2, calls: [] },
				{ groupId: 3, calls: [call(1, 'failed', { key: '9:1:C:1' })] },
			],
			'pm_2',
		).map(({ groupId, key }) => [groupId, key]),
	).toEqual([
		[1, '9:1:A:2'],
		[3, '9:1:C:2'],
	])
})

const use = { promotionId: 3, savingMinor: 1000, uses: 1, locations: [{ locationId: 8, savingMinor: 600, uses: 1, barred: false }] }
const whole = { locationId: null, remainingMinor: null, remainingUses: null }

test.each<[string, { locationId?: number | null; remainingMinor?: number | null; remainingUses?: number | null }, boolean]>([
	['no limit', {}, false],
	['just enough money', { remainingMinor: 1000 }, false],
	['a cent too little', { remainingMinor: 999 }, true],
	['one use', { remainingUses: 1 }, false],
	['no use', { remainingUses: 0 }, true],
	['enough for the store', { locationId: 8, remainingMinor: 600 }, false],
	['too little for the store', { locationId: 8, remainingMinor: 599 }, true],
	['no use for the store', { locationId: 8, remainingUses: 0 }, true],
	['nothing for another store', { locationId: 9, remainingMinor: 0, remainingUses: 0 }, false],
])('a pinned order beside a budget with %s', (_, budget, isRefused) => {
	const refusals = refuseSpent([use], [{ id: 3, code: 'SPRING', budgets: [whole, { ...whole, ...budget }] }])
	expect(refusals).toEqual(isRefused ? [{ code: 'PROMOTION_SPENT', facts: { promotion: 'SPRING' } }] : [])
})

test('a store that got nothing draws on nothing; a promotion that is gone refuses nothing', () => {
	const barred = { ...use, locations: [{ locationId: 8, savingMinor: 0, uses: 0, barred: true }] }
	expect(refuseSpent([barred], [{ id: 3, code: 'SPRING', budgets: [{ locationId: 8, remainingMinor: -1, remainingUses: -1 }] }])).toEqual([])
	expect(refuseSpent([use], [{ id: 4, code: 'OTHER', budgets: [{ ...whole, remainingMinor: 0 }] }])).toEqual([])
})
