import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openDb, withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { lanes } from '../../db/queries/sync-job.ts'
import { startResync } from '../../db/queries/sync-resync.ts'
import { makeCompany } from '../support/company.ts'
import { dice } from '../support/dice.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 1 })
const { accountId, sellerId } = await makeCompany(db, 'quartz')
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const standIn = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(async () => {
	await standIn.close()
	await owner.end()
})
const org = openSalesforce({
	...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
})
const work = { db, clock, random: () => 0, outside: () => org }
const people = 300

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 80) throw new Error('It never comes to rest')
}

await openHouseConnections(db, clock())
await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P' || i, 'Contact', 'p' || i || '@quartz.test' from generate_series(1, ${people}::int) i`
await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where last_name = 'Contact'`
await settle()
const [own] = await db<{ id: number }[]>`select id from sync_connection`
const ids = (await db<{ id: number }[]>`select id from contact where last_name = 'Contact' order by id`).map(({ id }) => id)
const linkIds = async (count: number) =>
	(await db<{ id: number }[]>`select id from sync_link where connection_id = ${own?.id ?? 0} order by id limit ${count}`).map(({ id }) => id)
const writes = async () => (await db<{ writes: number }[]>`select coalesce(sum(writes_crm + writes_ma), 0)::int as writes from sync_run`)[0]?.writes ?? 0

async function resync(count: number): Promise<void> {
	const asked = { lane: lanes.backfill, cause: 'resync' as const, userId: null, subject: {}, at: clock() }
	const filter = { connectionId: own?.id ?? 0, linkIds: await linkIds(count) }
	await withTransaction(db, (tx) => startResync(tx, { filter, ...asked }))
}

test('(A13) whoever edits a record waits for no resync: the one loop takes what is urgent, the other what is behind', async () => {
	await resync(people)
	await db`update contact set title = 'Now' where id = ${ids[0] ?? 0}`
	await drainMarks(db, clock())
	expect(await workSync(work, 'urgent')).toBe(1)
	expect(await db`select 1 from ma_prospect where title = 'Now'`).toHaveLength(1)
	expect(await db`select 1 from sync_job`, 'the record that was asked for twice is one job').toHaveLength(people - 1)
	expect(await workSync(work, 'urgent')).toBe(0)
	expect(await workSync(work, 'behind')).toBe(people - 1)
})

test('(B7) three links and three hundred ask the same number of statements in a resync, when nothing differs and when everything does', async () => {
	const asked = async (count: number, differs: boolean) => {
		await settle()
		if (differs)
			await owner.unsafe(
				`alter table contact disable trigger user; update contact set phone = '${now++}' where last_name = 'Contact'; alter table contact enable trigger user`,
			)
		await resync(count)
		const { statements } = await statementsOf(db, () => workSync(work, 'behind'))
		return statements.length
	}
	for (const differs of [false, true]) expect(await asked(300, differs)).toBe(await asked(3, differs))
})

test('(B7) and so do changes that go to another system and come back from it', async () => {
	const line = (crmField: string, maField: string) => ({
		...{ crmField, maField, fallback: null },
		...({ behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' } as const),
	})
	const fields = [line('Email', 'email'), line('LastName', 'last_name'), line('Title', 'title')]
	const [connectionId = 0] = await withTransaction(db, (tx) =>
		insertConnections(tx, {
			...{ sellerEntityIds: [sellerId], name: 'org', crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
			objects: [{ crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never', fields }],
		}),
	)
	const mails = Array.from({ length: 300 }, (_, place) => `comer${place}@quartz.test`)
	const made = await org.write(mails.map((mail) => ({ key: mail, object: 'Lead', id: null, values: { Email: mail, LastName: 'Comer', Company: 'Bar' } })))
	await db`
		with people as (
			insert into ma_prospect (seller_entity_id, email, last_name) select ${sellerId}, mail, 'Comer' from unnest(${mails}::text[]) mail returning id, email
		)
		insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id)
		select ${connectionId}, m.id, 'Lead', r.id, 'prospect', p.id::text from people p join unnest(${mails}::text[], ${made.map((one) => (one.ok ? one.id : ''))}::text[]) r(email, id) using (email)
		join sync_object_map m on m.connection_id = ${connectionId}`
	now += 61_000
	await settle()
	const asked = async (count: number, side: 'here' | 'there') => {
		now += side === 'there' ? 61_000 : 1
		const [word, some] = [`${side} ${now}`, made.slice(0, count)]
		if (side === 'here') await db`update ma_prospect set title = ${word} where email = any(${mails.slice(0, count)}::text[])`
		else await org.write(some.map((one) => ({ key: one.key, object: 'Lead', id: one.ok ? one.id : '', values: { Title: word } })))
		await drainMarks(db, clock())
		const { statements } = await statementsOf(db, () => workSync(work, 'outside'))
		expect(await db`select 1 from ma_prospect where title = ${word}`).toHaveLength(count)
		const there = await org.findMatches('Lead', mails, ['Title'])
		expect(there.filter(({ values }) => values['Title'] === word)).toHaveLength(count)
		await settle()
		return statements.length
	}
	for (const side of ['here', 'there'] as const) expect(await asked(300, side)).toBe(await asked(3, side))
})

test('(B6, T9) ten thousand random edits on both sides come to rest, each write of the sync and each field that stays apart stands in the journal, and then nothing is written', async () => {
	// What the sync writes is told by a trigger of the test's own: the journal is not asked about itself.
	await owner.unsafe(`
		create table told (at timestamptz default clock_timestamp(), side text, id bigint, field text, value jsonb);
		create function tell() returns trigger language plpgsql security definer as $$ begin
			if current_setting('kontor.cause', true) = 'sync' then
				insert into told (side, id, field, value) select TG_ARGV[0], new.id, n.key, n.value from jsonb_each(to_jsonb(new)) n
				where n.key in ('first_name', 'last_name', 'email', 'phone', 'title', 'company', 'score', 'grade') and n.value is distinct from to_jsonb(old) -> n.key;
			end if;
			return null; end $$;
		create trigger told after update on contact for each row execute function tell('crm');
		create trigger told after update on ma_prospect for each row execute function tell('ma')`)
	const luck = dice(20261122)
	await db`update sync_link set pinned = jsonb_build_object((select f.id from sync_field_map f join sync_object_map m on m.id = f.object_map_id where m.crm_object = 'contact' and f.crm_field = 'phone'), ${clock()}::timestamptz) where id = any(${await linkIds(20)}::bigint[])`
	await db`delete from sync_decision`
	let edits = 0
	while (edits < 10_000) {
		now += 1000
		for (const table of ['contact', 'ma_prospect']) edits += await editSome(table, luck)
		await settle()
	}
	await settle()
	const silent = await owner`
		select t.side, t.field, t.value from told t join ma_prospect p on true join sync_link l on l.crm_id = p.contact_id::text and l.ma_id = p.id::text
		where t.id = case t.side when 'crm' then p.contact_id else p.id end and not exists (select from sync_decision d where d.link_id = l.id and d.wrote = t.side
			and case t.side when 'crm' then d.crm_field else d.ma_field end = t.field and coalesce(d.value, 'null') = t.value)`
	expect(silent).toEqual([])
	const [{ told } = { told: 0 }] = await owner<{ told: number }[]>`select count(*)::int as told from told`
	const [{ wrote } = { wrote: 0 }] = await db<{ wrote: number }[]>`select count(*) filter (where wrote is not null)::int as wrote from sync_decision`
	expect(wrote, 'one line for each field that was written').toBe(told)
	expect(told).toBeGreaterThan(3000)
	const apart = await db`
		select p.id, f.field, d.note from ma_prospect p join contact c on c.id = p.contact_id join sync_link l on l.crm_id = c.id::text and l.ma_id = p.id::text
		cross join lateral (values ('first_name', c.first_name, p.first_name), ('last_name', c.last_name, p.last_name), ('email', c.email, p.email), ('phone', c.phone, p.phone), ('title', c.title, p.title)) f(field, crm, ma)
		left join lateral (select d.* from sync_decision d where d.link_id = l.id and d.crm_field = f.field order by d.at desc, d.id desc limit 1) d on true
		where f.crm is distinct from f.ma and (d.note is null or d.note not in ('refused', 'pinned', 'frozen') or coalesce(d.crm_value #>> '{}', '') <> coalesce(btrim(f.crm), '') or coalesce(d.ma_value #>> '{}', '') <> coalesce(btrim(f.ma), ''))`
	expect(apart, 'what stays apart is refused, pinned or frozen, with the values as they stand').toEqual([])
	const before = await writes()
	await resync(people)
	await settle()
	expect(await writes(), 'quiet means no write').toBe(before)
})

/** Some seventy-five records of one side get another word in one field each: a blank, an address that no side takes, one that is too long, or any. */
async function editSome(table: string, luck: ReturnType<typeof dice>): Promise<number> {
	let edits = 0
	for (const field of ['first_name', 'phone', 'title', 'email']) {
		const chosen = ids.filter(() => luck.chance(0.25))
		const values = chosen.map((id) => {
			if (field === 'email') return luck.chance(0.05) ? `a.@${id}.test` : `e${luck.whole(1, 1e6)}.${id}@quartz.test`
			if (field !== 'first_name' && luck.chance(0.1)) return null
			return field === 'title' && table === 'ma_prospect' && luck.chance(0.05) ? 'long '.repeat(30) : `${field} ${luck.whole(1, 1e6)}`
		})
		const { count } = await owner.unsafe(
			`update ${table} t set ${field} = r.value from unnest($1::bigint[], $2::text[]) r(id, value) where ${table === 'contact' ? 't.id' : 't.contact_id'} = r.id`,
			[chosen, values],
		)
		edits += count
	}
	return edits
}

test('(A4) the journal stands in parts of a month: the next ones are there before they begin, and one older than 400 days goes as a whole', async () => {
	const parts = async () =>
		(
			await owner<
				{ name: string }[]
			>`select c.relname as name from pg_inherits i join pg_class c on c.oid = i.inhrelid where i.inhparent = 'sync_decision'::regclass order by 1`
		).map(({ name }) => name.replace('sync_decision_', ''))
	const said = (
		day: string,
	) => db`insert into sync_decision (at, run_id, connection_id, link_id, field_map_id, crm_field, ma_field, changed, later, rule, cause, actor)
		values (${`${day}T12:00:00Z`}, 0, 0, 0, 0, 'a', 'a', 'crm', 'crm', 'r', 'c', 'a')`
	const standsIn = async (day: string) =>
		(await owner<{ part: string }[]>`select tableoid::regclass::text as part from sync_decision where at = ${`${day}T12:00:00Z`}`)[0]?.part
	await db`delete from sync_decision`
	await said('2026-06-20')
	await forgetDecisions(db, new Date('2026-06-21T00:00:00Z'))
	expect(await parts(), 'June has lines in the rest already').toEqual(['2026_07', '2026_08', '2026_09', 'rest'])
	await said('2026-07-01')
	await said('2026-08-31')
	expect([await standsIn('2026-06-20'), await standsIn('2026-07-01'), await standsIn('2026-08-31')]).toEqual([
		...['sync_decision_rest', 'sync_decision_2026_07', 'sync_decision_2026_08'],
	])
	// 400 days after the last of July, and a day before that.
	expect(await forgetDecisions(db, new Date('2027-09-03T00:00:00Z')), 'June line by line, and the first of July').toBe(2)
	expect(await parts()).toContain('2026_07')
	await forgetDecisions(db, new Date('2027-09-05T00:00:00Z'))
	expect((await parts()).filter((name) => name < '2027_09')).toEqual(['2026_08', '2026_09'])
	expect(await standsIn('2026-08-31')).toBe('sync_decision_2026_08')
	expect(await forgetDecisions(db, new Date('2027-09-05T00:00:00Z')), 'asked again it does nothing').toBe(0)
})
