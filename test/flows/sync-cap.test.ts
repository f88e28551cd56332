import { beforeEach, expect, test } from 'vitest'
import { workSync } from '../../app/cli/work-sync.ts'
import { openOwnSides as ownSides } from '../../app/connectors/sync/embedded/own-sides.server.ts'
import { changeLink } from '../../app/flows/sync/change-link.ts'
import { drainMarks } from '../../app/flows/sync/drain-marks.ts'
import { openRecords } from '../../app/flows/sync/open-records.ts'
import { openSyncErrors } from '../../app/flows/sync/open-sync-errors.ts'
import { setProspectCap } from '../../app/flows/sync/resync-records.ts'
import { admitArrivals } from '../../app/flows/sync/save-cap.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import type { StaffMember } from '../../app/platform/actor.ts'
import { type Tx, withTransaction } from '../../db/client.server.ts'
import { readConnection } from '../../db/queries/sync-connection.ts'
import { makeCompany } from '../support/company.ts'
import { makeStaff } from '../support/staff.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId, shopper } = await makeCompany(db, 'basalt')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Ada', lastName: 'Lindgren', roles: ['administrator'] })
const ada = { kind: 'staff', userId, seller: shopper.seller, roles: ['administrator'] } as unknown as StaffMember
const at = new Date('2026-03-02T09:00:00Z')
const done = { requestId: 'test', at }
const work = { db, clock: () => at, random: () => 0, outside: () => null }
await openHouseConnections(db, at)
const [connection] = await db<{ id: number }[]>`select id from sync_connection where seller_entity_id = ${sellerId}`
const connectionId = connection?.id ?? 0

/** Two workers at once, until nothing is left to do. */
async function settle(): Promise<void> {
	for (let rounds = 0; ; rounds++) {
		const [drained, one, two] = await Promise.all([drainMarks(db, at), workSync(work), workSync(work)])
		if (drained + one + two === 0) return
		if (rounds > 80) throw new Error('It never comes to rest')
	}
}
const cap = (most: number | null) => setProspectCap(db, ada, { connectionId, cap: most, ...done })
/** So many prospects whom somebody has taken, one after the other. */
const arrive = async (count: number) =>
	(
		await db<{ id: number }[]>`
			insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
			select ${sellerId}, 'p' || gen_random_uuid() || '@basalt.test', 'Ana', 'Silva', 'Bar Silva', ${userId}, ${at} from generate_series(1, ${count}::int) returning id`
	).map(({ id }) => id)
const inState = async (state: string) =>
	(await db<{ id: number }[]>`select ma_id::bigint as id from sync_link where state = ${state} order by held_at nulls first, id`).map(({ id }) => id)
const notices = async () =>
	(await db<{ facts: { percent: number } }[]>`select facts from notice where kind = 'sync.cap_near' order by id`).map(({ facts }) => facts.percent)
beforeEach(async () => {
	await db`delete from sync_job`
	await db`delete from sync_link`
	await db`delete from ma_prospect`
	await db`delete from sync_change`
	await db`delete from sync_error`
	await db`delete from notice`
	await db`update sync_connection set prospect_cap = null, cap_warned = 0`
})

test('(A9) at a cap of 100, of 130 who arrive 100 are live and 30 held in their order; a cap of 120 drains 20; none drains the rest', async () => {
	await cap(100)
	const ids = await arrive(130)
	await settle()
	expect(new Set(await inState('active'))).toEqual(new Set(ids.slice(0, 100)))
	expect(await inState('held')).toEqual(ids.slice(100))
	expect(await db`select count(*)::int as count from crm_lead where email like '%@basalt.test'`).toEqual([{ count: 100 }])
	// Visible, with the reason and the remedy, and in the journal.
	const page = await openRecords(db, ada, connectionId, { objectMapId: null, state: 'held', text: null, after: null, limit: 40 })
	expect([page?.total, new Set(page?.rows.map(({ stateReason }) => stateReason))]).toEqual([30, new Set(['HELD_BY_CAP'])])
	// The line from its front, the others from the newest, page after page, each once.
	for (const [state, sign] of [['held', 1] as const, ['active', -1] as const]) {
		const shown: number[] = []
		for (let after: number | null = null, more = true; more; more = after !== null) {
			const turned = await openRecords(db, ada, connectionId, { objectMapId: null, state, text: null, after, limit: 7 })
			shown.push(...(turned?.rows.map(({ id }) => id) ?? []))
			after = turned?.next ?? null
		}
		expect(shown).toEqual([...new Set(shown)].sort((one, two) => sign * (one - two)))
		expect(shown).toHaveLength(state === 'held' ? 30 : 100)
	}
	const errors = await openSyncErrors(db, ada, connectionId, { group: null, code: null, text: null, after: null, runId: null, limit: 40 })
	expect(errors?.groups).toMatchObject([{ code: 'HELD_BY_CAP', count: 30, remedies: ['raise_cap'] }])
	expect(await db`select count(*)::int as count from sync_decision where note = 'held'`).toEqual([{ count: 30 }])
	await cap(120)
	await settle()
	expect(new Set(await inState('active'))).toEqual(new Set(ids.slice(0, 120)))
	expect(await inState('held')).toEqual(ids.slice(120))
	await cap(null)
	await settle()
	expect([(await inState('active')).length, (await inState('held')).length]).toEqual([130, 0])
	expect(await db`select 1 from sync_error where closed_at is null`).toHaveLength(0)
	expect(await db`select count(*)::int as count, count(distinct email)::int as people from crm_lead where email like '%@basalt.test'`).toMatchObject([
		{ count: 130, people: 130 },
	])
})

test('(A9) who leaves makes room for the first in line; who comes back waits behind her, and is the same', async () => {
	await cap(3)
	const ids = await arrive(5)
	await settle()
	const [first] = await db<{ id: number; crmId: string }[]>`select id, crm_id from sync_link where ma_id = ${String(ids[0])}`
	await db`update sync_object_map set filter = '{"field":"note","op":"ne","value":"left"}' where crm_object = 'lead'`
	await db`update crm_lead set note = 'left' where id = ${first?.crmId ?? ''}::bigint`
	await settle()
	expect(await inState('archived')).toEqual([ids[0]])
	expect([new Set(await inState('active')), await inState('held')]).toEqual([new Set(ids.slice(1, 4)), [ids[4]]])
	await db`update crm_lead set note = 'back' where id = ${first?.crmId ?? ''}::bigint`
	await settle()
	expect([new Set(await inState('active')), await inState('held')]).toEqual([new Set(ids.slice(1, 4)), [ids[4], ids[0]]])
	await cap(9)
	await settle()
	expect(new Set(await inState('active'))).toEqual(new Set(ids))
	expect(await db`select id, crm_id from sync_link where ma_id = ${String(ids[0])}`).toEqual([{ id: first?.id, crmId: first?.crmId }])
})

test('(A9) who is held and goes leaves the line, whoever was allowed to be made and cannot does so too, and those behind go on', async () => {
	await cap(2)
	const ids = await arrive(6)
	await settle()
	await db`delete from ma_prospect where id = ${ids[2] ?? 0}`
	// A blank name and no company: her lead cannot be made without one.
	await db`update ma_prospect set email = null where id = ${ids[3] ?? 0}`
	await cap(4)
	await settle()
	expect(new Set(await inState('active'))).toEqual(new Set([ids[0], ids[1], ids[4], ids[5]]))
	expect(await inState('held')).toEqual([])
	expect(await db`select code from sync_error where closed_at is null`).toEqual([{ code: 'NO_EMAIL' }])
})

test('(A9) administrators hear of 80 and of 95 in a hundred, once each time that it is crossed', async () => {
	await cap(20)
	await arrive(15)
	await settle()
	expect(await notices()).toEqual([])
	const ids = await arrive(1)
	await settle()
	await db`update ma_prospect set title = 'Buyer' where id = ${ids[0] ?? 0}`
	await settle()
	expect(await notices()).toEqual([80])
	await arrive(9)
	await settle()
	expect(await notices()).toEqual([80, 95])
	expect(await inState('held')).toHaveLength(5)
})

test('(A9) a link that is held may be looked at by hand and stays held', async () => {
	await cap(0)
	await arrive(1)
	await settle()
	const [link] = await db<{ id: number }[]>`select id from sync_link`
	await changeLink(db, ada, { linkId: link?.id ?? 0, wish: { act: 'resync' }, ownSides, ...done })
	await settle()
	expect(await db`select state, state_reason, crm_id from sync_link`).toEqual([{ state: 'held', stateReason: 'HELD_BY_CAP', crmId: null }])
	expect(await db`select count(*)::int as count from sync_decision where note = 'held' and link_id = ${link?.id ?? 0}`).toEqual([{ count: 1 }])
})

test('(A9) two workers who ask for the last places at the same moment do not get one twice', async () => {
	await cap(4)
	const one = await readConnection(db, connectionId)
	const map = one?.objects.find(({ crmObject }) => crmObject === 'lead')
	if (!one || !map) throw new Error('No mapping of leads')
	const arrivals = (from: number) =>
		[from, from + 1, from + 2].map((id) => ({
			link: { objectMapId: map.id, crmObject: 'lead', crmId: null, maObject: 'prospect', maId: String(id), state: 'active' as const, stateReason: null },
			...{ held: null, arrivedAt: at, cause: 'edit', actor: 'user:1' },
		}))
	const admits = (tx: Tx, from: number) => admitArrivals(tx, { connection: one, mapIds: [map.id], arrivals: arrivals(from), at })
	const [asked, gate] = [Promise.withResolvers<void>(), Promise.withResolvers<void>()]
	const first = withTransaction(db, async (tx) => {
		await admits(tx, 9_000_001)
		asked.resolve()
		await gate.promise
	})
	await asked.promise
	let isDone = false
	const second = withTransaction(db, (tx) => admits(tx, 9_000_011)).finally(() => {
		isDone = true
	})
	// Whoever waits for a lock does not answer: only then may the first go on.
	while (!isDone && (await db`select 1 from pg_locks where not granted`).length === 0);
	gate.resolve()
	await Promise.all([first, second])
	expect(await db`select state_reason, count(*)::int as count from sync_link group by 1 order by 1`).toEqual([
		{ stateReason: 'HELD_BY_CAP', count: 2 },
		{ stateReason: 'PASSING', count: 4 },
	])
})
