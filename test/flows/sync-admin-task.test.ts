import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforce } from '../../app/connectors/salesforce/salesforce.server.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { closeTask } from '../../app/flows/desk/close-task.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { erasePerson } from '../../app/flows/sync/erase-person.ts'
import { mendErrors } from '../../app/flows/sync/mend-errors.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { closeErrors, saveErrors } from '../../app/flows/sync/save-errors.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertAudit } from '../../db/queries/audit.ts'
import { insertConnections, type NewObjectMap } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const { sellerId, shopper } = await makeCompany(db, 'agate')
const first = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const changer = await makeStaff(db, sellerId, { firstName: 'Bo', lastName: 'Berg', roles: ['administrator'] })
const ada = { kind: 'staff', userId: first.userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
/** A Friday. */
let now = Date.parse('2026-05-15T15:00:00Z')
const clock = () => new Date(now)
const standIns = [await openSalesforceStandIn({ ...keys, now: () => now }), await openSalesforceStandIn({ ...keys, now: () => now })] as const
afterAll(async () => void (await Promise.all(standIns.map((one) => one.close()))))
const orgAt = (origin: string, clientSecret = keys.clientSecret) =>
	openSalesforce({
		...{ origin, clientId: keys.clientId, signIn: { kind: 'client_credentials' as const, clientSecret } },
		...{ externalKeyField: 'Kontor_Key__c', timeoutMs: 5000, now: () => now },
	})
const line = (crmField: string, maField: string) => ({
	...({ crmField, maField, behaviour: 'most_recent', fallback: null } as const),
	...({ blank: 'clear', multi: 'last', overflow: 'error' } as const),
})
const person = [line('Email', 'email'), line('LastName', 'last_name'), line('Title', 'title'), line('Company', 'company')]
const lead: NewObjectMap = { crmObject: 'Lead', maObject: 'prospect', rank: 1, createsCrm: 'gate', createsMa: 'never', fields: person }
const connect = async (name: string) =>
	(
		await withTransaction(db, (tx) =>
			insertConnections(tx, {
				...{ sellerEntityIds: [sellerId], name, crmSystem: 'salesforce', maSystem: 'embedded_ma', state: 'running', at: clock() },
				objects: [lead],
			}),
		)
	)[0] ?? 0
const one = await connect('sales')
const two = await connect('service')
const orgs = new Map([
	[one, orgAt(standIns[0].origin)],
	[two, orgAt(standIns[1].origin)],
])
const work = { db, clock, random: () => 0, outside: ({ id }: { id: number }) => orgs.get(id) ?? null }

async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work as never)) > 0; rounds++)
		if (rounds > 50) throw new Error('It never comes to rest')
}
async function once(): Promise<void> {
	now += 61_000
	await drainMarks(db, clock())
	await workSync(work as never)
}
const leadsOf = async (connectionId: number) =>
	(await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} and crm_id is not null order by id`).map(
		({ crmId }) => crmId,
	)
const refuse = (at: 0 | 1, ids: readonly string[], code: string, message: string) => {
	for (const id of ids) standIns[at].turn({ refuse: { id, code, message } })
}
const accept = (at: 0 | 1, ids: readonly string[]) => {
	for (const id of ids) standIns[at].turn({ accept: { id } })
}
const retitle = async (title: string) => await db`update ma_prospect set title = ${title} where seller_entity_id = ${sellerId}`
async function retry(connectionId: number): Promise<void> {
	const query = { group: null, code: null, text: null, after: null, runId: null, limit: 100 }
	for (const { key } of (await openSyncErrors(db, ada, connectionId, query))?.groups ?? [])
		expect(await mendErrors(db, ada, { connectionId, group: key, remedy: { act: 'retry' }, ownSides, requestId: 'test', at: clock() })).toMatchObject({
			ok: true,
		})
}
type Task = { id: number; ownerUserId: number; subject: string; facts: Record<string, unknown>; dueOn: string; status: string; outcome: string | null }
const tasks = async (connectionId: number) =>
	await db<Task[]>`
		select id, owner_user_id, subject, facts, due_on, status, outcome from crm_task where facts->>'connectionId' = ${String(connectionId)} order by id`
const said = 'The REST API is not enabled for this Organization.'

test('(B8) what an administrator of the other system must mend is one task for each connection and code, however many records; other refusals are none', async () => {
	await db`
		insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at)
		select ${sellerId}, 'guest' || n || '@agate.test', 'Silva', 'Bar Silva', ${first.userId}, ${clock()} from generate_series(1, 12) n`
	await settle()
	const [here, there] = [await leadsOf(one), await leadsOf(two)]
	expect([here.length, there.length]).toEqual([12, 12])
	refuse(0, here.slice(0, 8), 'API_DISABLED_FOR_ORG', said)
	refuse(0, here.slice(8, 10), 'PROCESSING_HALTED', 'A flow halted this.')
	refuse(0, here.slice(10), 'STRING_TOO_LONG', 'Too long.')
	await retitle('Owner')
	await once()
	expect(await tasks(one)).toMatchObject([
		{
			...{ ownerUserId: first.userId, subject: 'task.sync_refused', status: 'open', dueOn: '2026-05-18' },
			facts: { connectionId: one, name: 'sales', code: 'API_DISABLED_FOR_ORG', message: said },
		},
		{ status: 'open', facts: { code: 'PROCESSING_HALTED', message: 'A flow halted this.' } },
	])
	// The overview shows them at their connection, with a way to the errors; the other one has none.
	const room = await (await ask(house, '/admin/sync', { cookie: first.cookie })).text()
	expect(room).toContain(`/admin/sync/${one}/errors?code=API_DISABLED_FOR_ORG`)
	expect(room).not.toContain(`/admin/sync/${two}/errors?code=`)
	expect(await tasks(two)).toEqual([])
	for (const path of ['/desk/tasks', '/desk']) {
		const page = await (await ask(house, path, { cookie: first.cookie })).text()
		expect(page, path).toContain(said)
		expect(page, path).toContain(`href="/admin/sync/${one}/errors?code=API_DISABLED_FOR_ORG"`)
	}
})

test('(B8) seen again it stays one; with its last error it ends by itself, not before', async () => {
	const here = await leadsOf(one)
	await retitle('Chief')
	await settle()
	expect(await tasks(one)).toHaveLength(2)
	accept(0, here.slice(0, 7))
	await retry(one)
	await settle()
	expect((await tasks(one)).map(({ status }) => status)).toEqual(['open', 'open'])
	accept(0, here)
	await retry(one)
	await settle()
	expect(await tasks(one)).toMatchObject([
		{ status: 'done', outcome: 'settled' },
		{ status: 'done', outcome: 'settled' },
	])
})

test('(B8) the refusal come again is a task anew, another connection has its own, and both go to whoever changed the connection last', async () => {
	await withTransaction(db, (tx) =>
		insertAudit(tx, [{ userId: changer.userId, action: 'sync.scope', subject: `sync_connection:${one}`, after: {}, requestId: 'test', at: clock() }]),
	)
	const [here, there] = [await leadsOf(one), await leadsOf(two)]
	refuse(0, here, 'API_DISABLED_FOR_ORG', said)
	refuse(1, there, 'API_DISABLED_FOR_ORG', said)
	await retitle('Buyer')
	await once()
	expect((await tasks(one)).map(({ status }) => status)).toEqual(['done', 'done', 'open'])
	expect((await tasks(one))[2]).toMatchObject({ ownerUserId: changer.userId })
	expect(await tasks(two)).toMatchObject([{ ownerUserId: first.userId, status: 'open', facts: { name: 'service' } }])
})

test('(B8) who ended the task by hand is not asked again until its cause was gone', async () => {
	const here = await leadsOf(one)
	const bo = { ...ada, userId: changer.userId } as StaffMember
	const [open] = (await tasks(one)).filter(({ status }) => status === 'open')
	expect(await closeTask(db, bo, { taskId: open?.id ?? 0, status: 'dropped', at: clock(), requestId: 'test' })).toBe(true)
	await retitle('Roaster')
	await settle()
	expect((await tasks(one)).map(({ status }) => status)).toEqual(['done', 'done', 'dropped'])
	accept(0, here)
	accept(1, await leadsOf(two))
	await retry(one)
	await retry(two)
	await settle()
	expect((await tasks(one))[2]).toMatchObject({ status: 'dropped', outcome: null })
	refuse(0, here, 'API_DISABLED_FOR_ORG', said)
	await retitle('Taster')
	await once()
	expect((await tasks(one)).map(({ status }) => status)).toEqual(['done', 'done', 'dropped', 'open'])
	accept(0, here)
	await retry(one)
	await settle()
	expect((await tasks(one))[3]).toMatchObject({ status: 'done', outcome: 'settled' })
})

test('(B8) two who each close the last error but one leave no task behind', async () => {
	const looked = (recordId: string) => ({ looked: [{ side: 'crm' as const, object: 'Lead', recordId }], seen: [], at: clock() })
	const row = (recordId: string) => ({
		...{ linkId: null, side: 'crm' as const, object: 'Lead', recordId, fieldMapId: null, field: '', code: 'LIMIT_EXCEEDED' },
		...{ errorClass: 'remote_config', message: 'Full.', value: null, facts: {} },
	})
	await withTransaction(db, (tx) => saveErrors(tx, two, [row('a'), row('b')], clock()))
	let release = () => {}
	const held = new Promise<void>((resolve) => {
		release = resolve
	})
	let begun = () => {}
	const started = new Promise<void>((resolve) => {
		begun = resolve
	})
	const slow = withTransaction(db, async (tx) => {
		await closeErrors(tx, two, looked('a'))
		begun()
		await held
	})
	await started
	const quick = withTransaction(db, (tx) => closeErrors(tx, two, looked('b')))
	let isThrough = false
	void quick.then(() => {
		isThrough = true
	})
	const waits = async () =>
		(await db`select 1 from pg_locks l join pg_stat_activity a on a.pid = l.pid and a.datname = current_database() where not l.granted`).length > 0
	while (!isThrough && !(await waits()));
	release()
	await Promise.all([slow, quick])
	expect((await tasks(two)).filter(({ facts }) => facts['code'] === 'LIMIT_EXCEEDED')).toMatchObject([{ status: 'done', outcome: 'settled' }])
})

test('(B8) a connection suspended for its key asks an administrator for another one, once, until it goes on', async () => {
	const good = orgs.get(two)
	orgs.set(two, orgAt(standIns[1].origin, 'another'))
	await retitle('Keeper')
	await once()
	await once()
	const suspensions = async () => (await tasks(two)).filter(({ subject }) => subject === 'task.sync_suspended')
	expect(await db`select state from sync_connection where id = ${two}`).toEqual([{ state: 'suspended' }])
	expect(await suspensions()).toMatchObject([{ status: 'open', facts: { connectionId: two, message: expect.stringMatching(/\S/) } }])
	if (good) orgs.set(two, good)
	expect(await changeConnection(db, ada, { connectionId: two, act: 'run', requestId: 'test', at: clock() })).not.toBeNull()
	expect(await suspensions()).toMatchObject([{ status: 'done', outcome: 'settled' }])
	await settle()
	expect(await db`select 1 from sync_job`).toEqual([])
})

test('(B8) who is forgotten takes the last error along, and its task ends', async () => {
	const [lost] = await db<{ crmId: string; maId: string }[]>`
		select l.crm_id, l.ma_id from sync_link l where l.connection_id = ${one} order by l.id limit 1`
	refuse(0, [lost?.crmId ?? ''], 'STORAGE_LIMIT_EXCEEDED', 'No room.')
	await db`update ma_prospect set title = 'Last' where id = ${lost?.maId ?? ''}::bigint`
	await once()
	const ofCode = async () => (await tasks(one)).filter(({ facts }) => facts['code'] === 'STORAGE_LIMIT_EXCEEDED')
	expect(await ofCode()).toMatchObject([{ status: 'open' }])
	const prospectId = Number(lost?.maId)
	expect(await erasePerson(db, ada, { prospectId, typed: 'Silva', requestId: 'test', at: clock() })).toEqual({ ok: true })
	expect(await ofCode()).toMatchObject([{ status: 'done', outcome: 'settled' }])
})
