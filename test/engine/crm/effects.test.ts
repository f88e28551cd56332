import { expect, test } from 'vitest'
import type { CommerceEvent } from '../../../app/engine/base/event.ts'
import { crmEffects } from '../../../app/engine/crm/effects.ts'

const event = (id: string, topic: string, more: Partial<CommerceEvent> = {}): CommerceEvent => ({
	id,
	topic,
	subject: 'order:1',
	accountId: 5,
	contactId: 3,
	actedByUserId: null,
	payload: {},
	occurredAt: new Date('2026-03-02T12:00:00Z'),
	...more,
})

test('a rep’s views, and those of nobody known, are left out', () => {
	const views = [event('a', 'product.viewed'), event('b', 'product.viewed', { actedByUserId: 9 }), event('c', 'product.viewed', { accountId: null })]
	expect(crmEffects(views)).toMatchObject({ viewEventIds: ['a'], timeline: [] })
})

test('changes of a cart are a card, changes of an order an opportunity; a shipment is only told', () => {
	const effects = crmEffects([
		event('a', 'cart.updated', { payload: { cartId: 8 } }),
		event('b', 'cart.abandoned', { payload: { cartId: 8 } }),
		event('c', 'order.placed', { payload: { orderId: 8 } }),
		event('d', 'order.shipped', { payload: { orderId: 7 } }),
	])
	expect(effects).toMatchObject({ cartIds: [8], orderIds: [8] })
	expect(effects.timeline.map(({ sourceKey }) => sourceKey)).toEqual(['b', 'c', 'd'])
})

test('a touch without a campaign, or by nobody known, answers nothing', () => {
	const touched = [event('a', 'campaign.touch_confirmed'), event('b', 'campaign.touch_confirmed', { contactId: null, payload: { crmCampaignId: 2 } })]
	expect(crmEffects(touched).responses).toEqual([])
})

test('of two answers the first counts, in whatever order they come', () => {
	const answer = (id: string, hour: number) =>
		event(id, 'campaign.touch_confirmed', { payload: { crmCampaignId: 2 }, occurredAt: new Date(Date.UTC(2026, 2, 2, hour)) })
	const first = [{ campaignId: 2, contactId: 3, respondedAt: new Date('2026-03-02T09:00:00Z') }]
	expect(crmEffects([answer('a', 9), answer('b', 11)]).responses).toEqual(first)
	expect(crmEffects([answer('b', 11), answer('a', 9)]).responses).toEqual(first)
})

test('carts and orders are named once each, in the order in which they are locked', () => {
	const placed = [9, 4, 12, 9].map((orderId, place) => event(`o${place}`, 'order.placed', { payload: { orderId } }))
	expect(crmEffects(placed).orderIds).toEqual([4, 9, 12])
})
