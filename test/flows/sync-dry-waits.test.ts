import { expect, test } from 'vitest'
import { workLists } from '../../app/cli/work-sync.ts'
import { changeList } from '../../app/flows/sync-list/change-list.ts'
import { openList } from '../../app/flows/sync-list/open-list.ts'
import { startList } from '../../app/flows/sync-list/start-list.ts'
import { openHouseConnections } from '../../app/flows/sync-setup/open-house-connections.ts'
import { readConnections } from '../../db/queries/sync-connection.ts'
import { connectFirst, outsideStage } from '../support/outside-stage.ts'
import { statementsOf } from '../support/statement-counter.ts'

/** How a dry run with an org goes on, waits and ends: it takes no more than its share, and keeps no other list waiting (sync-core.md section e, B12). */
const stage = await outsideStage('opal')
const { db, sellerId, userId, standIn, org, orgBy, work, staff, wait, done } = stage
const connectionId = await connectFirst(stage)
await db`update sync_connection set state = 'paused', started_at = null, canary_stage = 0 where id = ${connectionId}`

let lot = 0
const come = async (many: number) =>
	await db`
		insert into ma_prospect (seller_entity_id, email, first_name, last_name, company, assigned_user_id, assigned_at)
		select ${sellerId}, 'guest' || ${String(lot++)} || '-' || n || '@opal.test', 'Ana', 'Silva', 'Bar', ${userId}, ${stage.clock()} from generate_series(1, ${many}::int) n`
async function begin(id = connectionId): Promise<number> {
	const begun = await startList(db, staff, { connectionId: id, wish: { kind: 'dry_run', change: {} }, ...done() })
	if (!begun?.ok) throw new Error(JSON.stringify(begun))
	return begun.runId
}
async function finish(given = work): Promise<void> {
	for (let rounds = 0; (await workLists(given)) > 0; rounds++) if (rounds > 60) throw new Error('The list never ends')
}
const shown = async (runId: number, id = connectionId) => {
	const page = await openList(db, staff, { connectionId: id, runId, query: { text: null, field: null, state: null, after: null, limit: 20_000 } })
	if (!page) throw new Error('There is no such list')
	return page
}
const said = ({ lines }: Awaited<ReturnType<typeof shown>>) =>
	lines.map(({ object, peerId, field, toValue }) => `${object} ${peerId} ${field} ${toValue}`).sort()

test('as many statements for three people as for three hundred', async () => {
	await come(3)
	await begin()
	const few = (await statementsOf(db, finish)).statements.length
	await come(300)
	const runId = await begin()
	const many = (await statementsOf(db, finish)).statements.length
	expect((await shown(runId)).run.records).toEqual([
		{ rule: 'made', count: 303 },
		// The status that the org gives a new lead comes to her prospect.
		{ rule: 'updated', count: 303 },
	])
	expect(many).toBe(few)
	// Known from the beginning, though nothing is linked yet: what it will have looked at in the end.
	const { total, looked } = (await shown(runId)).run
	expect([total, looked]).toEqual([looked, looked])
	expect(looked).toBeGreaterThanOrEqual(303)
})

test('while the org is silent the list says why and goes on by itself, and no other list waits behind it', async () => {
	await openHouseConnections(db, stage.clock())
	const house = (await readConnections(db)).find(({ crmSystem }) => crmSystem === 'embedded_crm')?.id ?? 0
	const before = await begin()
	standIn.turn({ failCalls: 10_000 })
	const waiting = { ...work, random: () => 1 }
	const other = await begin(house)
	await finish(waiting)
	expect((await shown(other, house)).run).toMatchObject({ stage: 'listed', rests: null })
	expect((await shown(before)).run).toMatchObject({ stage: 'listing', looked: 0, rests: { cause: 'side_busy' } })
	const calls = standIn.org.calls.used
	await finish(waiting)
	expect(standIn.org.calls.used, 'nobody is asked again before the time').toBe(calls)
	standIn.mend()
	wait(3000)
	await finish(waiting)
	expect((await shown(before)).run).toMatchObject({ stage: 'listed', rests: null })
})

test('with the calls of the day spent it waits, and goes on once there are calls again', async () => {
	const { used, limit } = { ...standIn.org.calls }
	standIn.turn({ calls: { used: limit / 2 } })
	await org.describe(['Lead'])
	const runId = await begin()
	await finish()
	expect((await shown(runId)).run).toMatchObject({ stage: 'listing', looked: 0, rests: { cause: 'quota_used', until: '2026-05-13T00:00:00.000Z' } })
	standIn.turn({ calls: { used } })
	wait(86_400_000)
	await finish()
	expect((await shown(runId)).run.stage).toBe('listed')
})

test('stopped it stays as it was; begun by one worker and ended by another it says the same', async () => {
	const stopped = await begin()
	while ((await shown(stopped)).run.looked === 0) expect(await workLists(work)).toBe(1)
	expect(await changeList(db, staff, { connectionId, runId: stopped, act: 'cancel', ...done() })).toEqual({ ok: true })
	const lines = said(await shown(stopped))
	await finish()
	expect([(await shown(stopped)).run.stage, said(await shown(stopped))]).toEqual(['cancelled', lines])
	// Stopped while a batch asks: nothing of that batch is kept.
	const late = await begin()
	const describe: typeof org.describe = async (objects) => {
		await changeList(db, staff, { connectionId, runId: late, act: 'cancel', ...done() })
		return await org.describe(objects)
	}
	await finish({ ...work, outside: () => ({ ...org, describe }) })
	expect([(await shown(late)).run.stage, (await shown(late)).lines]).toEqual(['cancelled', []])
	const whole = await begin()
	await finish()
	const shared = await begin()
	const second = { ...work, outside: () => orgBy('secret-of-the-org') }
	for (let rounds = 0; (await workLists(rounds % 2 ? second : work)) > 0; rounds++) if (rounds > 60) throw new Error('The list never ends')
	expect(said(await shown(shared))).toEqual(said(await shown(whole)))
})

test('(A9) under a cap it makes no more than there are places for, over all of its batches, and holds the rest', async () => {
	await db`update sync_connection set prospect_cap = 5 where id = ${connectionId}`
	// More than one page of them.
	await come(800)
	const runId = await begin()
	await finish()
	const { run } = await shown(runId)
	expect(run.records).toEqual([
		{ rule: 'made', count: 5 },
		// The status that the org gives a new lead comes to her prospect.
		{ rule: 'updated', count: 5 },
	])
	expect(run.causes).toEqual([{ code: 'HELD_BY_CAP', cause: 'cap_reached', count: 1098 }])
	expect(await db`select 1 from sync_link where connection_id = ${connectionId}`).toEqual([])
	await db`update sync_connection set prospect_cap = null where id = ${connectionId}`
})
