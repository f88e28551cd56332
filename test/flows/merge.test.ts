import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { mergePeople } from '../../app/flows/merge/merge-people.ts'
import { openDuplicates } from '../../app/flows/merge/open-duplicates.ts'
import { openMerge } from '../../app/flows/merge/open-merge.ts'
import { openMerges } from '../../app/flows/merge/open-merges.ts'
import { undoMerge } from '../../app/flows/merge/undo-merge.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { type MergeObject, mergeParts, mergeTables, staysWithLoser } from '../../db/queries/merge-parts.ts'
import { findProspect } from '../../db/queries/visitor.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'basalt')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const later = (days: number) => new Date(at.getTime() + days * 86_400_000)
const work = { db, clock: () => at, random: () => 0.5, outside: () => null }

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
await openHouseConnections(db, at)
await db`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, 'Fair')`
await db`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Guests'), (${sellerId}, 'Roasters')`
await db`insert into ma_tag (seller_entity_id, name) select ${sellerId}, n from unnest(array['warm', 'cold']) n`
const [campaign] = await db<
	{ id: number }[]
>`insert into crm_campaign (seller_entity_id, code, name, currency) values (${sellerId}, 'FAIR', 'Fair', 'USD') returning id`
await db`insert into crm_campaign_status (campaign_id, status, rank) values (${campaign?.id ?? 0}, 'sent', 0)`

let lot = 0
beforeEach(() => void lot++)

/** Two prospects of one person: things that only the second has, and things that both have. */
async function twoProspects(): Promise<[number, number]> {
	const rows = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, phone, company)
		values (${sellerId}, ${`mina${lot}@harbor.test`}, 'Mina', 'Park', null, 'Harbor'), (${sellerId}, ${`m.park${lot}@harbor.test`}, 'Mina', 'Park', '+1 701', 'Harbor Clinics') returning id`
	const [winner = 0, loser = 0] = rows.map(({ id }) => id)
	await db`insert into ma_list_member (list_id, prospect_id) select id, ${loser} from ma_list where seller_entity_id = ${sellerId}`
	await db`insert into ma_list_member (list_id, prospect_id) select id, ${winner} from ma_list where seller_entity_id = ${sellerId} and name = 'Guests'`
	await db`insert into ma_prospect_tag (prospect_id, tag_id, added_at) select ${loser}, id, ${at} from ma_tag where seller_entity_id = ${sellerId}`
	await db`insert into ma_prospect_tag (prospect_id, tag_id, added_at) select ${winner}, id, ${at} from ma_tag where seller_entity_id = ${sellerId} and name = 'warm'`
	await db`insert into ma_waiting_member (prospect_id, crm_campaign_id, status, at) values (${loser}, ${campaign?.id ?? 0}, 'sent', ${at})`
	await db`insert into ma_visitor (id, seller_entity_id, prospect_id, last_seen_at) select gen_random_uuid(), seller_entity_id, id, ${at} from ma_prospect where id = ${loser}`
	await db`insert into crm_task (idempotency_key, owner_user_id, prospect_id, subject) values (${`call ${loser}`}, ${userId}, ${loser}, 'Call her')`
	await db`
		insert into ma_activity (prospect_id, source_key, kind, score, occurred_at)
		select p, 'view ' || p || ' ' || n, 'product.viewed', 1, ${at} from unnest(array[${winner}, ${loser}]::bigint[]) p, generate_series(1, 10) n
		union all select ${loser}, 'order ' || ${loser}::bigint, 'order.placed', 50, ${at}`
	await db`update ma_prospect p set score = (select sum(score) from ma_activity a where a.prospect_id = p.id), last_activity_at = ${at} where id in (${winner}, ${loser})`
	return [winner, loser]
}

/** Every row that names either, and both themselves. */
async function all(object: MergeObject, ids: readonly number[]): Promise<Record<string, unknown>> {
	const found: Record<string, unknown> = {}
	for (const { table, columns } of [{ table: mergeTables[object].table, columns: ['id'] }, ...mergeParts[object]]) {
		const rows = await db.unsafe<{ row: unknown }[]>(
			`select to_jsonb(t) as row from "${table}" t where ${columns.map((column) => `"${column}" = any($1::bigint[])`).join(' or ')} order by to_jsonb(t)::text`,
			[`{${ids.join(',')}}`],
		)
		found[`${table} ${columns}`] = rows.map(({ row }) => row)
	}
	return found
}

const merge = async (object: MergeObject, winnerId: number, loserId: number, chosen = {}) =>
	await mergePeople(db, ada, { object, winnerId, loserId, chosen, requestId: 'test', at })
const undo = async (mergeId: number, when = at) => await undoMerge(db, ada, { mergeId, requestId: 'test', at: when })
const idOf = (done: Awaited<ReturnType<typeof merge>>) => (done?.ok ? done.mergeId : 0)

test('(B11) two prospects become one: lists, tags, activities, visits and tasks unite, and the score is one person’s', async () => {
	const [winner, loser] = await twoProspects()
	expect(await merge('prospect', winner, loser, { company: 'loser' })).toMatchObject({ ok: true })
	expect(await db`select email, phone, company, score, merged_into_id from ma_prospect where id in (${winner}, ${loser}) order by id`).toEqual([
		{ email: `mina${lot}@harbor.test`, phone: '+1 701', company: 'Harbor Clinics', score: 60, mergedIntoId: null },
		{ email: null, phone: '+1 701', company: 'Harbor Clinics', score: 60, mergedIntoId: winner },
	])
	const counts = await db`
		select (select count(*) from ma_list_member where prospect_id = ${winner}) as lists, (select count(*) from ma_prospect_tag where prospect_id = ${winner}) as tags,
			(select count(*) from ma_activity where prospect_id = ${winner} and kind <> 'score.corrected') as activities, (select count(*) from ma_visitor where prospect_id = ${winner}) as visits,
			(select count(*) from crm_task where prospect_id = ${winner}) as tasks, (select count(*) from ma_list_member where prospect_id = ${loser}) as left_over`
	expect(counts).toEqual([{ lists: 2, tags: 2, activities: 21, visits: 1, tasks: 1, leftOver: 0 }])
})

test('(B11) an address goes whole to who has none, and never in parts to who has one', async () => {
	for (const city of [null, 'Brno']) {
		const [winner, loser] = await twoProspects()
		await db`update ma_prospect set city = ${city}, rating = null where id = ${winner}`
		await db`update ma_prospect set street = 'Dlouhá 1', city = 'Praha', country = 'CZ', rating = 'hot' where id = ${loser}`
		expect(await merge('prospect', winner, loser)).toMatchObject({ ok: true })
		expect(await db`select street, city, country, rating from ma_prospect where id = ${winner}`).toEqual([
			city === null ? { street: 'Dlouhá 1', city: 'Praha', country: 'CZ', rating: 'hot' } : { street: null, city, country: null, rating: 'hot' },
		])
		lot++
	}
})

test('(A14) taken back, everything is as it was: each row of each table', async () => {
	const [winner, loser] = await twoProspects()
	const before = await all('prospect', [winner, loser])
	const mergeId = idOf(await merge('prospect', winner, loser))
	expect(await all('prospect', [winner, loser])).not.toEqual(before)
	expect(await undo(mergeId, later(29))).toEqual({ ok: true, kept: [] })
	expect(await all('prospect', [winner, loser])).toEqual(before)
	expect(await undo(mergeId)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_UNDONE' }] })
})

test('(B11) after thirty days, or once another has the address, a merge stays', async () => {
	const [winner, loser] = await twoProspects()
	const mergeId = idOf(await merge('prospect', winner, loser))
	expect(await undo(mergeId, later(31))).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_TOO_OLD' }] })
	await db`insert into ma_prospect (seller_entity_id, email) values (${sellerId}, ${`m.park${lot}@harbor.test`})`
	expect(await undo(mergeId)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_MAIL_TAKEN' }] })
})

test('(B11) what somebody changed since stays, and is named', async () => {
	const [winner, loser] = await twoProspects()
	const mergeId = idOf(await merge('prospect', winner, loser))
	await db`update ma_prospect set phone = '+1 702' where id = ${winner}`
	expect(await undo(mergeId)).toEqual({ ok: true, kept: ['phone'] })
	expect(await db`select phone from ma_prospect where id = ${winner}`).toEqual([{ phone: '+1 702' }])
})

test('(B11) opted out if any was, by her address too; taken back, nobody is opted in who had not said so', async () => {
	const [winner, loser] = await twoProspects()
	await db`update ma_prospect set opted_out = true where id = ${loser}`
	const mergeId = idOf(await merge('prospect', winner, loser))
	const said = () =>
		db`select kind, source from ma_consent where email_hash = encode(sha256(convert_to(${`mina${lot}@harbor.test`}, 'UTF8')), 'hex') order by id`
	expect(await db`select opted_out from ma_prospect where id = ${winner}`).toEqual([{ optedOut: true }])
	expect(await said()).toEqual([{ kind: 'opt_out', source: 'merge' }])
	await undo(mergeId)
	expect(await db`select opted_out from ma_prospect where id in (${winner}, ${loser}) order by id`).toEqual([{ optedOut: false }, { optedOut: true }])
	expect(await said()).toEqual([
		{ kind: 'opt_out', source: 'merge' },
		{ kind: 'none', source: 'merge_undone' },
	])
})

test('(B11) who writes from the other address is the winner, also after she was merged again', async () => {
	const [winner, loser] = await twoProspects()
	const [third] = await db<{ id: number }[]>`insert into ma_prospect (seller_entity_id, email) values (${sellerId}, ${`third${lot}@harbor.test`}) returning id`
	await merge('prospect', winner, loser)
	await merge('prospect', third?.id ?? 0, winner)
	const found = await withTransaction(db, (tx) => findProspect(tx, { sellerId, email: `m.park${lot}@harbor.test`, locale: 'en', at }))
	expect(found).toMatchObject({ id: third?.id, isNew: false })
	expect(await merge('prospect', winner, third?.id ?? 0)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_DONE' }] })
	expect(await merge('prospect', winner, winner)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_SAME' }] })
})

/** Two contacts of one person, each with a prospect that names her, linked. */
async function twoContacts(): Promise<{ contacts: [number, number]; prospects: [number, number] }> {
	const rows = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, email, title) select ${accountId}, 'Mina', 'Park ' || ${lot}::text, n || ${lot}::text || '@basalt.test', case n when 'b' then 'Buyer' end from unnest(array['a','b']) n returning id`
	const [a = 0, b = 0] = rows.map(({ id }) => id)
	const made = await db<{ id: number }[]>`
		insert into ma_prospect (seller_entity_id, email, last_name, contact_id) select ${sellerId}, c.email, c.last_name, c.id from contact c where c.id in (${a}, ${b}) order by c.id returning id`
	const [p = 0, q = 0] = made.map(({ id }) => id)
	await db`insert into crm_campaign_member (campaign_id, contact_id, status) select ${campaign?.id ?? 0}, c, 'sent' from unnest(array[${a}, ${b}]::bigint[]) c`
	await db`insert into sales_order (account_id, seller_entity_id, contact_id, currency, stage, is_current) select ${accountId}, ${sellerId}, c, 'USD', 'cart', true from unnest(array[${a}, ${b}]::bigint[]) c`
	await db`insert into login (email, account_id, contact_id) values (${`b${lot}@basalt.test`}, ${accountId}, ${b})`
	await db`insert into ma_list_member (list_id, prospect_id) select id, ${q} from ma_list where seller_entity_id = ${sellerId} and name = 'Roasters'`
	await settle()
	return { contacts: [a, b], prospects: [p, q] }
}

const links = async (prospects: readonly number[]) =>
	await db`select crm_id, ma_id, state, state_reason from sync_link where ma_id = any(${prospects.map(String)}) order by ma_id::bigint`

test('(B11) a merge in the CRM merges the prospects behind it, carts and log-ins go along, and its undo takes both back', async () => {
	const { contacts, prospects } = await twoContacts()
	const [before, behind, linked] = [await all('contact', contacts), await all('prospect', prospects), await links(prospects)]
	const mergeId = idOf(await merge('contact', contacts[0], contacts[1]))
	await settle()
	expect(await db`select contact_id, is_current from sales_order where contact_id = ${contacts[0]} order by is_current desc`).toEqual([
		{ contactId: contacts[0], isCurrent: true },
		{ contactId: contacts[0], isCurrent: false },
	])
	expect(await db`select contact_id from login where email = ${`b${lot}@basalt.test`}`).toEqual([{ contactId: contacts[0] }])
	expect(await db`select title from contact where id = ${contacts[0]}`).toEqual([{ title: 'Buyer' }])
	expect(await db`select merged_into_id from ma_prospect where id = ${prospects[1]}`).toEqual([{ mergedIntoId: prospects[0] }])
	expect(await db`select prospect_id from ma_list_member where prospect_id = any(${prospects}::bigint[])`).toEqual([{ prospectId: prospects[0] }])
	expect((await links(prospects))[1]).toMatchObject({ state: 'archived', stateReason: 'MERGED' })
	expect(await db`select title from ma_prospect where id = ${prospects[0]}`).toEqual([{ title: 'Buyer' }])
	expect(await undo(mergeId)).toEqual({ ok: true, kept: [] })
	await settle()
	expect(await all('contact', contacts)).toEqual(before)
	expect(await all('prospect', prospects)).toEqual(behind)
	expect(await links(prospects)).toEqual(linked)
})

test('(B11) a merge in marketing never merges the CRM: it proposes it, and the link rests', async () => {
	const { contacts, prospects } = await twoContacts()
	const mergeId = idOf(await merge('prospect', prospects[0], prospects[1]))
	await settle()
	expect(await db`select merged_into_id, is_active from contact where id = any(${contacts}::bigint[])`).toEqual([
		{ mergedIntoId: null, isActive: true },
		{ mergedIntoId: null, isActive: true },
	])
	const proposals = async () => await db`select side, object, winner_id, loser_id, state from merge_proposal where loser_id = ${String(contacts[1])}`
	expect(await proposals()).toEqual([{ side: 'crm', object: 'contact', winnerId: String(contacts[0]), loserId: String(contacts[1]), state: 'open' }])
	expect((await links(prospects))[1]).toMatchObject({ state: 'archived', stateReason: 'MERGED' })
	await undo(mergeId)
	await settle()
	expect(await links(prospects)).toMatchObject([{ state: 'active' }, { state: 'active', crmId: String(contacts[1]) }])
	await merge('prospect', prospects[0], prospects[1])
	await merge('contact', contacts[0], contacts[1])
	expect(await proposals()).toMatchObject([{ state: 'taken' }])
})

test('(B11) contacts of two accounts, and what is another seller’s, are not merged', async () => {
	const other = await makeCompany(db, `gneiss${lot}`)
	const { contacts, prospects } = await twoContacts()
	expect(await merge('contact', contacts[0], other.contactId)).toBe(null)
	const [beside] = await db<{ id: number }[]>`
		with a as (insert into account (seller_entity_id, number, name, currency, standing, standing_source, onboarding_step) values (${sellerId}, ${`B-${lot}`}, 'Beside', 'USD', 'good', 'review', 'full_terms') returning id)
		insert into contact (account_id, first_name, last_name) select id, 'Mina', 'Park' from a returning id`
	expect(await merge('contact', contacts[0], beside?.id ?? 0)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_ACCOUNTS_DIFFER' }] })
	const stranger = { ...ada, seller: { ...ada.seller, id: other.sellerId } }
	expect(await mergePeople(db, stranger, { object: 'prospect', winnerId: prospects[0], loserId: prospects[1], chosen: {}, requestId: 'test', at })).toBe(null)
	expect(await undoMerge(db, stranger, { mergeId: 1, requestId: 'test', at })).toBe(null)
})

test('(B11) a lead’s campaigns and quotes go along, and converted ones are not merged', async () => {
	const rows = await db<{ id: number }[]>`
		insert into crm_lead (seller_entity_id, last_name, company, email, phone) values (${sellerId}, 'Park', 'Harbor', ${`lead${lot}@h.test`}, null), (${sellerId}, 'Park', 'Harbor', ${`lead${lot}@h.test`}, '1') returning id`
	const [winner = 0, loser = 0] = rows.map(({ id }) => id)
	await db`insert into crm_campaign_member (campaign_id, lead_id, status) values (${campaign?.id ?? 0}, ${loser}, 'sent')`
	const before = await all('lead', [winner, loser])
	const mergeId = idOf(await merge('lead', winner, loser))
	expect(await db`select lead_id from crm_campaign_member where lead_id in (${winner}, ${loser})`).toEqual([{ leadId: winner }])
	expect(await db`select phone from crm_lead where id = ${winner}`).toEqual([{ phone: '1' }])
	await undo(mergeId)
	expect(await all('lead', [winner, loser])).toEqual(before)
	await db`update crm_lead set status = 'converted', converted_account_id = ${accountId} where id = ${loser}`
	expect(await merge('lead', winner, loser)).toMatchObject({ ok: false, refusals: [{ code: 'MERGE_CONVERTED' }] })
})

test('(B11) a merge takes as many statements with a thousand activities as with ten', async () => {
	const [winner, loser] = await twoProspects()
	const few = await statementsOf(db, () => merge('prospect', winner, loser))
	lot++
	const [first, second] = await twoProspects()
	await db`insert into ma_activity (prospect_id, source_key, kind, occurred_at) select ${second}, 'many ' || n || ${second}::text, 'email.opened', ${at} from generate_series(1, 1000) n`
	const many = await statementsOf(db, () => merge('prospect', first, second))
	expect(few.statements.length).toBeGreaterThan(5)
	expect(many.statements.length).toBe(few.statements.length)
})

test('(A14) three leads of one address stand together, the one to stay first, and the preview says what each side keeps', async () => {
	await db`
		insert into crm_lead (seller_entity_id, last_name, company, email, phone, owner_user_id, created_at)
		values (${sellerId}, 'Third', 'Harbor', 'three@h.test', '3', null, '2024-01-01'), (${sellerId}, 'First', 'Harbor', 'three@h.test', null, ${userId}, '2026-01-01'), (${sellerId}, 'Second', 'Harbor', 'Three@h.test', null, ${userId}, '2026-02-01')`
	const page = await openDuplicates(db, ada, { object: 'lead', text: 'three@', after: null, limit: 10 })
	const members = page.groups[0]?.members ?? []
	expect(members.map(({ name }) => name)).toEqual(['First', 'Second', 'Third'])
	const preview = await openMerge(db, ada, { object: 'lead', winnerId: members[0]?.id ?? 0, loserId: members[2]?.id ?? 0 })
	expect(preview?.fields.filter(({ differs }) => differs).map(({ name, keeps }) => [name, keeps])).toEqual([
		['last_name', 'winner'],
		['phone', 'loser'],
	])
	const done = await merge('lead', members[0]?.id ?? 0, members[2]?.id ?? 0)
	expect((await openMerges(db, ada, { object: 'lead', text: 'Third', after: null, limit: 10 }, at)).merges).toMatchObject([
		{ id: idOf(done), mayUndo: true, undoneAt: null },
	])
	expect((await openMerges(db, ada, { object: 'lead', text: 'Third', after: null, limit: 10 }, later(31))).merges).toMatchObject([{ mayUndo: false }])
	expect(
		await openMerge(db, { ...ada, seller: { ...ada.seller, id: 999_999 } }, { object: 'lead', winnerId: members[0]?.id ?? 0, loserId: members[1]?.id ?? 0 }),
	).toBe(null)
})

test('(B11) whatever names a person goes along in a merge, or is named among what stays', async () => {
	const names = await db<{ object: string; table: string; column: string }[]>`
		select c.confrelid::regclass::text as object, c.conrelid::regclass::text as table, a.attname as column from pg_constraint c
		join pg_attribute a on a.attrelid = c.conrelid and a.attnum = c.conkey[array_length(c.conkey, 1)]
		where c.contype = 'f' and c.confrelid::regclass::text in ('ma_prospect', 'crm_lead', 'contact') order by 1, 2, 3`
	const objects: Record<string, MergeObject> = { ma_prospect: 'prospect', crm_lead: 'lead', contact: 'contact' }
	const forgotten = names.filter(({ object: of, table, column }) => {
		const object = objects[of] ?? 'prospect'
		const moves = mergeParts[object].some((part) => part.table === table && part.columns.includes(column))
		return !moves && !staysWithLoser[object].includes(table) && !staysWithLoser[object].includes(`${table}.${column}`)
	})
	expect(forgotten).toEqual([])
})
