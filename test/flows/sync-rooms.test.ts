import { expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { cancelRun } from '../../app/flows/sync/cancel-run.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { mendErrors } from '../../app/flows/sync/mend-errors.ts'
import { openRuns } from '../../app/flows/sync/open-runs.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { openSyncRoom } from '../../app/flows/sync/open-sync-room.ts'
import { openWhy } from '../../app/flows/sync/open-why.ts'
import { resyncRecords } from '../../app/flows/sync/resync-records.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { sayCause } from '../../db/queries/sync-cause.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, contactId, sellerId, shopper } = await makeCompany(db, 'agate')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const sides = () => null
const systems = { all: [], addressOf: () => null, seal: () => '', unseal: () => null, isPrivateKey: () => false }
const done = { requestId: 'test', at }

const work = { db, clock: () => at, random: () => 0.5, outside: () => null }

async function settle(): Promise<void> {
	for (let rounds = 0; (await drainMarks(db, at)) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}

await openHouseConnections(db, at)
const [prospect] = await db<{ id: number }[]>`
	insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) values (${sellerId}, 'luka@agate.test', 'Luka', 'Novak agate', ${contactId}) returning id`
const prospectId = prospect?.id ?? 0
await settle()
const [link] = await db<{ id: number; connectionId: number }[]>`select id, connection_id from sync_link where ma_id = ${String(prospectId)}`
const [linkId, connectionId] = [link?.id ?? 0, link?.connectionId ?? 0]

const titles = async () => (await db`select c.title as crm, p.title as ma from contact c, ma_prospect p where c.id = ${contactId} and p.id = ${prospectId}`)[0]
const why = async () => {
	const page = await openWhy(db, ada, { linkId, ownSides })
	const title = page?.fields.find(({ crmField }) => crmField === 'title')
	if (!page || !title) throw new Error('The link has no title')
	return { page, title }
}
const errorsNow = async () =>
	(await openSyncErrors(db, ada, connectionId, { group: null, code: null, text: null, after: null, runId: null, limit: 40 }))?.groups ?? []
const change = (wish: Parameters<typeof changeLink>[2]['wish']) => changeLink(db, ada, { linkId, wish, ownSides, ...done })

test('(A4) what was written over comes back, stays through the next rounds, and gives way once a person edits it', async () => {
	await db`update contact set title = 'Buyer' where id = ${contactId}`
	await settle()
	await db`update contact set title = 'Founder' where id = ${contactId}`
	await settle()
	expect(await titles()).toEqual({ crm: 'Founder', ma: 'Founder' })
	const { title } = await why()
	expect(title.standing).toMatchObject({ wrote: 'ma', maValue: 'Buyer', value: 'Founder' })
	expect(await change({ act: 'revert', id: title.standing?.id ?? 0 })).toEqual({ ok: true })
	await settle()
	expect(await titles()).toEqual({ crm: 'Founder', ma: 'Buyer' })
	expect((await why()).title.pinnedAt).not.toBe(null)
	expect((await why()).title.standing).toMatchObject({ rule: 'reverted', wrote: 'ma', value: 'Buyer', actor: `user:${userId}` })
	await db`update contact set title = 'Owner' where id = ${contactId}`
	await settle()
	expect(await titles()).toEqual({ crm: 'Owner', ma: 'Owner' })
	expect((await why()).title.pinnedAt).toBe(null)
})

test('a pin holds, and off it is looked at again', async () => {
	const { title } = await why()
	await change({ act: 'pin', key: title.key })
	const before = await titles()
	// The sync's own hand takes no pin off.
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'sync', actor: 'sync:1' })
		await tx`update contact set title = 'By machine' where id = ${contactId}`
	})
	await settle()
	expect(await titles()).toEqual({ crm: 'By machine', ma: before?.['ma'] })
	await change({ act: 'unpin', key: title.key })
	await settle()
	expect(await titles()).toEqual({ crm: 'By machine', ma: 'By machine' })
})

test('(A17) a title too long for sales is one cause; cut from now on it mends itself, and everything is tried again at once', async () => {
	await db`update ma_prospect set title = ${'Head of coffee and of everything that is drunk hot '.repeat(4)} where id = ${prospectId}`
	await settle()
	const [group] = await errorsNow()
	expect(group).toMatchObject({ code: 'STRING_TOO_LONG', side: 'crm', field: 'title', count: 1, cause: 'too_long', class: 'data' })
	expect((await openSyncRoom(db, ada, at))[0]).toMatchObject({ openErrors: 1 })
	expect(await mendErrors(db, ada, { connectionId, group: group?.key ?? '', remedy: { act: 'truncate' }, ownSides, ...done })).toMatchObject({
		ok: true,
		total: 1,
	})
	expect(await db`select lane, causes from sync_job where link_id = ${linkId}`).toEqual([{ lane: 0, causes: ['manual'] }])
	await settle()
	expect(await errorsNow()).toEqual([])
	expect(String((await titles())?.['crm'])).toHaveLength(128)
})

test('(A16) an address that is refused is mended where it came from, by its suggestion', async () => {
	await db`update ma_prospect set email = 'luka.@agate.test' where id = ${prospectId}`
	await settle()
	const [group] = await errorsNow()
	expect(group).toMatchObject({ code: 'INVALID_EMAIL_ADDRESS', value: 'luka.@agate.test', suggestion: 'luka@agate.test' })
	const value = group?.suggestion ?? ''
	expect(await mendErrors(db, ada, { connectionId, group: group?.key ?? '', remedy: { act: 'edit', value }, ownSides, ...done })).toMatchObject({ ok: true })
	await settle()
	expect(await errorsNow()).toEqual([])
	expect(await db`select email from ma_prospect where id = ${prospectId}`).toEqual([{ email: 'luka@agate.test' }])
})

test('a mapping is changed with the fields that both sides have now, its records are looked at again, and another seller’s is not there', async () => {
	const page = await openMapping(db, ada, { connectionId, ownSides, sides, systems })
	const object = page?.objects.find(({ crmObject }) => crmObject === 'contact')
	const title = object?.fields.find(({ crmField }) => crmField === 'title')
	if (!object || !title) throw new Error('The mapping has no title')
	expect(object.free.crm.map(({ name }) => name)).not.toContain('account_id')
	const { key, stoppedBy: _, crm: __, ma: ___, ...wish } = title
	const edit = { objectMapId: object.id, key, wish: { ...wish, behaviour: 'ma_to_crm' as const } }
	expect(await changeMapping(db, ada, { connectionId, edit, ownSides, sides, ...done })).toMatchObject({ ok: true, total: 1 })
	const other = { ...ada, seller: { ...ada.seller, id: 999_999 } }
	expect(await changeMapping(db, other, { connectionId, edit, ownSides, sides, ...done })).toBe(null)
	expect(await openMapping(db, other, { connectionId, ownSides, sides, systems })).toBe(null)
	expect(await db`select action from audit_entry where action = 'sync.mapping'`).toHaveLength(1)
	await settle()
})

test('(A13) a run counts down, and what of it waits is taken back', async () => {
	await changeConnection(db, ada, { connectionId, act: 'pause', ...done })
	const runId = (await resyncRecords(db, ada, { connectionId, filter: {}, ...done })) ?? 0
	await settle()
	const shown = async () => (await openRuns(db, ada, connectionId, { kind: null, after: null, limit: 20 }))?.runs.find(({ id }) => id === runId)
	expect(await shown()).toMatchObject({ total: 1, waiting: 1 })
	expect(await cancelRun(db, ada, { connectionId, runId, ...done })).toBe(1)
	expect(await shown()).toMatchObject({ waiting: 0, subject: { cancelled: 1 } })
	const again = (await resyncRecords(db, ada, { connectionId, filter: {}, ...done })) ?? 0
	expect(await changeConnection(db, ada, { connectionId, act: 'run', ...done })).toBe('running')
	await settle()
	expect(await db`select 1 from sync_job where run_id = ${again}`).toHaveLength(0)
})

test('(A21) a changed mapping goes by the ramp: ten records tell that it is wrong, and let go on unmended it tries ten more, not all', async () => {
	await db`insert into contact (account_id, first_name, last_name, email, title) select ${accountId}, 'C' || i, 'Agate', 'ramp' || i || '@agate.test', 'Head of coffee' from generate_series(1, 40) i`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, title, contact_id) select ${sellerId}, email, first_name, last_name, title, id from contact where email like 'ramp%'`
	await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type, length) values (${sellerId}, 'contact', 'salutation', '{"en":"Salutation"}', 'text', 12)`
	await settle()
	const object = (await openMapping(db, ada, { connectionId, ownSides, sides, systems }))?.objects.find(({ crmObject }) => crmObject === 'contact')
	const title = object?.fields.find(({ maField }) => maField === 'title')
	if (!object || !title) throw new Error('The mapping has no title')
	const { stoppedBy: _, crm: __, ma: ___, key, ...wish } = title
	const change = (edit: Omit<Parameters<typeof changeMapping>[2]['edit'], 'objectMapId'>) =>
		changeMapping(db, ada, { connectionId, edit: { objectMapId: object.id, ...edit }, isRamped: true, ownSides, sides, ...done })
	const stands = async () =>
		(await db`select state, suspended_for, canary_stage, canary_done, canary_refused from sync_connection where id = ${connectionId}`)[0]
	await change({ key, wish: null })
	expect(await change({ key: null, wish: { ...wish, crmField: 'custom.salutation', behaviour: 'ma_to_crm', overflow: 'error' } })).toMatchObject({
		ok: true,
		total: 41,
	})
	expect(await stands()).toMatchObject({ state: 'canary', canaryStage: 0, canaryDone: 0 })
	await settle()
	expect(await stands()).toMatchObject({ state: 'suspended', suspendedFor: 'ERROR_SHARE', canaryDone: 10 })
	const refused = async () => (await db`select 1 from sync_error where code = 'STRING_TOO_LONG' and closed_at is null`).length
	const first = await refused()
	expect(first).toBeLessThanOrEqual(10)
	expect(await changeConnection(db, ada, { connectionId, act: 'run', ...done })).toBe('canary')
	await settle()
	expect(await stands()).toMatchObject({ state: 'suspended', canaryDone: 10 })
	expect(await refused()).toBeLessThanOrEqual(20)
	const wrong = (await openMapping(db, ada, { connectionId, ownSides, sides, systems }))?.objects
		.find(({ crmObject }) => crmObject === 'contact')
		?.fields.find(({ maField }) => maField === 'title')
	await change({ key: wrong?.key ?? '', wish: null })
	await change({ key: null, wish })
	await changeConnection(db, ada, { connectionId, act: 'run', ...done })
	await settle()
	expect(await stands(), 'all there is has gone').toMatchObject({ state: 'running', canaryStage: 3, canaryRefused: 0 })
	expect(await refused()).toBe(0)
	expect(await db`select 1 from sync_job where connection_id = ${connectionId}`).toHaveLength(0)
})
