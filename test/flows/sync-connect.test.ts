import { afterAll, expect, test } from 'vitest'
import { workLists, workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../app/connectors/sync/outside/outside.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openSyncRoom } from '../../app/flows/sync/open-sync-room.ts'
import { suspendFor } from '../../app/flows/sync/save-errors.ts'
import { startList } from '../../app/flows/sync-list/start-list.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeKey } from '../../app/flows/sync-setup/change-key.ts'
import { changeMapping } from '../../app/flows/sync-setup/change-mapping.ts'
import { changeScope } from '../../app/flows/sync-setup/change-scope.ts'
import { connectSystem } from '../../app/flows/sync-setup/connect-system.ts'
import { openMapping } from '../../app/flows/sync-setup/open-mapping.ts'
import { openScope } from '../../app/flows/sync-setup/open-scope.ts'
import { openSetup } from '../../app/flows/sync-setup/open-setup.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { makeCompany } from '../support/company.ts'
import { testSecrets } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId, shopper, accountId } = await makeCompany(db, 'beryl')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const keys = { clientId: 'kontor', clientSecret: 'secret-that-nobody-sees' }
const org = await openSalesforceStandIn({ ...keys, now: () => now })
const unit = await openAccountEngagementStandIn({ ...keys, businessUnitId: '0Uv000000000001AAA', now: () => now })
afterAll(() => Promise.all([org.close(), unit.close()]))
const { systems, sides } = openOutside({ secrets: testSecrets, reachesInside: true })
const work = { db, clock, random: () => 0, outside: sides }
const done = () => ({ requestId: 'test', at: clock() })

async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) > 0; rounds++) if (rounds > 50) throw new Error('It never comes to rest')
}
const connect = (name: string, key: Record<string, string>, system = 'salesforce') =>
	connectSystem(db, ada, { wish: { system, name, key, sharePercent: 40 }, systems, ownSides, ...done() })
const orgKey = { origin: org.origin, ...keys, keyField: 'Kontor_Key__c' }
const codes = async (trying: ReturnType<typeof connect>) => {
	const tried = await trying
	return tried.ok ? [] : tried.refusals.map(({ code }) => code)
}
const made = await connect('Capricorn org', orgKey)
const id = made.ok ? made.id : 0
const people = () => [...(org.org.rows.get('Lead')?.values() ?? [])]

test('(A12) a key that is not taken, an address that is none or where nobody answers, and a name that is taken are refused with their reasons', async () => {
	expect(await codes(connect('Second', { ...orgKey, clientSecret: 'another' }))).toEqual(['SYNC_KEY_REFUSED'])
	expect(await codes(connect('Second', { ...orgKey, origin: 'http://127.0.0.1:9' }))).toEqual(['SYNC_SILENT'])
	expect(await codes(connect('Second', { ...orgKey, origin: 'ftp://org.example' }))).toEqual(['SYNC_ADDRESS'])
	expect(await codes(connect('Capricorn org', { ...orgKey, clientId: '' }))).toEqual(['SYNC_NAME_TAKEN', 'SYNC_KEY_MISSING'])
	expect(await db`select 1 from sync_connection where name = 'Second'`).toEqual([])
	const strict = openOutside({ secrets: testSecrets, reachesInside: false }).systems
	expect(['http://org.example', 'https://10.0.0.1', 'https://localhost', 'https://a:b@org.example', 'https://org.example'].map(strict.addressOf)).toEqual([
		...[null, null, null, null],
		'https://org.example',
	])
})

test('(A12) a fresh connection is paused, maps what both show, and asks and writes nothing until it is let run', async () => {
	expect(made).toMatchObject({ ok: true })
	await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, 'ana@beryl.test', 'Ana', 'Silva', 'Bar Silva', ${userId}, ${clock()})`
	const calls = org.org.calls.used
	await settle()
	expect(await db`select state, crm_system, ma_system, quota_share, started_at from sync_connection where id = ${id}`).toEqual([
		{ state: 'paused', crmSystem: 'salesforce', maSystem: 'embedded_ma', quotaShare: '0.400', startedAt: null },
	])
	expect([org.org.calls.used, people().length]).toEqual([calls, 0])
	expect(await db`select 1 from sync_write`).toEqual([])
	// The step before the first records: looked at, and still nothing is written.
	const step = async () => (await openSetup(db, ada, { connectionId: id, systems, publicUrl: '', way: null }))?.dryRun
	expect(await step()).toBe(null)
	await startList(db, ada, { connectionId: id, wish: { kind: 'dry_run', change: {} }, ...done() })
	expect(await step()).toMatchObject({ stage: 'listing', looked: 0 })
	while ((await workLists(work)) > 0);
	expect(await step()).toMatchObject({ stage: 'listed' })
	expect(await db`select name, object from sync_run_line where field = 'Email' and rule = 'made'`).toEqual([{ name: 'Ana Silva', object: 'Lead' }])
	expect(people()).toEqual([])
	expect(await db`select 1 from sync_write`).toEqual([])
	expect(await changeConnection(db, ada, { connectionId: id, act: 'run', ...done() })).toBe('canary')
	await settle()
	expect(people().map(({ values }) => values['Email'])).toEqual(['ana@beryl.test'])
})

test('a key is sealed: no table and no line of the audit says it, and only the house opens it', async () => {
	const tables = (
		await db<
			{ name: string }[]
		>`select relname as name from pg_class where relnamespace = 'public'::regnamespace and relkind in ('r', 'p') and has_table_privilege('kontor_house', oid, 'select')`
	).map(({ name }) => name)
	expect(tables).toContain('sync_connection')
	for (const name of tables)
		expect(await db`select 1 from ${db(name)} t where t::text like ${`%${keys.clientSecret}%`} limit 1`, `${name} says the secret`).toEqual([])
	expect(await db`select after from audit_entry where action = 'sync.connected'`).toEqual([
		{ after: { name: 'Capricorn org', system: 'salesforce', share: 0.4 } },
	])
	const [row] = await db<{ sealed: string }[]>`select sealed_secrets as sealed from sync_connection where id = ${id}`
	expect(systems.unseal(row?.sealed ?? null)).toMatchObject({ clientSecret: keys.clientSecret })
	expect(openOutside({ secrets: ['of another house, with as many letters'], reachesInside: true }).systems.unseal(row?.sealed ?? null)).toBe(null)
})

test('a key that is no longer good is put right: it is tried first, what is left blank stays, and the connection can go on', async () => {
	const failure = { code: 'INVALID_SESSION_ID', message: 'Session expired or invalid' }
	await db`update sync_connection set state = 'running' where id = ${id}`
	await withTransaction(db, (tx) => suspendFor(tx, id, { ...failure, fields: [] } as never, clock()))
	const asked = async () => (await openSyncRoom(db, ada, clock())).find((one) => one.id === id)?.tasks.map(({ id: _, ...task }) => task)
	const task = { subject: 'task.sync_suspended', facts: failure, ownerName: 'Ada Lindgren', dueOn: '2026-05-13' }
	expect(await asked()).toMatchObject([task])
	const change = (key: Record<string, string>) => changeKey(db, ada, { connectionId: id, key, systems, ...done() })
	expect(await change({ clientSecret: 'not this one' })).toMatchObject({ ok: false, refusals: [{ code: 'SYNC_KEY_REFUSED' }] })
	expect(await db`select state from sync_connection where id = ${id}`).toEqual([{ state: 'suspended' }])
	expect(await asked()).toMatchObject([task])
	expect(await change({ clientSecret: keys.clientSecret })).toEqual({ ok: true })
	// The key was what was asked for: nobody has to let the connection go on for it to be done.
	expect(await asked()).toEqual([])
	expect(await db`select status, outcome from crm_task where subject = 'task.sync_suspended'`).toEqual([{ status: 'done', outcome: 'settled' }])
	expect(await db`select state, suspended_for from sync_connection where id = ${id}`).toEqual([{ state: 'paused', suspendedFor: null }])
	expect(await db`select after from audit_entry where action = 'sync.key_changed'`).toEqual([
		{ after: { way: 'client_credentials', fields: ['clientSecret'] } },
	])
	const other = { ...ada, seller: { ...ada.seller, id: 999_999 } }
	expect(await openSyncRoom(db, other, clock())).toEqual([])
	expect(await changeKey(db, other, { connectionId: id, key: {}, systems, ...done() })).toBe(null)
	await changeConnection(db, ada, { connectionId: id, act: 'run', ...done() })
})

test('(A1) a field that the org or the house adds is there at once, mapped it is gone from the list, and a reference is never listed', async () => {
	const lead = async () => (await openMapping(db, ada, { connectionId: id, ownSides, sides, systems }))?.objects.find(({ crmObject }) => crmObject === 'Lead')
	const free = async (side: 'crm' | 'ma') => (await lead())?.free[side].map(({ name }) => name)
	expect(await free('crm')).toContain('Salutation')
	expect(await free('crm')).not.toContain('Roast__c')
	org.turn({ addField: { object: 'Lead', line: 'Roast__c string(20) "Roast"' } })
	await db`insert into crm_custom_def (seller_entity_id, object, name, labels, type) values (${sellerId}, 'prospect', 'roast', '{"en":"Roast"}', 'text')`
	expect(await free('crm')).toContain('Roast__c')
	expect(await free('ma')).toContain('custom.roast')
	const wish = {
		...({ crmField: 'Roast__c', maField: 'custom.roast', behaviour: 'most_recent', blank: 'fill', multi: 'last', overflow: 'error' } as const),
		...{ transform: null, fallback: null },
	}
	const edit = { objectMapId: (await lead())?.id ?? 0, key: null, wish }
	expect(await changeMapping(db, ada, { connectionId: id, edit, ownSides, sides, ...done() })).toMatchObject({ ok: true })
	expect(await free('crm')).not.toContain('Roast__c')
	expect(await free('ma')).not.toContain('custom.roast')
	expect([...((await free('crm')) ?? []), ...((await free('ma')) ?? [])].filter((name) => /OwnerId|assigned_user_id|contact_id/.test(name))).toEqual([])
	const toOwner = { ...edit, wish: { ...wish, crmField: 'OwnerId', maField: 'assigned_user_id' } }
	expect(await changeMapping(db, ada, { connectionId: id, edit: toOwner, ownSides, sides, ...done() })).toMatchObject({ ok: false })
	await db`update ma_prospect set custom = '{"roast":"dark"}' where email = 'ana@beryl.test'`
	await settle()
	expect(people()[0]?.values['Roast__c']).toBe('dark')
})

test('(A22) companies, opportunities and their people stand in the mapping with live fields, each after what it hangs on, and may be let in', async () => {
	const page = await openMapping(db, ada, { connectionId: id, ownSides, sides, systems })
	expect(page?.objects.map(({ crmObject, maObject }) => `${crmObject} ${maObject}`)).toEqual([
		...['Account account', 'Contact prospect', 'Lead prospect', 'Opportunity opportunity', 'OpportunityContactRole contact_role'],
		...['Campaign campaign', 'CampaignMemberStatus campaign_status', 'CampaignMember campaign_member', 'Task task', 'Case support_case'],
	])
	const field = (object: string, name: string) => page?.objects.find(({ crmObject }) => crmObject === object)?.fields.find(({ crmField }) => crmField === name)
	expect(field('Account', 'BillingCity')).toMatchObject({ behaviour: 'ma_to_crm', crm: { label: 'Billing City' }, ma: { updateable: false } })
	expect(field('Contact', 'AccountId')).toMatchObject({ behaviour: 'ma_to_crm', transform: { kind: 'linked', crm: 'Account', ma: 'account' } })
	expect(field('Opportunity', 'StageName')?.crm?.values).toContain('Closed Won')
	expect(field('Opportunity', 'CurrencyIsoCode'), 'an org of one currency has no such field').toBeUndefined()
	expect(field('OpportunityContactRole', 'OpportunityId')).toMatchObject({ behaviour: 'ma_to_crm' })
	const scopes = async () => (await openScope(db, ada, { connectionId: id, tried: null, ownSides }))?.objects ?? []
	const account = (await scopes()).find(({ maObject }) => maObject === 'account')
	expect(account).toMatchObject({ createsCrm: 'gate', createsMa: 'never', sources: { crm: [], ma: [] }, missing: null })
	const wish = { act: 'who' as const, scope: { createsCrm: 'always' as const, createsMa: 'always' as const, policies: { crm: {}, ma: {} } } }
	expect(await changeScope(db, ada, { connectionId: id, objectMapId: account?.id ?? 0, wish, ownSides, ...done() })).toMatchObject({ ok: true })
	expect((await scopes()).find(({ maObject }) => maObject === 'account')).toMatchObject({ createsCrm: 'always', createsMa: 'always' })
	expect(account?.fields.map(({ name }) => name)).toEqual(expect.arrayContaining(['Name', 'Industry']))
	await db`update sync_object_map set creates_crm = 'gate', creates_ma = 'never', creates_ma_since = null where id = ${account?.id ?? 0}`
})

test('an org that does not answer leaves the mapping readable, and says so', async () => {
	org.faults.failCalls = 3
	const page = await openMapping(db, ada, { connectionId: id, ownSides, sides, systems })
	org.mend()
	expect(page?.objects.map(({ isDescribed }) => isDescribed)).toEqual(Array(10).fill(false))
})

test('a business unit of Account Engagement is the marketing side: its prospects meet our contacts, and both keep each other’s changes', async () => {
	const key = { origin: unit.origin, tokenOrigin: unit.origin, businessUnitId: '0Uv000000000001AAA', ...keys }
	expect(await codes(connect('Unit', { ...key, businessUnitId: '0Uv000000000009AAA' }, 'account_engagement'))).toHaveLength(1)
	const joined = await connect('Unit', key, 'account_engagement')
	const unitId = joined.ok ? joined.id : 0
	await db`insert into contact (account_id, first_name, last_name, email, title) values (${accountId}, 'Mina', 'Sato', 'mina@beryl.test', 'Buyer')`
	await changeConnection(db, ada, { connectionId: unitId, act: 'run', ...done() })
	const [port] = [
		sides((await db<never[]>`select id, crm_system, ma_system, quota_share, sealed_secrets from sync_connection where id = ${unitId}`)[0] as never),
	]
	await port?.write([{ key: 'm', object: 'prospect', id: null, values: { email: 'mina@beryl.test', firstName: 'Mina', lastName: 'Sato' } }])
	await settle()
	const there = async () => (await port?.findMatches('prospect', ['mina@beryl.test'], ['jobTitle', 'phone']))?.[0]
	expect((await there())?.values).toMatchObject({ jobTitle: 'Buyer' })
	unit.edit(Number((await there())?.id), { phone: '+81 3' })
	await settle()
	expect(await db`select phone from contact where email = 'mina@beryl.test'`).toEqual([{ phone: '+81 3' }])
})
