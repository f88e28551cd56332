import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { createStanding } from '../../../app/flows/standing/create-standing.ts'
import { openDb } from '../../../db/client.server.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makePlacedStory } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db, url, ownerUrl } = await testDb()
const owner = openDb(ownerUrl, { max: 1 })
const workers: ChildProcess[] = []
const gone = (worker: ChildProcess) => new Promise((done) => (worker.exitCode === null && worker.signalCode === null ? worker.once('exit', done) : done(null)))
afterAll(async () => {
	for (const worker of workers) worker.kill('SIGTERM')
	await Promise.all(workers.map(gone))
	await owner.end({ timeout: 5 })
})

function startWorker(offset: string): Promise<ChildProcess> {
	const settings = { DATABASE_URL: url, DATABASE_ADMIN_URL: ownerUrl, SESSION_SECRET: 'a secret that is only ever used in tests', DATABASE_POOL: '4' }
	const env = { ...process.env, ...settings, LOG_LEVEL: 'silent', KONTOR_MODE: 'test', KONTOR_CLOCK_OFFSET: offset }
	const worker = spawn(process.execPath, ['app/worker.ts'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
	workers.push(worker)
	return new Promise((ready, broke) => {
		worker.once('message', () => ready(worker))
		worker.once('exit', (code) => broke(new Error(`The worker ended with ${code}`)))
	})
}

test('a worker that is killed between placing and noting leaves one order, and the next one notes it', { timeout: 90_000 }, async () => {
	const { company, number } = await makePlacedStory(db, 'killed')
	const at = new Date()
	const schedule = { kind: 'weekly', weekdays: [0, 1, 2, 3, 4, 5, 6], everyWeeks: 1, startsOn: at.toISOString().slice(0, 10) }
	const wish = { name: 'Daily', schedule, guardrailPercent: '50', poText: 'DAY', poHasDate: true }
	const made = await createStanding(asShopper(db, company.shopper), company.shopper, { wish, from: { kind: 'order', number }, at })
	expect(made?.ok).toBe(true)
	const orders = () => owner`select po_number from sales_order where account_id = ${company.accountId} and channel = 'standing_order' and placed_at is not null`
	const runs = () => owner`select state, order_id is not null as has_order from standing_run where account_id = ${company.accountId} order by run_on`
	// Whoever notes a run as placed is made to wait there, long after the order stands.
	await owner.unsafe(`create function wait_there() returns trigger language plpgsql as 'begin perform pg_sleep(60); return new; end'`)
	await owner.unsafe(`create trigger wait_there before update on standing_run for each row when (new.state = 'placed') execute function wait_there()`)
	const first = await startWorker('+2d')
	await expect.poll(orders, { timeout: 30_000 }).toHaveLength(1)
	expect(await runs()).toEqual([{ state: 'due', hasOrder: false }])
	first.kill('SIGKILL')
	await gone(first)
	await owner`select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and application_name = 'kontor-worker'`
	await owner.unsafe('drop trigger wait_there on standing_run')
	// Two minutes later, so that the run is nobody's any more.
	await startWorker('+2882m')
	await expect.poll(runs, { timeout: 30_000 }).toEqual([{ state: 'placed', hasOrder: true }])
	expect(await orders()).toHaveLength(1)
	expect(
		await owner`select from outbox_event where account_id = ${company.accountId} and topic = 'order.placed' and payload ->> 'channel' = 'standing_order'`,
	).toHaveLength(1)
})
