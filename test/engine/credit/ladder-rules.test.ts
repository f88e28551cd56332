import { expect, test } from 'vitest'
import { DEFAULT_LADDER, readLadderRules } from '../../../app/engine/credit/ladder-rules.ts'
import { climbLadder } from '../../../app/engine/credit/onboarding-ladder.ts'

test('what an administrator stored is the ladder; what is no rule leaves the house’s own', () => {
	const needs = [
		{ kind: 'orders_paid', count: 3 },
		{ kind: 'paid_amount', amountMinor: 100_000 },
		{ kind: 'days_since_first_order', days: 30 },
		{ kind: 'credit_checked' },
	]
	expect(readLadderRules([{ step: 'capped_terms', needs }])).toEqual([{ step: 'capped_terms', needs }])
	expect(
		readLadderRules([
			{
				step: 'full_terms',
				needs: [{ kind: 'orders_paid', count: 0 }, { kind: 'luck' }, null, { kind: 'paid_amount' }, { kind: 'days_since_first_order', days: 1.5 }],
			},
		]),
	).toEqual([{ step: 'full_terms', needs: [] }])
	for (const none of [null, 'high', {}, [], [null], [{ step: 'card_only', needs: [] }], [{ step: 'full_terms' }]])
		expect(readLadderRules(none)).toBe(DEFAULT_LADDER)
})

test('the house’s own ladder: two paid orders and a checked credit, then five and ninety days', () => {
	const progress = { ordersPaid: 2, paidMinor: 0, daysSinceFirstOrder: 10, daysOnTime: 10, creditChecked: true, oldestOverdueDays: 0, isStopped: false }
	expect(climbLadder('card_only', DEFAULT_LADDER, { ...progress, ordersPaid: 1 }).step).toBe('card_only')
	expect(climbLadder('card_only', DEFAULT_LADDER, { ...progress, creditChecked: false }).step).toBe('card_only')
	expect(climbLadder('card_only', DEFAULT_LADDER, progress).step).toBe('capped_terms')
	expect(climbLadder('card_only', DEFAULT_LADDER, { ...progress, ordersPaid: 5, daysOnTime: 89 }).step).toBe('capped_terms')
	expect(climbLadder('card_only', DEFAULT_LADDER, { ...progress, ordersPaid: 5, daysOnTime: 90 }).step).toBe('full_terms')
})
