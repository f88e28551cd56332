import { expect, test } from 'vitest'
import { scoredEffects } from '../../../app/engine/crm/commerce-effects.ts'
import { influenceModels } from '../../../app/engine/crm/influence.ts'
import { openReturn } from '../../../app/flows/crm/open-return.ts'
import { drainOutbox } from '../../../app/flows/event/drain-outbox.ts'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { readWon } from '../../../db/queries/crm-campaign.ts'
import { again, deliver, toCrm, toMarketing, write } from '../../support/deliver.ts'
import { type Fargo, makeCart, makeFargo, makeOrder } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

// The rows of sync-core.md section c whose effects are made by the two sides themselves: what comes twice, or late, is once.
const { db } = await testDb()
const noon = new Date('2026-03-02T18:00:00Z')
const after = (seconds: number) => new Date(noon.getTime() + seconds * 1000)
const DAY = 86_400
const later = after(40 * DAY)
const names = 'Fargo,Harbor,Lakeside,Maple,North Star,Prairie,Quay,River,Summit,Tower,Union,Vale'.split(',')
const fargos = await Promise.all(names.map((name) => makeFargo(db, name)))
let next = 0
const company = (): Fargo => fargos[next++] as Fargo

const by = (fargo: Fargo, topic: DomainEvent['topic'], subject: string, at: Date, payload: Record<string, unknown>): DomainEvent => ({
	...{ topic, subject, accountId: fargo.accountId, contactId: fargo.lukaId, payload, occurredAt: at },
})
/** Everything to both sides, and then everything once more. */
async function tellTwice() {
	await deliver(db, 'crm', toCrm, later)
	await deliver(db, 'ma', toMarketing, later)
	await again(db, 'crm', toCrm, later)
	await again(db, 'ma', toMarketing, later)
}
const timeline = ({ accountId }: Fargo) =>
	db`select kind, count, facts, occurred_at from crm_timeline_entry where account_id = ${accountId} order by occurred_at, id`
const ledger = ({ lukaId }: Fargo) => db`
	select y.kind, y.score from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${lukaId} order by y.occurred_at, y.id`
const prospect = async ({ lukaId }: Fargo) => (await db`select * from ma_prospect where contact_id = ${lukaId}`)[0]
const tags = async ({ lukaId }: Fargo) =>
	(
		await db`select t.name from ma_prospect_tag m join ma_tag t on t.id = m.tag_id join ma_prospect p on p.id = m.prospect_id where p.contact_id = ${lukaId}`
	).map(({ name }) => name)
const tasks = ({ accountId }: Fargo) => db`select subject, due_on, owner_user_id, facts from crm_task where account_id = ${accountId} order by id`
const opportunities = ({ accountId }: Fargo) =>
	db`select stage, amount_minor, is_won, close_reason from crm_opportunity where account_id = ${accountId} order by id`

async function makeQuote({ accountId, sellerId, lukaId }: Fargo, at: Date, totalMinor: number): Promise<{ id: number; subject: string }> {
	const [quote] = await db<{ id: number }[]>`
		insert into quote (account_id, seller_entity_id, currency, contact_id, asked_at, changed_at) values (${accountId}, ${sellerId}, 'USD', ${lukaId}, ${at}, ${at}) returning id`
	const id = quote?.id ?? 0
	await db`insert into quote_version (account_id, quote_id, version, kind, total_minor, created_at) values (${accountId}, ${id}, 1, 'asked', ${totalMinor}, ${at})`
	return { id, subject: `quote:${id}` }
}

test('(c) the house’s rules of scoring begin with what the table says', async () => {
	const rules = await db<{ activity: string; score: number; dailyMaximum: number | null }[]>`select activity, score, daily_maximum from ma_score_rule`
	const begun = new Map(rules.map(({ activity, ...rule }) => [activity, rule]))
	for (const { activity, points, dailyMaximum } of scoredEffects())
		if (activity !== null && (points !== 0 || begun.has(activity))) expect([activity, begun.get(activity)]).toEqual([activity, { score: points, dailyMaximum }])
})

test('(c) product.viewed fifty views are one line and ten points, and the third look within a week is an interest', async () => {
	const luka = company()
	const look = (at: Date) => by(luka, 'product.viewed', `contact:${luka.lukaId}`, at, { productId: luka.beanId })
	await write(db, look(after(-20 * DAY)), look(after(-19 * DAY)))
	await tellTwice()
	expect(await tags(luka)).toEqual([])
	await write(db, ...Array.from({ length: 50 }, (_, second) => look(after(second))))
	await tellTwice()
	expect((await timeline(luka)).at(-1)).toMatchObject({ kind: 'product.viewed', count: 50 })
	expect(await prospect(luka)).toMatchObject({ score: 12 })
	expect(await tags(luka)).toEqual(['interest: coffee'])
})

test('(c) search.performed in vain is a line and three points', async () => {
	const luka = company()
	await write(db, by(luka, 'search.performed', `contact:${luka.lukaId}`, noon, { text: 'decaf pods', locale: 'en', total: 0 }))
	await tellTwice()
	expect(await timeline(luka)).toMatchObject([{ kind: 'search.performed', facts: { text: 'decaf pods' } }])
	expect(await ledger(luka)).toMatchObject([{ kind: 'search.performed', score: 3 }])
})

test('(c) email.click a confirmed touch answers the campaign, is the source, and stands before the cart', async () => {
	const luka = company()
	const cartId = await makeCart(db, luka, after(60))
	await write(
		db,
		by(luka, 'cart.created', `cart:${cartId}`, after(60), { cartId }),
		by(luka, 'campaign.touch_confirmed', `contact:${luka.lukaId}`, noon, { crmCampaignId: luka.crmCampaignId, touchId: 'x' }),
	)
	await tellTwice()
	expect((await timeline(luka)).map(({ kind }) => kind)).toEqual(['campaign.touch_confirmed', 'cart'])
	expect(await db`select status from crm_campaign_member where contact_id = ${luka.lukaId}`).toMatchObject([{ status: 'Responded' }])
	expect(await ledger(luka)).toMatchObject([
		{ kind: 'campaign.touch_confirmed', score: 3 },
		{ kind: 'cart.created', score: 5 },
	])
	expect(await prospect(luka)).toMatchObject({ sourceCampaignId: luka.maCampaignId, score: 8 })
})

test('(c) cart.updated a hundred changes within a minute are one write of the card, five seconds after the last, and five points', async () => {
	const luka = company()
	const cartId = await makeCart(db, luka, after(60))
	await write(
		db,
		by(luka, 'cart.created', `cart:${cartId}`, noon, { cartId }),
		...Array.from({ length: 100 }, (_, change) => by(luka, 'cart.updated', `cart:${cartId}`, after(change * 0.6), { cartId })),
	)
	expect(await deliver(db, 'crm', toCrm, after(64))).toBe(0)
	await expectStatements(db, 3, async () => expect(await deliver(db, 'crm', toCrm, after(65))).toBe(101))
	expect(await timeline(luka)).toMatchObject([{ kind: 'cart', facts: { cartId, units: 3, lines: 1 } }])
	await tellTwice()
	expect(await ledger(luka)).toMatchObject([{ kind: 'cart.created', score: 5 }])
})

test('(c) quote.requested twice on one day is one opportunity in Proposal, a task for the next working day, and 25 points each', async () => {
	const luka = company()
	const first = await makeQuote(luka, noon, 10_000)
	const second = await makeQuote(luka, after(3600), 12_000)
	const asked = (quote: { id: number; subject: string }, at: Date) =>
		by(luka, 'quote.requested', quote.subject, at, { quoteId: quote.id, number: `Q-${quote.id}` })
	await write(db, asked(first, noon))
	await tellTwice()
	expect(await opportunities(luka)).toMatchObject([{ stage: 'proposal', amountMinor: 10_000 }])
	await write(db, asked(second, after(3600)))
	await tellTwice()
	expect(await opportunities(luka)).toMatchObject([{ stage: 'proposal', amountMinor: 12_000 }])
	expect(await db`select r.contact_id, r.role from crm_opp_contact_role r where r.account_id = ${luka.accountId}`).toMatchObject([
		{ contactId: luka.lukaId, role: 'Buyer' },
	])
	expect(await tasks(luka)).toMatchObject([
		{ subject: 'task.quote_requested', dueOn: '2026-03-03', ownerUserId: luka.natalieId },
		{ subject: 'task.quote_requested' },
	])
	expect(await prospect(luka)).toMatchObject({ score: 50 })
	const third = await makeQuote(luka, after(2 * DAY), 5000)
	await write(db, asked(third, after(2 * DAY)))
	await tellTwice()
	expect(await opportunities(luka)).toHaveLength(2)
})

test('(c) quote.requested by two workers at once is still one opportunity', async () => {
	const luka = company()
	const quotes = await Promise.all(Array.from({ length: 6 }, () => makeQuote(luka, noon, 7000)))
	await write(db, ...quotes.map((quote) => by(luka, 'quote.requested', quote.subject, noon, { quoteId: quote.id })))
	const one = () => drainOutbox(db, { destination: 'crm', here: toCrm, clock: () => later, random: () => 0.5, limit: 1 })
	const drained = await Promise.all(quotes.map(one))
	expect(drained.flatMap(({ failures }) => failures)).toEqual([])
	await deliver(db, 'crm', toCrm, later)
	expect(await opportunities(luka)).toMatchObject([{ stage: 'proposal', amountMinor: 7000 }])
})

test('(c) quote.sent, declined and expired move the stage forward, say why, and a late event moves nothing back', async () => {
	const luka = company()
	const quote = await makeQuote(luka, noon, 10_000)
	const say = (topic: DomainEvent['topic'], at: Date, more = {}) => by(luka, topic, quote.subject, at, { quoteId: quote.id, number: 'Q-1', ...more })
	await write(db, say('quote.requested', noon))
	await tellTwice()
	await db`update quote set state = 'offered', valid_on = '2026-03-20', expires_at = ${after(18 * DAY)} where id = ${quote.id}`
	await write(db, { ...say('quote.offered', after(60)), actedByUserId: luka.natalieId })
	await tellTwice()
	expect(await opportunities(luka)).toMatchObject([{ stage: 'negotiation' }])
	await db`update quote set state = 'declined', closed_at = ${after(120)} where id = ${quote.id}`
	await write(db, say('quote.declined', after(120), { note: 'Too dear for us', side: 'buyer' }))
	await tellTwice()
	await write(db, say('quote.requested', after(10)), { ...say('quote.offered', after(61)), actedByUserId: luka.natalieId })
	await tellTwice()
	expect(await opportunities(luka)).toMatchObject([{ stage: 'closed_lost', isWon: false, closeReason: 'Too dear for us' }])
	// She gave in on the telephone, and Natalie wrote it down: no late word of the quote takes that back.
	await db`update crm_opportunity set stage = 'closed_won', is_won = true, close_reason = null where account_id = ${luka.accountId}`
	await again(db, 'crm', toCrm, later)
	expect(await opportunities(luka)).toMatchObject([{ stage: 'closed_won', isWon: true, closeReason: null }])
	await db`update crm_opportunity set stage = 'closed_lost', is_won = false where account_id = ${luka.accountId}`
	expect((await ledger(luka)).map(({ kind, score }) => [kind, score])).toEqual([
		['quote.requested', 25],
		['quote.requested', 25],
		['quote.offered', 0],
		['quote.offered', 0],
		['quote.declined', 0],
	])

	const other = await makeQuote(luka, after(DAY), 4000)
	await db`update quote set state = 'expired', valid_on = '2026-03-05', expires_at = ${after(3 * DAY)}, closed_at = ${after(3 * DAY)} where id = ${other.id}`
	await write(db, by(luka, 'quote.expired', other.subject, after(3 * DAY), { quoteId: other.id, number: 'Q-2' }))
	await tellTwice()
	expect((await tasks(luka)).filter(({ subject }) => subject === 'task.quote_expired')).toMatchObject([{ facts: { number: 'Q-2' }, dueOn: '2026-03-06' }])
})

test('(c) quote.accepted wins its opportunity with the cart it went into, and the order of that cart is the same opportunity', async () => {
	const luka = company()
	const quote = await makeQuote(luka, noon, 10_000)
	await write(db, by(luka, 'quote.requested', quote.subject, noon, { quoteId: quote.id }))
	await tellTwice()
	const orderId = await makeOrder(db, luka, after(200), 'SO-Q', 9000)
	const told = [
		by(luka, 'order.placed', `order:${orderId}`, after(200), { orderId }),
		by(luka, 'quote.accepted', quote.subject, after(100), { quoteId: quote.id }),
	]
	await db`update quote set state = 'accepted', valid_on = '2026-03-20', expires_at = ${after(18 * DAY)}, closed_at = ${after(100)}, order_id = ${orderId} where id = ${quote.id}`
	// The order's news comes first, and alone.
	for (const event of told) {
		await write(db, event)
		await tellTwice()
	}
	expect(await opportunities(luka)).toMatchObject([{ stage: 'closed_won', amountMinor: 9000, isWon: true }])
	expect(await prospect(luka)).toMatchObject({ score: 100 })
})

test('(c) order.placed told five times is one won amount, one Buyer, one place on the list of customers, and 50 points', async () => {
	const luka = company()
	const orderId = await makeOrder(db, luka, noon, 'SO-1', 16_013)
	await write(db, by(luka, 'order.placed', `order:${orderId}`, noon, { orderId, number: 'SO-1' }))
	await tellTwice()
	for (let time = 0; time < 3; time += 1) await again(db, 'crm', toCrm, later)
	expect(await opportunities(luka)).toEqual([{ stage: 'closed_won', amountMinor: 16_013, isWon: true, closeReason: null }])
	expect(await db`select role from crm_opp_contact_role where account_id = ${luka.accountId}`).toEqual([{ role: 'Buyer' }])
	expect(
		await db`select l.name, l.purpose from ma_list l join ma_list_member m on m.list_id = l.id join ma_prospect p on p.id = m.prospect_id where p.contact_id = ${luka.lukaId}`,
	).toEqual([{ name: 'Customers', purpose: 'customers' }])
	expect(await prospect(luka)).toMatchObject({ score: 50 })
})

test('(c) order.changed and cancelled follow the amount, keep the touches of the day it was won, and take the points back', async () => {
	const luka = company()
	await write(db, by(luka, 'campaign.touch_confirmed', `contact:${luka.lukaId}`, noon, { crmCampaignId: luka.crmCampaignId }))
	const orderId = await makeOrder(db, luka, after(60), 'SO-2', 20_000)
	await write(db, by(luka, 'order.placed', `order:${orderId}`, after(60), { orderId }))
	await tellTwice()
	await db`update sales_order set net_minor = 15000, total_minor = 15000 where id = ${orderId}`
	await write(db, { ...by(luka, 'order.changed', `order:${orderId}`, after(120), { orderId }), actedByUserId: luka.natalieId })
	// Once: told again, the order's placing would bring the amount too.
	await deliver(db, 'crm', toCrm, later)
	expect(await opportunities(luka)).toMatchObject([{ stage: 'closed_won', amountMinor: 15_000 }])
	// Somebody who answered another campaign long before takes part in it from now on: the day it was won had none of that.
	const won = async () => (await readWon(db, luka.sellerId)).map(({ amountMinor, touches }) => [amountMinor, touches.map(({ campaignId }) => campaignId)])
	expect(await won()).toEqual([[15_000, [luka.crmCampaignId]]])
	const [natalie] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${luka.accountId}, 'Natalie', 'Park', 'natalie.late@fargo.test') returning id`
	const [fair] = await db<
		{ id: number }[]
	>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${luka.sellerId}, 'fair', 'Fair', 'in_progress', 'USD') returning id`
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${fair?.id ?? 0}, 'visited', 1, true)`
	await db`insert into crm_campaign_member (campaign_id, contact_id, status, responded_at) values (${fair?.id ?? 0}, ${natalie?.id ?? 0}, 'visited', ${noon})`
	await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) select account_id, id, ${natalie?.id ?? 0}, 'Adviser' from crm_opportunity where account_id = ${luka.accountId}`
	await workTouched(db, later)
	expect(await won()).toEqual([[15_000, [luka.crmCampaignId]]])
	await db`update sales_order set stage = 'cancelled', cancelled_at = ${after(180)} where id = ${orderId}`
	await write(db, by(luka, 'order.cancelled', `order:${orderId}`, after(180), { orderId }))
	await tellTwice()
	expect(await opportunities(luka)).toMatchObject([{ stage: 'closed_lost', isWon: false }])
	expect(await ledger(luka)).toMatchObject([
		{ score: 3 },
		{ kind: 'order.placed', score: 50 },
		{ kind: 'order.changed', score: 0 },
		{ kind: 'order.cancelled', score: -50 },
	])
	expect((await timeline(luka)).map(({ kind }) => kind)).toEqual(['campaign.touch_confirmed', 'order.placed', 'order.changed', 'order.cancelled'])
})

test('(c) order.changed and cancelled: what each campaign had of the order is summed anew, by every way of sharing', async () => {
	const luka = company()
	const staff = { seller: { id: luka.sellerId } } as unknown as StaffMember
	const [fair] = await db<
		{ id: number }[]
	>`insert into crm_campaign (seller_entity_id, code, name, status, currency) values (${luka.sellerId}, 'fair', 'Fair', 'in_progress', 'USD') returning id`
	await db`insert into crm_campaign_status (campaign_id, status, rank, has_responded) values (${fair?.id ?? 0}, 'Responded', 1, true)`
	const touched = (crmCampaignId: number, at: Date) => by(luka, 'campaign.touch_confirmed', `contact:${luka.lukaId}`, at, { crmCampaignId })
	await write(db, touched(luka.crmCampaignId, noon), touched(fair?.id ?? 0, after(30)))
	const orderId = await makeOrder(db, luka, after(60), 'SO-I', 20_001)
	await db`update sales_order set crm_campaign_id = ${luka.crmCampaignId} where id = ${orderId}`
	await write(db, by(luka, 'order.placed', `order:${orderId}`, after(60), { orderId }))
	await tellTwice()
	const had = async () =>
		Object.fromEntries(
			await Promise.all(
				influenceModels.map(async (model) => {
					const rows = await openReturn(db, staff, model)
					return [model, [luka.crmCampaignId, fair?.id].map((id) => rows.find((row) => row.id === id)?.wonMinor)]
				}),
			),
		)
	expect(await had()).toEqual({ first: [20_001, 0], last: [0, 20_001], even: [10_001, 10_000], source: [20_001, 0] })
	await db`update sales_order set net_minor = 15000, total_minor = 15000 where id = ${orderId}`
	await write(db, by(luka, 'order.changed', `order:${orderId}`, after(120), { orderId }))
	await deliver(db, 'crm', toCrm, later)
	expect(await had()).toEqual({ first: [15_000, 0], last: [0, 15_000], even: [7500, 7500], source: [15_000, 0] })
	await db`update sales_order set stage = 'cancelled', cancelled_at = ${after(180)} where id = ${orderId}`
	await write(db, by(luka, 'order.cancelled', `order:${orderId}`, after(180), { orderId }))
	await deliver(db, 'crm', toCrm, later)
	expect(await had()).toEqual({ first: [0, 0], last: [0, 0], even: [0, 0], source: [0, 0] })
})

test('(c) order.shipped each part is a line of its own, delivered too; return.requested and case.opened cost five points', async () => {
	const luka = company()
	const part = (topic: DomainEvent['topic'], at: Date, shipmentId: number) => ({
		...by(luka, topic, 'order:1', at, { orderId: 1, shipmentId }),
		actedByUserId: luka.natalieId,
	})
	await write(db, part('order.shipped', noon, 1), part('order.shipped', after(60), 2), part('order.delivered', after(DAY), 1))
	await write(db, by(luka, 'case.opened', 'case:1', after(2 * DAY), { caseId: 1 }), by(luka, 'return.asked', 'order:1', after(3 * DAY), { returnId: 1 }))
	await tellTwice()
	expect((await timeline(luka)).map(({ kind }) => kind)).toEqual(['order.shipped', 'order.shipped', 'order.delivered', 'case.opened', 'return.asked'])
	expect(await ledger(luka)).toMatchObject([
		{ score: 0 },
		{ score: 0 },
		{ score: 0 },
		{ kind: 'case.opened', score: -5 },
		{ kind: 'return.requested', score: -5 },
	])
})
