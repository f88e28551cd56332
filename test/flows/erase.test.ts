import { afterAll, expect, onTestFinished, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { saveContacts } from '../../app/flows/import/save-accounts.ts'
import type { SourceRow } from '../../app/flows/import/types.ts'
import { changePerson } from '../../app/flows/marketing/change-person.ts'
import { openPerson } from '../../app/flows/marketing/open-person.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { erasePerson, openErasure } from '../../app/flows/sync/erase-person.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { readErasedMails, readFaces } from '../../db/queries/erase.ts'
import { eraseParts, staysWhenErased } from '../../db/queries/erase-parts.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'slate')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const work = { db, clock: () => at, random: () => 0.5, outside: () => null }
const one = (rows: readonly { id: number }[]) => rows[0]?.id ?? 0
const requestId = 'r'
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const standIn = await openSalesforceStandIn({ ...keys, now: () => at.getTime() })
afterAll(() => standIn.close())
const org = openSalesforce({
	...{ origin: standIn.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
	...{ timeoutMs: 5000, now: () => at.getTime() },
})

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
await openHouseConnections(db, at)
await db`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, 'Fair')`
await db`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Guests')`

/** Somebody known on both sides, of whom every room holds something. */
async function personOf(first: string, last = 'Varga'): Promise<{ prospectId: number; contactId: number; leadId: number; mail: string }> {
	const mail = `${first}@${last}.test`.toLowerCase()
	const contactId = one(
		await db`insert into contact (account_id, first_name, last_name, email, phone, title) values (${accountId}, ${first}, ${last}, ${mail}, '+1 701 5550', 'Buyer') returning id`,
	)
	const leadId = one(
		await db`insert into crm_lead (seller_entity_id, first_name, last_name, company, email, note, status, converted_account_id, converted_contact_id) values (${sellerId}, ${first}, ${last}, 'Slate', ${mail}, ${`${first} likes tea`}, 'converted', ${accountId}, ${contactId}) returning id`,
	)
	const prospectId = one(
		await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, phone, contact_id) values (${sellerId}, ${mail.toUpperCase()}, ${first}, ${last}, '+1 701 5550', ${contactId}) returning id`,
	)
	const [street, city] = [`${first} Lane 5`, `${first}ville`]
	await db`update contact set street = ${street}, city = ${city} where id = ${contactId}`
	await db`update crm_lead set street = ${street}, city = ${city} where id = ${leadId}`
	await db`update ma_prospect set street = ${street}, city = ${city}, lead_status = ${`${first} waits`} where id = ${prospectId}`
	await db`insert into login (email, account_id, contact_id) values (${mail}, ${accountId}, ${contactId})`
	await db`insert into sign_in_code (email, code_hash, expires_at) values (${mail}, 'x', ${at})`
	const [visitor] = await db<
		{ id: string }[]
	>`insert into ma_visitor (id, seller_entity_id, prospect_id, last_seen_at) values (gen_random_uuid(), ${sellerId}, ${prospectId}, ${at}) returning id`
	await db`insert into ma_activity (prospect_id, visitor_id, source_key, kind, facts, occurred_at) values (${prospectId}, ${visitor?.id ?? ''}, ${`a${prospectId}`}, 'page.viewed', ${db.json({ name: first })}, ${at}), (null, ${visitor?.id ?? ''}, ${`b${prospectId}`}, 'page.viewed', ${db.json({ mail })}, ${at})`
	await db`insert into ma_list_member (list_id, prospect_id) select id, ${prospectId} from ma_list where seller_entity_id = ${sellerId}`
	await db`insert into ma_consent (prospect_id, email_hash, kind, source, evidence, at) values (${prospectId}, encode(sha256(convert_to(${mail}, 'UTF8')), 'hex'), 'opt_in', 'form', ${db.json({ mail })}, ${at})`
	await db`insert into outgoing_mail (to_email, to_name, kind, subject, html, text) values (${mail}, ${first}, 'send', ${`Hello ${first}`}, ${mail}, ${mail})`
	await db`insert into crm_task (idempotency_key, owner_user_id, contact_id, subject) values (${`call ${contactId}`}, ${userId}, ${contactId}, ${`Call ${first} ${last}`})`
	await db`insert into audit_entry (actor_kind, user_id, contact_id, action, subject, after, request_id, at) values ('staff', ${userId}, ${contactId}, 'contact.edited', ${`contact:${contactId}`}, ${db.json({ email: mail })}, 'r', ${at})`
	await db`insert into record_merge (seller_entity_id, object, winner_id, loser_id, winner_name, loser_name, loser_mail, cause, before, wrote, lost, at) values (${sellerId}, 'contact', ${contactId}, ${contactId + 1_000_000}, ${first}, ${first}, ${mail}, 'person', ${db.json({ email: mail })}, '{}', ${db.json({ email: mail })}, ${at})`
	await settle()
	await db`update contact set title = ${`Head of ${first}`} where id = ${contactId}`
	await settle()
	return { prospectId, contactId, leadId, mail }
}
const forget = (prospectId: number, typed: string) => erasePerson(db, ada, { prospectId, typed, requestId, at })

/** Every table in which a word stands still, by looking into all of them. */
async function tablesWith(words: readonly string[]): Promise<string[]> {
	const tables = await db<{ name: string }[]>`
		select c.relname as name from pg_class c where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace order by 1`
	const asks = tables.map(({ name }) => `select '${name}' as name where exists (select from "${name}" t where lower(t::text) like any($1))`)
	const rows = await db.unsafe<{ name: string }[]>(asks.join(' union all '), [words.map((word) => `%${word.toLowerCase()}%`)] as never)
	return rows.map(({ name }) => name)
}

test('(B11) who asks to be forgotten is nowhere any more, on both sides, in no journal and in no ledger', async () => {
	const { prospectId, contactId, leadId, mail } = await personOf('Ilonka')
	const words = ['ilonka', mail, '701 5550']
	expect(await tablesWith(words)).toEqual(
		expect.arrayContaining(['contact', 'ma_prospect', 'crm_lead', 'sync_link', 'sync_decision', 'audit_entry', 'record_merge', 'login']),
	)
	const preview = await openErasure(db, ada, prospectId, at)
	expect(preview).toMatchObject({ name: 'Ilonka Varga', done: null, faces: { mails: [mail], openOrders: 0, records: 3 } })
	expect(await forget(prospectId, 'Ilona')).toMatchObject({ ok: false, refusals: [{ code: 'ERASE_NAME' }] })
	expect(await forget(prospectId, 'ilonka varga')).toEqual({ ok: true })
	expect(await tablesWith(words)).toEqual([])
	await settle()
	// Nothing brings her back: not the marks of the erasing itself, nor a value that somebody writes on one side.
	await db`update contact set title = 'Somebody' where id = ${contactId}`
	await settle()
	expect(await db`select title, email, opted_out from ma_prospect where id = ${prospectId}`).toEqual([{ title: null, email: null, optedOut: true }])
	expect(await db`select last_name, is_active from contact where id = ${contactId}`).toEqual([{ lastName: `#${contactId}`, isActive: false }])
	expect(await db`select status from crm_lead where id = ${leadId}`).toEqual([{ status: 'converted' }])
	// Nor a colleague's hand: her page says so, and takes nothing.
	const edit = { act: 'edit' as const, wish: { email: mail, firstName: 'Ilonka', lastName: 'Varga', company: '', title: '', phone: '', locale: 'en' } }
	expect(await changePerson(db, ada, { id: prospectId, edit, requestId, at })).toBeNull()
	expect(await changePerson(db, ada, { id: prospectId, edit: { act: 'do', action: { kind: 'tag_add', tag: 'Back' } }, requestId, at })).toBeNull()
	expect((await openPerson(db, ada, prospectId, { at }))?.person).toMatchObject({ isErased: true, email: null, tags: [] })
	const done = await openErasure(db, ada, prospectId, at)
	expect(done?.done).toMatchObject({ by: 'Ada Lindgren', counts: preview?.counts })
	// Twice is once.
	expect(await forget(prospectId, `#${contactId}`)).toEqual({ ok: true })
	expect(await db`select count(*)::int as times from erasure`).toEqual([{ times: 1 }])
})

test('(B11) lists that speak of her without a link forget her too, by record, by the record that would be made, and by address', async () => {
	const { prospectId, contactId, mail } = await personOf('Zsofia', 'Bodo')
	const connectionId = one(
		await db`insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state) values (${sellerId}, 'Listed', 'salesforce', 'embedded_ma', 'paused') returning id`,
	)
	const mapId = one(await db`insert into sync_object_map (connection_id, crm_object, ma_object) values (${connectionId}, 'Lead', 'prospect') returning id`)
	await db`insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id) values (${connectionId}, ${mapId}, 'Lead', '00QZ', 'prospect', ${String(prospectId)})`
	const runId = one(await db`insert into sync_run (connection_id, kind, stage, started_at) values (${connectionId}, 'dry_run', 'listed', ${at}) returning id`)
	const her = [
		// Her own record; the other system's that was linked since; one that would be made for hers, or out of the other's.
		...[{ side: 'ma', object: 'prospect', record_id: String(prospectId), peer_object: null, peer_id: null, to: 'Queen' }],
		...[{ side: 'crm', object: 'Lead', record_id: '00QZ', peer_object: null, peer_id: null, to: 'Queen' }],
		...[{ side: 'crm', object: 'Lead', record_id: null, peer_object: 'prospect', peer_id: String(prospectId), to: 'Queen' }],
		...[{ side: 'ma', object: 'prospect', record_id: null, peer_object: 'Lead', peer_id: '00QZ', to: 'Queen' }],
		// A record of the other system that nobody linked, known by her address alone, and what else is said of it.
		...[{ side: 'ma', object: 'prospect', record_id: null, peer_object: 'Lead', peer_id: '00QX', to: mail.toUpperCase() }],
		...[{ side: 'ma', object: 'prospect', record_id: null, peer_object: 'Lead', peer_id: '00QX', to: 'Queen' }],
	]
	const other = [
		{ side: 'ma', object: 'prospect', record_id: null, peer_object: 'Lead', peer_id: '00QY', to: 'Other' },
		// The same number, but the other system's own.
		{ side: 'crm', object: 'prospect', record_id: String(prospectId), peer_object: null, peer_id: null, to: 'Other' },
		{ side: 'crm', object: 'contact', record_id: String(contactId), peer_object: null, peer_id: null, to: 'Other' },
	]
	await db`
		insert into sync_run_line (run_id, name, side, object, field, record_id, peer_object, peer_id, to_value, state, rule)
		select ${runId}, case r.to when 'Other' then 'Other' else 'Zsofia Bodo' end, r.side, r.object, 'f', r.record_id, r.peer_object, r.peer_id, to_jsonb(r.to), 'open', 'made'
		from jsonb_to_recordset(${db.json([...her, ...other])}) r(side text, object text, record_id text, peer_object text, peer_id text, "to" text)`
	await db`insert into sync_error (connection_id, side, object, record_id, code, class, value, first_at, last_at) values (${connectionId}, 'crm', 'Lead', '00QZ', 'X', 'data', ${db.json('Zsofia')}, ${at}, ${at})`
	expect(await tablesWith(['zsofia', 'queen'])).toEqual(expect.arrayContaining(['sync_run_line', 'sync_error']))
	expect(await forget(prospectId, 'Zsofia Bodo')).toEqual({ ok: true })
	expect(await tablesWith(['zsofia', 'queen', mail])).toEqual([])
	expect(await db`select name, to_value, state, reason from sync_run_line where run_id = ${runId} order by id`).toEqual([
		...her.map(({ record_id, peer_id }) => ({ name: `#${record_id ?? peer_id}`, toValue: null, state: 'refused', reason: 'ERASED' })),
		...other.map(() => ({ name: 'Other', toValue: 'Other', state: 'open', reason: null })),
	])
})

test('(B11) journals keep that something was, as hashes, and consent its proof; a later opt-out stands', async () => {
	const { prospectId, mail } = await personOf('Bela', 'Horn')
	expect(await forget(prospectId, 'Bela Horn')).toEqual({ ok: true })
	const values = await db<{ crmValue: unknown }[]>`
		select d.crm_value from sync_decision d join sync_link l on l.id = d.link_id where l.ma_object = 'prospect' and l.ma_id = ${String(prospectId)} and d.crm_value is not null`
	expect(values.length).toBeGreaterThan(0)
	expect(values.every(({ crmValue }) => /^[0-9a-f]{64}$/.test(String(crmValue)))).toBe(true)
	const said = await db`select kind, source, evidence from ma_consent where email_hash = encode(sha256(convert_to(${mail}, 'UTF8')), 'hex') order by id`
	expect(said).toEqual([
		{ kind: 'opt_in', source: 'form', evidence: {} },
		{ kind: 'opt_out', source: 'erasure', evidence: {} },
	])
	await expect(db`update ma_consent set evidence = '{"a":1}'`).rejects.toThrow(/append-only/)
	await expect(db`update audit_entry set after = null`).rejects.toThrow(/append-only/)
	expect(await readErasedMails(db, sellerId, [mail.toUpperCase(), 'nobody@slate.test'])).toEqual(new Set([mail]))
})

test('(B11) a file does not bring her back, by name', async () => {
	const { prospectId, mail } = await personOf('Cili', 'Kun')
	await forget(prospectId, 'Cili Kun')
	const [{ number = '' } = {}] = await db<{ number: string }[]>`select number from account where id = ${accountId}`
	const context = { seller: { id: sellerId, currency: 'USD', locale: 'en' } } as never
	const row = (rowNumber: number, email: string): SourceRow => {
		const fields = { account: number, firstName: 'Cili', lastName: 'Kun', email }
		return { what: null, source: fields, rowNumber, fields }
	}
	const outcomes = await withTransaction(db, (tx) => saveContacts(tx, context, [row(1, mail.toUpperCase()), row(2, 'other@kun.test')]))
	expect(outcomes.map(({ outcome, reason }) => [outcome, reason])).toEqual([
		['rejected', 'email.erased'],
		['created', undefined],
	])
})

test('(B11) another side that has her anew does not make her anew on this one, and says so', async () => {
	const { prospectId, mail } = await personOf('Fanni', 'Oda')
	await forget(prospectId, 'Fanni Oda')
	await db`update sync_object_map set creates_ma = 'always', creates_ma_since = ${new Date(at.getTime() - 86_400_000)} where crm_object = 'lead'`
	const leads = await db<{ id: number }[]>`
		insert into crm_lead (seller_entity_id, last_name, company, email, created_at) select ${sellerId}, 'Oda', '', m, ${at} from unnest(array[upper(${mail}), 'new@oda.test']) m returning id`
	await settle()
	expect(await db`select lower(email) as email from ma_prospect where email ilike '%@oda.test'`).toEqual([{ email: 'new@oda.test' }])
	expect(await db`select code from sync_error where object = 'lead' and record_id = ${String(leads[0]?.id)} and closed_at is null`).toEqual([
		{ code: 'ERASED' },
	])
	await db`update sync_object_map set creates_ma = 'never', creates_ma_since = null where crm_object = 'lead'`
})

test('(B11) another system is asked to delete her, again while it is down, and what it refuses is shown', async () => {
	const { prospectId } = await personOf('Dora', 'Lax')
	const connectionId = one(
		await db`insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state) values (${sellerId}, 'Org', 'salesforce', 'embedded_ma', 'running') returning id`,
	)
	const mapOf = async (object: string) =>
		one(await db`insert into sync_object_map (connection_id, crm_object, ma_object) values (${connectionId}, ${object}, 'prospect') returning id`)
	const put = standIn.turn({ put: { object: 'Contact', values: { LastName: 'Lax', Email: 'dora@lax.test' } } }) as { put: { id: string } }
	const crmId = put.put.id
	const other = (await readFaces(db, sellerId, prospectId))?.prospects[0] ?? 0
	// A loser of a merge stands in the org as well, as a record that the org does not know any more.
	const loser = one(await db`insert into ma_prospect (seller_entity_id, email, merged_into_id) values (${sellerId}, 'd.lax@lax.test', ${other}) returning id`)
	await db`insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id) values
		(${connectionId}, ${await mapOf('Contact')}, 'Contact', ${crmId}, 'prospect', ${String(prospectId)}), (${connectionId}, ${await mapOf('Lead')}, 'Lead', '00Q000000000999AAA', 'prospect', ${String(loser)})`
	expect((await openErasure(db, ada, prospectId, at))?.faces.outside.map(({ system, object }) => [system, object])).toEqual([
		['salesforce', 'Contact'],
		['salesforce', 'Lead'],
	])
	expect(await forget(prospectId, 'Dora Lax')).toEqual({ ok: true })
	const orders = async () => (await openErasure(db, ada, prospectId, at))?.done?.orders.map(({ object, state, code }) => [object, state, code])
	let now = at
	const round = () => workSync({ ...work, clock: () => now, outside: () => org }, 'outside')
	standIn.turn({ failCalls: 20 })
	await round()
	expect((await orders())?.map(([, state]) => state)).toEqual(['waiting', 'waiting'])
	standIn.turn({ failCalls: 0 })
	now = new Date(at.getTime() + 60_000)
	await round()
	expect(await orders()).toEqual([
		['Contact', 'done', null],
		['Lead', 'refused', 'INVALID_CROSS_REFERENCE_KEY'],
	])
	expect(await org.readByIds('Contact', [crmId], ['Email'])).toEqual([])
	// Asked once more for what is gone already: done.
	expect(await org.remove?.('Contact', [crmId])).toEqual([{ id: crmId, failure: null }])
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
})

test('(B11) Account Engagement is asked to delete her, and what it keeps in its bin is said', async () => {
	const { prospectId, contactId, mail } = await personOf('Ines', 'Pohl')
	const unitKeys = { clientId: 'kontor', clientSecret: 'secret-of-the-unit', businessUnitId: '0Uv5g0000000001AAA' }
	const unit = await openAccountEngagementStandIn({ ...unitKeys, now: () => at.getTime() })
	onTestFinished(() => unit.close())
	const signIn = { kind: 'client_credentials' as const, clientSecret: unitKeys.clientSecret }
	const port = openAccountEngagement({
		...{ origin: unit.origin, businessUnitId: unitKeys.businessUnitId, timeoutMs: 5000, now: () => at.getTime() },
		key: { origin: unit.origin, clientId: unitKeys.clientId, signIn },
	})
	const [made] = await port.write([{ key: 'k', object: 'prospect', id: null, values: { email: mail, lastName: 'Pohl' } }])
	const maId = made?.ok ? made.id : ''
	const connectionId = one(
		await db`insert into sync_connection (seller_entity_id, name, crm_system, ma_system, state) values (${sellerId}, 'Unit', 'embedded_crm', 'account_engagement', 'running') returning id`,
	)
	const mapId = one(await db`insert into sync_object_map (connection_id, crm_object, ma_object) values (${connectionId}, 'contact', 'prospect') returning id`)
	await db`insert into sync_link (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id) values (${connectionId}, ${mapId}, 'contact', ${String(contactId)}, 'prospect', ${maId})`
	expect((await openErasure(db, ada, prospectId, at))?.faces.outside.map(({ system, recordId }) => [system, recordId])).toEqual([['account_engagement', maId]])
	expect(await forget(prospectId, 'Ines Pohl')).toEqual({ ok: true })
	unit.state.mayDelete = false
	const order = async () => (await openErasure(db, ada, prospectId, at))?.done?.orders.map(({ state, code }) => [state, code])
	const round = (now: Date) => workSync({ ...work, clock: () => now, outside: () => port }, 'outside')
	await round(at)
	expect(await order()).toEqual([['refused', 'INSUFFICIENT_ACCESS_OR_READONLY']])
	// The right is given, and the order is put again as an administrator would have it.
	unit.state.mayDelete = true
	await db`update erasure_order set state = 'waiting', due_at = ${at} where connection_id = ${connectionId}`
	await round(at)
	expect(await order()).toEqual([['done', 'IN_BIN']])
	expect((await port.readByIds('prospect', [maId], ['email'])).filter(({ deletedAt }) => deletedAt === null)).toEqual([])
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
})

test('(B11) while goods are on their way to her nobody is forgotten, and only an administrator’s seller sees her', async () => {
	const { prospectId, contactId } = await personOf('Edit', 'Mor')
	const elsewhere = await makeCompany(db, 'chalk')
	const stranger = { ...ada, seller: elsewhere.shopper.seller }
	expect(await openErasure(db, stranger, prospectId, at)).toBeNull()
	await db`insert into sales_order (account_id, contact_id, seller_entity_id, stage, number, currency, locale, channel, placed_at) values (${accountId}, ${contactId}, ${sellerId}, 'placed', 'S-1', 'USD', 'en', 'import', ${at})`
	expect(await forget(prospectId, 'Edit Mor')).toMatchObject({ ok: false, refusals: [{ code: 'ERASE_ORDERS', facts: { count: 1 } }] })
	await db`update sales_order set stage = 'closed' where number = 'S-1' and account_id = ${accountId}`
	expect(await openErasure(db, ada, prospectId, at)).toMatchObject({ faces: { documents: 1 } })
	const { statements } = await statementsOf(db, () => forget(prospectId, 'Edit Mor'))
	expect(statements.length).toBeLessThanOrEqual(11)
	expect(await db`select number from sales_order where contact_id = ${contactId}`).toEqual([{ number: 'S-1' }])
})

test('(B11) whatever names a person is emptied when she is forgotten, or is named among what stays', async () => {
	const rows = await db<{ table: string }[]>`
		select distinct c.relname as table from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relkind in ('r', 'p') and not c.relispartition and c.relnamespace = 'public'::regnamespace
			and (a.attname ~ '(contact_id|contact_ids|prospect_id|prospect_ids|lead_id|visitor_id|login_id|link_id|email|mail|phone|first_name|last_name)$'
				or exists (select from pg_constraint f where f.contype = 'f' and f.conrelid = c.oid and f.confrelid::regclass::text in ('contact', 'ma_prospect', 'crm_lead', 'login', 'ma_visitor')))
		order by 1`
	const known = new Set([...eraseParts.map(({ table }) => table), ...Object.values(staysWhenErased).flat()])
	expect(rows.map(({ table }) => table).filter((table) => !known.has(table))).toEqual([])
})

test('(B11) whatever is emptied is found by every column that may name her', async () => {
	const columns = await db<{ table: string; column: string }[]>`
		select c.relname as table, a.attname as column from pg_class c join pg_attribute a on a.attrelid = c.oid and a.attnum > 0 and not a.attisdropped
		where c.relkind in ('r', 'p') and not c.relispartition and c.relname = any(${db.array(
			eraseParts.map(({ table }) => table),
			25,
		)})
			and a.attname ~ '^(contact_id|prospect_id|lead_id|link_id|record_id|peer_id)$' order by 1, 2`
	// A record of hers is found by itself.
	const asked = (table: string, column: string) =>
		eraseParts.some((part) => part.table === table && (part.where.includes(`t.${column}`) || part.where.startsWith('t.id = any(')))
	expect(columns.filter(({ table, column }) => !asked(table, column)).map(({ table, column }) => `${table}.${column}`)).toEqual([])
})
