import { beforeEach, expect, test } from 'vitest'
import { actOnMembers } from '../../../app/flows/marketing/act-on-members.ts'
import { advanceRuns } from '../../../app/flows/marketing/advance-runs.ts'
import { decayRecycled } from '../../../app/flows/marketing/decay-recycled.ts'
import { lookAnew } from '../../../app/flows/marketing/look-anew.ts'
import { openPerson } from '../../../app/flows/marketing/open-person.ts'
import { workTouched } from '../../../app/flows/marketing/work-touched.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { insertRun, type NewRun } from '../../../db/queries/marketing-run.ts'
import { again, deliver, toMarketing, write } from '../../support/deliver.ts'
import { makeFargo, makeProspect } from '../../support/fargo.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const noon = new Date('2026-03-02T18:00:00Z')
const day = (days: number) => new Date(noon.getTime() + days * 86_400_000)
const fargo = await makeFargo(db)
const luka = await makeProspect(db, fargo, [])
const one = async (rows: Promise<readonly Record<string, unknown>[]>) => (await rows)[0]?.['id'] as number
const people = (
	await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, score) select ${fargo.sellerId}, 'p' || n || '@many.test', n from generate_series(1, 100) n returning id`
).map(({ id }) => id)

const desk = { userId: fargo.natalieId, roles: ['marketer'], seller: { id: fargo.sellerId } } as unknown as StaffMember

const settle = async (at: Date) => {
	for (let rounds = 0; (await workTouched(db, at)) > 0; rounds += 1) if (rounds > 20) throw new Error('it never comes to rest')
}
const work = async (at: Date, most?: number) => {
	while ((await advanceRuns(db, at, most)) > 0);
}
const begin = (run: Partial<NewRun>) =>
	withTransaction(db, (tx) => insertRun(tx, { sellerEntityId: fargo.sellerId, kind: 'rule', subjectId: null, subject: null, userId: null, at: noon, ...run }))
const makeRule = (name: string, predicate: object, actions: object[], repeatDays: number | null = null) =>
	one(
		db`insert into ma_rule (seller_entity_id, name, predicate, actions, repeat_days, is_active) values (${fargo.sellerId}, ${name}, ${db.json(predicate as never)}, ${db.json(actions as never)}, ${repeatDays}, true) returning id`,
	)
const makeSegment = (name: string, predicate: object) =>
	one(
		db`insert into ma_list (seller_entity_id, name, kind, predicate) values (${fargo.sellerId}, ${name}, 'segment', ${db.json(predicate as never)}) returning id`,
	)
const tagged = async (name: string) =>
	(await db`select m.prospect_id as id from ma_prospect_tag m join ma_tag t on t.id = m.tag_id where t.name = ${name} order by 1`).map(({ id }) => id as number)
const members = async (listId: number) =>
	(await db`select prospect_id as id from ma_list_member where list_id = ${listId} order by 1`).map(({ id }) => id as number)

beforeEach(async () => {
	await db`update ma_rule set is_active = false`
	await db`delete from ma_list`
	await db`truncate ma_touch`
})

test('whoever moves, or is rated or met anew by sales, enters and leaves the segments that ask for it', async () => {
	const [id = 0] = people
	for (const [field, column] of [
		['city', 'city'],
		['region', 'region'],
		['postalCode', 'postal_code'],
		['country', 'country'],
		['rating', 'rating'],
		['leadStatus', 'lead_status'],
	] as const) {
		const list = await makeSegment(field, { field, op: 'eq', value: 'here' })
		await db`update ma_prospect set ${db({ [column]: 'here' })} where id = ${id}`
		await settle(noon)
		expect([field, await members(list)]).toEqual([field, [id]])
		await db`update ma_prospect set ${db({ [column]: null })} where id = ${id}`
		await settle(noon)
		expect([field, await members(list)]).toEqual([field, []])
	}
})

test('a rule over everybody acts on exactly those it holds for, in parts, and once', async () => {
	const rule = await makeRule('Hot', { field: 'score', op: 'gte', value: 81 }, [
		{ kind: 'tag_add', tag: 'Hot' },
		{ kind: 'score', points: 1 },
	])
	await begin({ subjectId: rule })
	await work(noon, 30)
	expect(await tagged('Hot')).toEqual(people.slice(80))
	expect(await db`select state, total, looked, changed from ma_run where subject_id = ${rule} and kind = 'rule'`).toEqual([
		{ state: 'done', total: 101, looked: 101, changed: 20 },
	])
	await begin({ subjectId: rule, at: day(1) })
	await work(day(1))
	expect(await db`select sum(score)::int as sum from ma_prospect where id = any(${people}::bigint[])`).toEqual([{ sum: 5050 + 20 }])
	// Her own hand takes the tag off; the rule has done its part and does not put it back.
	await db`delete from ma_prospect_tag where prospect_id = ${people[99] ?? 0}`
	await settle(day(2))
	expect(await tagged('Hot')).toEqual(people.slice(80, 99))
})

test('of those who changed alone, in the same statements for one and for fifty', async () => {
	await makeRule(
		'Warm',
		{
			all: [
				{ field: 'title', op: 'eq', value: 'Barista' },
				{ field: 'tag', op: 'ne', value: 'Warm' },
			],
		},
		[{ kind: 'tag_add', tag: 'Warm' }],
	)
	await db`update ma_prospect set title = 'Barista' where id = ${people[0] ?? 0}`
	await expectStatements(db, 12, () => workTouched(db, noon))
	expect(await tagged('Warm')).toEqual(people.slice(0, 1))
	await settle(noon)
	await db`update ma_prospect set title = 'barista ' where id = any(${people.slice(0, 50)}::bigint[])`
	await expectStatements(db, 12, () => workTouched(db, noon))
	expect(await tagged('Warm')).toEqual(people.slice(0, 50))
})

test('every n days a rule acts again, and a rule may begin what another does', async () => {
	await makeRule('Weekly', { field: 'email', op: 'eq', value: 'p1@many.test' }, [{ kind: 'score', points: 10 }], 7)
	const follow = await makeRule('Then', { field: 'score', op: 'gte', value: 21 }, [{ kind: 'tag_add', tag: 'Then' }])
	const before = (await db`select score from ma_prospect where id = ${people[0] ?? 0}`)[0]?.['score'] as number
	for (const days of [0, 3, 6.9, 7, 8]) {
		await db`insert into ma_touch (prospect_id) values (${people[0] ?? 0})`
		await settle(day(days))
	}
	expect(await db`select score from ma_prospect where id = ${people[0] ?? 0}`).toEqual([{ score: before + 20 }])
	expect(await tagged('Then')).toContain(people[0])
	expect(await db`select times from ma_rule_match where rule_id = ${follow} and prospect_id = ${people[0] ?? 0}`).toEqual([{ times: 1 }])
})

test('a segment is who its question holds for: people come and go with what happens to them, and others are left alone', async () => {
	const segment = await makeSegment('Ordered lately', { field: 'did:order.placed:30', op: 'gte', value: 1 })
	const still = await one(db`insert into ma_list (seller_entity_id, name) values (${fargo.sellerId}, 'By hand') returning id`)
	await db`insert into ma_list_member (list_id, prospect_id) values (${still}, ${luka})`
	await begin({ kind: 'segment', subjectId: segment })
	await work(noon)
	expect(await members(segment)).toEqual([])
	await write(db, { topic: 'order.placed', subject: 'order:1', accountId: fargo.accountId, contactId: fargo.lukaId, payload: { orderId: 1 }, occurredAt: noon })
	await deliver(db, 'ma', toMarketing, noon)
	await settle(noon)
	expect(await members(segment)).toEqual([luka])
	// Nothing happens but time: the night's look takes her out.
	expect(await lookAnew(db, day(31))).toBe(1)
	await work(day(31))
	expect(await members(segment)).toEqual([])
	expect(await members(still)).toEqual([luka])
})

test('grades follow their criteria from D on, and only what differs is written', async () => {
	const profile = await one(db`insert into ma_profile (seller_entity_id, name, is_default) values (${fargo.sellerId}, 'Cafés', true) returning id`)
	await db`insert into ma_criterion (profile_id, name, predicate, weight) values
		(${profile}, 'Decides', ${db.json({ field: 'title', op: 'contains', value: 'owner' })}, 3), (${profile}, 'Buyer', ${db.json({ field: 'isBuyer', op: 'eq', value: true })}, 2),
		(${profile}, 'No address', ${db.json({ field: 'email', op: 'blank' })}, -2)`
	await db`update ma_prospect set title = 'Owner' where id = ${luka}`
	await begin({ kind: 'grade' })
	await work(noon)
	expect(await db`select grade from ma_prospect where id = ${luka}`).toEqual([{ grade: 'B-' }])
	expect(await db`select distinct grade from ma_prospect where id <> ${luka}`).toEqual([{ grade: 'D' }])
	expect(await db`select changed from ma_run where kind = 'grade'`).toEqual([{ changed: 1 }])
	await db`update ma_prospect set email = null where id = ${people[5] ?? 0}`
	await settle(noon)
	expect(await db`select grade from ma_prospect where id = ${people[5] ?? 0}`).toEqual([{ grade: 'F' }])
})

test('what an activity is worth changes: the ledger is corrected by rows, a cancelled order stays, its later reversal takes all', async () => {
	const order = (orderId: number, topic: 'order.placed' | 'order.cancelled', at: Date) =>
		write(db, { topic, subject: `order:${orderId}`, accountId: fargo.accountId, contactId: fargo.lukaId, payload: { orderId }, occurredAt: at })
	await order(51, 'order.placed', noon)
	await order(52, 'order.placed', noon)
	await order(52, 'order.cancelled', day(1))
	for (let view = 0; view < 14; view += 1)
		await write(db, {
			topic: 'product.viewed',
			subject: 'contact:1',
			accountId: fargo.accountId,
			contactId: fargo.lukaId,
			payload: { productId: 1 },
			occurredAt: new Date(noon.getTime() + view),
		})
	await deliver(db, 'ma', toMarketing, day(1))
	const score = async () => (await db`select score from ma_prospect where id = ${luka}`)[0]?.['score']
	const [before] = await db`select (select count(*)::int from ma_activity) as rows, score from ma_prospect where id = ${luka}`
	await db`update ma_score_rule set score = 80 where activity = 'order.placed'`
	await db`update ma_score_rule set score = 2, daily_maximum = 15 where activity = 'product.viewed'`
	await begin({ kind: 'score', subject: 'order.placed' })
	await begin({ kind: 'score', subject: 'product.viewed' })
	await work(day(2))
	// Orders 1 and 51 are worth 30 more each, 52 is gone; fourteen views were 10 and are 15.
	expect(await score()).toBe((before?.['score'] as number) + 60 + 5)
	expect(await db`select changed from ma_run where kind = 'score'`).toEqual([{ changed: 1 }, { changed: 1 }])
	await begin({ kind: 'score', subject: 'order.placed' })
	await work(day(2))
	expect(
		await db`select p.score - sum(y.score)::int as off from ma_prospect p join ma_activity y on y.prospect_id = p.id where p.id = ${luka} group by p.score`,
	).toEqual([{ off: 0 }])
	expect(await score()).toBe((before?.['score'] as number) + 65)
	await order(51, 'order.cancelled', day(3))
	await deliver(db, 'ma', toMarketing, day(3))
	await again(db, 'ma', toMarketing, day(3))
	expect(await score()).toBe((before?.['score'] as number) + 65 - 80)
})

test('(A43) a lead that is handed back enters its programme each time, keeps its owner, and its score falls by the week', async () => {
	const program = await one(
		db`insert into ma_program (seller_entity_id, name, state, takes_recycled) values (${fargo.sellerId}, 'Nurture', 'running', true) returning id`,
	)
	const lead = await one(
		db`insert into crm_lead (seller_entity_id, last_name, company, owner_user_id) values (${fargo.sellerId}, 'Renner', 'Air Museum', ${fargo.natalieId}) returning id`,
	)
	const renner = await one(
		db`insert into ma_prospect (seller_entity_id, email, lead_id, score) values (${fargo.sellerId}, 'renner@air.test', ${lead}, 100) returning id`,
	)
	await db`insert into ma_activity (prospect_id, source_key, kind, score, occurred_at) values (${renner}, 'start', 'form.succeeded', 100, ${noon})`
	const become = async (status: string, at: Date) => {
		await db`update crm_lead set status = ${status} where id = ${lead}`
		await settle(at)
	}
	await become('recycle', noon)
	await settle(noon)
	expect(await decayRecycled(db, day(3))).toBe(0)
	expect(await decayRecycled(db, day(8))).toBe(1)
	expect(await decayRecycled(db, day(8))).toBe(0)
	expect(await db`select score, recycled from ma_prospect where id = ${renner}`).toEqual([{ score: 90, recycled: 1 }])
	await become('working', day(9))
	expect(await decayRecycled(db, day(20))).toBe(0)
	await db`update ma_enrolment set state = 'done', left_at = ${day(9)} where prospect_id = ${renner}`
	await become('recycle', day(21))
	expect(await db`select state, cause from ma_enrolment where prospect_id = ${renner} and program_id = ${program} order by id`).toEqual([
		{ state: 'done', cause: 'recycle' },
		{ state: 'going', cause: 'recycle' },
	])
	expect(await db`select (facts ->> 'times')::int as times from ma_activity where prospect_id = ${renner} and kind = 'lead.recycled' order by 1`).toEqual([
		{ times: 1 },
		{ times: 2 },
	])
	expect(await db`select owner_user_id from crm_lead where id = ${lead}`).toEqual([{ ownerUserId: fargo.natalieId }])
})

test('a work that another worker holds is not done twice', async () => {
	const rule = await makeRule('Once', { field: 'score', op: 'gte', value: -999 }, [{ kind: 'score', points: 1 }])
	const sum = async () => (await db`select sum(score)::int as sum from ma_prospect`)[0]?.['sum'] as number
	const before = await sum()
	await begin({ subjectId: rule })
	await Promise.all([work(noon, 9), work(noon, 9), work(noon, 9), settle(noon)])
	await work(noon)
	await settle(noon)
	const [count] = await db<{ n: number }[]>`select count(*)::int as n from ma_prospect`
	expect(await sum()).toBe(before + (count?.n ?? 0))
})

test('(A5) of a thousand members those with a score of 100 or more become a list: exactly those, leads among them', async () => {
	const lead = await one(db`insert into crm_lead (seller_entity_id, last_name, company) values (${fargo.sellerId}, 'Warm', 'Lead & Co') returning id`)
	await db`insert into ma_prospect (seller_entity_id, email, lead_id, score) values (${fargo.sellerId}, 'warm@lead.test', ${lead}, 150)`
	await db`insert into contact (account_id, first_name, last_name, email) select ${fargo.accountId}, 'M' || n, 'Member', 'm' || n || '@member.test' from generate_series(1, 999) n`
	await db`insert into ma_prospect (seller_entity_id, email, contact_id, score) select ${fargo.sellerId}, email, id, (id * 7919) % 200 from contact where last_name = 'Member'`
	await db`insert into crm_campaign_member (campaign_id, contact_id, lead_id, status)
		select ${fargo.crmCampaignId}::bigint, id, null::bigint, 'Sent' from contact where last_name = 'Member' union all select ${fargo.crmCampaignId}::bigint, null, ${lead}::bigint, 'Opened'`
	const ask = (act: { kind: 'list' | 'tag'; name: string }, requestId: string, minimumScore = 100) =>
		actOnMembers(db, desk, { campaignId: fargo.crmCampaignId, filter: { status: null, minimumScore, search: null }, act, requestId, at: noon })
	const expected = await db`select id from ma_prospect where score >= 100 and (email like '%@member.test' or email = 'warm@lead.test') order by id`
	const made = await ask({ kind: 'list', name: 'Hot members' }, 'r1')
	expect(made).toMatchObject({ ok: true, people: expected.length })
	expect(await members(made?.ok ? (made.listId ?? 0) : 0)).toEqual(expected.map(({ id }) => id))
	expect(await ask({ kind: 'list', name: 'Hot members' }, 'r2')).toMatchObject({ ok: false, refusals: [{ code: 'LIST_NAME_TAKEN' }] })
	expect(await ask({ kind: 'tag', name: 'Hot member' }, 'r3', 10_000)).toMatchObject({ ok: false, refusals: [{ code: 'MEMBERS_NOBODY' }] })
	await ask({ kind: 'tag', name: 'Hot member' }, 'r4')
	expect(await tagged('Hot member')).toEqual(expected.map(({ id }) => id))
	expect(
		await actOnMembers(db, { ...desk, seller: { id: 999 } } as StaffMember, {
			campaignId: fargo.crmCampaignId,
			filter: { status: null, minimumScore: null, search: null },
			act: { kind: 'tag', name: 'x' },
			requestId: 'r5',
			at: noon,
		}),
	).toBeNull()
})

test('(A41) one person page shows all her faces with their ids: prospect, lead that was converted, contact, buyer login', async () => {
	const [contact] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${fargo.accountId}, 'Signe', 'Dahl', 'signe@faces.test') returning id`
	const contactId = contact?.id ?? 0
	const login = await one(db`insert into login (email, account_id, contact_id) values ('signe@faces.test', ${fargo.accountId}, ${contactId}) returning id`)
	const lead = await one(
		db`insert into crm_lead (seller_entity_id, last_name, company, status, converted_account_id, converted_contact_id, converted_at)
			values (${fargo.sellerId}, 'Dahl', 'Valley Commons', 'converted', ${fargo.accountId}, ${contactId}, ${noon}) returning id`,
	)
	const prospect = await one(
		db`insert into ma_prospect (seller_entity_id, email, contact_id) values (${fargo.sellerId}, 'signe@faces.test', ${contactId}) returning id`,
	)
	const page = await openPerson(db, desk, prospect, { at: noon })
	expect(page?.person).toMatchObject({ id: prospect, lead: { id: lead }, contact: { id: contactId, accountId: fargo.accountId }, login: { id: login } })
	expect(page?.person.lead?.convertedAt).not.toBeNull()
	expect(await openPerson(db, { ...desk, seller: { ...desk.seller, id: fargo.sellerId + 999 } }, prospect, { at: noon })).toBeNull()
})
