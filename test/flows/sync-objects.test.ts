import { expect, test } from 'vitest'
import { firstMaps } from '../../app/connectors/salesforce/first-maps.ts'
import { salesforceSystem } from '../../app/connectors/salesforce/system.server.ts'
import type { OutsideSystems } from '../../app/connectors/sync/contract.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { changeObjects, type ObjectEdit } from '../../app/flows/sync-setup/change-objects.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import { connect, outsideStage, unfinished } from '../support/outside-stage.ts'

/** Objects that are added to a connection which runs, let run, and taken out (sync-core.md A11, A22). */
const stage = await outsideStage('objects')
const { db, sellerId, staff, standIn, org, clock, done, settle } = stage
const some = firstMaps.filter(({ crmObject }) => crmObject === 'Account' || crmObject === 'Lead')
const connectionId = await connect(
	stage,
	some.map((map) => ({ ...map, fields: map.fields.filter(({ crmField }) => !crmField.startsWith('Billing')) })),
)
const systems: OutsideSystems = { all: [salesforceSystem], addressOf: () => null, seal: () => '', unseal: () => null, isPrivateKey: () => false }
const given = { connectionId, ownSides, systems, sides: () => org }
const change = (edit: ObjectEdit, more: Partial<typeof given> = {}) => changeObjects(db, staff, { ...given, ...more, edit, ...done() })
const room = async (more: Partial<typeof given> = {}) => await openMapping(db, staff, { ...given, ...more })
const codes = async (changing: ReturnType<typeof change>) => {
	const changed = await changing
	return changed && !changed.ok ? changed.refusals.map(({ code }) => code) : []
}
const idOf = async (crmObject: string) => (await room())?.objects.find((one) => one.crmObject === crmObject)?.id ?? 0
const there = (object: string) =>
	[...(standIn.org.rows.get(object)?.values() ?? [])].filter(({ deletedAt }) => deletedAt === null).map(({ values }) => values['Name'])
let lot = 0
const campaign = async (name: string) =>
	await db`insert into crm_campaign (seller_entity_id, code, name, currency, starts_on) values (${sellerId}, ${`C-${lot++}`}, ${name}, 'USD', '2026-05-01')`
const errors = async () => await db`select object, code from sync_error where connection_id = ${connectionId} and closed_at is null`

test('(A11) the room offers what both systems have and nothing maps, and says of accounts of people that the org has none', async () => {
	const offers = (await room())?.offers ?? []
	expect(offers.filter(({ isThere }) => isThere).map(({ crmObject, maObject }) => `${crmObject} ${maObject}`)).toEqual([
		...['Contact prospect', 'Opportunity opportunity', 'OpportunityContactRole contact_role', 'Campaign campaign'],
		...['CampaignMemberStatus campaign_status', 'CampaignMember campaign_member', 'Task task', 'Case support_case'],
	])
	expect(offers.filter(({ isThere }) => !isThere)).toEqual([{ crmObject: 'PersonAccount', maObject: 'person_account', isThere: false }])
	expect(await codes(change({ act: 'add', crmObject: 'PersonAccount', maObject: 'person_account', begins: 'usual' }))).toEqual(['SYNC_OBJECT_HIDDEN'])
	// Nobody answers: nothing is offered, and the mapping is read all the same.
	expect(await room({ sides: () => null as never })).toMatchObject({ offers: [], objects: [{ crmObject: 'Account' }, { crmObject: 'Lead' }] })
	standIn.turn({ personAccounts: true })
	expect((await room())?.offers.find(({ maObject }) => maObject === 'person_account')).toMatchObject({ isThere: true })
})

test('(A11, A21) what is added while the connection runs rests until it is let run; then all of its records go, by the ramp where it is asked for', async () => {
	await campaign('Before')
	expect(await change({ act: 'add', crmObject: 'Campaign', maObject: 'campaign', begins: 'usual' })).toMatchObject({ ok: true })
	const id = await idOf('Campaign')
	expect((await room())?.objects.find((one) => one.id === id)).toMatchObject({ rests: true, links: 0 })
	await campaign('While it rests')
	await drainMarks(db, clock())
	expect(await db`select 1 from sync_job where object = 'campaign'`).toEqual([])
	await settle()
	expect([there('Campaign'), await unfinished(stage)]).toEqual([[], 0])
	expect(await db`select 1 from sync_watermark where object = 'Campaign'`).toEqual([])
	expect(await codes(change({ act: 'add', crmObject: 'Campaign', maObject: 'campaign', begins: 'usual' }))).toEqual(['SYNC_OBJECT_TAKEN'])
	expect(await change({ act: 'wake', objectMapId: id, isRamped: true })).toMatchObject({ ok: true })
	expect(await db`select state from sync_connection where id = ${connectionId}`).toEqual([{ state: 'canary' }])
	await settle()
	expect(there('Campaign').toSorted()).toEqual(['Before', 'While it rests'])
	// It rests no more, so there is nothing to let run.
	expect(await change({ act: 'wake', objectMapId: id, isRamped: false })).toBeNull()
	await db`update sync_connection set state = 'running' where id = ${connectionId}`
})

test('(A11) an object without fields makes nothing until what the org asks for is mapped, and says which', async () => {
	expect(await change({ act: 'add', crmObject: 'Opportunity', maObject: 'opportunity', begins: 'empty' })).toMatchObject({ ok: true })
	expect((await room())?.objects.find(({ crmObject }) => crmObject === 'Opportunity')).toMatchObject({ fields: [], free: { crm: expect.anything() } })
	expect(await change({ act: 'take_out', objectMapId: await idOf('Opportunity') })).toMatchObject({ ok: true })
	expect(await idOf('Opportunity')).toBe(0)
})

test('an object is taken out with its links; nothing is deleted on either side, and put in again it meets its own', async () => {
	await change({ act: 'add', crmObject: 'CampaignMemberStatus', maObject: 'campaign_status', begins: 'usual' })
	const id = await idOf('Campaign')
	expect(await codes(change({ act: 'take_out', objectMapId: id }))).toEqual(['SYNC_OBJECT_NEEDED'])
	expect(await change({ act: 'take_out', objectMapId: await idOf('CampaignMemberStatus') })).toMatchObject({ ok: true })
	expect(await change({ act: 'take_out', objectMapId: id })).toMatchObject({ ok: true })
	expect(await db`select 1 from sync_link where connection_id = ${connectionId} and ma_object = 'campaign'`).toEqual([])
	await db`update crm_campaign set name = 'Renamed here' where name = 'Before'`
	await settle()
	expect(there('Campaign').toSorted()).toEqual(['Before', 'While it rests'])
	await db`update crm_campaign set name = 'Before' where name = 'Renamed here'`
	await change({ act: 'add', crmObject: 'Campaign', maObject: 'campaign', begins: 'usual' })
	await change({ act: 'wake', objectMapId: await idOf('Campaign'), isRamped: false })
	await settle()
	expect([there('Campaign').toSorted(), await errors()]).toEqual([['Before', 'While it rests'], []])
	const linked = await db`select count(*)::int as count from sync_link where connection_id = ${connectionId} and ma_object = 'campaign' and state = 'active'`
	expect(linked[0]?.['count']).toBe(2)
	expect(await db`select after ->> 'act' as act from audit_entry where action = 'sync.objects' order by id desc limit 2`).toEqual([
		{ act: 'wake' },
		{ act: 'add' },
	])
})

test('a connection of another seller, and an object that is none of it, are not there', async () => {
	const other = { ...staff, seller: { ...staff.seller, id: sellerId + 1000 } }
	const edit: ObjectEdit = { act: 'take_out', objectMapId: await idOf('Campaign') }
	expect(await changeObjects(db, other, { ...given, edit, ...done() })).toBeNull()
	expect(await change({ act: 'take_out', objectMapId: 999_999 })).toBeNull()
})

test('(A22, A42) the room says of objects of the house’s own that no other system is told of them, and none of their rows is a job', async () => {
	const [loan] = await db<
		{ id: number }[]
	>`insert into crm_custom_object (seller_entity_id, code, labels, parent) values (${sellerId}, 'loan', ${db.json({ en: 'Loan', ja: '貸出品' })}, 'account') returning id`
	expect((await room())?.kept).toEqual([{ code: 'loan', labels: { en: 'Loan', ja: '貸出品' } }])
	expect((await room())?.offers.some(({ maObject }) => maObject === 'loan')).toBe(false)
	const [account] = await db<{ id: number }[]>`select id from account where seller_entity_id = ${sellerId} limit 1`
	const before = standIn.org.calls.used
	await db`insert into crm_custom_row (account_id, custom_object_id, name, custom, created_at, changed_at) values (${account?.id ?? 0}, ${loan?.id ?? 0}, 'Grinder', '{}', ${clock()}, ${clock()})`
	await drainMarks(db, clock())
	expect(await db`select object from sync_job where connection_id = ${connectionId} and object = 'loan'`).toEqual([])
	expect(standIn.org.calls.used).toBe(before)
})
