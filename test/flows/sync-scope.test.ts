import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { whySkipped } from '../../app/engine/marketing/recipient.ts'
import { createProspect } from '../../app/flows/marketing/change-person.ts'
import { cancelRun } from '../../app/flows/sync/cancel-run.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openRuns } from '../../app/flows/sync/open-runs.ts'
import { setProspectCap } from '../../app/flows/sync/resync-records.ts'
import { saveSent } from '../../app/flows/sync/save-sent.ts'
import { changeScope, type ScopeAct } from '../../app/flows/sync-setup/change-scope.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openScope } from '../../app/flows/sync-setup/open-scope.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { linkProspects } from '../../db/queries/marketing.ts'
import { loadCandidates } from '../../db/queries/send.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'gneiss')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const done = { requestId: 'test', at }
const work = { db, clock: () => at, random: () => 0, outside: () => null }
await openHouseConnections(db, at)
const [connection] = await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId}`
const connectionId = connection?.id ?? 0
const mapOf = async (object: string) =>
	(await db<{ id: number }[]>`select id from sync_object_map where connection_id = ${connectionId} and crm_object = ${object}`)[0]?.id ?? 0
const [contactMap, leadMap] = [await mapOf('contact'), await mapOf('lead')]

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const change = (objectMapId: number, wish: ScopeAct) => changeScope(db, ada, { connectionId, objectMapId, wish, ownSides, ...done })
const who = (objectMapId: number, more: Partial<Extract<ScopeAct, { act: 'who' }>['scope']>) =>
	change(objectMapId, {
		act: 'who',
		scope: { createsCrm: objectMapId === leadMap ? 'gate' : 'never', createsMa: 'never', policies: { crm: {}, ma: {} }, ...more },
	})
const page = async (objectMapId: number, tried: Parameters<typeof openScope>[2]['tried'] = null) => {
	const found = (await openScope(db, ada, { connectionId, tried, ownSides }))?.objects.find(({ id }) => id === objectMapId)
	if (!found) throw new Error('No such mapping')
	return found
}
let lot = 0
const contact = async (more: { createdAt?: Date; title?: string } = {}) => {
	const email = `c${lot++}@gneiss.test`
	const [made] = await db<{ id: number }[]>`
		insert into contact (account_id, first_name, last_name, email, title, created_at) values (${accountId}, 'Ines', 'Prado', ${email}, ${more.title ?? null}, ${more.createdAt ?? at}) returning id`
	return { id: made?.id ?? 0, email }
}
const prospects = async (emails: readonly string[]) =>
	(await db<{ email: string }[]>`select email from ma_prospect where email = any(${db.array([...emails], 25)}::text[]) order by email`).map(
		({ email }) => email,
	)
beforeEach(async () => {
	await settle()
	await who(contactMap, {})
	await who(leadMap, {})
	await change(contactMap, { act: 'filter', filter: null })
	await db`update sync_connection set prospect_cap = null`
	await settle()
})

test('(A10) how somebody came is noted: by a form’s way, by what she did in the shop, by a colleague’s hand, from sales', async () => {
	const { id, email } = await contact()
	await withTransaction(db, (tx) => linkProspects(tx, [id]))
	const wish = { email: 'hand@gneiss.test', firstName: 'Ana', lastName: 'Silva', company: '', title: '', phone: '', locale: 'en' }
	expect(await createProspect(db, ada, { wish, ...done })).toMatchObject({ ok: true })
	const over = await contact()
	await withTransaction(db, (tx) => saveSent(tx, ada, { object: 'contact', id: over.id, ...done }))
	await settle()
	const how = async (mail: string) => (await db`select acquired_by from ma_prospect where email = ${mail}`)[0]?.['acquiredBy']
	expect([await how(email), await how('hand@gneiss.test'), await how(over.email)]).toEqual(['event', 'hand', 'crm'])
})

test('(A10) the same person by a form, by an event and by a file: made, met only, left alone', async () => {
	await who(leadMap, { policies: { crm: { form: 'create', event: 'match_only', import: 'never' }, ma: {} } })
	await who(contactMap, { policies: { crm: { import: 'never' }, ma: {} } })
	const comes = async (source: string, email: string) => {
		const [made] = await db<{ id: number }[]>`
			insert into ma_prospect (seller_entity_id, acquired_by, email, first_name, last_name, assigned_user_id, assigned_at) values (${sellerId}, ${source}, ${email}, 'Ana', 'Silva', ${userId}, ${at}) returning id`
		await settle()
		return (await db`select crm_object from sync_link where ma_id = ${String(made?.id)}`).map(({ crmObject }) => crmObject)
	}
	const outcome = async (source: string) => {
		const known = await contact()
		return { unknown: await comes(source, `u${lot++}@gneiss.test`), known: await comes(source, known.email) }
	}
	expect(await outcome('form')).toEqual({ unknown: ['lead'], known: ['contact'] })
	expect(await outcome('event')).toEqual({ unknown: [], known: ['contact'] })
	expect(await outcome('import')).toEqual({ unknown: [], known: [] })
})

test('(A26) switched on, who was there before is left alone; a back-fill brings as many as it said, and can be stopped', async () => {
	const old = await Promise.all(Array.from({ length: 7 }, () => contact({ createdAt: new Date('2026-01-01T00:00:00Z') })))
	await settle()
	await who(contactMap, { createsMa: 'always' })
	await db`update contact set title = 'Edited' where id = ${old[0]?.id ?? 0}`
	const fresh = await contact({ createdAt: new Date(at.getTime() + 1000) })
	await settle()
	expect(await prospects([...old.map(({ email }) => email), fresh.email])).toEqual([fresh.email])
	const said = (await page(contactMap)).missing
	expect(said?.names.map(({ id }) => Number(id))).toEqual(expect.arrayContaining(old.map(({ id }) => id)))
	const before = (await db<{ count: number }[]>`select count(*)::int as count from ma_prospect`)[0]?.count ?? 0
	// Stopped before it began: nobody went over.
	const stopped = await change(contactMap, { act: 'backfill' })
	expect(await db`select distinct lane, causes from sync_job`).toEqual([{ lane: 3, causes: ['backfill'] }])
	if (!stopped?.ok || !stopped.runId) throw new Error('No run')
	expect(await cancelRun(db, ada, { connectionId, runId: stopped.runId, ...done })).toBe(said?.count)
	await settle()
	expect((await db`select count(*)::int as count from ma_prospect`)[0]?.['count']).toBe(before)
	const run = await change(contactMap, { act: 'backfill' })
	await settle()
	expect((await db`select count(*)::int as count from ma_prospect`)[0]?.['count']).toBe(before + (said?.count ?? 0))
	expect(await prospects(old.map(({ email }) => email))).toHaveLength(7)
	const runs = await openRuns(db, ada, connectionId, { kind: 'backfill', after: null, limit: 5 })
	expect(runs?.runs[0]).toMatchObject({ id: run?.ok ? run.runId : 0, kind: 'backfill', total: said?.count, waiting: 0 })
	expect((await page(contactMap)).missing).toEqual({ count: 0, isMore: false, names: [] })
	expect(await db`select acquired_by, contact_id::text from ma_prospect where email = ${fresh.email}`).toEqual([
		{ acquiredBy: 'crm', contactId: String(fresh.id) },
	])
})

test('(A26) off from the first day; sent by hand one goes over at once, a prospect with the address is met instead, and without an address it says why', async () => {
	const [alone, known, mute] = [await contact(), await contact(), await contact()]
	await db`insert into ma_prospect (seller_entity_id, email, first_name) values (${sellerId}, ${known.email}, 'Known')`
	await db`update contact set email = null where id = ${mute.id}`
	await settle()
	expect(await prospects([alone.email])).toEqual([])
	for (const { id } of [alone, known, mute])
		expect(await withTransaction(db, (tx) => saveSent(tx, ada, { object: 'contact', id, ...done }))).toBe(id === known.id ? 0 : 1)
	expect(await db`select distinct lane from sync_job where 'send' = any(causes)`).toEqual([{ lane: 0 }])
	await settle()
	expect(await prospects([alone.email, known.email])).toEqual([alone.email, known.email])
	expect(await db`select state from sync_link where crm_object = 'contact' and crm_id = ${String(alone.id)}`).toEqual([{ state: 'active' }])
	expect(await db`select side, object, code from sync_error where closed_at is null and record_id = ${String(mute.id)}`).toEqual([
		{ side: 'crm', object: 'contact', code: 'NO_EMAIL' },
	])
})

test('(A26) (A9) who is sent over at the cap waits, and goes over once there is room', async () => {
	const live = (await db<{ count: number }[]>`select count(*)::int as count from sync_link where state = 'active' and ma_object = 'prospect'`)[0]?.count ?? 0
	await setProspectCap(db, ada, { connectionId, cap: live, ...done })
	const one = await contact()
	await withTransaction(db, (tx) => saveSent(tx, ada, { object: 'contact', id: one.id, ...done }))
	await settle()
	expect(await prospects([one.email])).toEqual([])
	expect(await db`select state, state_reason, ma_id from sync_link where crm_object = 'contact' and crm_id = ${String(one.id)}`).toEqual([
		{ state: 'held', stateReason: 'HELD_BY_CAP', maId: null },
	])
	await setProspectCap(db, ada, { connectionId, cap: live + 1, ...done })
	await settle()
	expect(await prospects([one.email])).toEqual([one.email])
	expect(await db`select state from sync_link where crm_object = 'contact' and crm_id = ${String(one.id)}`).toEqual([{ state: 'active' }])
})

test('(A27) a filter says before it is saved who leaves and who comes back; who left and returned kept her id, score and activities', async () => {
	const [stays, goes] = [await contact({ title: 'Buyer' }), await contact({ title: 'Guest' })]
	for (const { id } of [stays, goes]) await withTransaction(db, (tx) => saveSent(tx, ada, { object: 'contact', id, ...done }))
	await settle()
	const [prospect] = await db<{ id: number }[]>`select id from ma_prospect where email = ${goes.email}`
	const prospectId = prospect?.id ?? 0
	await db`insert into ma_activity (prospect_id, kind, occurred_at, source_key, score) values (${prospectId}, 'page_view', ${at}, 'scope-test', 1)`
	await db`update ma_prospect set score = 40 where id = ${prospectId}`
	await settle()
	const filter = { all: [{ field: 'title', op: 'ne' as const, value: 'guest' }] }
	const tried = await page(contactMap, { objectMapId: contactMap, filter })
	expect(tried.preview).toMatchObject({ enters: { count: 0 }, leaves: { count: 1, names: [{ id: String(goes.id), name: 'Ines Prado' }] } })
	expect((await page(contactMap)).filter, 'a try saves nothing').toBe(null)
	await change(contactMap, { act: 'filter', filter })
	await settle()
	const link = async () => (await db`select ma_id, state, state_reason from sync_link where crm_object = 'contact' and crm_id = ${String(goes.id)}`)[0]
	expect(await link()).toEqual({ maId: String(prospectId), state: 'archived', stateReason: 'FILTERED_OUT' })
	const skipped = async () => {
		const candidates = await loadCandidates(db, { sellerEntityId: ada.seller.id, productId: null, prospectIds: [prospectId] }, '2026-03-02')
		return candidates.map((candidate) => whySkipped({ ...candidate, consent: 'opt_in' }))
	}
	expect(await skipped(), 'who rests is not mailed (B10)').toEqual(['filtered_out'])
	expect((await page(contactMap, { objectMapId: contactMap, filter: null })).preview).toMatchObject({
		enters: { count: 1, names: [{ id: String(goes.id) }] },
		leaves: { count: 0 },
	})
	// What the filter asks for changes: looked at again by itself.
	await db`update contact set title = 'Head buyer' where id = ${goes.id}`
	await settle()
	expect(await link()).toEqual({ maId: String(prospectId), state: 'active', stateReason: null })
	expect(await skipped()).toEqual([null])
	expect(
		await db`select score, title, (select count(*)::int from ma_activity y where y.prospect_id = p.id) as activities from ma_prospect p where id = ${prospectId}`,
	).toEqual([{ score: 40, title: 'Head buyer', activities: 1 }])
	await db`update contact set title = 'Guest' where id = ${goes.id}`
	await settle()
	expect(await link()).toMatchObject({ state: 'archived' })
})

test('(B10) what was still to go over of a record that leaves is told in the journal, written nowhere, and goes over when it returns; the same statements for many', async () => {
	await change(contactMap, { act: 'filter', filter: { all: [{ field: 'title', op: 'ne' as const, value: 'guest' }] } })
	const leave = async (count: number) => {
		const all = await Promise.all(Array.from({ length: count }, () => contact({ title: 'Buyer' })))
		await withTransaction(db, async (tx) => {
			for (const { id } of all) await saveSent(tx, ada, { object: 'contact', id, ...done })
		})
		await settle()
		const ids = all.map(({ id }) => id)
		// The marketer's edit of each is on its way at the moment of leaving.
		await db`update ma_prospect set phone = '+1 701 ' || contact_id where contact_id = any(${ids}::bigint[])`
		await db`update contact set title = 'Guest' where id = any(${ids}::bigint[])`
		await drainMarks(db, at)
		await db`delete from sync_decision`
		const { statements } = await statementsOf(db, () => workSync(work))
		await settle()
		return { ids, statements: statements.length }
	}
	const journal = async () =>
		await db`select crm_field, crm_value, ma_value, changed, winner, wrote, value, note, cause from sync_decision order by link_id, crm_field`
	const phones = async (ids: readonly number[]) => (await db`select phone from contact where id = any(${ids}::bigint[]) order by id`).map(({ phone }) => phone)
	const few = await leave(1)
	const [one = 0] = few.ids
	expect(await phones(few.ids)).toEqual([null])
	expect(await db`select state, state_reason from sync_link where crm_object = 'contact' and crm_id = ${String(one)}`).toEqual([
		{ state: 'archived', stateReason: 'FILTERED_OUT' },
	])
	const kept = { wrote: null, note: 'left', cause: 'edit' }
	expect(await journal()).toEqual([
		{ ...kept, crmField: 'phone', crmValue: null, maValue: `+1 701 ${one}`, changed: 'ma', winner: 'ma', value: `+1 701 ${one}` },
		{ ...kept, crmField: 'title', crmValue: 'Guest', maValue: 'Buyer', changed: 'crm', winner: 'crm', value: 'Guest' },
	])
	const many = await leave(40)
	expect(many.statements).toBe(few.statements)
	expect(await journal()).toHaveLength(80)
	// It is said once, and not at each look.
	await db`update contact set first_name = 'Inés' where id = ${one}`
	await settle()
	expect(await journal()).toHaveLength(80)
	await db`update contact set title = 'Buyer' where id = ${one}`
	await settle()
	expect(await phones(few.ids), 'nothing is lost').toEqual([`+1 701 ${one}`])
	await change(contactMap, { act: 'filter', filter: null })
	await settle()
})

test('(A27) a filter by a field that is not mapped is refused by name, and another seller’s mapping is not there', async () => {
	const filter = { all: [{ field: 'shoe_size', op: 'eq' as const, value: '44' }] }
	expect(await change(contactMap, { act: 'filter', filter })).toMatchObject({
		ok: false,
		refusals: [{ code: 'PREDICATE_FIELD', facts: { field: 'shoe_size' } }],
	})
	expect(
		await changeScope(
			db,
			{ ...ada, seller: { ...ada.seller, id: 999_999 } },
			{ connectionId, objectMapId: contactMap, wish: { act: 'backfill' }, ownSides, ...done },
		),
	).toBe(null)
})
