import { expect, test } from 'vitest'
import { destinationsOf } from '../../../app/cli/work.ts'
import { changeLadder } from '../../../app/flows/account/change-ladder.ts'
import { noticeNearLimits } from '../../../app/flows/account/notice-near-limits.ts'
import { digestSearches, noticeDormant, noticeReorders } from '../../../app/flows/crm/notice-silent.ts'
import { openToday } from '../../../app/flows/desk/open-today.ts'
import type { DomainEvent } from '../../../app/flows/event/save-events.ts'
import { noticeOverdue } from '../../../app/flows/invoice/notice-overdue.ts'
import { sendCampaign } from '../../../app/flows/marketing/send-campaign.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { absentShopper } from '../../../app/platform/session.server.ts'
import { again, deliver, tell, toCrm, toMarketing, write } from '../../support/deliver.ts'
import { type Fargo, makeCart, makeFargo, makeLogin, makeOrder, makeProspect, makeSend } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

// The rows of sync-core.md section c that nobody does, and that only the clock can see, with what they make both sides and the desk do.
const { db } = await testDb()
const nine = new Date('2026-03-02T15:00:00Z')
const DAY = 86_400_000
const days = (count: number, from = nine) => new Date(from.getTime() + count * DAY)

async function tellAll(at: Date): Promise<void> {
	const { nba } = destinationsOf({ db, clock: () => at, connectors: {}, secrets: [], publicUrl: '' } as never)
	await deliver(db, 'crm', toCrm, at)
	await deliver(db, 'ma', toMarketing, at)
	await tell(db, 'nba', nba.outside, () => at)
}
/** As if every delivery to the desk had been lost after its effect. */
async function tellAgain(at: Date): Promise<void> {
	const { nba } = destinationsOf({ db, clock: () => at, connectors: {}, secrets: [], publicUrl: '' } as never)
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${at} where destination = 'nba'`
	await tell(db, 'nba', nba.outside, () => at)
	await again(db, 'crm', toCrm, at)
	await again(db, 'ma', toMarketing, at)
}
const staff = (fargo: Fargo): StaffMember =>
	({
		...{ kind: 'staff', userId: fargo.natalieId, name: 'Natalie', email: 'natalie@house.test', roles: ['rep'], locale: 'en', sessionHash: '' },
		seller: { id: fargo.sellerId, timeZone: 'UTC', name: 'Capricorn', currency: 'USD', country: 'US', rounding: 'half_up' } as never,
		...({ maxDiscountPercent: 0 } as object),
	}) as never
const told = ({ accountId }: Fargo, topic: string) => db`select payload from outbox_event where account_id = ${accountId} and topic = ${topic}`
const alerts = ({ accountId }: Fargo) => db`select rule, status, outcome from alert where account_id = ${accountId} order by id`
const tasks = ({ accountId }: Fargo) => db`select subject, status, owner_user_id from crm_task where account_id = ${accountId} order by id`
const kinds = async ({ lukaId }: Fargo) =>
	(await db`select y.kind, y.score from ma_activity y join ma_prospect p on p.id = y.prospect_id where p.contact_id = ${lukaId} order by y.id`).map(
		({ kind, score }) => [kind, score],
	)
const skipped = async (sendId: number) => (await db`select skipped_for from ma_send_recipient where send_id = ${sendId}`).map(({ skippedFor }) => skippedFor)
const reorders = (at: Date) => noticeReorders(db, 0, at)

test('(c) invoice.overdue at nine: a task, once; the promotion of one past nine leaves the account out, and payment lets it in again', async () => {
	const fargo = await makeFargo(db, 'Fargo')
	await makeProspect(db, fargo)
	const orderId = await makeOrder(db, fargo, days(-60), 'SO-1')
	await db`
		insert into invoice (account_id, seller_entity_id, order_id, number, currency, issued_on, due_on, net_minor, total_minor)
		values (${fargo.accountId}, ${fargo.sellerId}, ${orderId}, 'I-1', 'USD', '2026-01-01', '2026-03-01', 100, 100)`
	expect(await noticeOverdue(db, new Date('2026-03-01T23:00:00Z'))).toBe(0)
	expect(await noticeOverdue(db, nine)).toBe(1)
	expect(await noticeOverdue(db, days(1))).toBe(0)
	await tellAll(nine)
	await tellAgain(nine)
	expect(await tasks(fargo)).toMatchObject([{ subject: 'task.invoice_overdue', ownerUserId: fargo.natalieId }])
	expect(await kinds(fargo)).toEqual([['invoice.overdue', 0]])
	const first = await makeSend(db, fargo)
	expect(await sendCampaign(db, staff(fargo), first, new Date('2026-03-02T15:01:00Z'))).toMatchObject({ mailed: 0 })
	expect(await skipped(first)).toEqual(['overdue'])
	await db`update invoice set settled_minor = total_minor where account_id = ${fargo.accountId}`
	await write(db, {
		topic: 'invoice.paid',
		subject: 'invoice:1',
		accountId: fargo.accountId,
		contactId: fargo.lukaId,
		payload: { number: 'I-1' },
		occurredAt: days(1),
	})
	await tellAll(days(1))
	expect(await kinds(fargo)).toContainEqual(['invoice.paid', 5])
	expect(await sendCampaign(db, staff(fargo), await makeSend(db, fargo), days(1))).toMatchObject({ mailed: 1 })
})

test('(c) case.opened and return.requested silence promotions to that person while they are open', async () => {
	const fargo = await makeFargo(db, 'Harbor')
	await makeProspect(db, fargo)
	const orderId = await makeOrder(db, fargo, days(-10), 'SO-2')
	const sent = async () => {
		const sendId = await makeSend(db, fargo)
		await sendCampaign(db, staff(fargo), sendId, nine)
		return skipped(sendId)
	}
	await db`insert into support_case (account_id, number, kind, contact_id, subject, status, created_at) values (${fargo.accountId}, 'C-1', 'missing', ${fargo.lukaId}, 'Where is it', 'open', ${nine})`
	expect(await sent()).toEqual(['open_case'])
	await db`update support_case set status = 'closed', closed_at = ${nine} where account_id = ${fargo.accountId}`
	expect(await sent()).toEqual([null])
	await db`insert into goods_return (account_id, order_id, number, contact_id, asked_at) values (${fargo.accountId}, ${orderId}, 'R-1', ${fargo.lukaId}, ${nine})`
	expect(await sent()).toEqual(['open_case'])
	await db`update goods_return set state = 'withdrawn' where account_id = ${fargo.accountId}`
	expect(await sent()).toEqual([null])
})

test('(c) credit_limit_near nine tenths of a limit are told once, and again after there was room', async () => {
	const fargo = await makeFargo(db, 'Lakeside')
	await db`insert into credit_profile (account_id, currency, limit_minor, open_invoice_minor, reserved_minor) values (${fargo.accountId}, 'USD', 1000, 500, 399)`
	expect(await noticeNearLimits(db, nine)).toBe(0)
	await db`update credit_profile set reserved_minor = 400 where account_id = ${fargo.accountId}`
	expect([await noticeNearLimits(db, nine), await noticeNearLimits(db, days(1))]).toEqual([1, 0])
	await tellAll(nine)
	await tellAgain(nine)
	expect(await tasks(fargo)).toMatchObject([{ subject: 'task.credit_near' }])
	await db`update credit_profile set reserved_minor = 0 where account_id = ${fargo.accountId}`
	expect(await noticeNearLimits(db, days(2))).toBe(0)
	await db`update credit_profile set reserved_minor = 500 where account_id = ${fargo.accountId}`
	expect(await noticeNearLimits(db, days(3))).toBe(1)
})

test('(c) terms.changed is on the timeline, and the buyer’s next page has the new terms', async () => {
	const fargo = await makeFargo(db, 'Maple')
	await db`update account set onboarding_step = 'card_only', terms_days = 0 where id = ${fargo.accountId}`
	const done = await changeLadder(db, staff(fargo), {
		accountId: fargo.accountId,
		change: { intent: 'raise', limit: '5000', termsDays: '21' },
		at: nine,
		requestId: 'r',
	})
	expect(done).toEqual({ ok: true })
	expect(await absentShopper(db, { accountId: fargo.accountId, contactId: fargo.lukaId })).toMatchObject({ account: { termsDays: 21 } })
	await tellAll(nine)
	expect(await db`select kind from crm_timeline_entry where account_id = ${fargo.accountId} and kind = 'terms.changed'`).toHaveLength(1)
})

test('(c) reorder.due is an alert with its rhythm, once, only without an open order, and an order closes it', async () => {
	const fargo = await makeFargo(db, 'North Star')
	for (const [place, day] of [-56, -42, -28, -14].entries()) await makeOrder(db, fargo, days(day), `SO-R${place}`)
	expect(await reorders(days(-1))).toEqual({ next: null, told: 0 })
	const openId = (await db<{ id: number }[]>`select id from sales_order where number = 'SO-R3' and account_id = ${fargo.accountId}`)[0]?.id ?? 0
	await db`insert into delivery_group (account_id, order_id, location_id, method, status) values (${fargo.accountId}, ${openId}, ${fargo.locationId}, 'ground', 'shipped')`
	expect(await reorders(nine)).toEqual({ next: null, told: 0 })
	await db`update delivery_group set status = 'delivered' where order_id = ${openId}`
	expect([await reorders(nine), await reorders(days(1))]).toEqual([
		{ next: null, told: 1 },
		{ next: null, told: 0 },
	])
	await tellAll(nine)
	await tellAgain(nine)
	expect(await alerts(fargo)).toMatchObject([{ rule: 'NBA-2', status: 'open' }])
	expect(await tasks(fargo)).toMatchObject([{ subject: 'task.reorder_due' }])
	expect(await kinds(fargo)).toEqual([['reorder.due', 0]])
	expect((await openToday(db, staff(fargo), { at: nine, locale: 'en' })).alerts).toMatchObject([
		{ rule: 'nba2', template: 'reorder', rhythm: { everyDays: 14, lastOn: '2026-02-16' }, contactName: 'Luka Novak', baseTermsDays: null },
	])
	const orderId = await makeOrder(db, fargo, days(1), 'SO-R9')
	await write(db, {
		topic: 'order.placed',
		subject: `order:${orderId}`,
		accountId: fargo.accountId,
		contactId: fargo.lukaId,
		payload: { orderId },
		occurredAt: days(1),
	})
	await tellAll(days(1))
	expect(await alerts(fargo)).toMatchObject([{ rule: 'NBA-2', status: 'closed', outcome: 'ordered' }])
	expect(await tasks(fargo)).toMatchObject([{ status: 'done' }])
})

test('(c) reorder.due is no alert when an order came before the news', async () => {
	const fargo = await makeFargo(db, 'Prairie')
	for (const [place, day] of [-56, -42, -28, -14].entries()) await makeOrder(db, fargo, days(day), `SO-P${place}`)
	expect(await reorders(nine)).toMatchObject({ told: 1 })
	await makeOrder(db, fargo, nine, 'SO-P9')
	await tellAll(days(0.01))
	expect(await alerts(fargo)).toEqual([])
})

test('(c) login.dormant after 90 days costs ten points once for each silence, and calls the rep only for the highest quarter', async () => {
	const fargo = await makeFargo(db, 'Quay')
	const poorer = await Promise.all([1, 2, 3].map((place) => makeFargo(db, `Poorer ${'abc'[place - 1]}`)))
	// All of one seller, so that there are quarters.
	for (const one of poorer)
		await db`update account set seller_entity_id = ${fargo.sellerId}, owner_user_id = ${fargo.natalieId}, number = ${`P-${one.accountId}`} where id = ${one.accountId}`
	await makeOrder(db, fargo, days(-200), 'SO-D', 90_000)
	const [second] = poorer
	if (!second) throw new Error('There are three')
	await makeOrder(db, second, days(-200), 'SO-L', 100)
	for (const one of [fargo, second]) {
		await makeLogin(db, { contactId: one.lukaId, accountId: one.accountId }, `luka-${one.accountId}@test`)
		await db`update login set last_signed_in_at = ${days(-90)} where contact_id = ${one.lukaId}`
	}
	expect(await noticeDormant(db, days(-0.01))).toBe(0)
	expect([await noticeDormant(db, nine), await noticeDormant(db, days(1))]).toEqual([2, 0])
	await tellAll(days(1))
	await tellAgain(days(1))
	expect(await alerts(fargo)).toMatchObject([{ rule: 'NBA-3', status: 'open' }])
	expect(await alerts(second)).toEqual([])
	expect([await kinds(fargo), await kinds(second)]).toEqual([[['login.dormant', -10]], [['login.dormant', -10]]])
	expect((await openToday(db, staff(fargo), { at: nine, locale: 'en' })).alerts).toMatchObject([{ rule: 'nba3', away: { days: 90, revenueMinor: 90_000 } }])
	await db`update login set last_signed_in_at = ${days(10)} where contact_id = ${fargo.lukaId}`
	expect(await noticeDormant(db, days(101))).toBe(1)
})

test('(c) search.performed in vain is in the rep’s digest of the next morning, once', async () => {
	const fargo = await makeFargo(db, 'River')
	const search = (text: string, at: Date): DomainEvent => ({
		topic: 'search.performed',
		subject: `contact:${fargo.lukaId}`,
		accountId: fargo.accountId,
		contactId: fargo.lukaId,
		payload: { text, total: 0 },
		occurredAt: at,
	})
	await write(db, search('decaf pods', days(-1)), search('oat milk', days(-1)), search('Decaf pods ', days(-1)), search('matcha', nine))
	await tellAll(nine)
	expect([await digestSearches(db, nine), await digestSearches(db, nine)]).toEqual([1, 0])
	expect(await db`select kind, facts from notice where user_id = ${fargo.natalieId}`).toMatchObject([
		{ kind: 'search.digest', facts: { day: '2026-03-01', terms: 'decaf pods, oat milk', count: 2 } },
	])
})

test('(c) one invoice past its day and fifty cost the same statements', async () => {
	const fargo = await makeFargo(db, 'Summit')
	await makeCart(db, fargo, nine)
	const invoices = (from: number, count: number) => db`
		insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor)
		select ${fargo.accountId}, ${fargo.sellerId}, 'I-' || n, 'USD', '2026-01-01', '2026-02-01', 100, 100 from generate_series(${from}::int, ${from + count - 1}::int) n`
	await invoices(100, 1)
	await expectStatements(db, 2, () => noticeOverdue(db, nine))
	await invoices(200, 50)
	await expectStatements(db, 2, async () => expect(await noticeOverdue(db, nine)).toBe(50))
	expect(await told(fargo, 'invoice.overdue')).toHaveLength(51)
})
