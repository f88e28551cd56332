import { beforeEach, expect, test } from 'vitest'
import { jobs } from '../../app/cli/work.ts'
import { closeTask } from '../../app/flows/desk/close-task.ts'
import { watchShares } from '../../app/flows/sync/watch-shares.ts'
import { changeSettings } from '../../app/flows/sync-setup/change-settings.ts'
import { openSettings } from '../../app/flows/sync-setup/open-settings.ts'
import { ask, testHouse } from '../support/house.ts'
import { connect, leadMap, outsideStage } from '../support/outside-stage.ts'
import { makeStaff } from '../support/staff.ts'
import { statementsOf } from '../support/statement-counter.ts'

const stage = await outsideStage('opal')
const { db, userId, sellerId, standIn, wait, clock } = stage
const connectionId = await connect(stage, [leadMap])
await db`
	insert into ma_prospect (seller_entity_id, email, last_name, company, assigned_user_id, assigned_at)
	select ${sellerId}, 'guest' || n || '@opal.test', 'Silva', 'Bar Silva', ${userId}, ${clock()} from generate_series(1, 120) n`
await stage.settle()
const leads = (await db<{ crmId: string }[]>`select crm_id from sync_link where connection_id = ${connectionId} order by id`).map(({ crmId }) => crmId)
const refuse = (ids: readonly string[], code = 'FIELD_CUSTOM_VALIDATION_EXCEPTION') => {
	for (const id of ids) standIn.turn({ refuse: { id, code, message: 'Not so.' } })
}
const accept = (ids: readonly string[]) => {
	for (const id of ids) standIn.turn({ accept: { id } })
}
let turn = 0
async function retitle(): Promise<void> {
	await db`update ma_prospect set title = ${`Title ${turn++}`} where seller_entity_id = ${sellerId}`
	await stage.settle()
}
const tasks = async () =>
	await db<{ id: number; ownerUserId: number; status: string; outcome: string | null; facts: Record<string, unknown> }[]>`
		select id, owner_user_id, status, outcome, facts from crm_task where subject = 'task.sync_share' order by id`
const set = (errorPercent: string) =>
	changeSettings(db, stage.staff, { connectionId, wish: { tieWinner: 'crm', createOn: [], errorPercent, mails: 'one' }, ...stage.done() })
const shown = async () => (await openSettings(db, stage.staff, { connectionId, at: clock() }))?.share
beforeEach(async () => {
	wait(2 * 86_400_000)
	accept(leads)
	await retitle()
	await watchShares(db, clock())
	await db`delete from crm_task`
})

test('(B8) a running connection that refuses more than 2 % asks an administrator once, and the task ends by itself when it is mended', async () => {
	refuse(leads.slice(0, 12))
	await retitle()
	expect(await tasks(), 'nobody has looked yet').toEqual([])
	// The worker looks by itself, every five minutes.
	expect(jobs['refused-shares']?.cron).toBe('*/5 * * * *')
	await jobs['refused-shares']?.run({ db, clock, log: { info: () => undefined } } as never)
	const [task, ...others] = await tasks()
	expect(others).toEqual([])
	expect(task).toMatchObject({ ownerUserId: userId, status: 'open', facts: { connectionId, name: 'salesforce', refused: 12, most: 0.02 } })
	wait(300_000)
	await watchShares(db, clock())
	expect(await tasks()).toHaveLength(1)
	accept(leads)
	await retitle()
	await watchShares(db, clock())
	expect(await tasks()).toMatchObject([{ status: 'done', outcome: 'settled' }])
	refuse(leads.slice(0, 12))
	await retitle()
	await watchShares(db, clock())
	expect(
		(await tasks()).map(({ status }) => status),
		'the cause come again is a task anew',
	).toEqual(['done', 'open'])
})

test('(B8) two of a hundred and twenty are fewer than the share; above a share that somebody raised nobody is asked', async () => {
	refuse(leads.slice(0, 2))
	await retitle()
	expect(await watchShares(db, clock())).toBe(0)
	refuse(leads.slice(0, 12))
	await retitle()
	expect(await set('20')).toEqual({ ok: true })
	expect(await watchShares(db, clock())).toBe(0)
	expect(await shown()).toMatchObject({ refused: 12, isOver: false })
	expect(await set('1.5')).toEqual({ ok: true })
	expect(await watchShares(db, clock())).toBe(1)
	expect(await shown()).toMatchObject({ refused: 12, isOver: true })
	await set('20')
	await watchShares(db, clock())
	expect(await tasks(), 'ended by the share that was raised').toMatchObject([{ status: 'done' }])
	await set('2')
})

test('(B8) what time mends is no refusal, and on the ramp the canary speaks; one that stands still is asked nothing new', async () => {
	refuse(leads.slice(0, 40), 'UNABLE_TO_LOCK_ROW')
	await db`update ma_prospect set title = ${`Title ${turn++}`} where seller_entity_id = ${sellerId}`
	await stage.once()
	expect(await db`select 1 from sync_error where closed_at is null and code = 'UNABLE_TO_LOCK_ROW'`).toHaveLength(40)
	expect(await watchShares(db, clock())).toBe(0)
	accept(leads)
	refuse(leads.slice(0, 40))
	await retitle()
	for (const state of ['canary', 'paused', 'suspended']) {
		await db`update sync_connection set state = ${state} where id = ${connectionId}`
		expect(await watchShares(db, clock()), state).toBe(0)
	}
	expect(await tasks()).toEqual([])
	await db`update sync_connection set state = 'running' where id = ${connectionId}`
	expect(await watchShares(db, clock())).toBe(1)
	await db`update sync_connection set state = 'paused' where id = ${connectionId}`
	await watchShares(db, clock())
	expect(
		(await tasks()).map(({ status }) => status),
		'paused, what was asked is still asked',
	).toEqual(['open'])
	await db`update sync_connection set state = 'running' where id = ${connectionId}`
})

test('(B8) a day without a refusal ends it, who ended it by hand is not asked again meanwhile, and the overview shows it', async () => {
	const ada = await makeStaff(db, sellerId, { firstName: 'Bo', lastName: 'Berg', roles: ['administrator'] })
	refuse(leads.slice(0, 30))
	await retitle()
	await watchShares(db, clock())
	const [task] = await tasks()
	const page = await (await ask(testHouse(db), '/admin/sync', { cookie: ada.cookie })).text()
	expect(page.includes(`/admin/sync/${connectionId}/errors"`) && /30 of \d+ records/.test(page)).toBe(true)
	expect(await closeTask(db, stage.staff, { taskId: task?.id ?? 0, status: 'dropped', at: clock(), requestId: 'test' })).toBe(true)
	await retitle()
	await watchShares(db, clock())
	expect((await tasks()).map(({ status }) => status)).toEqual(['dropped'])
	wait(90_000_000)
	await watchShares(db, clock())
	refuse(leads.slice(0, 31))
	await retitle()
	await watchShares(db, clock())
	expect((await tasks()).map(({ status }) => status)).toEqual(['dropped', 'open'])
})

test('(B8) looking costs the same for three refusals and for forty', async () => {
	refuse(leads.slice(0, 3))
	await retitle()
	await set('1')
	await watchShares(db, clock())
	const few = (await statementsOf(db, () => watchShares(db, clock()))).statements.length
	refuse(leads.slice(0, 40))
	await retitle()
	const many = (await statementsOf(db, () => watchShares(db, clock()))).statements.length
	expect(many).toBe(few)
	await set('2')
})
