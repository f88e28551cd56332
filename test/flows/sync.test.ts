import { afterAll, beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openDb } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 2 })
afterAll(() => owner.end())
const { accountId, contactId, sellerId } = await makeCompany(db, 'marble')
const at = new Date('2026-03-02T09:00:00Z')
const work = { db, clock: () => at, random: () => 0, outside: () => null }

/** As the worker's loop, until nothing is left to do. */
async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}

await openHouseConnections(db, at)
const [prospect] = await db<{ id: number }[]>`
	insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) values (${sellerId}, 'luka@marble.test', 'Luka', 'Novak marble', ${contactId}) returning id`
const prospectId = prospect?.id ?? 0
await settle()

const contact = async () => (await db`select first_name, last_name, email, phone, title, score, grade from contact where id = ${contactId}`)[0]
const seen = async () => (await db`select first_name, last_name, email, phone, title, company, score, grade from ma_prospect where id = ${prospectId}`)[0]
const journal = async () => await db`select crm_field, crm_value, ma_value, rule, winner, wrote, value, note, cause, actor from sync_decision order by id`
const runs = async () => (await db<{ writes: number }[]>`select coalesce(sum(writes_crm + writes_ma), 0)::int as writes from sync_run`)[0]?.writes
beforeEach(async () => {
	await settle()
	await db`delete from sync_decision`
	await db`delete from sync_run`
})

test('a prospect that names its contact is linked, and takes what sales alone know', async () => {
	expect(await db`select crm_object, crm_id, ma_object, ma_id, state from sync_link`).toEqual([
		{ crmObject: 'contact', crmId: String(contactId), maObject: 'prospect', maId: String(prospectId), state: 'active' },
	])
	expect(await seen()).toMatchObject({ company: 'Coffeehaus marble' })
	expect(await contact()).toMatchObject({ score: 0, grade: 'D' })
})

test('(A28) a change by plain SQL on either side reaches the other, with one line of the journal, and then there is quiet', async () => {
	await db`update contact set title = 'Buyer' where id = ${contactId}`
	await settle()
	expect(await seen()).toMatchObject({ title: 'Buyer' })
	expect(await journal()).toEqual([
		{
			...{ crmField: 'title', crmValue: 'Buyer', maValue: null, rule: 'most_recent.filled', winner: 'crm', wrote: 'ma', value: 'Buyer', note: null },
			...{ cause: 'edit', actor: 'database:kontor_house' },
		},
	])
	await db`update ma_prospect set title = 'Head buyer', phone = '1' where id = ${prospectId}`
	await settle()
	expect(await contact()).toMatchObject({ title: 'Head buyer', phone: '1' })
	expect(await runs(), 'one write for each genuine change, none for its echo').toBe(2)
	expect(await db`select 1 from sync_change`).toHaveLength(0)
	expect(await db`select 1 from sync_job`).toHaveLength(0)
})

test('the later of two changes wins, field by field', async () => {
	await db`update contact set title = 'Owner', phone = '2' where id = ${contactId}`
	await db`update ma_prospect set title = 'Founder' where id = ${prospectId}`
	await settle()
	expect(await contact()).toMatchObject({ title: 'Founder', phone: '2' })
	expect(await seen()).toMatchObject({ title: 'Founder', phone: '2' })
})

test('(A32) score is marketing’s and company is sales’: an edit of the losing side is undone and says by which rule', async () => {
	await db`update contact set score = 99 where id = ${contactId}`
	await db`update ma_prospect set company = 'Elsewhere' where id = ${prospectId}`
	await settle()
	expect(await contact()).toMatchObject({ score: 0 })
	expect(await seen()).toMatchObject({ company: 'Coffeehaus marble' })
	expect((await journal()).map(({ rule }) => rule).sort()).toEqual(['crm_to_ma.copied', 'ma_to_crm.copied'])
})

test('(A32) a renamed account reaches all its prospects', async () => {
	await db`update account set name = 'Coffeehaus Nord' where id = ${accountId}`
	await settle()
	expect(await seen()).toMatchObject({ company: 'Coffeehaus Nord' })
})

test('(A16) a bad address stays where it is with its cause, and the rest of the record goes on; mended, it flows and the error closes itself', async () => {
	await db`update ma_prospect set email = 'a.@marble.test', title = 'Barista' where id = ${prospectId}`
	await settle()
	expect(await contact()).toMatchObject({ email: 'luka@marble.test', title: 'Barista' })
	const [error] = await db`select side, object, field, code, class, value, seen, closed_at from sync_error`
	expect(error).toMatchObject({
		side: 'crm',
		object: 'contact',
		field: 'email',
		code: 'INVALID_EMAIL_ADDRESS',
		class: 'data',
		value: 'a.@marble.test',
		seen: 1,
		closedAt: null,
	})
	await db`update ma_prospect set email = 'a@marble.test' where id = ${prospectId}`
	await settle()
	expect(await contact()).toMatchObject({ email: 'a@marble.test' })
	expect(await db`select closed_for from sync_error`).toEqual([{ closedFor: 'mended' }])
})

test('another program that rewrites what we wrote is a change of its own, not our echo', async () => {
	await owner.unsafe(`create function shout() returns trigger language plpgsql as $$ begin new.first_name := upper(new.first_name); return new; end $$;
		create trigger shout before update on contact for each row execute function shout()`)
	await db`update ma_prospect set first_name = 'Lukas' where id = ${prospectId}`
	await settle()
	await owner.unsafe('drop trigger shout on contact')
	expect([(await contact())?.['firstName'], (await seen())?.['firstName']]).toEqual(['LUKAS', 'LUKAS'])
	expect(await runs(), 'two rounds for one edit').toBeLessThanOrEqual(2)
})

test('a contact that goes leaves its prospect, at rest; a batch of three and of three hundred asks the same number of statements', async () => {
	const make = async (from: number, count: number) => {
		await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P' || i, 'L', 'p' || i || '@marble.test' from generate_series(${from}::int, ${from + count - 1}) i`
		await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where email like 'p%@marble.test' and id not in (select contact_id from ma_prospect where contact_id is not null)`
		await settle()
		await db`update contact set phone = ${`+${from}`} where email like 'p%@marble.test'`
		await drainMarks(db, at)
		const { statements } = await statementsOf(db, () => workSync(work))
		expect(
			await db`select 1 from contact c join ma_prospect p on p.contact_id = c.id where p.phone is distinct from c.phone and c.email like 'p%'`,
		).toHaveLength(0)
		return statements.length
	}
	const [few, many] = [await make(1, 3), await make(100, 297)]
	expect(many).toBe(few)
	await db`delete from ma_prospect where email = 'p1@marble.test'`
	await settle()
	expect(await db`select state, state_reason from sync_link where state <> 'active'`).toEqual([{ state: 'archived', stateReason: 'MA_DELETED' }])
	expect(await db`select 1 from contact where email = 'p1@marble.test'`).toHaveLength(1)
})

test('(A11) a field of the house’s own travels once it is mapped, and never before', async () => {
	for (const object of ['contact', 'prospect'])
		await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, precision, scale) values (${sellerId}, ${object}, 'machines', '{"en":"Machines"}', 'number', 6, 0)`
	const custom = async () => (await db`select custom from ma_prospect where id = ${prospectId}`)[0]?.['custom']
	await db`update contact set custom = '{"machines":"3"}' where id = ${contactId}`
	await settle()
	expect(await custom()).toEqual({})
	await db`insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour) select id, 'custom.machines', 'custom.machines', 'most_recent' from sync_object_map where crm_object = 'contact'`
	await db`update contact set custom = '{"machines":"4"}' where id = ${contactId}`
	await settle()
	expect(await custom()).toEqual({ machines: '4' })
	await db`update ma_prospect set custom = '{"machines":"5000000"}' where id = ${prospectId}`
	await settle()
	expect(await db`select field, code from sync_error where closed_at is null`).toEqual([{ field: 'custom.machines', code: 'NUMBER_OUTSIDE_VALID_RANGE' }])
	await db`update ma_prospect set custom = '{"machines":"5"}' where id = ${prospectId}`
	await settle()
	expect((await db`select custom from contact where id = ${contactId}`)[0]).toEqual({ custom: { machines: '5' } })
})

test('an automation that undoes us again and again is stopped on that field, with why; the rest of the record flows', async () => {
	await db`update sync_field_map f set behaviour = 'use_ma' from sync_object_map m where m.id = f.object_map_id and m.crm_object = 'contact' and f.crm_field = 'first_name'`
	await db`update ma_prospect set first_name = 'Lukas' where id = ${prospectId}`
	await settle()
	for (let round = 0; round < 6; round++) {
		await db`update contact set first_name = 'Luke', title = ${`Round ${round}`} where id = ${contactId}`
		await settle()
	}
	expect(await contact()).toMatchObject({ firstName: 'Luke' })
	expect(await seen()).toMatchObject({ firstName: 'Lukas', title: 'Round 5' })
	expect(await db`select field, code from sync_error where closed_at is null`).toEqual([{ field: 'first_name', code: 'LOOP_DETECTED' }])
	expect((await journal()).filter(({ crmField, wrote }) => crmField === 'first_name' && wrote).length).toBeLessThanOrEqual(4)
})

test('(A21) a wrong mapping is stopped by the canary at ten records, and nothing else was tried', async () => {
	const [connection] = await db<{ id: number }[]>`select id from sync_connection`
	await db`update sync_connection set state = 'canary', canary_stage = 0, canary_done = 0, canary_refused = 0`
	await db`insert into contact (account_id, first_name, last_name, email, title) select ${accountId}, 'C' || i, 'L', 'canary' || i || '@marble.test', repeat('long ', 20) from generate_series(1, 40) i`
	await db`update sync_field_map f set crm_field = 'is_active', ma_field = 'locale' from sync_object_map m where m.id = f.object_map_id and m.crm_object = 'contact' and f.crm_field = 'locale'`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, contact_id) select ${sellerId}, email, first_name, id from contact where email like 'canary%'`
	await settle()
	expect(await db`select state, suspended_for, canary_done from sync_connection where id = ${connection?.id ?? 0}`).toEqual([
		{ state: 'suspended', suspendedFor: 'ERROR_SHARE', canaryDone: 10 },
	])
	expect(await db`select 1 from sync_link l join ma_prospect p on p.id::text = l.ma_id where p.email like 'canary%'`).toHaveLength(10)
	await db`update sync_field_map set crm_field = 'locale' where crm_field = 'is_active'`
	await db`update sync_connection set state = 'canary', suspended_for = null, canary_done = 0, canary_refused = 0`
	await settle()
	expect(await db`select state, canary_stage from sync_connection`, 'all there is has gone').toEqual([{ state: 'running', canaryStage: 3 }])
})

test('the journal answers for 400 days', async () => {
	await db`insert into sync_decision (at, run_id, connection_id, link_id, field_map_id, crm_field, ma_field, changed, later, rule, cause, actor)
		select ${at}::timestamptz - make_interval(days => d), 0, 0, 0, 0, 'a', 'a', 'crm', 'crm', 'r', 'c', 'a' from unnest(array[399, 401]) d`
	expect(await forgetDecisions(db, at)).toBe(1)
})
