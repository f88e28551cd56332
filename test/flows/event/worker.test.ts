import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { testDb } from '../../support/test-db.ts'

const { db, url } = await testDb()
const workers: ChildProcess[] = []
afterAll(async () => {
	const ended = workers.map((worker) => new Promise((done) => worker.once('exit', done)))
	for (const worker of workers) worker.kill('SIGTERM')
	await Promise.all(ended)
})

function startWorker(): Promise<unknown> {
	const env = { ...process.env, DATABASE_URL: url, SESSION_SECRET: 'a secret that is only ever used in tests', LOG_LEVEL: 'silent', DATABASE_POOL: '4' }
	const worker = spawn(process.execPath, ['app/worker.ts'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
	workers.push(worker)
	return new Promise((ready, broke) => {
		worker.once('message', ready)
		worker.once('exit', (code) => broke(new Error(`The worker ended with ${code}`)))
	})
}

test('two workers that start together run a timer once, keep its schedule, and are on watch', { timeout: 60_000 }, async () => {
	await Promise.all([startWorker(), startWorker()])
	const runs = () => db`select name, state::text from pgboss.job where name = 'similar-accounts'`
	await expect.poll(runs, { timeout: 30_000 }).toEqual([{ name: 'similar-accounts', state: 'completed' }])
	expect(await db`select name, cron, timezone from pgboss.schedule`).toEqual([{ name: 'similar-accounts', cron: '0 3 * * *', timezone: 'UTC' }])
	expect(await db`select from worker_heartbeat where beat_at > now() - interval '30 seconds'`).toHaveLength(1)
})
