import { afterAll, expect, test } from 'vitest'
import { workLists, workSync } from '../../app/cli/work-sync.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { forgetDecisions } from '../../app/flows/sync/forget-decisions.ts'
import { changeList } from '../../app/flows/sync-list/change-list.ts'
import { openList } from '../../app/flows/sync-list/open-list.ts'
import { type ListWish, startComparisons, startList } from '../../app/flows/sync-list/start-list.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { openDb } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 1 })
afterAll(() => owner.end())
const { accountId, sellerId, shopper } = await makeCompany(db, 'slate')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date()
const work = { db, clock: () => new Date(), random: () => 0.5, outside: () => null }
const people = 1200

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, new Date())) + (await workSync(work)) > 0; rounds++) if (rounds > 100) throw new Error('It never comes to rest')
}
async function listed(wish: ListWish): Promise<number> {
	const done = await startList(db, ada, { connectionId, wish, requestId: 'test', at: new Date() })
	if (!done?.ok) throw new Error(JSON.stringify(done))
	await lists()
	return done.runId
}
async function lists(): Promise<void> {
	for (let rounds = 0; (await workLists(work)) > 0; rounds++) if (rounds > 50) throw new Error('The list never ends')
}
const shown = async (runId: number) => {
	const page = await openList(db, ada, { connectionId, runId, query: { text: null, field: null, state: null, after: null, limit: 10_000 } })
	if (!page) throw new Error('There is no such list')
	return page
}

await db`
	insert into contact (account_id, first_name, last_name, email, title) select ${accountId}, 'Mina', 'Park ' || n, 'mina' || n || '@slate.test', 'Buyer' from generate_series(1, ${people}::int) n`
await db`
	insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, c.email, c.first_name, c.last_name, c.id from contact c where c.account_id = ${accountId} and c.email like 'mina%@slate.test'`
await openHouseConnections(db, at)
const [connection] = await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId}`
const connectionId = connection?.id ?? 0
await settle()

/** Each cell of both sides that the sync may write, by record and field. */
async function cells(): Promise<Map<string, unknown>> {
	const rows = await db<{ key: string; value: unknown }[]>`
		select 'crm:contact:' || t.id || ':' || e.key as key, e.value from contact t, jsonb_each(to_jsonb(t)) e
		union all select 'crm:lead:' || t.id || ':' || e.key, e.value from crm_lead t, jsonb_each(to_jsonb(t)) e
		union all select 'ma:prospect:' || t.id || ':' || e.key, e.value from ma_prospect t, jsonb_each(to_jsonb(t)) e`
	return new Map(rows.map(({ key, value }) => [key, value]))
}

test('(e) a dry run lists exactly what the run then writes, of linked and of new people, and writes nothing itself', async () => {
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
	await db`update contact set title = 'Head of coffee' where email in ('mina1@slate.test', 'mina2@slate.test')`
	await db`update ma_prospect set phone = '+1 701' where email = 'mina2@slate.test'`
	await db`insert into contact (account_id, first_name, last_name, email, title) values (${accountId}, 'Luka', 'Novak', 'luka@new.test', 'Owner')`
	await db`insert into ma_prospect (seller_entity_id, email, last_name) values (${sellerId}, 'luka@new.test', 'Novak')`
	await db`insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, 'new@lead.test', 'Nováková', 'Kavárna', ${userId}, now())`
	const before = await cells()
	const { run, lines } = await shown(await listed({ kind: 'dry_run', change: {} }))
	expect(run.stage).toBe('listed')
	expect(await cells()).toEqual(before)
	await db`update sync_connection set state = 'running' where id = ${connectionId}`
	await settle()
	const after = await cells()
	const made = (key: string) => !before.has(`${key.split(':').slice(0, 3).join(':')}:id`)
	const differs = [...after].filter(([key, value]) => !made(key) && JSON.stringify(before.get(key)) !== JSON.stringify(value)).map(([key]) => key)
	// Columns that follow another by themselves are nobody's field.
	const theirs = differs.filter((key) => !/:(assigned_at|changed_at)$/.test(key))
	expect(
		lines
			.filter(({ recordId }) => recordId !== null)
			.map(({ side, object, recordId, field }) => `${side}:${object}:${recordId}:${field}`)
			.sort(),
	).toEqual(theirs.sort())
	for (const { side, object, recordId, field, fromValue, toValue } of lines.filter(({ recordId, rule }) => recordId !== null && rule !== 'linked')) {
		const key = `${side}:${object}:${recordId}:${field}`
		expect([String(before.get(key) ?? ''), String(after.get(key) ?? '')], key).toEqual([String(fromValue ?? ''), String(toValue ?? '')])
	}
	const lead = lines.filter(({ recordId }) => recordId === null)
	const [row] = await db<Record<string, unknown>[]>`select last_name, company, email from crm_lead where email = 'new@lead.test'`
	for (const { toValue } of lead.filter(({ field }) => ['last_name', 'company', 'email'].includes(field))) expect(Object.values(row ?? {})).toContain(toValue)
	expect(lead.map(({ field }) => field)).toEqual(expect.arrayContaining(['last_name', 'company', 'email', 'owner_user_id']))
	expect(lines.some(({ rule }) => rule === 'linked')).toBe(true)
})

test('(e) a dry run of another mapping lists what that mapping would write, and the mapping stays', async () => {
	const mine = db`select f.id from sync_field_map f join sync_object_map m on m.id = f.object_map_id where m.connection_id = ${connectionId} and m.crm_object = 'contact' and f.crm_field = 'phone'`
	const [map] = await db<
		{ objectMapId: number; key: string }[]
	>`update sync_field_map set behaviour = 'off' where id = (${mine}) returning object_map_id, id::text as key`
	await db`update contact set phone = '+1 555' where email in ('mina31@slate.test', 'mina32@slate.test')`
	await settle()
	const wish = {
		crmField: 'phone',
		maField: 'phone',
		behaviour: 'use_crm',
		blank: 'fill',
		multi: 'last',
		overflow: 'error',
		transform: null,
		fallback: null,
	} as const
	const { lines, run } = await shown(await listed({ kind: 'dry_run', change: { mapping: { objectMapId: map?.objectMapId ?? 0, key: map?.key ?? '', wish } } }))
	expect(lines.map(({ name, side, field, fromValue, toValue, rule }) => [name, side, field, fromValue, toValue, rule])).toEqual([
		['Mina Park 31', 'ma', 'phone', null, '+1 555', 'use_crm.filled'],
		['Mina Park 32', 'ma', 'phone', null, '+1 555', 'use_crm.filled'],
	])
	expect(run.fields).toEqual([{ side: 'ma', object: 'prospect', field: 'phone', count: 2, open: 2, refused: 0 }])
	expect(await db`select behaviour from sync_field_map where id = ${map?.key ?? ''}::bigint`).toEqual([{ behaviour: 'off' }])
	await db`update sync_field_map set behaviour = 'most_recent' where id = ${map?.key ?? ''}::bigint`
	await db`update contact set phone = null where email in ('mina31@slate.test', 'mina32@slate.test')`
	await settle()
})

test('(B15) what a trigger that was off has missed is found and mended by itself, and the next comparison finds nothing', async () => {
	await owner`alter table contact disable trigger sync_update`
	await db`update contact set title = 'Roaster' where email = 'mina7@slate.test'`
	await owner`alter table contact enable trigger sync_update`
	await settle()
	expect(await db`select title from ma_prospect where email = 'mina7@slate.test'`).not.toEqual([{ title: 'Roaster' }])
	expect(await startComparisons(db, new Date())).toBe(1)
	await lists()
	const [run] = await db<
		{ id: number; drift: number; looked: number; stage: string }[]
	>`select id, drift, looked, stage from sync_run where kind = 'reconcile' order by id desc limit 1`
	expect(run).toMatchObject({ drift: 1, stage: 'done' })
	expect(run?.looked).toBeGreaterThan(people)
	expect((await shown(run?.id ?? 0)).lines).toMatchObject([{ field: 'title', state: 'done' }])
	await settle()
	expect(
		await db`select c.title as crm, p.title as ma from contact c join ma_prospect p on p.contact_id = c.id where c.email = 'mina7@slate.test'`,
	).toMatchObject([{ crm: expect.anything(), ma: expect.anything() }])
	const [both] = await db<
		{ crm: string; ma: string }[]
	>`select c.title as crm, p.title as ma from contact c join ma_prospect p on p.contact_id = c.id where c.email = 'mina7@slate.test'`
	expect(both?.crm).toBe(both?.ma)
	const again = await shown(await listed({ kind: 'reconcile' }))
	expect(again.run).toMatchObject({ drift: 0, stage: 'done' })
})

test('(B15) a pin is no drift, and much drift is not mended but told, until somebody says so', async () => {
	await owner`alter table contact disable trigger sync_update`
	await db`update contact set phone = '+1 999' where email in ('mina11@slate.test', 'mina12@slate.test', 'mina13@slate.test')`
	await owner`alter table contact enable trigger sync_update`
	const [pinned] = await db<{ id: number; key: string }[]>`
		select l.id, f.id::text as key from sync_link l join sync_field_map f on f.object_map_id = l.object_map_id and f.crm_field = 'phone' where l.crm_id = (select id::text from contact where email = 'mina13@slate.test')`
	await db`update sync_link set pinned = pinned || jsonb_build_object(${pinned?.key ?? ''}::text, clock_timestamp()) where id = ${pinned?.id ?? 0}`
	const runId = await listed({ kind: 'reconcile' })
	expect((await shown(runId)).run).toMatchObject({ drift: 2, stage: 'listed' })
	expect(await db`select kind from notice where user_id = ${userId} and kind = 'sync.drift'`).toHaveLength(1)
	await settle()
	expect(await db`select 1 from ma_prospect where phone = '+1 999'`).toHaveLength(0)
	expect(await changeList(db, ada, { connectionId, runId, act: 'mend', requestId: 'test', at: new Date() })).toEqual({ ok: true })
	await settle()
	expect(await db`select 1 from ma_prospect where phone = '+1 999'`).toHaveLength(2)
})

test('(e) a bad sync is taken back by time, what somebody changed since stays by name, and the next sync does not do it again', async () => {
	await settle()
	const [clock] = await db<{ from: Date }[]>`select clock_timestamp() as from`
	const before = await db`select email, title from ma_prospect where email like 'mina2%@slate.test' order by email`
	await db`update contact set title = 'SPOILT' where email like 'mina2%@slate.test'`
	await settle()
	await db`update ma_prospect set title = 'Mended by hand' where email = 'mina21@slate.test'`
	await settle()
	const subject = { from: clock?.from.toISOString() ?? null, to: null }
	const runId = await listed({ kind: 'undo', subject })
	const planned = await shown(runId)
	expect(planned.run.stage).toBe('listed')
	const open = planned.lines.filter(({ state, side }) => state === 'open' && side === 'ma')
	expect(open.length).toBeGreaterThan(100)
	expect(planned.lines.find(({ name, side }) => name.endsWith(' 21') && side === 'ma')).toMatchObject({ state: 'refused', reason: 'CHANGED_SINCE' })
	expect(await changeList(db, ada, { connectionId, runId, act: 'apply', requestId: 'test', at: new Date() })).toEqual({ ok: true })
	await lists()
	await settle()
	expect((await shown(runId)).run.stage).toBe('done')
	const now = await db`select email, title from ma_prospect where email like 'mina2%@slate.test' order by email`
	expect(now.filter(({ email }) => email !== 'mina21@slate.test')).toEqual(before.filter(({ email }) => email !== 'mina21@slate.test'))
	expect(now.find(({ email }) => email === 'mina21@slate.test')).toMatchObject({ title: 'Mended by hand' })
	expect(
		await startList(db, ada, {
			connectionId,
			wish: { kind: 'undo', subject: { from: new Date(Date.now() - 31 * 86_400_000).toISOString() } },
			requestId: 'test',
			at: new Date(),
		}),
	).toMatchObject({
		ok: false,
		refusals: [{ code: 'SYNC_UNDO_TOO_OLD' }],
	})
})

test('(e) a bad run, and what was written on one record, are taken back, and nothing of others', async () => {
	const titles = async () =>
		(
			await db<
				{ title: string | null }[]
			>`select title from ma_prospect where email in ('mina41@slate.test', 'mina42@slate.test', 'mina43@slate.test') order by email`
		).map(({ title }) => title)
	const takeBack = async (subject: { runId?: number; linkId?: number }) => {
		const runId = await listed({ kind: 'undo', subject })
		expect(await changeList(db, ada, { connectionId, runId, act: 'apply', requestId: 'test', at: new Date() })).toEqual({ ok: true })
		await lists()
		await settle()
		return (await shown(runId)).lines.filter(({ state }) => state === 'done').map(({ name, side, field }) => `${name} ${side} ${field}`)
	}
	const before = await titles()
	await db`update contact set title = 'BAD RUN' where email in ('mina41@slate.test', 'mina42@slate.test')`
	await settle()
	await db`update contact set title = 'Other run' where email = 'mina43@slate.test'`
	await settle()
	const [bad] = await db<{ runId: number }[]>`select max(d.run_id)::int as run_id from sync_decision d where d.value = '"BAD RUN"'::jsonb`
	expect(await titles()).toEqual(['BAD RUN', 'BAD RUN', 'Other run'])
	expect(await takeBack({ runId: bad?.runId ?? 0 })).toEqual(['Mina Park 41 ma title', 'Mina Park 42 ma title'])
	expect(await titles()).toEqual([before[0], before[1], 'Other run'])
	const [link] = await db<{ id: number }[]>`select id from sync_link where crm_id = (select id::text from contact where email = 'mina43@slate.test')`
	expect(await takeBack({ linkId: link?.id ?? 0 })).toContain('Mina Park 43 ma title')
	// All that the sync ever wrote on her: she had no title of her own.
	expect(await titles()).toEqual([before[0], before[1], null])
})

test('(e) lists of long ago are forgotten with their age, their runs stay', async () => {
	const runId = await listed({ kind: 'dry_run', change: {} })
	await owner`insert into sync_run_line (run_id, name, side, object, field, state, rule) select ${runId}, 'Mina', 'ma', 'prospect', 'title', 'open', 'linked'`
	const lines = async () => (await db`select 1 from sync_run_line where run_id = ${runId}`).length
	await forgetDecisions(db, new Date(Date.now() + 89 * 86_400_000))
	expect(await lines()).toBeGreaterThan(0)
	await forgetDecisions(db, new Date(Date.now() + 91 * 86_400_000))
	expect(await lines()).toBe(0)
	expect(await db`select 1 from sync_run where id = ${runId}`).toHaveLength(1)
})

test('(e) who an owner was and would be is called by name in a list, and who is nobody of the house stays as it is', async () => {
	const runId = await listed({ kind: 'dry_run', change: {} })
	await owner`
		insert into sync_run_line (run_id, name, side, object, field, from_value, to_value, state, rule)
		values (${runId}, 'Mina', 'ma', 'prospect', 'assigned_user_id', ${owner.json(String(userId))}, ${owner.json('999999999')}, 'open', 'linked')`
	expect((await shown(runId)).names).toEqual({ [`user:${userId}`]: 'Ada Lindgren' })
})

test('(e) another seller’s lists are not there', async () => {
	const [run] = await db<{ id: number }[]>`select max(id) as id from sync_run where stage is not null`
	const stranger = { ...ada, seller: { ...ada.seller, id: 999_999 } }
	const query = { text: null, field: null, state: null, after: null, limit: 10 }
	expect(await openList(db, stranger, { connectionId, runId: run?.id ?? 0, query })).toBe(null)
	expect(await startList(db, stranger, { connectionId, wish: { kind: 'reconcile' }, requestId: 'test', at })).toBe(null)
	expect(await changeList(db, stranger, { connectionId, runId: run?.id ?? 0, act: 'cancel', requestId: 'test', at })).toBe(null)
	expect(await changeList(db, ada, { connectionId: connectionId + 1, runId: run?.id ?? 0, act: 'cancel', requestId: 'test', at })).toBe(null)
})
