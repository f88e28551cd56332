import { type ChildProcess, spawn } from 'node:child_process'
import { afterAll, expect, test } from 'vitest'
import { openDb } from '../../../db/client.server.ts'
import { testDb } from '../../support/test-db.ts'

const { url, ownerUrl } = await testDb()
// The job queue's tables are the owner's own.
const owner = openDb(ownerUrl, { max: 1 })
const workers: ChildProcess[] = []
afterAll(async () => {
	const ended = workers.map((worker) => new Promise((done) => worker.once('exit', done)))
	for (const worker of workers) worker.kill('SIGTERM')
	await Promise.all(ended)
	await owner.end({ timeout: 5 })
})

function startWorker(): Promise<unknown> {
	const secret = 'a secret that is only ever used in tests'
	const env = { ...process.env, DATABASE_URL: url, DATABASE_ADMIN_URL: ownerUrl, SESSION_SECRET: secret, LOG_LEVEL: 'silent', DATABASE_POOL: '4' }
	const worker = spawn(process.execPath, ['app/worker.ts'], { env, stdio: ['ignore', 'ignore', 'inherit', 'ipc'] })
	workers.push(worker)
	return new Promise((ready, broke) => {
		worker.once('message', ready)
		worker.once('exit', (code) => broke(new Error(`The worker ended with ${code}`)))
	})
}

test('two workers that start together run a timer once, keep its schedule, and are on watch', { timeout: 60_000 }, async () => {
	await Promise.all([startWorker(), startWorker()])
	const runs = () => owner`select name, state::text from pgboss.job where name = 'similar-accounts'`
	await expect.poll(runs, { timeout: 30_000 }).toEqual([{ name: 'similar-accounts', state: 'completed' }])
	expect(await owner`select name, cron, timezone from pgboss.schedule where name = 'similar-accounts'`).toEqual([
		{ name: 'similar-accounts', cron: '0 3 * * *', timezone: 'UTC' },
	])
	expect(await owner`select from worker_heartbeat where beat_at > now() - interval '30 seconds'`).toHaveLength(1)
})
