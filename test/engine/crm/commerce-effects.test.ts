import { expect, test } from 'vitest'
import type { CommerceEvent } from '../../../app/engine/base/event.ts'
import { effectOf, scoredEffects } from '../../../app/engine/crm/commerce-effects.ts'
import { crmEffects } from '../../../app/engine/crm/effects.ts'
import { activitiesOf, groupByCause } from '../../../app/engine/marketing/activity.ts'
import { interestRule } from '../../../app/engine/marketing/interest.ts'

// The score column of sync-core.md section c, as it is printed there.
const printed: Readonly<Record<string, [number, number | null]>> = {
	...{ 'product.viewed': [1, 10], 'search.performed': [3, null], 'campaign.touch_confirmed': [3, null], 'cart.created': [5, null], 'cart.updated': [0, null] },
	...{ 'cart.abandoned': [0, null], 'cart.recovered': [10, null], 'quote.requested': [25, null], 'quote.offered': [0, null], 'quote.accepted': [25, null] },
	...{ 'quote.declined': [0, null], 'quote.expired': [0, null], 'order.placed': [50, null], 'order.shipped': [0, null], 'order.delivered': [0, null] },
	...{ 'invoice.issued': [0, null], 'invoice.paid': [5, null], 'invoice.overdue': [0, null], 'reorder.due': [0, null], 'login.dormant': [-10, null] },
	...{ 'credit.near_limit': [0, null], 'return.asked': [-5, null], 'case.opened': [-5, null] },
}

const event = (topic: string, more: Partial<CommerceEvent> = {}): CommerceEvent => ({
	...{ id: 'e', topic, subject: 'order:1', accountId: 5, contactId: 3, actedByUserId: null, payload: {}, occurredAt: new Date('2026-03-06T12:00:00Z') },
	...more,
})

test('(c) every row is worth what is printed, and no other row is worth anything', () => {
	for (const [topic, [points, most]] of Object.entries(printed))
		expect([topic, effectOf(topic).points, effectOf(topic).dailyMaximum]).toEqual([topic, points, most])
	expect(scoredEffects().filter(({ topic, points }) => points !== 0 && !(topic in printed))).toEqual([])
})

test('(c) a row asks its owner for its task by the next working day, unless a rep did it herself', () => {
	const expired = event('quote.expired', { payload: { quoteId: 4, number: 'Q-4' } })
	expect(crmEffects([expired]).tasks).toMatchObject([
		{ accountId: 5, key: 'quote.expired:e', subject: 'task.quote_expired', within: 1, facts: { number: 'Q-4' } },
	])
	expect(crmEffects([{ ...expired, actedByUserId: 9 }, event('order.placed'), { ...expired, accountId: null }]).tasks).toEqual([])
})

// Its task column: who is asked to do what within how many working days.
const asked: Readonly<Record<string, { subject: string; within: number; priority: string }>> = {
	'quote.requested': { subject: 'task.quote_requested', within: 1, priority: 'high' },
	'quote.expired': { subject: 'task.quote_expired', within: 1, priority: 'normal' },
	'invoice.overdue': { subject: 'task.invoice_overdue', within: 1, priority: 'high' },
	'credit.near_limit': { subject: 'task.credit_near', within: 1, priority: 'normal' },
}

test('(c) every row asks for the task that is printed, and what a rep did for a buyer counts only where it is the buyer’s order', () => {
	for (const topic of Object.keys(printed)) expect([topic, effectOf(topic).task ?? null]).toEqual([topic, asked[topic] ?? null])
	const onBehalf = [...Object.keys(printed), 'order.changed', 'order.part_cancelled', 'order.cancelled'].filter((topic) => effectOf(topic).countsOnBehalf)
	expect(onBehalf.sort()).toEqual(
		[
			...['cart.recovered', 'invoice.issued', 'invoice.paid', 'order.cancelled', 'order.changed', 'order.delivered', 'order.part_cancelled'],
			...['order.placed', 'order.shipped', 'quote.accepted', 'quote.offered'],
		].sort(),
	)
})

test('(c) a quote is lost in the buyer’s words, else by whose side it was', () => {
	const declined = (payload: Record<string, unknown>) => crmEffects([event('quote.declined', { payload: { quoteId: 4, ...payload } })]).lostReasons
	expect(declined({ note: ' Too dear ', side: 'buyer' })).toEqual([{ quoteId: 4, reason: 'Too dear' }])
	expect(declined({ note: '', side: 'buyer' })).toEqual([{ quoteId: 4, reason: 'declined_by_buyer' }])
	expect(declined({ note: null, side: 'seller' })).toEqual([{ quoteId: 4, reason: 'declined_by_house' }])
	expect(crmEffects([event('quote.withdrawn', { payload: { quoteId: 4 } })]).lostReasons).toEqual([])
})

test('(A29) what happened names the cause: a click a status of a member, a look nothing but a hand', () => {
	const causes = ['order.placed', 'cart.created', 'quote.accepted', 'invoice.paid', 'campaign.touch_confirmed', 'product.viewed'].map(
		(topic) => effectOf(topic).cause,
	)
	expect(causes).toEqual(['order', 'cart', 'quote', 'invoice', 'member_status', 'manual'])
})

test('(A29) who did several things changes for the heaviest of them, once', () => {
	const one = (prospectId: number, cause: 'order' | 'cart' | 'manual') => ({ prospectId, cause })
	expect(groupByCause([one(1, 'manual'), one(1, 'order'), one(1, 'cart'), one(2, 'cart'), one(3, 'order')])).toEqual(
		new Map([
			['order', [1, 3]],
			['cart', [2]],
		]),
	)
	expect(groupByCause([])).toEqual(new Map())
})

test('(c) what a rep does counts for the buyer where the thing is hers; a return has its own name in the ledger', () => {
	const byRep = { actedByUserId: 9 }
	expect(
		activitiesOf([event('order.placed', byRep), event('product.viewed', byRep), event('cart.updated'), event('return.asked')]).map(({ kind }) => kind),
	).toEqual(['order.placed', 'return.requested'])
	expect(interestRule).toEqual({ views: 3, days: 7, prefix: 'interest: ' })
})
