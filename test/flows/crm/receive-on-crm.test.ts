import { expect, test } from 'vitest'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { again, deliver, toCrm, write } from '../../support/deliver.ts'
import { makeCart, makeFargo, makeOrder } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const fargo = await makeFargo(db)
const noon = new Date('2026-03-02T18:00:00Z')
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const later = after(86_400 * 3)
const byLuka = (topic: DomainEvent['topic'], subject: string, at: Date, payload: Record<string, unknown>): DomainEvent => ({
	topic,
	subject,
	accountId: fargo.accountId,
	contactId: fargo.lukaId,
	payload,
	occurredAt: at,
})
const timeline = (kind: string) => db`select * from crm_timeline_entry where kind = ${kind} order by occurred_at`

test('fifty views of a day are one line on the timeline, also when they come twice; the next day has its own', async () => {
	const views = Array.from({ length: 50 }, (_, view) => byLuka('product.viewed', `contact:${fargo.lukaId}`, after(view), { productId: view % 2 }))
	await write(db, ...views, byLuka('product.viewed', `contact:${fargo.lukaId}`, after(86_400), { productId: 7 }))
	expect(await deliver(db, 'crm', toCrm, later)).toBe(51)
	await again(db, 'crm', toCrm, later)
	expect(await timeline('product.viewed')).toMatchObject([
		{ count: 50, contactId: fargo.lukaId, sourceKey: `views:2026-03-02:${fargo.lukaId}`, facts: { productIds: [0, 1] } },
		{ count: 1, facts: { productIds: [7] } },
	])
})

test('what Natalie looks at as Luka is not his interest', async () => {
	const before = await timeline('product.viewed')
	await write(db, { ...byLuka('product.viewed', `contact:${fargo.lukaId}`, after(60), { productId: 9 }), actedByUserId: fargo.natalieId })
	await deliver(db, 'crm', toCrm, later)
	expect(await timeline('product.viewed')).toEqual(before)
})

test('a confirmed touch answers the campaign, forward only, and makes a member of who was none', async () => {
	const touch = (at: Date) => byLuka('campaign.touch_confirmed', `contact:${fargo.lukaId}`, at, { crmCampaignId: fargo.crmCampaignId, touchId: 'x' })
	const member = () => db`select status, responded_at from crm_campaign_member where campaign_id = ${fargo.crmCampaignId}`
	await db`insert into crm_campaign_member (campaign_id, contact_id, status) values (${fargo.crmCampaignId}, ${fargo.lukaId}, 'Sent')`
	await write(db, touch(after(10)), touch(after(5)))
	await deliver(db, 'crm', toCrm, later)
	expect(await member()).toMatchObject([{ status: 'Responded', respondedAt: after(5) }])
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${fargo.crmCampaignId}, 'Bought', 9, true)`
	await db`update crm_campaign_member set status = 'Bought'`
	await again(db, 'crm', toCrm, later)
	expect(await member()).toMatchObject([{ status: 'Bought', respondedAt: after(5) }])
	await db`delete from crm_campaign_member`
	await again(db, 'crm', toCrm, later)
	expect(await member()).toMatchObject([{ status: 'Responded', respondedAt: after(5) }])
})

test('a hundred changes of a cart leave one card that says what is in it now', async () => {
	const cartId = await makeCart(db, fargo, noon)
	await write(
		db,
		byLuka('cart.created', `cart:${cartId}`, noon, { cartId }),
		...Array.from({ length: 100 }, (_, change) => byLuka('cart.updated', `cart:${cartId}`, after(change * 0.6), { cartId })),
	)
	// created, and then the changes after the quiet seconds: one statement for all of them
	await expectStatements(db, 3, () => deliver(db, 'crm', toCrm, after(65)))
	expect(await timeline('cart')).toMatchObject([{ facts: { cartId, units: 3, lines: 1 }, occurredAt: noon }])
})

test('one order is one won amount with its buyer and the campaign he answered, however often it is told', async () => {
	await db`
		insert into campaign_touch (send_recipient_id, crm_campaign_id, account_id, contact_id, clicked_at, confirmed_at, confirmed_by)
		values (1, ${fargo.crmCampaignId}, ${fargo.accountId}, ${fargo.lukaId}, ${noon}, ${noon}, 'page')`
	const orderId = await makeOrder(db, fargo, after(3600), 'SO-1', 16013)
	await write(db, byLuka('order.placed', `order:${orderId}`, after(3600), { orderId, number: 'SO-1' }))
	await deliver(db, 'crm', toCrm, later)
	for (let time = 0; time < 4; time += 1) await again(db, 'crm', toCrm, later)
	const opportunities = await db`
		select w.*, r.contact_id, r.role from crm_opportunity w join crm_opp_contact_role r on r.account_id = w.account_id and r.opportunity_id = w.id`
	expect(opportunities).toMatchObject([
		{
			orderId,
			amountMinor: 16013,
			stage: 'closed_won',
			isWon: true,
			ownerUserId: fargo.natalieId,
			crmCampaignId: fargo.crmCampaignId,
			contactId: fargo.lukaId,
			role: 'Buyer',
			closeOn: '2026-03-02',
		},
	])
	expect(await timeline('order.placed')).toMatchObject([{ contactId: fargo.lukaId, count: 1, facts: { number: 'SO-1' } }])
})

test('a cancelled order is no longer won, also when the news of its placing comes late', async () => {
	const orderId = await makeOrder(db, fargo, after(7200), 'SO-2')
	await db`update sales_order set stage = 'cancelled', cancelled_at = ${after(7300)} where id = ${orderId}`
	const placed = byLuka('order.placed', `order:${orderId}`, after(7200), { orderId })
	await write(db, byLuka('order.cancelled', `order:${orderId}`, after(7300), { orderId }), placed)
	await deliver(db, 'crm', toCrm, later)
	expect(await db`select stage, is_won from crm_opportunity where order_id = ${orderId}`).toMatchObject([{ stage: 'closed_lost', isWon: false }])
})

test('one event and a hundred of every kind cost the same statements', async () => {
	await db`truncate outbox_event cascade`
	const orderId = await makeOrder(db, fargo, after(9000), 'SO-3')
	const cartId = (await db<{ id: number }[]>`select id from sales_order where stage = 'cart'`)[0]?.id
	const day = (at: Date) => [
		byLuka('order.placed', `order:${orderId}`, at, { orderId }),
		byLuka('cart.created', `cart:${cartId}`, at, { cartId }),
		byLuka('campaign.touch_confirmed', `contact:${fargo.lukaId}`, at, { crmCampaignId: fargo.crmCampaignId }),
		byLuka('product.viewed', `contact:${fargo.lukaId}`, at, { productId: 1 }),
	]
	await write(db, ...day(after(1)))
	await expectStatements(db, 10, () => deliver(db, 'crm', toCrm, later))
	await write(db, ...Array.from({ length: 100 }, (_, second) => day(after(second))).flat())
	await expectStatements(db, 10, () => deliver(db, 'crm', toCrm, later))
})
