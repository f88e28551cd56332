import { expect, test } from 'vitest'
import { workLists } from '../../app/cli/work-sync.ts'
import { changeList } from '../../app/flows/sync-list/change-list.ts'
import { openList } from '../../app/flows/sync-list/open-list.ts'
import { startComparisons } from '../../app/flows/sync-list/start-list.ts'
import { openDb } from '../../db/client.server.ts'
import { connect, leadMap, outsideStage, unfinished } from '../support/outside-stage.ts'

// B15 and B2.6 where one side is an org: what no feed and no mark ever named is found, and a feed of deletes that reaches back too little is no proof of anything.
const stage = await outsideStage('quartz', { startsAt: Date.now() + 3_600_000 })
const { db, sellerId, userId, staff: ada, standIn, org, clock, wait, settle, done } = stage
const connectionId = await connect(stage, [leadMap])
/** Above a thousand, so that one of them is less than one in a thousand. */
const people = 1200

await db`
	insert into ma_prospect (seller_entity_id, email, last_name, company, title, assigned_user_id, assigned_at)
	select ${sellerId}, 'guest' || n || '@quartz.test', 'Silva', 'Bar Silva', 'Buyer', ${userId}, ${clock()} from generate_series(1, ${people}::int) n`
await settle()

const linkOf = async (guest: number) => {
	const [link] = await db<{ maId: string; crmId: string; state: string; stateReason: string | null }[]>`
		select l.ma_id, l.crm_id, l.state, l.state_reason from sync_link l join ma_prospect p on p.id::text = l.ma_id where l.connection_id = ${connectionId} and p.email = ${`guest${guest}@quartz.test`}`
	if (!link) throw new Error(`Guest ${guest} is not linked`)
	return link
}
/** Behind every interface: no stamp, no notice, no line in a feed. */
const leadOf = async (guest: number) => {
	const row = standIn.org.rows.get('Lead')?.get((await linkOf(guest)).crmId)
	if (!row) throw new Error('The lead is gone')
	return row
}
const vanishes = async (guest: number) => void standIn.org.rows.get('Lead')?.delete((await linkOf(guest)).crmId)
const both = async (guest: number, field = 'title') => {
	const link = await linkOf(guest)
	const [there] = await org.readByIds('Lead', [link.crmId], ['Title'])
	return [there?.values['Title'], (await db`select ${db(field)} as value from ma_prospect where id = ${link.maId}::bigint`)[0]?.['value']]
}
const night = async () => {
	wait(8 * 3_600_000)
	await settle()
	expect(await startComparisons(db, clock())).toBe(1)
	await settle()
	const [run] = await db<
		{ id: number; drift: number; looked: number; stage: string }[]
	>`select id, drift, looked, stage from sync_run where kind = 'reconcile' order by id desc limit 1`
	const list = await openList(db, ada, { connectionId, runId: run?.id ?? 0, query: { text: null, field: null, state: null, after: null, limit: 100 } })
	return { id: run?.id ?? 0, drift: run?.drift, looked: run?.looked, stage: run?.stage, lines: list?.lines ?? [] }
}

test('(B15) the night finds what an org changed without a word, mends little of it by itself, and finds nothing in the next', async () => {
	expect(await night()).toMatchObject({ drift: 0, looked: people, stage: 'done', lines: [] })
	const row = await leadOf(7)
	row.values = { ...row.values, Title: 'Chef' }
	await settle()
	expect(await both(7), 'no feed named it').toEqual(['Chef', 'Buyer'])
	expect(await night()).toMatchObject({
		drift: 1,
		looked: people,
		stage: 'done',
		lines: [{ side: 'ma', object: 'prospect', field: 'title', fromValue: 'Buyer', toValue: 'Chef', state: 'done' }],
	})
	expect(await both(7)).toEqual(['Chef', 'Chef'])
	expect(await night()).toMatchObject({ drift: 0, stage: 'done' })
	expect(await unfinished(stage)).toBe(0)
})

test('(B15) what our own triggers missed goes to the org by the night too', async () => {
	const owner = openDb(stage.ownerUrl, { max: 1 })
	await owner`alter table ma_prospect disable trigger sync_update`
	await db`update ma_prospect set title = 'Roaster' where email = 'guest8@quartz.test'`
	await owner`alter table ma_prospect enable trigger sync_update`
	await owner.end()
	await settle()
	expect(await both(8)).toEqual(['Buyer', 'Roaster'])
	expect(await night()).toMatchObject({ drift: 1, stage: 'done', lines: [{ side: 'crm', object: 'Lead', field: 'Title', toValue: 'Roaster', state: 'done' }] })
	expect(await both(8)).toEqual(['Roaster', 'Roaster'])
})

test('(B15) a lead that vanished without a word is found by the night, and her prospect rests', async () => {
	await vanishes(9)
	await settle()
	expect(await linkOf(9)).toMatchObject({ state: 'active' })
	expect(await night()).toMatchObject({ drift: 1, lines: [{ rule: 'gone', name: expect.stringContaining('Silva'), state: 'done' }] })
	expect(await linkOf(9)).toMatchObject({ state: 'archived', stateReason: 'CRM_DELETED' })
})

test('(B15) much that stands apart is told and waits for a person, record by record, and then goes', async () => {
	for (const guest of [11, 12, 13]) {
		const row = await leadOf(guest)
		row.values = { ...row.values, Title: 'Chef' }
	}
	const run = await night()
	expect(run).toMatchObject({ drift: 3, stage: 'listed' })
	expect(run.lines.map(({ field, state }) => [field, state])).toEqual([1, 2, 3].map(() => ['title', 'open']))
	expect(await db`select facts->'drifted' as drifted from notice where user_id = ${userId} and kind = 'sync.drift'`).toEqual([{ drifted: 3 }])
	await settle()
	expect(await both(11)).toEqual(['Chef', 'Buyer'])
	expect(await changeList(db, ada, { connectionId, runId: run.id, act: 'mend', ...done() })).toEqual({ ok: true })
	await settle()
	for (const guest of [11, 12, 13]) expect(await both(guest)).toEqual(['Chef', 'Chef'])
})

test('(B15) while the org does not answer nothing is called gone and nothing rests; the comparison goes on when it does', async () => {
	wait(8 * 3_600_000)
	await settle()
	await startComparisons(db, clock())
	standIn.faults.failCalls = 1
	await expect(workLists(stage.work)).rejects.toMatchObject({ failure: { code: 'SERVER_UNAVAILABLE' } })
	expect(standIn.faults.failCalls).toBe(0)
	await settle()
	const [run] = await db`select drift, looked, stage from sync_run where kind = 'reconcile' order by id desc limit 1`
	expect(run).toEqual({ drift: 0, looked: people - 1, stage: 'done' })
	expect(await db`select count(*)::int as count from sync_link where state = 'active'`).toEqual([{ count: people - 1 }])
})

test('(B2.6) a feed of deletes that no longer reaches back is no proof: every linked record is looked at, and only who is gone rests', async () => {
	const started = clock()
	// The org is not asked for longer than its feed keeps: the bin was emptied for good meanwhile, and one was taken back before.
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
	for (const guest of [21, 22]) standIn.turn({ remove: { object: 'Lead', id: (await linkOf(guest)).crmId } })
	standIn.turn({ undelete: { object: 'Lead', id: (await linkOf(22)).crmId } })
	await vanishes(21)
	wait(16 * 86_400_000)
	await db`update sync_connection set state = 'running' where id = ${connectionId}`
	const asked = await db`select cursor from sync_watermark where connection_id = ${connectionId} and feed = 'deleted'`
	await settle()
	expect(await linkOf(21)).toMatchObject({ state: 'archived', stateReason: 'CRM_DELETED' })
	expect(await db`select count(*)::int as count from sync_link where state = 'archived'`, 'and nobody else').toEqual([{ count: 2 }])
	expect(await linkOf(22)).toMatchObject({ state: 'active' })
	const next = await db<{ cursor: string }[]>`select cursor from sync_watermark where connection_id = ${connectionId} and feed = 'deleted'`
	expect([next[0]?.cursor !== asked[0]?.['cursor'], Date.parse(next[0]?.cursor ?? '') > started.getTime()], 'the feed is read from now on').toEqual([
		true,
		true,
	])
	expect(await unfinished(stage)).toBe(0)
	// The next delete comes by the feed again.
	standIn.turn({ remove: { object: 'Lead', id: (await linkOf(23)).crmId } })
	await settle()
	await settle()
	expect(await linkOf(23)).toMatchObject({ state: 'archived' })
})

test('(B2.6) a bin that was emptied ahead of its time is seen as such, however short the pause', async () => {
	const { crmId } = await linkOf(24)
	standIn.turn({ remove: { object: 'Lead', id: crmId } })
	await vanishes(24)
	wait(3_600_000)
	standIn.turn({ emptyBin: true })
	await settle()
	await settle()
	expect(await linkOf(24)).toMatchObject({ state: 'archived', stateReason: 'CRM_DELETED' })
	expect(await db`select count(*)::int as count from sync_link where state = 'archived'`).toEqual([{ count: 4 }])
})
