import { afterAll, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openSalesforceStandIn } from '../../app/connectors/salesforce/stand-in/open-stand-in.server.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { openOutside } from '../../app/connectors/sync/outside/outside.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { changeConnection } from '../../app/flows/sync-setup/change-connection.ts'
import { changeUsers, type UsersEdit } from '../../app/flows/sync-setup/change-users.ts'
import { connectSystem } from '../../app/flows/sync-setup/connect-system.ts'
import { openUsers } from '../../app/flows/sync-setup/open-users.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { makeCompany } from '../support/company.ts'
import { testSecrets } from '../support/house.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'garnet')
const staff = (firstName: string) => makeStaff(db, sellerId, { firstName, lastName: 'Garnet', roles: ['administrator'] })
const [{ userId }, { userId: natalieId }, { userId: spareId }] = [await staff('Ada'), await staff('Natalie'), await staff('Spare')]
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-org' }
const org = await openSalesforceStandIn({ ...keys, now: () => now })
afterAll(() => org.close())
const idOf = (result: object) => (result as { put: { id: string } }).put.id
const hired = (Name: string, Email: string) => idOf(org.turn({ put: { object: 'User', values: { Name, Username: Email, Email, IsActive: true } } }))
const [mail] = await db<{ email: string }[]>`select email from crm_user where id = ${natalieId}`
const natalieThere = hired('Natalie', mail?.email.toUpperCase() ?? '')
const strangerThere = hired('Stranger', 'stranger@elsewhere.test')
const { systems, sides } = openOutside({ secrets: testSecrets, reachesInside: true })
const done = () => ({ requestId: 'test', at: clock() })
const joined = await connectSystem(db, ada, {
	wish: { system: 'salesforce', name: 'Org', key: { origin: org.origin, ...keys, keyField: 'Kontor_Key__c' }, sharePercent: 50 },
	...{ systems, ownSides, ...done() },
})
const id = joined.ok ? joined.id : 0
const change = (edit: UsersEdit) => changeUsers(db, ada, { connectionId: id, edit, sides, ...done() })
const row = async (outsideId: string) =>
	(await openUsers(db, ada, id, { text: null, show: null, after: null, limit: 40 }))?.rows.find((one) => one.outsideId === outsideId)
const warned = async () =>
	(
		await db<
			{ recordId: string }[]
		>`select record_id from sync_error where connection_id = ${id} and code = 'OWNER_UNMAPPED' and object = 'User' and closed_at is null`
	).map(({ recordId }) => recordId)

async function settle(): Promise<void> {
	now += 61_000
	for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync({ db, clock, random: () => 0, outside: sides })) > 0; rounds++)
		if (rounds > 50) throw new Error('It never comes to rest')
}

test('(A22) connecting finds who is who by mail; who has no counterpart is a warning, until somebody says by hand who she is', async () => {
	expect(await row(natalieThere)).toMatchObject({ userId: natalieId, isManual: false })
	expect(await row(strangerThere)).toMatchObject({ userId: null, isActive: true })
	expect(await warned()).toContain(strangerThere)
	expect(await change({ act: 'match', outsideId: strangerThere, userId: spareId })).toEqual({ ok: true })
	expect([await row(strangerThere), await warned()]).toMatchObject([{ userId: spareId, isManual: true }, expect.not.arrayContaining([strangerThere])])
	expect(await change({ act: 'refresh' })).toEqual({ ok: true })
	expect(await row(strangerThere), 'by hand stays when they are asked again').toMatchObject({ userId: spareId, isManual: true })
	expect(await change({ act: 'match', outsideId: strangerThere, userId: null })).toEqual({ ok: true })
	expect(await warned()).toContain(strangerThere)
	expect(await change({ act: 'match', outsideId: strangerThere, userId: 999_999 })).toMatchObject({ ok: false })
	expect(await change({ act: 'connector', outside: 'nobody', own: spareId })).toMatchObject({ ok: false })
	const other = { ...ada, seller: { ...ada.seller, id: 999_999 } }
	expect(await changeUsers(db, other, { connectionId: id, edit: { act: 'refresh' }, sides, ...done() })).toBe(null)
	expect(await openUsers(db, other, id, { text: null, show: null, after: null, limit: 40 })).toBe(null)
})

test('(A12) from the connecting on somebody takes what is nobody’s: as whom the key signs in there, and here who connected', async () => {
	expect((await openUsers(db, ada, id, { text: null, show: null, after: null, limit: 40 }))?.connectorUser).toEqual({
		outside: org.org.user,
		own: String(userId),
	})
	expect(await warned(), 'who is the connector user needs no counterpart').not.toContain(org.org.user)
})

test('(A22) a list of theirs is searched, filtered and paged by name', async () => {
	const names = async (more: object) =>
		(await openUsers(db, ada, id, { text: null, show: null, after: null, limit: 40, ...more }))?.rows.map(({ name }) => name) ?? []
	expect(await names({ text: 'STRANGER@' })).toEqual(['Stranger'])
	expect(await names({ show: 'matched' })).toEqual(['Natalie'])
	const all = await names({})
	const first = await openUsers(db, ada, id, { text: null, show: null, after: null, limit: 2 })
	expect([...(first?.rows.map(({ name }) => name) ?? []), ...(await names({ after: first?.next ?? null }))]).toEqual(all)
})

test('(A22) owners travel by who is who, and to the connector user where nobody is; then nothing is written any more', async () => {
	expect(await change({ act: 'connector', outside: org.org.user, own: spareId })).toEqual({ ok: true })
	const come = async (mail: string, owner: number) =>
		void (await db`insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at) values (${sellerId}, ${mail}, 'Ana', 'Silva', 'Bar', ${owner}, ${clock()})`)
	await come('by.natalie@garnet.test', natalieId)
	await come('by.ada@garnet.test', userId)
	await changeConnection(db, ada, { connectionId: id, act: 'run', ...done() })
	await settle()
	const lead = (mail: string) => [...(org.org.rows.get('Lead')?.values() ?? [])].find(({ values }) => values['Email'] === mail)
	expect([lead('by.natalie@garnet.test')?.values['OwnerId'], lead('by.ada@garnet.test')?.values['OwnerId']]).toEqual([natalieThere, org.org.user])
	const ownerHere = async (mail: string) => (await db<{ id: number }[]>`select assigned_user_id as id from ma_prospect where email = ${mail}`)[0]?.id
	const give = (mail: string, OwnerId: string) => void org.turn({ edit: { object: 'Lead', id: lead(mail)?.id ?? '', values: { OwnerId } } })
	give('by.ada@garnet.test', natalieThere)
	give('by.natalie@garnet.test', strangerThere)
	await settle()
	expect([await ownerHere('by.ada@garnet.test'), await ownerHere('by.natalie@garnet.test')]).toEqual([natalieId, spareId])
	expect(lead('by.natalie@garnet.test')?.values['OwnerId'], 'the stand-in of an owner is never told back').toBe(strangerThere)
	const writes = async () => (await db<{ count: number }[]>`select count(*)::int as count from sync_write`)[0]?.count
	const before = await writes()
	await db`insert into sync_change (system, object, record_id, kind, fields, cause, actor, at) select 'embedded_ma', 'prospect', id::text, 'update', '{title}', 'edit', 'user:1', ${clock()} from ma_prospect where seller_entity_id = ${sellerId}`
	await settle()
	expect(await writes(), 'at rest nothing is written').toBe(before)
})

test('(A22) once somebody is who an owner is, his records follow by themselves', async () => {
	await change({ act: 'match', outsideId: strangerThere, userId })
	await settle()
	expect(await db`select assigned_user_id as id from ma_prospect where email = 'by.natalie@garnet.test'`).toEqual([{ id: userId }])
})

test('(A22) an owner without a counterpart is called by name among the errors, and the head of the room leads to who is who', async () => {
	const by = { connection_id: id, side: 'ma', object: 'prospect', record_id: '1', field: 'assigned_user_id', code: 'OWNER_UNMAPPED', class: 'engine' }
	const rows = [strangerThere, String(natalieId), 'gone'].map((value, n) => ({
		...by,
		record_id: String(n),
		value: db.json(value),
		first_at: clock(),
		last_at: clock(),
	}))
	await db`insert into sync_error ${db(rows)}`
	const room = await openSyncErrors(db, ada, id, { group: null, code: 'OWNER_UNMAPPED', text: null, after: null, runId: null, limit: 40 })
	const named = room?.groups.filter(({ object }) => object === 'prospect').map(({ value, who }) => [value, who])
	expect(new Map(named as [string, string][])).toEqual(
		new Map<string, string | null>([
			[strangerThere, 'Stranger'],
			[String(natalieId), 'Natalie Garnet'],
			['gone', null],
		]),
	)
	expect(room?.connection).toEqual({ id, name: 'Org', isOutside: true })
})
