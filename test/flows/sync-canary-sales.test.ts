import { expect, test } from 'vitest'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { connectFirst, outsideStage } from '../support/outside-stage.ts'

/** Companies, people who are accounts, and what is sold to them go by the ramp like people do (sync-core.md A21): a wrong mapping of one is stopped at ten. */
const stage = await outsideStage('pumice')
const { db, sellerId, userId, standIn, org, staff, settle, done } = stage
standIn.turn({ personAccounts: true })
const connectionId = await connectFirst(stage)
const many = 30
await db`insert into account (seller_entity_id, number, name, currency, owner_user_id) select ${sellerId}, 'P-' || n, 'Pumice Bar ' || n, 'USD', ${userId} from generate_series(1, ${many}::int) n`
await db`
	with a as (insert into account (seller_entity_id, number, name, currency, is_person, owner_user_id) select ${sellerId}, 'L-' || n, 'Luka Novak ' || n, 'USD', true, ${userId} from generate_series(1, ${many}::int) n returning id, number)
	insert into contact (account_id, first_name, last_name, email) select id, 'Luka', 'Novak ' || number, lower(number) || '@pumice.test' from a`
await db`
	insert into crm_opportunity (account_id, name, currency, amount_minor, close_on, stage, owner_user_id)
	select id, 'Machines for ' || name, 'USD', 120000, '2026-09-30', 'proposal', ${userId} from account where seller_entity_id = ${sellerId} and name like 'Pumice%'`
await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type) values (${sellerId}, 'opportunity', 'batch', '{"en":"Batch"}', 'text')`
await db`update crm_opportunity set custom = '{"batch":"autumn"}' where account_id in (select id from account where seller_entity_id = ${sellerId})`
await settle()

const rows = (object: string) => [...(standIn.org.rows.get(object)?.values() ?? [])].filter(({ deletedAt }) => deletedAt === null)
/** Of the org's own field that a wrong mapping fills. */
const filled = (object: string) => rows(object).filter(({ values }) => typeof values['Short__c'] === 'string').length

test.each([
	{ crmObject: 'Account', maField: 'status', table: 'Account', field: 'Short__c' },
	{ crmObject: 'Opportunity', maField: 'custom.batch', table: 'Opportunity', field: 'Short__c' },
	{ crmObject: 'PersonAccount', maField: 'number', table: 'Account', field: 'Short__pc' },
])('(A21) a wrong mapping of $crmObject is stopped at ten records, and what it was told before stays', async ({ crmObject, maField, table, field }) => {
	const [map] = await db<{ id: number; linked: number }[]>`
		select m.id, (select count(*)::int from sync_link l where l.object_map_id = m.id and l.state = 'active') as linked from sync_object_map m where m.connection_id = ${connectionId} and m.crm_object = ${crmObject}`
	expect(map?.linked).toBe(many)
	// A person's field of her own is one of her contact; of the account it bears another name.
	standIn.turn({ addField: { object: crmObject === 'PersonAccount' ? 'Account' : table, line: `${field} string(2) "Short"` } })
	const wish = {
		...({ crmField: field, maField, behaviour: 'ma_to_crm', blank: 'fill', multi: 'last', overflow: 'error' } as const),
		...{ transform: null, fallback: null },
	}
	const take = (key: string) =>
		changeMapping(db, staff, { connectionId, edit: { objectMapId: map?.id ?? 0, key, wish: null }, ownSides: openOwnSides, sides: () => org, ...done() })
	const [taken] = await db<{ key: string }[]>`select id::text as key from sync_field_map where object_map_id = ${map?.id ?? 0} and ma_field = ${maField}`
	if (taken) expect(await take(taken.key)).toMatchObject({ ok: true })
	const edit = { objectMapId: map?.id ?? 0, key: null, wish }
	const before = rows(table).map(({ id, values }) => [id, values['Name']])
	expect(await changeMapping(db, staff, { connectionId, edit, isRamped: true, ownSides: openOwnSides, sides: () => org, ...done() })).toMatchObject({
		...{ ok: true, total: many },
	})
	await settle()
	expect(await db`select state, suspended_for, canary_done from sync_connection where id = ${connectionId}`).toEqual([
		{ state: 'suspended', suspendedFor: 'ERROR_SHARE', canaryDone: 10 },
	])
	expect(
		await db`select code, count(*)::int as count from sync_error where connection_id = ${connectionId} and object = ${crmObject} and field = ${field} group by code`,
	).toEqual([{ code: 'STRING_TOO_LONG', count: 10 }])
	expect(filled(table)).toBe(0)
	expect(rows(table).map(({ id, values }) => [id, values['Name']])).toEqual(before)
	// Taken out again, the rest follows by the ramp, and the errors are gone.
	const [made] = await db<{ key: string }[]>`select id::text as key from sync_field_map where object_map_id = ${map?.id ?? 0} and crm_field = ${field}`
	expect(await take(made?.key ?? '')).toMatchObject({ ok: true })
	await changeConnection(db, staff, { connectionId, act: 'run', ...done() })
	await settle()
	await db`update sync_connection set state = 'running', canary_stage = 3, canary_done = 0, canary_refused = 0 where id = ${connectionId}`
	await settle()
})
