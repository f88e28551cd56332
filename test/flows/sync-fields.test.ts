import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'schist')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-03-02T09:00:00Z')
const clock = () => new Date(now)
const work = { db, clock, random: () => 0, outside: () => null, watchedAt: new Map<number, number>() }
await openHouseConnections(db, clock())
const [map] = await db<{ id: number; connectionId: number }[]>`
	select m.id, m.connection_id from sync_object_map m join sync_connection c on c.id = m.connection_id where c.seller_entity_id = ${sellerId} and m.crm_object = 'contact'`
const [objectMapId, connectionId] = [map?.id ?? 0, map?.connectionId ?? 0]

/** A minute later, until nothing is left to do. */
async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const define = async (name: string) => {
	for (const object of ['contact', 'prospect'])
		await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type) values (${sellerId}, ${object}, ${name}, '{"en":"Own"}', 'text')`
	const [made] = await db<{ id: number }[]>`
		insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour) values (${objectMapId}, ${`custom.${name}`}, ${`custom.${name}`}, 'most_recent') returning id`
	return String(made?.id)
}
const drop = async (name: string, isActive: boolean) => await db`update crm_custom_def set is_active = ${isActive} where object = 'contact' and name = ${name}`
const errors = async () =>
	(await openSyncErrors(db, ada, connectionId, { group: null, code: null, text: null, after: null, runId: null, limit: 40 }))?.groups.map(
		({ code, field, count, remedies }) => ({ code, field, count, remedies }),
	)
const missing = (field: string) => ({ code: 'FIELD_MISSING', field, count: 1, remedies: ['map_field', 'change_target'] })
const stopped = async () =>
	(await db<{ crmField: string }[]>`select crm_field from sync_field_map where stopped_by = 'FIELD_MISSING' order by id`).map(({ crmField }) => crmField)

await db`insert into contact (account_id, first_name, last_name, email) select ${accountId}, 'P' || i, 'L', 'p' || i || '@schist.test' from generate_series(1, 5) i`
await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, contact_id) select ${sellerId}, email, first_name, last_name, id from contact where email like 'p%@schist.test'`
beforeEach(settle)

test('(A18) a field that vanishes stops its mapping alone, with one error for all five records; back again it goes on and the error closes itself', async () => {
	await define('machines')
	await db`update contact set custom = '{"machines":"three"}' where email like 'p%@schist.test'`
	await settle()
	await drop('machines', false)
	await db`update contact set title = 'Buyer', custom = '{"machines":"four"}' where email like 'p%@schist.test'`
	await settle()
	expect(await errors()).toEqual([missing('custom.machines')])
	expect(await stopped()).toEqual(['custom.machines'])
	expect(await db`select distinct title, custom ->> 'machines' as machines from ma_prospect where email like 'p%@schist.test'`).toEqual([
		{ title: 'Buyer', machines: 'three' },
	])
	// Nobody touches a record: it is seen all the same.
	await drop('machines', true)
	await settle()
	expect([await errors(), await stopped()]).toEqual([[], []])
	expect(await db`select distinct custom ->> 'machines' as machines from ma_prospect where email like 'p%@schist.test'`).toEqual([{ machines: 'four' }])
	expect(await db`select closed_for from sync_error where code = 'FIELD_MISSING'`).toEqual([{ closedFor: 'mended' }])
})

test('(A18) a mapping that is dropped takes its error along', async () => {
	const key = await define('grinders')
	await settle()
	await drop('grinders', false)
	await settle()
	expect(await errors()).toEqual([missing('custom.grinders')])
	expect(
		await changeMapping(db, ada, { connectionId, edit: { objectMapId, key, wish: null }, ownSides, sides: () => null, requestId: 'test', at: clock() }),
	).toMatchObject({
		ok: true,
	})
	expect(await errors()).toEqual([])
})

test('(A36) a workflow acts on what the sync writes and makes as on what people write, once', async () => {
	const actions = JSON.stringify([{ kind: 'field', name: 'tier', value: 'gold' }])
	for (const object of ['contact', 'lead']) {
		await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type) values (${sellerId}, ${object}, 'tier', '{"en":"Tier"}', 'text')`
		await db`insert into crm_workflow (seller_entity_id, object, name, predicate, actions, is_active) values (${sellerId}, ${object}, 'Founders', '{"field":"title","op":"eq","value":"Founder"}', ${actions}::text::jsonb, true)`
	}
	await db`update ma_prospect set title = 'Founder' where email = 'p1@schist.test'`
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, title, assigned_user_id, assigned_at) values (${sellerId}, 'new@schist.test', 'Ana', 'Silva', 'Founder', ${userId}, ${clock()})`
	await settle()
	expect(await db`select custom ->> 'tier' as tier from contact where email = 'p1@schist.test'`).toEqual([{ tier: 'gold' }])
	expect(await db`select custom ->> 'tier' as tier from contact where email = 'p2@schist.test'`).toEqual([{ tier: null }])
	expect(await db`select custom ->> 'tier' as tier from crm_lead where email = 'new@schist.test'`).toEqual([{ tier: 'gold' }])
	await db`update ma_prospect set phone = '+1' where email = 'p1@schist.test'`
	await settle()
	expect(await db`select count(*)::int as runs from crm_workflow_run`).toEqual([{ runs: 2 }])
})
