import { afterAll, expect, test } from 'vitest'
import { workLists, workSync } from '../../app/cli/work-sync.ts'
import { openAccountEngagement } from '../../app/connectors/account-engagement/account-engagement.server.ts'
import { openAccountEngagementStandIn } from '../../app/connectors/account-engagement/stand-in/open-stand-in.server.ts'
import { openOwnSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { changeScope } from '../../app/flows/sync-setup/change-scope.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { withTransaction } from '../../db/client.server.ts'
import { insertConnections } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { differences, dryLists, madeIn, plain, refusedIn, updatesIn } from '../support/dry-list.ts'
import { lineOf } from '../support/outside-stage.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

/** A dry run and a back-fill with the house's sales and another system's marketing, in Account Engagement's shapes (sync-core.md section e, A12, A26). */
const { db } = await testDb()
const { accountId, sellerId, shopper } = await makeCompany(db, 'agate')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const staff = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const keys = { clientId: 'kontor', clientSecret: 'secret-of-the-unit', businessUnitId: '0Uv5g0000000001AAA' }
let now = Date.parse('2026-05-12T09:00:00Z')
const clock = () => new Date(now)
const unit = await openAccountEngagementStandIn({ ...keys, now: () => now })
afterAll(() => unit.close())
const port = openAccountEngagement({
	...{ origin: unit.origin, businessUnitId: keys.businessUnitId, timeoutMs: 5000, now: () => now },
	key: { origin: unit.origin, clientId: keys.clientId, signIn: { kind: 'client_credentials', clientSecret: keys.clientSecret } },
})
const work = { db, clock, random: () => 0, outside: () => port }
const done = () => ({ requestId: 'test', at: clock() })
async function settle(): Promise<void> {
	for (const _round of [1, 2]) {
		now += 61_000
		for (let rounds = 0; (await drainMarks(db, clock())) + (await workSync(work)) + (await workLists(work)) > 0; rounds++)
			if (rounds > 50) throw new Error('It never comes to rest')
	}
}
const fields = [
	...[lineOf('email', 'email'), lineOf('first_name', 'firstName'), lineOf('last_name', 'lastName'), lineOf('phone', 'phone')],
	lineOf('title', 'jobTitle', { blank: 'fill' }),
]
const [connectionId = 0] = await withTransaction(db, (tx) =>
	insertConnections(tx, {
		...{ sellerEntityIds: [sellerId], name: 'unit', crmSystem: 'embedded_crm', maSystem: 'account_engagement', state: 'paused', at: clock() },
		objects: [{ ...{ crmObject: 'contact', maObject: 'prospect', rank: 1, createsCrm: 'never', createsMa: 'never' }, fields }],
	}),
)
const [map] = await db<{ id: number }[]>`select id from sync_object_map where connection_id = ${connectionId}`
const objectMapId = map?.id ?? 0
const stands = (state: 'paused' | 'running') =>
	db`update sync_connection set state = ${state}, started_at = coalesce(started_at, case ${state} when 'running' then ${clock()}::timestamptz end) where id = ${connectionId}`
const { dry, cells, refused, links } = dryLists({
	...{ db, staff, connectionId, work, done, outside: 'ma' },
	theirs: () => [...unit.state.prospects.values()].filter(({ isDeleted }) => !isDeleted).map(({ id, values }) => ({ id: String(id), values })),
})
const contact = async (name: string, more: { title?: string; phone?: string; email?: string | null } = {}) =>
	(
		await db<{ id: number }[]>`insert into contact (account_id, first_name, last_name, email, title, phone)
			values (${accountId}, ${name}, 'Park', ${more.email === undefined ? `${name}@agate.test` : more.email}, ${more.title ?? null}, ${more.phone ?? null}) returning id`
	)[0]?.id ?? 0
/** Somebody of the unit's own, put in by its people. */
async function put(values: Record<string, string>): Promise<string> {
	const [made] = await port.write([{ key: '1', object: 'prospect', id: null, values }])
	return made?.ok ? made.id : ''
}
const counted = () => ({ links: unit.state.changes, calls: unit.state.calls.used })

test('(e, A12) on a fresh connection: who is met and filled from both sides, who cannot be told apart, what is refused, who is left alone; nothing is written before', async () => {
	const met = await contact('mina', { title: 'Buyer' })
	const long = await contact('olga')
	await contact('dora', { email: 'twice@agate.test' })
	await contact('dora', { email: 'twice@agate.test' })
	await contact('quiet')
	const there = {
		mina: await put({ email: 'mina@agate.test', firstName: 'Mina', lastName: 'Park-Lee', phone: '+1 701 1' }),
		olga: await put({ email: 'olga@agate.test', firstName: 'olga', lastName: 'Park', jobTitle: 'M'.repeat(200) }),
		dora: await put({ email: 'twice@agate.test', firstName: 'Dora', lastName: 'Park' }),
		alone: await put({ email: 'alone@agate.test', firstName: 'Ida', lastName: 'Reyes' }),
	}
	const [before, at] = [await cells(), counted()]
	const { run, lines } = await dry()
	expect([run.stage, run.looked]).toEqual(['listed', 4])
	expect(counted().links, 'nothing is written there').toBe(at.links)
	expect(counted().calls).toBeGreaterThan(at.calls)
	expect([await cells(), await links(), await refused()]).toEqual([before, [], []])

	await stands('running')
	await settle()
	const { updated, made } = differences(before, await cells())
	expect([...made.keys()]).toEqual([])
	expect(updatesIn(lines)).toEqual(updated)
	expect(updated).toEqual(expect.arrayContaining([`crm:contact:${met}:phone  → "+1 701 1"`, `ma:prospect:${there.mina}:jobTitle  → "Buyer"`]))
	expect(refusedIn(lines).sort()).toEqual((await refused()).sort())
	expect(refusedIn(lines).sort()).toEqual([
		`crm contact ${long} title STRING_TOO_LONG`,
		expect.stringMatching(new RegExp(`^ma prospect ${there.dora} +DUPLICATE_MATCH$`)),
	])
	const now = await links()
	expect(
		lines
			.filter(({ rule }) => rule === 'met')
			.map(({ recordId, peerId }) => `${recordId} ${peerId}`)
			.sort(),
	).toEqual(now.map(({ crmId, maId }) => `${crmId} ${maId}`).sort())
	expect(now.map(({ maId }) => maId)).not.toContain(String(there.alone))
})

test('(e) of linked people: edits of both sides and one against the other', async () => {
	await stands('paused')
	now += 61_000
	const linked = await links()
	const began = clock()
	const mina = linked.find(({ maId }) => unit.state.prospects.get(Number(maId))?.values['email'] === 'mina@agate.test')
	await db`update contact set title = 'Head buyer', phone = '+1 701 2' where id = ${Number(mina?.crmId)}`
	unit.edit(Number(mina?.maId), { phone: '+1 701 3', lastName: 'Lee' })
	const [before, at] = [await cells(), counted().links]
	const { run, lines } = await dry()
	expect([run.stage, counted().links, await cells()]).toEqual(['listed', at, before])
	await stands('running')
	await settle()
	const { updated } = differences(before, await cells())
	expect(updatesIn(lines)).toEqual(updated)
	expect(updated.length).toBe(3)
	expect(refusedIn(lines).sort()).toEqual((await refused(began)).sort())
})

test('(A26) a back-fill makes those in the unit whom its dry run listed, and nobody else', async () => {
	const quiet = (await db<{ id: number }[]>`select id from contact where email = 'quiet@agate.test'`)[0]?.id
	const silent = await contact('silent', { email: null })
	await settle()
	const change = (wish: Parameters<typeof changeScope>[2]['wish']) =>
		changeScope(db, staff, { connectionId, objectMapId, wish, ownSides: openOwnSides, ...done() })
	expect(await change({ act: 'who', scope: { createsCrm: 'never', createsMa: 'always', policies: { crm: {}, ma: {} } } })).toMatchObject({ ok: true })
	await settle()
	const [before, at] = [await cells(), counted().links]
	const { lines } = await dry({ backfill: { objectMapId } })
	expect([counted().links, await cells()]).toEqual([at, before])
	expect(await change({ act: 'backfill' })).toMatchObject({ ok: true })
	await settle()
	const { made, updated } = differences(before, await cells())
	const linkOf = new Map((await links()).map(({ crmId, maId }) => [`ma:prospect:${maId}`, `ma:prospect for contact:${crmId}`]))
	expect([...madeIn(lines).keys()].sort()).toEqual([...made.keys()].map((key) => linkOf.get(key)).sort())
	expect([...madeIn(lines).keys()]).toContain(`ma:prospect for contact:${quiet}`)
	for (const [record, values] of made) {
		const said = new Map((madeIn(lines).get(linkOf.get(record) ?? '') ?? []).map(({ field, toValue }) => [field, plain(toValue)]))
		for (const [key, value] of values) expect(said.get(key.split(':')[3] ?? ''), key).toBe(plain(value))
	}
	expect(updatesIn(lines)).toEqual(updated)
	expect(refusedIn(lines).filter((one) => one.endsWith('NO_EMAIL'))).toEqual([expect.stringContaining(`contact ${silent}`)])
})
