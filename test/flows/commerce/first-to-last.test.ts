import { expect, test } from 'vitest'
import { noteVisit } from '../../../app/flows/capture/note-visit.ts'
import { submitForm } from '../../../app/flows/capture/submit-form.ts'
import { openFunnel } from '../../../app/flows/crm/open-funnel.ts'
import { openWays } from '../../../app/flows/crm/open-ways.ts'
import { openAccount } from '../../../app/flows/desk/open-account.ts'
import { convertLead } from '../../../app/flows/lead/convert-lead.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { ensureDefaultCampaign } from '../../../db/queries/form.ts'
import { makeCapture } from '../../support/capture.ts'
import { makeCompany } from '../../support/company.ts'
import { deliver, toCrm, toMarketing, write } from '../../support/deliver.ts'
import { makeStaff } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

// A44: from the first look of somebody whom nobody knows to her first order, as one story, on both sides.
const { db } = await testDb()
const company = await makeCompany(db, 'topaz')
const { sellerId } = company
const day = (count: number) => new Date(Date.UTC(2026, 2, 2 + count, 15))
const one = (rows: readonly Record<string, unknown>[]) => rows[0]?.['id'] as number
await ensureDefaultCampaign(db as never, sellerId, day(0))
await makeCapture(db, company)
const natalie: StaffMember = {
	...{
		kind: 'staff',
		userId: await makeStaff(db, company, ['rep', 'administrator']),
		name: 'Natalie',
		email: '',
		locale: 'en',
		roles: ['rep', 'administrator'],
	},
	...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
}

async function tellAll(at: Date): Promise<void> {
	await deliver(db, 'crm', toCrm, at)
	await deliver(db, 'ma', toMarketing, at)
}

test('(A44) three visits, a form, a lead, an order: one timeline with the visits first, and one way through the funnel', async () => {
	let visitorId: string = crypto.randomUUID()
	for (const [place, path] of ['/catalog', '/l/tasting', '/catalog'].entries())
		visitorId = (await noteVisit(db, { visitorId, newVisitorId: crypto.randomUUID(), path, contactId: null, clickId: null, at: day(place) })).visitorId
	expect(await db`select 1 from ma_prospect where email = 'rosa@topaz.test'`).toHaveLength(0)
	const sent = await submitForm(
		db,
		{ slug: `taste-${sellerId}` },
		{
			typed: new Map([['email', 'rosa@topaz.test']]),
			sure: null,
			key: 'k',
			visitorId,
			newVisitorId: crypto.randomUUID(),
			locale: 'en',
			origin: '/f',
			isTrial: false,
			at: day(3),
		},
	)
	expect(sent?.kind).toBe('sent')
	const prospectId = one(await db`select id from ma_prospect where email = 'rosa@topaz.test'`)
	const leadId = one(
		await db`insert into crm_lead (seller_entity_id, first_name, last_name, company, email, owner_user_id, created_at) values (${sellerId}, 'Rosa', 'Almeida', 'Bramble', 'rosa@topaz.test', ${natalie.userId}, ${day(3)}) returning id`,
	)
	await db`update ma_prospect set lead_id = ${leadId} where id = ${prospectId}`
	const shipTo = { line1: '12 Yard Lane', line2: '', city: 'Chicago', region: 'IL', postalCode: '60607', country: 'US' }
	const converted = await convertLead(db, natalie, { id: leadId, to: 'new', accountId: null, shipTo, requestId: 'r', at: day(5) })
	if (!converted?.ok) throw new Error(JSON.stringify(converted))
	const { accountId, contactId } = converted
	const orderId = one(
		await db`
		insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, net_minor, total_minor)
		values (${accountId}, ${sellerId}, 'placed', 'SO-1', 'import', 'USD', ${contactId}, ${day(9)}, 5400, 5400) returning id`,
	)
	await write(db, { topic: 'order.placed', subject: `order:${orderId}`, accountId, contactId, payload: { orderId, number: 'SO-1' }, occurredAt: day(9) })
	await tellAll(day(9))

	const ledger = await db`select kind, score from ma_activity where prospect_id = ${prospectId} order by occurred_at, id`
	// A day lies between two visits: each is a session of its own.
	const visit = ['visitor.session', 'page.viewed']
	expect(ledger.map(({ kind }) => kind)).toEqual([...visit, ...visit, ...visit, 'form.succeeded', 'order.placed'])
	expect(await db`select id, score from ma_prospect where contact_id = ${contactId}`).toEqual([{ id: prospectId, score: 3 * (3 + 1) + 50 + 50 }])
	// The order wins the opportunity that the lead became; there is no second one beside it.
	expect(await db`select name, stage, amount_minor from crm_opportunity where account_id = ${accountId}`).toEqual([
		{ name: 'Bramble', stage: 'closed_won', amountMinor: 5400 },
	])
	const funnel = await openFunnel(db, natalie, day(10))
	expect(funnel.map(({ step, count, conversion }) => [step, count, conversion])).toEqual([
		['lead', 1, null],
		['accepted', 1, 100],
		['opportunity', 1, 100],
		['won', 1, 100],
	])
	expect(funnel.map(({ lagDays }) => lagDays)).toEqual([null, 2, 0, 4])
	// The middle of the days, however many leads: five more were accepted after 1, 3, 4, 6 and 9 days, one lead never was.
	await db`
		with made as (
			insert into crm_lead (seller_entity_id, last_name, company, created_at) select ${sellerId}, 'Many ' || n, '', ${day(0)} from unnest(array[1, 3, 4, 6, 9, 0]) n returning id, last_name
		)
		insert into crm_stage_history (object, record_id, stage, at)
		select 'lead', id, 'working', ${day(0)}::timestamptz + make_interval(days => substring(last_name from '[0-9]+')::int) from made where last_name <> 'Many 0'`
	expect((await openFunnel(db, natalie, day(10))).slice(0, 2)).toEqual([
		{ step: 'lead', count: 7, conversion: null, lagDays: null },
		{ step: 'accepted', count: 6, conversion: 85.7, lagDays: 3 },
	])
	expect((await openFunnel(db, { ...natalie, seller: { ...natalie.seller, id: 999_999 } }, day(10))).map(({ count }) => count)).toEqual([0, 0, 0, 0])
	await db`delete from crm_stage_history where record_id in (select id from crm_lead where last_name like 'Many %') and object = 'lead'`
	await db`delete from crm_lead where last_name like 'Many %'`
	expect(await db`select stage from crm_stage_history where object = 'opportunity' order by id`).toEqual([
		{ stage: expect.any(String) },
		{ stage: 'closed_won' },
	])

	// Beside her: two who only looked, one of them through a campaign, somebody out of a file, and one who came before these months.
	await noteVisit(db, { visitorId: crypto.randomUUID(), newVisitorId: crypto.randomUUID(), path: '/catalog', contactId: null, clickId: null, at: day(1) })
	await noteVisit(db, { visitorId: crypto.randomUUID(), newVisitorId: crypto.randomUUID(), path: '/catalog', contactId: null, clickId: null, at: day(40) })
	await db`insert into ma_prospect (seller_entity_id, email, acquired_by, created_at) values (${sellerId}, 'file@topaz.test', 'import', ${day(2)}), (${sellerId}, 'old@topaz.test', 'form', ${day(-400)})`
	const ways = async (by: 'month' | 'source' | 'campaign') => {
		const { all, ways: rows } = await openWays(db, natalie, { by, months: 12 }, day(45))
		return [all, ...rows.map(({ parts }) => parts)].map((parts, place) => [place === 0 ? 'all' : rows[place - 1]?.key, ...parts.map(({ count }) => count)])
	}
	expect(await ways('month')).toEqual([
		['all', 4, 2, 1, 1, 1],
		['2026-04', 1, 0, 0, 0, 0],
		['2026-03', 3, 2, 1, 1, 1],
	])
	expect(await ways('source')).toEqual([
		['all', 4, 2, 1, 1, 1],
		['visit', 2, 0, 0, 0, 0],
		['form', 1, 1, 1, 1, 1],
		['import', 1, 1, 0, 0, 0],
	])
	expect((await ways('campaign')).map(([key]) => key)).toHaveLength(3)
	const other = { ...natalie, seller: { ...natalie.seller, id: 999_999 } }
	expect((await openWays(db, other, { by: 'month', months: 12 }, day(45))).all.slice(1).map(({ count }) => count)).toEqual([0, 0, 0, 0])

	const page = await openAccount(db, natalie, { accountId, before: null, locale: 'en', at: day(10) })
	expect(page?.timeline.map(({ kind }) => kind)).toContain('order.placed')
})

test('(c) order.placed leaves alone what is negotiated beside it: an opportunity with a price, or with a quote under way', async () => {
	const { accountId, contactId } = company
	const open = async (name: string, amountMinor: number | null) => {
		const id = one(
			await db`
			insert into crm_opportunity (account_id, name, stage, stage_rank, amount_minor, currency, created_at) values (${accountId}, ${name}, 'proposal', 40, ${amountMinor}, 'USD', ${day(0)}) returning id`,
		)
		await db`insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role) values (${accountId}, ${id}, ${contactId}, 'Buyer')`
		return id
	}
	await open('Machines', 900_000)
	const quoted = await open('Quoted', null)
	await db`insert into quote (account_id, seller_entity_id, currency, contact_id, asked_at, changed_at, opportunity_id) values (${accountId}, ${sellerId}, 'USD', ${contactId}, ${day(0)}, ${day(0)}, ${quoted})`
	const orderId = one(
		await db`
		insert into sales_order (account_id, seller_entity_id, stage, number, channel, currency, contact_id, placed_at, net_minor, total_minor)
		values (${accountId}, ${sellerId}, 'placed', 'SO-2', 'import', 'USD', ${contactId}, ${day(1)}, 5400, 5400) returning id`,
	)
	await write(db, { topic: 'order.placed', subject: `order:${orderId}`, accountId, contactId, payload: { orderId }, occurredAt: day(1) })
	await tellAll(day(1))
	expect(await db`select name, stage from crm_opportunity where account_id = ${accountId} order by id`).toEqual([
		{ name: 'Machines', stage: 'proposal' },
		{ name: 'Quoted', stage: 'proposal' },
		{ name: 'SO-2', stage: 'closed_won' },
	])
})
