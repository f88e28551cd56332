import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { letDeletion } from '../../app/flows/deletion/let-deletion.ts'
import { openDeletion } from '../../app/flows/deletion/open-deletion.ts'
import { openDeletions } from '../../app/flows/deletion/open-deletions.ts'
import { undoDeletion } from '../../app/flows/deletion/undo-deletion.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { erasePerson } from '../../app/flows/sync/erase-person.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { keptParts, keptTables, standsInTheWay } from '../../db/queries/deletion-undo.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'gneiss')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
// The database writes its own time on what goes.
const at = new Date()
const later = (days: number) => new Date(at.getTime() + days * 86_400_000)
const work = { db, clock: () => new Date(), random: () => 0.5, outside: () => null }
const requestId = 'test'

async function settle(): Promise<number> {
	let rounds = 0
	for (; (await drainMarks(db, new Date())) + (await workSync(work)) > 0; rounds++) if (rounds > 60) throw new Error('It never comes to rest')
	return rounds
}
await openHouseConnections(db, at)
await db`insert into ma_campaign (seller_entity_id, name) values (${sellerId}, 'Fair')`
await db`insert into ma_list (seller_entity_id, name) values (${sellerId}, 'Guests')`
await db`insert into ma_tag (seller_entity_id, name) values (${sellerId}, 'warm')`
const [campaign] = await db<
	{ id: number }[]
>`insert into crm_campaign (seller_entity_id, code, name, currency) values (${sellerId}, 'FAIR', 'Fair', 'USD') returning id`
await db`insert into crm_campaign_status (campaign_id, status, rank) values (${campaign?.id ?? 0}, 'sent', 0)`

let lot = 0
beforeEach(async () => {
	lot++
	await settle()
})

/** People whom both sides know, with a list, a tag, a task, an activity, and a campaign each. */
async function people(many: number): Promise<string> {
	const like = `p${lot}x`
	await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P' || i, 'Varga', ${like} || i || '@gneiss.test' from generate_series(1, ${many}::int) i`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id, score) select ${sellerId}, email, first_name, last_name, id, 7 from contact where email like ${`${like}%`}`
	const own = db`select p.id, p.contact_id from ma_prospect p where p.email like ${`${like}%`}`
	await db`insert into ma_list_member (list_id, prospect_id) select l.id, p.id from ma_list l, (${own}) p where l.name = 'Guests' and l.seller_entity_id = ${sellerId}`
	await db`insert into ma_prospect_tag (prospect_id, tag_id, added_at) select p.id, t.id, now() from ma_tag t, (${own}) p where t.seller_entity_id = ${sellerId}`
	await db`insert into crm_task (idempotency_key, owner_user_id, prospect_id, subject) select 'call ' || p.id, ${userId}, p.id, 'Call' from (${own}) p`
	await db`insert into ma_activity (prospect_id, source_key, kind, score, occurred_at) select p.id, 'view ' || p.id, 'product.viewed', 7, now() from (${own}) p`
	await db`insert into crm_campaign_member (campaign_id, contact_id, status) select ${campaign?.id ?? 0}, p.contact_id, 'sent' from (${own}) p`
	await settle()
	return like
}

/** Everything that these people are, on both sides, without what only says when. */
async function picture(like: string): Promise<Record<string, unknown[]>> {
	const found: Record<string, unknown[]> = {}
	const own = db`select id from ma_prospect where email like ${`${like}%`}`
	const met = db`select id from contact where email like ${`${like}%`}`
	const read = async (name: string, rows: PromiseLike<readonly unknown[]>) => {
		found[name] = ((await rows) as { row: unknown }[]).map(({ row }) => row)
	}
	await read('prospects', db`select to_jsonb(p) as row from ma_prospect p where p.id in (${own}) order by p.id`)
	await read('contacts', db`select to_jsonb(p) as row from contact p where p.id in (${met}) order by p.id`)
	for (const part of ['ma_list_member', 'ma_prospect_tag', 'ma_activity', 'crm_task'])
		await read(part, db`select to_jsonb(t) as row from ${db(part)} t where t.prospect_id in (${own}) order by to_jsonb(t)::text`)
	await read('members', db`select to_jsonb(t) as row from crm_campaign_member t where t.contact_id in (${met}) order by t.id`)
	await read(
		'links',
		db`select jsonb_build_object('id', l.id, 'crm', l.crm_id, 'ma', l.ma_id, 'state', l.state, 'reason', l.state_reason, 'agreed', l.agreed) as row from sync_link l where l.ma_id in (select id::text from (${own}) o) or l.crm_id in (select id::text from (${met}) m) order by l.id`,
	)
	return found
}

/** As somebody does it at the console: what hangs on them first, then they. */
async function deleteProspects(like: string, where = db`true`): Promise<void> {
	await withTransaction(db, async (tx) => {
		await tx`delete from ma_activity where prospect_id in (select id from ma_prospect where email like ${`${like}%`} and ${where})`
		await tx`delete from ma_prospect where email like ${`${like}%`} and ${where}`
	})
}
async function deleteContacts(like: string): Promise<void> {
	await withTransaction(db, async (tx) => {
		const ids = tx`select id from contact where email like ${`${like}%`}`
		await tx`delete from crm_campaign_member where contact_id in (${ids})`
		await tx`update ma_prospect set contact_id = null where contact_id in (${ids})`
		await tx`delete from contact where email like ${`${like}%`}`
	})
}
const newest = async () => (await openDeletions(db, ada, { text: null, object: null, state: null, after: null, limit: 1 }, new Date())).deletions[0]
const undo = async (id: number, when = new Date()) => await undoDeletion(db, ada, { id, requestId, at: when })
const statesOf = async (like: string) =>
	await db`select l.state, l.state_reason, count(*)::int as count from sync_link l where l.id = any(${(await linkIds(like)) as never}::bigint[]) group by 1, 2 order by 1`
const known = new Map<string, number[]>()
async function linkIds(like: string): Promise<number[]> {
	const ids =
		known.get(like) ??
		(await db<{ id: number }[]>`select l.id from sync_link l join ma_prospect p on p.id::text = l.ma_id where p.email like ${`${like}%`}`).map(({ id }) => id)
	known.set(like, ids)
	return ids
}

test('(B11) people deleted by plain SQL are one event; so many at once stop before the other side, and all of it is taken back', async () => {
	const like = await people(30)
	const before = await picture(like)
	await linkIds(like)
	await deleteProspects(like)
	await settle()
	const told = await newest()
	expect(told).toMatchObject({ state: 'asked', mayUndo: true, counts: [{ object: 'prospect', state: 'gone', count: 30 }] })
	expect(told?.actor).toMatch(/^database:/)
	// Nothing was done on the other side, and the links wait.
	expect(await db`select 1 from contact where email like ${`${like}%`}`).toHaveLength(30)
	expect(await statesOf(like)).toEqual([{ state: 'active', stateReason: null, count: 30 }])
	expect(await db`select kind, facts -> 'gone' as gone from notice where idempotency_key = ${`sync.deletion:${told?.id}:${userId}`}`).toEqual([
		{ kind: 'sync.deletion', gone: 30 },
	])
	// An edit of sales meanwhile makes nobody anew, and tells nobody twice.
	await db`update contact set title = 'Buyer' where email = ${`${like}1@gneiss.test`}`
	await settle()
	expect(await db`select 1 from ma_prospect where email like ${`${like}%`}`).toHaveLength(0)
	await db`update contact set title = null where email = ${`${like}1@gneiss.test`}`
	expect(await openDeletion(db, ada, { id: told?.id ?? 0, query: { text: null, object: null, after: null, limit: 5 }, at: new Date() })).toMatchObject({
		would: [{ state: 'restored', reason: null, count: 30 }],
		refusals: [],
	})
	expect(await undo(told?.id ?? 0)).toEqual({ ok: true, restored: 30, refused: 0 })
	await settle()
	expect(await picture(like)).toEqual(before)
	expect(await settle()).toBe(0)
	expect(await undo(told?.id ?? 0)).toMatchObject({ ok: false, refusals: [{ code: 'DELETION_UNDONE' }] })
})

test('(B11) a deletion that an administrator lets go on puts the links to rest; taken back, they are active again and nobody was made anew', async () => {
	const like = await people(12)
	const before = await picture(like)
	await linkIds(like)
	await deleteContacts(like)
	await settle()
	const told = await newest()
	expect(told).toMatchObject({ state: 'asked', counts: [{ object: 'contact', state: 'gone', count: 12 }] })
	expect(await letDeletion(db, ada, { id: told?.id ?? 0, requestId, at: new Date() })).toEqual({ ok: true })
	await settle()
	expect(await statesOf(like)).toEqual([{ state: 'archived', stateReason: 'CRM_DELETED', count: 12 }])
	expect(await db`select 1 from ma_prospect where email like ${`${like}%`}`).toHaveLength(12)
	expect(await letDeletion(db, ada, { id: told?.id ?? 0, requestId, at: new Date() })).toMatchObject({ ok: false, refusals: [{ code: 'DELETION_NOT_ASKED' }] })
	// Nobody is made anew, however often marketing says something of them.
	await db`update ma_prospect set title = 'Head' where email like ${`${like}%`}`
	await settle()
	await db`update ma_prospect set title = null where email like ${`${like}%`}`
	await settle()
	expect(await db`select 1 from crm_lead where email like ${`${like}%`}`).toHaveLength(0)
	expect(await undo(told?.id ?? 0)).toEqual({ ok: true, restored: 12, refused: 0 })
	await settle()
	expect(await picture(like)).toEqual(before)
})

test('(B11) a handful goes on without a question, and comes back all the same', async () => {
	const like = await people(9)
	const before = await picture(like)
	await linkIds(like)
	await deleteProspects(like)
	await settle()
	expect(await newest()).toMatchObject({ state: 'open' })
	expect(await statesOf(like)).toEqual([{ state: 'archived', stateReason: 'MA_DELETED', count: 9 }])
	expect(await undo((await newest())?.id ?? 0)).toEqual({ ok: true, restored: 9, refused: 0 })
	await settle()
	expect(await picture(like)).toEqual(before)
})

test('(B11) leads come back with their campaigns and their stages as they were', async () => {
	await db`insert into crm_lead (seller_entity_id, first_name, last_name, company, email, status) select ${sellerId}, 'L' || i, 'Mor', 'Gneiss', 'lead' || i || '@gneiss.test', 'working' from generate_series(1, 3) i`
	await db`insert into crm_campaign_member (campaign_id, lead_id, status) select ${campaign?.id ?? 0}, id, 'sent' from crm_lead where email like 'lead%@gneiss.test'`
	await settle()
	const all = async () => [
		await db`select to_jsonb(l) as row from crm_lead l where email like 'lead%@gneiss.test' order by id`,
		await db`select h.record_id, h.stage from crm_stage_history h join crm_lead l on h.object = 'lead' and h.record_id = l.id where l.email like 'lead%@gneiss.test' order by h.id`,
		await db`select to_jsonb(m) as row from crm_campaign_member m join crm_lead l on l.id = m.lead_id where l.email like 'lead%@gneiss.test' order by m.id`,
	]
	const before = await all()
	await withTransaction(db, async (tx) => {
		await tx`update ma_prospect set lead_id = null where lead_id in (select id from crm_lead where email like 'lead%@gneiss.test')`
		await tx`delete from crm_campaign_member where lead_id in (select id from crm_lead where email like 'lead%@gneiss.test')`
		await tx`delete from crm_lead where email like 'lead%@gneiss.test'`
	})
	await settle()
	expect(await undo((await newest())?.id ?? 0)).toEqual({ ok: true, restored: 3, refused: 0 })
	await settle()
	expect(await all()).toEqual(before)
})

test('(B11) each record has its own result: there again, address taken, account gone, forgotten; after thirty days nothing comes back', async () => {
	const like = await people(5)
	const [again = 0] = (await db<{ id: number }[]>`select id from ma_prospect where email = ${`${like}1@gneiss.test`}`).map(({ id }) => id)
	await deleteProspects(like)
	await settle()
	const { id = 0 } = (await newest()) ?? {}
	await db`insert into ma_prospect (id, seller_entity_id, email) overriding system value values (${again}, ${sellerId}, ${`${like}1@gneiss.test`})`
	await db`insert into ma_prospect (seller_entity_id, email) values (${sellerId}, ${`${like}2@gneiss.test`.toUpperCase()})`
	// Who asked to be forgotten since, known to sales alone by now.
	const [asking = 0] = (
		await db<
			{ id: number }[]
		>`insert into ma_prospect (seller_entity_id, email, first_name, last_name) values (${sellerId}, ${`${like}3@gneiss.test`}, 'P3', 'Varga') returning id`
	).map((row) => row.id)
	expect(await erasePerson(db, ada, { prospectId: asking, typed: 'P3 Varga', requestId, at: new Date() })).toEqual({ ok: true })
	expect(await db`select 1 from deletion_record where name like 'P3%' and deletion_id = ${id}`).toHaveLength(0)
	expect(
		await db`select 1 from deletion_part q join deletion_record k on k.record_id = q.record_id and k.deletion_id = ${id} and k.reason = 'ERASED'`,
	).toHaveLength(0)
	expect(await undo(id, later(31))).toMatchObject({ ok: false, refusals: [{ code: 'DELETION_TOO_OLD', facts: { days: 30 } }] })
	expect(await undo(id)).toEqual({ ok: true, restored: 2, refused: 2 })
	const page = await openDeletion(db, ada, { id, query: { text: null, object: null, after: null, limit: 50 }, at: new Date() })
	expect(page?.rows.map(({ name, state, reason }) => [name.replace(/^#.*/, '#'), state, reason]).sort()).toEqual([
		['#', 'refused', 'ERASED'],
		['P1 Varga', 'there', null],
		['P2 Varga', 'refused', 'MAIL_TAKEN'],
		['P4 Varga', 'restored', null],
		['P5 Varga', 'restored', null],
	])
	// Once the address is free what stayed away is tried again, and only that.
	await db`delete from ma_prospect where email = ${`${like}2@gneiss.test`.toUpperCase()}`
	expect(await undo(id)).toEqual({ ok: true, restored: 1, refused: 1 })
	expect(await db`select 1 from ma_prospect where email = ${`${like}3@gneiss.test`}`).toHaveLength(0)
	await forgetDecisions(db, later(40))
	expect(await db`select 1 from deletion_record where lost is not null`).toHaveLength(0)
	expect(await db`select 1 from deletion_part`).toHaveLength(0)
})

test('(B11) three and three hundred ask the same number of statements, to see them, to rest and to come back', async () => {
	const ask = async (many: number) => {
		lot++
		const like = await people(many)
		await deleteProspects(like)
		await drainMarks(db, new Date())
		const { id = 0 } = (await newest()) ?? {}
		const rest = await statementsOf(db, () => workSync(work))
		const seen = await statementsOf(db, () => openDeletion(db, ada, { id, query: { text: null, object: null, after: null, limit: 50 }, at: new Date() }))
		const done = await statementsOf(db, () => undo(id))
		expect(done.result).toMatchObject({ ok: true, restored: many })
		await settle()
		return [rest, seen, done].map(({ statements }) => statements.length)
	}
	const [few, many] = [await ask(3), await ask(300)]
	expect(many?.slice(1)).toEqual(few?.slice(1))
	// The question and its notices are all that a mass adds.
	expect((many?.[0] ?? 0) - (few?.[0] ?? 0)).toBeLessThanOrEqual(3)
})

test('(B11) nobody sees or takes back another seller’s deletion', async () => {
	const elsewhere = await makeCompany(db, 'shale')
	const stranger = { ...ada, seller: elsewhere.shopper.seller }
	const like = await people(2)
	await deleteProspects(like)
	const { id = 0 } = (await newest()) ?? {}
	expect(await openDeletion(db, stranger, { id, query: { text: null, object: null, after: null, limit: 5 }, at })).toBeNull()
	expect(await undoDeletion(db, stranger, { id, requestId, at })).toBeNull()
	expect(await letDeletion(db, stranger, { id, requestId, at })).toBeNull()
	expect((await openDeletions(db, stranger, { text: null, object: null, state: null, after: null, limit: 5 }, at)).deletions).toEqual([])
	await undo(id)
})

test('a contact deleted in SQL and put in again by hand: her link comes back by itself, and her prospect names her again', async () => {
	const like = await people(1)
	const before = await picture(like)
	await linkIds(like)
	const [row] = await db`select to_jsonb(c) as row, id from contact c where email like ${`${like}%`}`
	// The database lets nobody go whom a prospect names.
	await expect(Promise.resolve(db`delete from contact where id = ${row?.['id']}`)).rejects.toThrow(/foreign key/)
	await deleteContacts(like)
	await settle()
	expect(await statesOf(like)).toEqual([{ state: 'archived', stateReason: 'CRM_DELETED', count: 1 }])
	await db`insert into contact overriding system value select * from jsonb_populate_record(null::contact, ${db.json(row?.['row'])})`
	await settle()
	expect(await statesOf(like)).toEqual([{ state: 'active', stateReason: null, count: 1 }])
	expect(await db`select contact_id from ma_prospect where email like ${`${like}%`}`).toEqual([{ contactId: row?.['id'] }])
	expect((await picture(like))['links']).toEqual(before['links'])
	// By another hand she is there already: the event has nothing left to give back.
	expect((await newest())?.counts).toEqual([{ object: 'contact', state: 'there', count: 1 }])
	await db`update contact set title = 'Buyer' where email like ${`${like}%`}`
	await settle()
	expect(await db`select title from ma_prospect where email like ${`${like}%`}`).toEqual([{ title: 'Buyer' }])
})

test('whatever hangs on a person is kept when she is deleted, or is named among what does not let her go', async () => {
	const rows = await db<{ to: string; table: string; rule: string }[]>`
		select distinct confrelid::regclass::text as "to", conrelid::regclass::text as "table", confdeltype as rule from pg_constraint where contype = 'f' and confrelid::regclass::text = any(${Object.values(keptTables)}::text[])`
	for (const [object, table] of Object.entries(keptTables)) {
		const stands = standsInTheWay[object as keyof typeof keptTables]
		const named = rows.filter(({ to }) => to === table)
		expect(named.filter((one) => !stands.includes(one.table) && !(keptParts as readonly string[]).includes(one.table))).toEqual([])
		expect(
			named.filter((one) => stands.includes(one.table) && one.rule !== 'a'),
			'falls unkept',
		).toEqual([])
	}
	const kept = await db<{ table: string }[]>`select tgrelid::regclass::text as table from pg_trigger where tgname = 'keep_deleted_part' order by 1`
	expect(kept.map(({ table }) => table)).toEqual([...keptParts].sort())
})
