import { setTimeout as sleep } from 'node:timers/promises'
import { PgBoss } from 'pg-boss'
import { openDb } from '../db/client.server.ts'
import { newestLevel } from '../db/migrate.server.ts'
import { beat } from '../db/queries/health.ts'
import { outboxChannel } from '../db/queries/outbox.ts'
import { syncChannel } from '../db/queries/sync-job.ts'
import { demandWall } from '../db/roles.server.ts'
import { asHouse } from '../db/scope.server.ts'
import { openConnectors } from './cli/connectors.ts'
import { outliveLostConnections } from './cli/lost-connections.ts'
import { whenToldToStop } from './cli/stop.ts'
import { jobs, loopsOf, type Workshop } from './cli/work.ts'
import { clockOf, readEnv } from './platform/env.server.ts'
import { openLog } from './platform/log.server.ts'

// The only long-running loop: events leave from here, timers fire here, other systems are spoken to here.
const env = readEnv(process.env)
const log = openLog('worker', env)
outliveLostConnections(log)
const clock = clockOf(env)
if (!env.DATABASE_URL || !env.SESSION_SECRET) throw new Error('The worker needs DATABASE_URL and SESSION_SECRET: npm start sets them')
const pool = openDb(env.DATABASE_URL, { max: env.DATABASE_POOL, applicationName: 'kontor-worker' })
await demandWall(pool)
const db = asHouse(pool)
const connectors = openConnectors(env, { db, clock, log })
const publicUrl = (env.PUBLIC_URL ?? `http://${env.HOST}:${env.PORT}`).replace(/\/$/, '')
const workshop: Workshop = { db, connectors, clock, publicUrl, secrets: env.SESSION_SECRET, log }

const beatEveryMs = 5000
// Notifications wake the loop at once; looking by itself is for retries that fall due and for a listener that was cut off.
const lookEveryMs = 1000

let stopping = false
type Ear = { wakes: number; waiters: Set<() => void> }
// A mark of the sync core comes with every edited record: it calls the two loops that have to do with it, and not thirty others.
const ears: Record<'outbox' | 'sync', Ear> = { outbox: { wakes: 0, waiters: new Set() }, sync: { wakes: 0, waiters: new Set() } }

function wake(ear: Ear): void {
	ear.wakes++
	for (const woken of ear.waiters) woken()
	ear.waiters.clear()
}

/** Calls `round` while it finds work, then waits for a notification or the next look. A broken round is logged and tried again. */
async function loop(name: string, round: () => Promise<number>): Promise<void> {
	const ear = ears[name === 'sync' || name === 'sync outside' ? 'sync' : 'outbox']
	while (!stopping) {
		const seen = ear.wakes
		const done = await round().catch((error: unknown) => {
			log.error({ err: error, loop: name }, 'A round of the worker broke')
			return -1
		})
		// Marks have become jobs: who works with other systems was called too early.
		if (done > 0 && name === 'sync') wake(ear)
		// Who was called while at work looks once more before lying down; what broke rests first.
		if (done > 0 || (done === 0 && ear.wakes !== seen) || stopping) continue
		await Promise.race([sleep(lookEveryMs), new Promise<void>((woken) => ear.waiters.add(woken))])
	}
}

async function openBoss(): Promise<PgBoss> {
	const boss = new PgBoss({
		connectionString: env.DATABASE_ADMIN_URL ?? env.DATABASE_URL ?? '',
		max: 3,
		application_name: 'kontor-jobs',
		useListenNotify: true,
	})
	boss.on('error', (error) => log.error({ err: error }, 'The job queue reports an error'))
	await boss.start()
	for (const [name, job] of Object.entries(jobs)) {
		await boss.createQueue(name, { notify: true, retryLimit: 5, retryBackoff: true })
		await boss.work(name, { notifyPollingIntervalSeconds: 30, burstWhenBatchFull: true }, () => job.run(workshop))
		await boss.schedule(name, job.cron, {}, { tz: 'UTC' })
		// Several workers that start within a minute are one start.
		if (job.atStart) await boss.send(name, {}, { singletonKey: 'start', singletonSeconds: 60 })
	}
	return boss
}

const level = await newestLevel()
const facts = { pid: process.pid, level }
const heart = setInterval(() => {
	beat(db, 'worker', facts).catch((error: unknown) => log.warn({ err: error }, 'No heartbeat'))
}, beatEveryMs)
await beat(db, 'worker', facts)

const boss = await openBoss()
const listening = await Promise.all([db.listen(outboxChannel, () => wake(ears.outbox)), db.listen(syncChannel, () => wake(ears.sync))])
const loops = loopsOf(workshop)
const running = Object.entries(loops).map(([name, round]) => loop(name, round))
process.send?.({ working: true })
log.info({ loops: Object.keys(loops), jobs: Object.keys(jobs) }, 'The worker is at work')

whenToldToStop(log, async () => {
	// What is in hand is finished and written down; the rest waits for the next start.
	stopping = true
	for (const ear of Object.values(ears)) wake(ear)
	clearInterval(heart)
	await boss.stop({ graceful: true, timeout: 15_000 })
	await Promise.all(running)
	await Promise.all(listening.map((one) => one.unlisten()))
	await db.end({ timeout: 5 })
})
