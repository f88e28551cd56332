import { setTimeout as sleep } from 'node:timers/promises'
import { type Db, openDb, withTransaction } from '../../db/client.server.ts'
import { lanes } from '../../db/queries/sync-job.ts'
import { startResync } from '../../db/queries/sync-resync.ts'
import { asHouse } from '../../db/scope.server.ts'
import { type Dice, dice } from '../support/dice.ts'
import { openOwnPostgres } from './own-postgres.ts'
import { edit, openSyncHouse, quiet, type SyncHouse, wrongOf } from './sync.ts'
import { type Counter, openCounter, sendAgain, sendSome, wrongOfCounter } from './sync-shop.ts'
import { openWork } from './sync-trail.ts'

export const kinds = ['worker', 'web', 'postgres'] as const
export type Kind = (typeof kinds)[number]
export type KillReport = {
	points: Record<Kind, number>
	edited: number
	sent: number
	sentAgain: number
	wrong: string[]
	cameToRest: boolean
	writtenAfterQuiet: string[]
	seconds: number
}

type Killing = { points: number; seed: number; of: readonly Kind[]; onPoint?: (point: number, kind: Kind, ms: number) => void }

/**
 * T4 (sync-core.md d): worker, web process or PostgreSQL itself die at moments that the seed chose, while people edit both sides,
 * an org is written to and forms and orders come in. Afterwards each record is accounted for by query, and then nothing is written any more (T5).
 */
export async function runKills({ points, seed, of, onPoint }: Killing): Promise<KillReport> {
	const began = performance.now()
	const postgres = await openOwnPostgres()
	const db = asHouse(openDb(postgres.url, { max: 8, applicationName: 'kontor-kills' }))
	const house = await openSyncHouse(`kill${seed}`, { ...postgres, db })
	const counter = await openCounter(db, house.company, house.repId)
	const programs = await openPrograms(house, of)
	const counts = { worker: 0, web: 0, postgres: 0 }
	let sentAgain = 0
	try {
		const luck = dice(seed)
		for (let point = 0; point < points; point += 1) {
			const kind = of[point % of.length] ?? 'worker'
			counts[kind] += 1
			const from = performance.now()
			await strike({ house, counter, programs, postgres, luck, kind, lot: `${seed}-${point}` })
			sentAgain += counter.sent.filter(({ isAnswered }) => !isAnswered).length
			await sendAgain(counter, programs.web())
			onPoint?.(point, kind, Math.round(performance.now() - from))
		}
		for (let tries = 0; tries < 10 && counter.sent.some(({ isAnswered }) => !isAnswered); tries += 1) {
			await sleep(500)
			await sendAgain(counter, programs.web())
		}
		await programs.stopWorker()
		// Leases and retries of the dead are long over on the clock of the last worker.
		const last = await house.startWorker('+10m')
		const cameToRest = await quiet(db)
		const wrong = [
			...(cameToRest ? [] : [`it did not come to rest:\n    ${await openWork(db)}`]),
			...(await wrongOf(house)),
			...(await wrongOfCounter(db, counter)),
		]
		const writtenAfterQuiet = await writtenByResync(db)
		await last.stop()
		const edited = house.said.title.size + house.said.phone.size
		return {
			points: counts,
			edited,
			sent: counter.sent.length,
			sentAgain,
			wrong,
			cameToRest,
			writtenAfterQuiet,
			seconds: Math.round((performance.now() - began) / 1000),
		}
	} finally {
		await programs.kill()
		await house.org.close()
		await db.end({ timeout: 1 })
		await postgres.destroy()
	}
}

/** One of each at work, and the next one of those that are to be killed on its way: for a while two work side by side. */
async function openPrograms(house: SyncHouse, of: readonly Kind[]) {
	const started = { worker: house.startWorker, web: house.startWeb }
	const now = { worker: await house.startWorker(), web: await house.startWeb() }
	const nextOf = (kind: 'worker' | 'web') => (of.includes(kind) ? started[kind]() : null)
	const next = { worker: nextOf('worker'), web: nextOf('web') }
	return {
		web: () => now.web,
		die: async (kind: 'worker' | 'web') => {
			await now[kind].kill()
			now[kind] = (await next[kind]) ?? now[kind]
			next[kind] = started[kind]()
		},
		areReady: async () => {
			await Promise.all([next.worker, next.web])
		},
		stopWorker: async () => {
			await now.worker.kill()
			await (await next.worker)?.kill()
		},
		kill: async () => {
			await Promise.all([now.worker.kill(), now.web.kill(), next.worker?.then((one) => one.kill()), next.web?.then((one) => one.kill())])
		},
	}
}

type Strike = {
	house: SyncHouse
	counter: Counter
	programs: Awaited<ReturnType<typeof openPrograms>>
	postgres: Awaited<ReturnType<typeof openOwnPostgres>>
	luck: Dice
	kind: Kind
	lot: string
}

async function strike({ house, counter, programs, postgres, luck, kind, lot }: Strike): Promise<void> {
	const forMs = luck.whole(50, 600)
	if (luck.chance(0.3)) house.org.faults.loseAnswers = 1
	const sending = kind === 'worker' && luck.chance(0.7) ? Promise.resolve() : sendSome(counter, programs.web(), luck, { lot, forMs: forMs + 100 })
	const editing = edit(house, luck, forMs + 100)
	await sleep(forMs)
	if (kind === 'postgres') {
		// Who is only starting would end at once, as it should: that is no moment of its own.
		await programs.areReady()
		await postgres.kill()
		await postgres.start()
	} else await programs.die(kind)
	await Promise.all([sending, editing])
}

/** T5: all of it looked at once more by the worker that is there; what of it was written, by name. */
async function writtenByResync(db: Db): Promise<string[]> {
	const [before] = await db<{ id: number }[]>`select coalesce(max(id), 0) as id from sync_decision`
	for (const { id } of await db<{ id: number }[]>`select id from sync_connection`)
		await withTransaction(db, (tx) =>
			startResync(tx, { filter: { connectionId: id }, lane: lanes.backfill, cause: 'resync', userId: null, subject: {}, at: new Date() }),
		)
	await quiet(db)
	const rows = await db<{ said: string }[]>`
		select concat_ws(' ', d.connection_id, l.crm_object, l.crm_id, l.ma_id, d.crm_field, d.crm_value, d.ma_value, 'agreed', d.agreed, d.rule, 'wrote', d.wrote, d.cause, l.created_at, d.at) as said
		from sync_decision d left join sync_link l on l.id = d.link_id where d.id > ${before?.id ?? 0} and d.wrote is not null order by d.id`
	return rows.map(({ said }) => said)
}
