import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { saveAssignment } from '../../app/flows/crm/save-assignment.ts'
import { saveMerge } from '../../app/flows/merge/save-merge.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { mendErrors } from '../../app/flows/sync/mend-errors.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, contactId, sellerId, shopper } = await makeCompany(db, 'slate')
const [rep] = await db<
	{ id: number }[]
>`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${sellerId}, 'Natalie', 'Ortiz', 'natalie@slate.test', '{rep}') returning id`
const repId = rep?.id ?? 0
const at = new Date('2026-03-02T09:00:00Z')
const work = { db, clock: () => at, random: () => 0, outside: () => null }
await openHouseConnections(db, at)
const ada = { kind: 'staff', userId: repId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const connectionId = (await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId}`)[0]?.id ?? 0

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
let lot = 0
/** A prospect of her own in each test. */
async function comes(more: { email?: string | null; firstName?: string | null } = {}): Promise<{ id: number; email: string | null }> {
	const email = more.email === undefined ? `guest${lot++}@slate.test` : more.email
	const [made] = await db<
		{ id: number }[]
	>`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company) values (${sellerId}, ${email}, ${more.firstName ?? 'Ana'}, 'Silva', 'Bar Silva') returning id`
	return { id: made?.id ?? 0, email }
}
const assign = async (id: number) =>
	await withTransaction(db, (tx) =>
		saveAssignment(tx, { prospectIds: [id], to: { kind: 'user', id: repId }, cause: 'form', sourceKey: `test:${id}`, at, actor: { userId: repId } }),
	)
const links = async (id: number) => await db`select crm_object, crm_id, state from sync_link where ma_object = 'prospect' and ma_id = ${String(id)}`
const leads = async (email: string | null) =>
	await db<{ id: number }[]>`select id, first_name, last_name, company, owner_user_id from crm_lead where email = ${email}`
const errors = async (id: number) =>
	await db`select code, facts, closed_for from sync_error where object = 'prospect' and record_id = ${String(id)} order by id`
const merge = async (winnerId = 0, loserId = 0) =>
	await withTransaction(db, (tx) =>
		saveMerge(tx, { object: 'contact', wishes: [{ winnerId, loserId, chosen: {}, causedById: null }], cause: 'person', userId: repId, at }),
	)
beforeEach(settle)

test('(A23) whom nobody has taken stays marketing’s; taken, she becomes exactly one lead with her owner', async () => {
	const { id, email } = await comes()
	await settle()
	expect([await leads(email), await links(id)]).toEqual([[], []])
	await assign(id)
	await settle()
	const [lead, ...others] = await leads(email)
	expect(others).toEqual([])
	expect(lead).toMatchObject({ firstName: 'Ana', lastName: 'Silva', company: 'Bar Silva', ownerUserId: repId })
	expect(await links(id)).toEqual([{ crmObject: 'lead', crmId: String(lead?.id), state: 'active' }])
	expect(await db`select lead_id from ma_prospect where id = ${id}`).toEqual([{ leadId: lead?.id }])
	await assign(id)
	await settle()
	expect(await leads(email)).toHaveLength(1)
})

test('(A23) two workers at once make one lead', async () => {
	const made = await Promise.all(Array.from({ length: 6 }, () => comes()))
	for (const { id } of made) await assign(id)
	await Promise.all(Array.from({ length: 5 }, async () => (await drainMarks(db, at)) + (await workSync(work))))
	await settle()
	for (const { email } of made) expect(await leads(email)).toHaveLength(1)
})

test('(A24) an address that a contact has is that contact, before a lead with the same', async () => {
	await db`insert into crm_lead (seller_entity_id, last_name, company, email) values (${sellerId}, 'Novak', 'Coffeehaus', 'luka@slate.test')`
	const { id } = await comes({ email: 'LUKA@slate.test', firstName: null })
	await settle()
	expect(await links(id)).toMatchObject([{ crmObject: 'contact', crmId: String(contactId) }])
})

test('(A24) an address that only a converted lead has is the contact that it became, whatever address that one has', async () => {
	const [became] = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Rosa', 'Almeida', 'rosa.work@slate.test') returning id`
	await db`
		insert into crm_lead (seller_entity_id, last_name, company, email, status, converted_account_id, converted_contact_id)
		values (${sellerId}, 'Almeida', 'Coffeehaus', 'rosa@slate.test', 'converted', ${accountId}, ${became?.id ?? 0})`
	const { id } = await comes({ email: 'Rosa@slate.test' })
	await assign(id)
	await settle()
	expect(await links(id)).toEqual([{ crmObject: 'contact', crmId: String(became?.id), state: 'active' }])
	expect(await leads('rosa@slate.test'), 'and no second lead').toHaveLength(1)
	expect(await errors(id)).toEqual([])
})

test('a lead that comes later meets the prospect with its address', async () => {
	const { id, email } = await comes()
	await settle()
	const [lead] = await db<
		{ id: number }[]
	>`insert into crm_lead (seller_entity_id, last_name, company, email, title) values (${sellerId}, 'Silva', 'Bar Silva', ${email}, 'Chef') returning id`
	await settle()
	expect(await links(id)).toMatchObject([{ crmObject: 'lead', crmId: String(lead?.id) }])
	expect(await db`select title from ma_prospect where id = ${id}`).toEqual([{ title: 'Chef' }])
})

test('(A14) of three contacts with one address the same is met, and a person is told', async () => {
	const made = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email, created_at) select ${accountId}, 'T', i::text, 'three@slate.test', ${at}::timestamptz - make_interval(days => i) from generate_series(1, 3) i returning id`
	const { id } = await comes({ email: 'three@slate.test' })
	await settle()
	expect(await links(id), 'the oldest').toMatchObject([{ crmId: String(made[2]?.id) }])
	const told = { code: 'DUPLICATE_MATCH', facts: { candidates: [2, 1, 0].map((place) => `contact:${made[place]?.id}`) }, closedFor: null }
	expect(await errors(id), 'and it stays open until she decides').toEqual([told])
	await db`update ma_prospect set title = 'Buyer' where id = ${id}`
	await settle()
	expect(await errors(id)).toEqual([told])
	await merge(made[2]?.id, made[0]?.id)
	await settle()
	expect(await errors(id), 'two are still two').toEqual([told])
	await merge(made[2]?.id, made[1]?.id)
	expect(await errors(id)).toEqual([{ ...told, closedFor: 'merged' }])
})

test('(A14) a choice among several ends when no two of them share the address any more', async () => {
	const made = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'D', i::text, 'both@slate.test' from generate_series(1, 2) i returning id`
	const { id } = await comes({ email: 'both@slate.test' })
	await settle()
	expect(await errors(id)).toMatchObject([{ code: 'DUPLICATE_MATCH', closedFor: null }])
	const [link] = await links(id)
	const other = made.find((one) => String(one.id) !== link?.['crmId'])
	await db`update contact set email = 'her.own@slate.test' where id = ${other?.id ?? 0}`
	await db`update ma_prospect set title = 'Chef' where id = ${id}`
	await settle()
	expect(await errors(id)).toMatchObject([{ code: 'DUPLICATE_MATCH', closedFor: 'mended' }])
})

test('(A14, B8) of several contacts of ours another is said to be meant: her prospect is that one’s everywhere, and the sync and the next round leave it so', async () => {
	const made = await db<
		{ id: number }[]
	>`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'E', i::text, 'meant@slate.test' from generate_series(1, 2) i returning id`
	const { id } = await comes({ email: 'meant@slate.test' })
	await settle()
	const [link] = await links(id)
	const other = made.find((one) => String(one.id) !== link?.['crmId'])?.id ?? 0
	const room = async () =>
		await openSyncErrors(db, ada, connectionId, { group: null, code: 'DUPLICATE_MATCH', text: null, after: null, runId: null, limit: 100 })
	const page = await room()
	const error = page?.records.find(({ recordId }) => recordId === String(id))
	const group = page?.groups.find((one) => one.code === 'DUPLICATE_MATCH')?.key ?? ''
	expect(error?.candidates.toSorted()).toEqual(made.map((one) => `contact:${one.id}`).toSorted())
	const remedy = { act: 'link' as const, error: error?.id ?? 0, candidate: `contact:${other}` }
	expect(await mendErrors(db, ada, { connectionId, group, remedy, ownSides, requestId: 'test', at })).toMatchObject({ ok: true })
	await settle()
	expect(await links(id)).toEqual([{ crmObject: 'contact', crmId: String(other), state: 'active' }])
	expect(await db`select contact_id from ma_prospect where id = ${id}`).toEqual([{ contactId: other }])
	expect(await errors(id)).toMatchObject([{ code: 'DUPLICATE_MATCH', closedFor: 'linked' }])
	await db`update ma_prospect set title = 'Founder' where id = ${id}`
	await settle()
	expect(await db`select id, title from contact where email = 'meant@slate.test' order by id`).toEqual(
		made.map((one) => ({ id: one.id, title: one.id === other ? 'Founder' : null })),
	)
	expect(await links(id)).toEqual([{ crmObject: 'contact', crmId: String(other), state: 'active' }])
})

test('(A31) without an address nobody goes over, and with one she does', async () => {
	const { id } = await comes({ email: null })
	await settle()
	expect(await errors(id)).toMatchObject([{ code: 'NO_EMAIL', closedFor: null }])
	await assign(id)
	await db`update ma_prospect set email = 'late@slate.test' where id = ${id}`
	await settle()
	expect(await leads('late@slate.test')).toHaveLength(1)
	expect(await errors(id)).toMatchObject([{ closedFor: 'mended' }])
})

test('(A30) a converted lead takes its link to the contact, and the next change reaches it', async () => {
	const { id, email } = await comes()
	await assign(id)
	await settle()
	const [lead] = await leads(email)
	const [contact] = await db<{ id: number }[]>`insert into contact (account_id, first_name, last_name) values (${accountId}, 'Ana', 'Silva') returning id`
	await db`update crm_lead set status = 'converted', converted_account_id = ${accountId}, converted_contact_id = ${contact?.id ?? 0} where id = ${lead?.id ?? 0}`
	await db`update ma_prospect set title = 'Owner' where id = ${id}`
	await settle()
	expect(await links(id)).toEqual([{ crmObject: 'contact', crmId: String(contact?.id), state: 'active' }])
	expect(await db`select email, title from contact where id = ${contact?.id ?? 0}`).toEqual([{ email, title: 'Owner' }])
	expect(await errors(id)).toEqual([])
})

test('an account’s owner is her people’s in marketing too, and takes them out of the queue', async () => {
	const [queue] = await db<{ id: number }[]>`insert into crm_queue (seller_entity_id, name) values (${sellerId}, 'Inbound') returning id`
	const { id } = await comes({ email: 'luka.second@slate.test' })
	await db`update ma_prospect set assigned_queue_id = ${queue?.id ?? 0}, assigned_at = ${at} where id = ${id}`
	await db`insert into contact (account_id, first_name, last_name, email) values (${accountId}, 'Luka', 'Second', 'luka.second@slate.test')`
	await db`update account set owner_user_id = ${repId} where id = ${accountId}`
	await settle()
	expect(await db`select assigned_user_id, assigned_queue_id from ma_prospect where id = ${id}`).toEqual([{ assignedUserId: repId, assignedQueueId: null }])
})

test('(A36) a rule of the house holds for the sync as for people: what it refuses is put back, says the rule’s own words, and mends itself', async () => {
	await db`insert into crm_validation_rule (seller_entity_id, object, name, predicate, messages, is_active, exempts_sync)
		values (${sellerId}, 'lead', 'No chefs', '{"field":"title","op":"eq","value":"Chef"}', '{"en":"Chefs go to the food desk"}', true, false)`
	const [old, fresh] = [await comes(), await comes()]
	await assign(old.id)
	await settle()
	await db`update ma_prospect set title = 'Chef' where id = any(${[old.id, fresh.id]})`
	await assign(fresh.id)
	await settle()
	expect((await leads(old.email)).length + (await leads(fresh.email)).length, 'no second lead, and the first as it was').toBe(1)
	expect(await db`select title from crm_lead where email = ${old.email}`).toEqual([{ title: null }])
	expect(await db`select distinct code, message from sync_error where closed_at is null and code like 'FIELD_CUSTOM%'`).toEqual([
		{ code: 'FIELD_CUSTOM_VALIDATION_EXCEPTION', message: 'Chefs go to the food desk' },
	])
	await db`update ma_prospect set title = 'Cook' where id = any(${[old.id, fresh.id]})`
	await settle()
	expect([(await leads(old.email)).length, (await leads(fresh.email)).length]).toEqual([1, 1])
	expect(await db`select 1 from sync_error where closed_at is null and code like 'FIELD_CUSTOM%'`).toEqual([])
	await db`delete from crm_validation_rule`
})
