import { expect, test } from 'vitest'
import { scoredEffects } from '../../../app/engine/crm/commerce-effects.ts'
import { engagementRule } from '../../../app/engine/marketing/engagement.ts'

test('(B15) a week is made up for, ten things are named, and eight kinds of doing count', () => {
	expect([engagementRule.days, engagementRule.names]).toEqual([7, 10])
	expect(engagementRule.kinds.toSorted()).toEqual([
		...['campaign.touch_confirmed', 'file.opened', 'form.succeeded', 'mail.opened', 'page.viewed', 'product.viewed', 'redirect.clicked', 'search.performed'],
	])
})

test('(B15) what sales records of her by itself, as carts, quotes, orders, invoices and cases, is not told a second time', () => {
	const kinds: readonly string[] = engagementRule.kinds
	const told = scoredEffects().filter(({ activity }) => activity !== null && kinds.includes(activity))
	expect(told.map(({ topic }) => topic)).toEqual(['product.viewed', 'search.performed', 'campaign.touch_confirmed'])
	expect(told.filter(({ refreshes, task, countsOnBehalf }) => refreshes !== null || task !== null || countsOnBehalf)).toEqual([])
})
