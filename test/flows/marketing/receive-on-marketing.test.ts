import { expect, test } from 'vitest'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { again, deliver, toCrm, toMarketing, write } from '../../support/deliver.ts'
import { makeFargo } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const noon = new Date('2026-03-02T18:00:00Z')
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const later = after(86_400 * 3)
const companies = ['Fargo Coffeehaus', 'Harbor Clinics', 'Lakeside Roasters', 'Maple Counter', 'North Star Diner', 'Prairie Cup', 'Tower Beans'] as const
const made = new Map(await Promise.all(companies.map(async (name) => [name, await makeFargo(db, name)] as const)))
const company = (name: (typeof companies)[number]) => made.get(name)!

const by = (fargo: ReturnType<typeof company>, topic: DomainEvent['topic'], subject: string, at: Date, payload: Record<string, unknown>): DomainEvent => ({
	topic,
	subject,
	accountId: fargo.accountId,
	contactId: fargo.lukaId,
	payload,
	occurredAt: at,
})
const prospect = async (contactId: number) => (await db`select * from ma_prospect where contact_id = ${contactId}`)[0]
const ledger = (contactId: number, kind: string) => db`
	select y.score, y.kind from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${contactId} and y.kind = ${kind} order by y.occurred_at`

test('fifty views in a day are ten points, and the next day begins again; delivered twice they stay so', async () => {
	const luka = company('Fargo Coffeehaus')
	const views = (from: number, count: number) =>
		Array.from({ length: count }, (_, view) => by(luka, 'product.viewed', `contact:${luka.lukaId}`, after(from + view), { productId: 1 }))
	await write(db, ...views(0, 7))
	await deliver(db, 'ma', toMarketing, later)
	await write(db, ...views(7, 43), ...views(86_400, 2))
	await deliver(db, 'ma', toMarketing, later)
	await again(db, 'ma', toMarketing, later)
	expect(await prospect(luka.lukaId)).toMatchObject({ score: 12, lastActivityAt: after(86_401), company: 'Fargo Coffeehaus', locale: 'cs' })
	expect(await ledger(luka.lukaId, 'product.viewed')).toHaveLength(52)
})

test('(A34) the first campaign touched is the source and stays; each touch scores three', async () => {
	const luka = company('Harbor Clinics')
	const [second] = await db<{ id: number }[]>`
		insert into crm_campaign (seller_entity_id, code, name, currency) values (${luka.sellerId}, 'spring', 'Spring', 'USD') returning id`
	await db`insert into ma_campaign (seller_entity_id, name, crm_campaign_id) values (${luka.sellerId}, 'Spring', ${second?.id ?? 0})`
	const touch = (at: Date, crmCampaignId: number | undefined) => by(luka, 'campaign.touch_confirmed', `contact:${luka.lukaId}`, at, { crmCampaignId })
	await write(db, touch(after(1), luka.crmCampaignId))
	await deliver(db, 'ma', toMarketing, later)
	await write(db, touch(after(0), second?.id))
	await deliver(db, 'ma', toMarketing, later)
	expect(await prospect(luka.lukaId)).toMatchObject({ score: 6, sourceCampaignId: luka.maCampaignId })
})

test('(A34, A35) five touches over time: the source is the first, she is a member of all five, and what was touched stays as it was', async () => {
	const luka = company('Tower Beans')
	const campaigns = [luka.crmCampaignId]
	for (const name of ['Spring', 'Fair', 'Summer', 'Harvest']) {
		const [made] = await db<
			{ id: number }[]
		>`insert into crm_campaign (seller_entity_id, code, name, currency) values (${luka.sellerId}, ${name}, ${name}, 'USD') returning id`
		const id = made?.id ?? 0
		await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${id}, 'Sent', 1, false), (${id}, 'Responded', 2, true)`
		await db`insert into ma_campaign (seller_entity_id, name, crm_campaign_id) values (${luka.sellerId}, ${name}, ${id})`
		campaigns.push(id)
	}
	const touches = async () =>
		(
			await db`select y.id, y.campaign_id, y.score, y.occurred_at from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${luka.lukaId} order by y.id`
		).map((row) => ({ ...row }))
	let before: Record<string, unknown>[] = []
	for (const [place, crmCampaignId] of campaigns.entries()) {
		await write(db, by(luka, 'campaign.touch_confirmed', `contact:${luka.lukaId}`, after(place * 3600), { crmCampaignId }))
		await deliver(db, 'crm', toCrm, later)
		await deliver(db, 'ma', toMarketing, later)
		const now = await touches()
		expect([now.length, now.slice(0, -1)], 'one more, the others as they were').toEqual([place + 1, before])
		before = now
	}
	expect(await prospect(luka.lukaId)).toMatchObject({ score: 15, sourceCampaignId: luka.maCampaignId })
	const members = await db<
		{ campaignId: number; status: string }[]
	>`select campaign_id, status from crm_campaign_member where contact_id = ${luka.lukaId} order by campaign_id`
	expect(members.map(({ campaignId, status }) => [campaignId, status])).toEqual(campaigns.map((id) => [id, 'Responded']))
})

test('a cart scores once; what the rep does scores only where the order is the buyer’s', async () => {
	const luka = company('Lakeside Roasters')
	const natalie = { actedByUserId: luka.natalieId }
	await write(
		db,
		by(luka, 'cart.created', 'cart:1', after(0), { cartId: 1 }),
		by(luka, 'cart.created', 'cart:1', after(1), { cartId: 1 }),
		{ ...by(luka, 'cart.created', 'cart:2', after(2), { cartId: 2 }), ...natalie },
		{ ...by(luka, 'product.viewed', 'cart:2', after(2), { productId: 1 }), ...natalie },
		{ ...by(luka, 'order.placed', 'order:2', after(3), { orderId: 2 }), ...natalie },
	)
	await deliver(db, 'ma', toMarketing, later)
	expect(await prospect(luka.lukaId)).toMatchObject({ score: 55 })
})

test('a cancelled order takes back what it gave: no more, no less', async () => {
	const luka = company('Maple Counter')
	await db`update ma_score_rule set score = 70 where activity = 'order.placed'`
	await write(db, by(luka, 'order.placed', 'order:31', after(0), { orderId: 31 }))
	await deliver(db, 'ma', toMarketing, later)
	await db`update ma_score_rule set score = 50 where activity = 'order.placed'`
	await write(db, by(luka, 'order.placed', 'order:32', after(1), { orderId: 32 }))
	await write(db, by(luka, 'order.cancelled', 'order:31', after(2), { orderId: 31 }))
	await deliver(db, 'ma', toMarketing, later)
	await again(db, 'ma', toMarketing, later)
	expect(await ledger(luka.lukaId, 'order.cancelled')).toMatchObject([{ score: -70 }])
	expect(await prospect(luka.lukaId)).toMatchObject({ score: 50 })
})

test('a form filler with the same address becomes the prospect of the contact, with her history', async () => {
	const luka = company('North Star Diner')
	const [earlier] = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, score) values (${luka.sellerId}, 'LUKA@north-star-diner.test', 50) returning id`
	await db`insert into ma_activity (prospect_id, source_key, kind, score, occurred_at) values (${earlier?.id ?? 0}, 'form:1', 'form.succeeded', 50, ${noon})`
	await write(db, by(luka, 'cart.created', 'cart:50', after(0), { cartId: 50 }))
	await deliver(db, 'ma', toMarketing, later)
	expect(await prospect(luka.lukaId)).toMatchObject({ id: earlier?.id, score: 55 })
})

test('one activity and a hundred cost the same statements', async () => {
	await db`truncate outbox_event cascade`
	const luka = company('Prairie Cup')
	await write(db, by(luka, 'product.viewed', 'contact:1', after(0), { productId: 1 }))
	await expectStatements(db, 12, () => deliver(db, 'ma', toMarketing, later))
	await write(db, ...Array.from({ length: 100 }, (_, view) => by(luka, 'product.viewed', `contact:${view}`, after(view + 1), { productId: 1 })))
	await expectStatements(db, 12, () => deliver(db, 'ma', toMarketing, later))
})
