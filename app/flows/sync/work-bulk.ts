import { type Db, withTransaction } from '../../../db/client.server.ts'
import {
	type Bulk,
	emptyBulk,
	insertBulk,
	isWorthBulk,
	joinBulk,
	readParts,
	type SentRow,
	saveBulk,
	sendPart,
	takeBulk,
} from '../../../db/queries/sync-bulk.ts'
import { pauseLive } from '../../../db/queries/sync-connection.ts'
import { lanes, leaseJobs } from '../../../db/queries/sync-job.ts'
import type { BulkWay, SideWrite, SideWritten } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { quotaResetAt } from '../../engine/sync/lanes.ts'
import { nextLookSeconds, nextTrySeconds } from '../../engine/sync/next-try.ts'
import { SideDown } from '../../platform/side-down.ts'
import { lowestOf, standBack as releaseJobs } from './save-allowance.ts'
import { bulkWritesOf, saveResults, saveUnknown, withoutSide } from './save-bulk.ts'
import { suspendFor } from './save-errors.ts'
import { saveLooked, type Working } from './save-looked.ts'
import { saveOutside } from './save-outside.ts'

/** Of a worker that died its bulk is somebody else's after so long: longer than any call of one step may take. */
const leaseMs = 10 * 60_000
/** How long the other side keeps what became of a job: until then its rows are nobody else's. */
const keptMs = 7 * 86_400_000
/** Rows that are looked at, or confirmed, in one transaction. */
const chunk = 5000
/** So often a file may be refused before all of it goes the other way. */
const mostTries = 3

type Step = { db: Db; working: Working; way: BulkWay; bulk: Bulk }

/**
 * One step of a connection's bulk (sync-core.md B7, B12): looked at and decided in chunks, then file by file opened, filled, started, looked at now
 * and then, and each row confirmed by its own result. Every step is saved before the next, the other side's job before its file: whoever dies
 * between two leaves what the next can go on from. Answers how many steps were done.
 */
export async function workBulk(db: Db, working: Working): Promise<number> {
	const { connection, ports, outside, clock } = working
	const way = ports[outside].bulk
	const from = ports[outside].capabilities.bulkFrom
	// A canary's step is smaller than any bulk.
	if (!way || from === null) return 0
	const at = clock()
	const until = new Date(at.getTime() + leaseMs)
	const bulk = await withTransaction(db, async (tx) => {
		const open = await takeBulk(tx, { connectionId: connection.id, at, until })
		const isWorth = open === null && connection.state === 'running' && (await isWorthBulk(tx, { connectionId: connection.id, from, at }))
		return isWorth ? await insertBulk(tx, { connectionId: connection.id, side: outside, at, until }) : open
	})
	if (!bulk) return 0
	const step = { db, working, way, bulk }
	try {
		const next = bulk.cancelledAt ? await cancel(step) : await steps[bulk.state](step)
		await withTransaction(db, (tx) => saveBulk(tx, next))
		return next.lookAt > at ? 0 : 1
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		await standBack(step, error)
		return 0
	}
}

/** The bulk as it goes on from here. */
const turned = ({ working, bulk }: Step, change: Partial<Bulk>): Bulk => ({ ...bulk, since: working.clock(), lookAt: working.clock(), ...change })
const later = ({ working }: Step, seconds: number) => new Date(working.clock().getTime() + 1000 * seconds)

const steps: Readonly<Record<Bulk['state'], (step: Step) => Promise<Bulk>>> = {
	gathering: gather,
	sorted: choose,
	direct: leaveInDoubt,
	opened: fill,
	filled: start,
	started: look,
	ended: confirm,
	done: async ({ bulk }) => bulk,
	refused: async ({ bulk }) => bulk,
}

/** A chunk of the backfill is looked at; what our side is to have it gets, and what the other is to have waits for its file. */
async function gather(step: Step): Promise<Bulk> {
	const { db, working, way, bulk } = step
	const { connection, outside, clock } = working
	// What is started is seen to its end; only the beginning waits until the calls of the day are there.
	if ((await lowestOf(db, working)) !== lanes.backfill) return turned(step, { lookAt: later(step, 60) })
	const [lease, until] = [bulk.leasedUntil, new Date(clock().getTime() + keptMs)]
	const limit = Math.min(chunk, way.rowsMax - bulk.rows)
	const wanted = { connectionId: connection.id, from: lanes.backfill, most: lanes.backfill, limit, at: clock(), until: lease }
	const jobs = limit > 0 ? await withTransaction(db, (tx) => leaseJobs(tx, wanted)) : []
	if (jobs.length === 0) return turned(step, { state: 'sorted' })
	try {
		const looked = await saveLooked(db, working, jobs, true)
		const writes = bulkWritesOf(looked, outside)
		const going = new Set(writes.map(({ jobId }) => jobId))
		const joined = await withTransaction(db, async (tx) => {
			await saveOutside(tx, working, {
				looked: { ...looked, pairs: looked.pairs.map((pair) => withoutSide(pair, outside)) },
				...{ settled: [], answers: new Map(), jobs: jobs.filter(({ id }) => !going.has(id)), lease },
				underWay: new Set(writes.flatMap(({ linkId }) => linkId ?? [])),
			})
			return await joinBulk(tx, { bulk, writes, lease, until, at: looked.at })
		})
		return turned(step, { rows: bulk.rows + joined })
	} catch (error) {
		if (error instanceof SideDown) await releaseJobs(db, working, { jobs, lease }, error)
		throw error
	}
}

/** The next file, parents before children; what is too little for one goes at once, as everything else does. */
async function choose(step: Step): Promise<Bulk> {
	const { db, working, way, bulk } = step
	const { connection, ports, outside } = working
	const rank = ({ object }: { object: string }) =>
		connection.objects.find(({ crmObject, maObject }) => (outside === 'crm' ? crmObject : maObject) === object)?.rank ?? 0
	const [part] = (await readParts(db, bulk.id)).sort((a, b) => rank(a) - rank(b))
	if (!part) return turned(step, { state: 'done', endedAt: working.clock() })
	const file = { object: part.object, isNew: part.isNew, partRows: part.rows, partDone: 0, outsideId: null, outcome: null }
	if (part.rows <= (ports[outside].capabilities.bulkFrom ?? 0)) return await writeDirect({ ...step, bulk: { ...bulk, ...file } })
	const day = await way.day()
	const batches = Math.ceil(part.rows / way.rowsOfABatch)
	if (day && day.used + batches > Math.floor(day.limit * Number(connection.quotaShare)))
		return await refuse(step, `${day.used} of ${day.limit} batches of the day are used`)
	return turned(step, { ...file, state: 'opened', outsideId: await way.open(part) })
}

const partOf = ({ id, object, isNew }: Bulk) => ({ bulkId: id, object: object ?? '', isNew: isNew ?? false })

/** That rows are on their way is saved before they are: a crash leaves them in doubt, not forgotten. */
async function writeDirect(step: Step): Promise<Bulk> {
	const { db, working, bulk } = step
	const part = partOf(bulk)
	const sent = await withTransaction(db, async (tx) => {
		await saveBulk(tx, turned(step, { state: 'direct' }), true)
		return await sendPart(tx, { ...part, rowsMax: Number.MAX_SAFE_INTEGER, bytesMax: Number.MAX_SAFE_INTEGER })
	})
	const rows = sent.map((row) => sideWriteOf(row, part.object))
	const answers = rows.length > 0 ? await working.ports[working.outside].write(rows) : []
	const told = await saveAll(step, answers)
	await withTransaction(db, (tx) => saveUnknown(tx, working, bulk, new Set()))
	return turned(step, { ...told, state: 'sorted', attempts: 0 })
}

/** Whoever wrote them died before the answers were saved. */
async function leaveInDoubt(step: Step): Promise<Bulk> {
	await withTransaction(step.db, (tx) => saveUnknown(tx, step.working, step.bulk, new Set()))
	return turned(step, { state: 'sorted' })
}

const sideWriteOf = ({ key, recordId, values }: SentRow, object: string): SideWrite => ({
	...{ key: recordId ?? key, object, id: recordId, values },
	...(recordId === null ? { externalKey: key } : {}),
})

async function fill(step: Step): Promise<Bulk> {
	const { db, way, bulk } = step
	const part = partOf(bulk)
	const sent = (await withTransaction(db, (tx) => sendPart(tx, { ...part, rowsMax: way.rowsMax, bytesMax: way.bytesMax }))).filter(
		({ state }) => state === 'sent',
	)
	if (sent.length > 0)
		await way.fill(
			bulk.outsideId ?? '',
			part,
			sent.map((row) => sideWriteOf(row, part.object)),
		)
	else await abort(step)
	return turned(step, { state: sent.length > 0 ? 'filled' : 'sorted', partRows: sent.length })
}

/** Whether it was started already, by a word whose answer nobody saw, the other side says. */
async function start(step: Step): Promise<Bulk> {
	const id = step.bulk.outsideId ?? ''
	const { state } = await step.way.look(id)
	if (state === 'open') await step.way.start(id)
	return turned(step, { state: 'started', lookAt: later(step, nextLookSeconds(0)) })
}

async function look(step: Step): Promise<Bulk> {
	const { way, bulk, working } = step
	const { state, done, message } = await way.look(bulk.outsideId ?? '')
	const ago = (working.clock().getTime() - bulk.since.getTime()) / 1000
	if (state === 'working' || state === 'open') return turned(step, { partDone: done, attempts: 0, lookAt: later(step, nextLookSeconds(ago)) })
	return turned(step, { state: 'ended', outcome: state, partDone: done, message, attempts: 0 })
}

/** Each row by its own result; what the other side did not come to goes again, what it does not name is looked for. */
async function confirm(step: Step): Promise<Bulk> {
	const { db, working, way, bulk } = step
	const { written, untouched } = bulk.outcome === 'gone' ? { written: [], untouched: [] } : await way.results(bulk.outsideId ?? '', partOf(bulk))
	const told = await saveAll(step, written)
	await withTransaction(db, (tx) => saveUnknown(tx, working, bulk, new Set(untouched)))
	const next = turned(step, { ...told, state: 'sorted', attempts: 0, partRows: 0, partDone: 0 })
	if (bulk.outcome === 'done' && !bulk.cancelledAt) return next
	await withTransaction(db, (tx) => emptyBulk(tx, { bulkId: bulk.id, at: working.clock(), mayHaveHappened: false }))
	// A job that the other side breaks off would be broken off again: its rows go the other way for a while, and say there what is wrong.
	const isBroken = !bulk.cancelledAt && bulk.outcome !== 'gone'
	return { ...next, state: isBroken ? 'refused' : 'done', endedAt: working.clock() }
}

async function saveAll({ db, working, bulk }: Step, written: readonly SideWritten[]): Promise<Pick<Bulk, 'landed' | 'refused'>> {
	const known = written.filter((answer) => answer.ok || !answer.failure.isUnknown)
	const sums = { landed: bulk.landed, refused: bulk.refused }
	for (let from = 0; from < known.length; from += chunk) {
		const told = await withTransaction(db, (tx) => saveResults(tx, working, { bulk, written: known.slice(from, from + chunk) }))
		sums.landed += told.landed
		sums.refused += told.refused
	}
	return sums
}

/** Somebody ended the run: what is not yet begun is dropped, and what is begun is broken off there and settled by its results. */
async function cancel(step: Step): Promise<Bulk> {
	const { db, working, way, bulk } = step
	const isThere = bulk.state === 'filled' || bulk.state === 'started'
	const state = isThere ? (await way.look(bulk.outsideId ?? '')).state : 'open'
	if (bulk.state === 'ended') return await confirm(step)
	if (isThere && state === 'working') {
		await abort(step)
		return turned(step, { state: 'started' })
	}
	if (isThere && state !== 'open') return turned(step, { state: 'ended', outcome: state as 'done' })
	if (bulk.state === 'opened' || isThere) await abort(step)
	await withTransaction(db, (tx) => emptyBulk(tx, { bulkId: bulk.id, at: working.clock(), mayHaveHappened: bulk.state === 'direct' }))
	return turned(step, { state: 'done', endedAt: working.clock() })
}

/** Nothing of it was begun; its rows go the other way. */
async function refuse(step: Step, message: string): Promise<Bulk> {
	const { db, working, bulk } = step
	await withTransaction(db, (tx) => emptyBulk(tx, { bulkId: bulk.id, at: working.clock(), mayHaveHappened: false }))
	return turned(step, { state: 'refused', message, endedAt: working.clock() })
}

/** A job that ended meanwhile cannot be broken off, and need not be. */
async function abort({ way, bulk }: Step): Promise<void> {
	await way.abort(bulk.outsideId ?? '').catch((error: unknown) => {
		if (!(error instanceof SideDown) || error.failure.status === null || error.failure.status >= 429) throw error
	})
}

/** Nobody answered, or the step was refused: what time mends is tried again; a file that cannot be filled is opened anew, and after some tries everything goes the other way. */
async function standBack(step: Step, { failure }: SideDown): Promise<void> {
	const { db, working, bulk } = step
	const { connection, clock, random } = working
	const { class: kind, retry } = classifyFailure(failure.code, failure)
	const attempts = bulk.attempts + 1
	const resetAt = kind === 'quota' ? new Date(quotaResetAt(clock().toISOString(), failure.retryAfterSeconds)) : null
	const wait = {
		attempts,
		message: failure.message,
		lookAt: resetAt ?? later(step, nextTrySeconds({ attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds })),
	}
	const isLasting = retry === 'on_change' || retry === 'never'
	if (isLasting && (bulk.state === 'opened' || bulk.state === 'filled')) await abort(step)
	const isOver = isLasting && (bulk.state === 'sorted' || attempts >= mostTries) && bulk.state !== 'started' && bulk.state !== 'ended'
	const next = isOver ? await refuse(step, failure.message) : turned(step, isLasting && bulk.state === 'opened' ? { ...wait, state: 'sorted' } : wait)
	await withTransaction(db, async (tx) => {
		await saveBulk(tx, next)
		if (kind === 'auth') await suspendFor(tx, connection.id, failure, clock())
		if (resetAt) await pauseLive(tx, connection.id, resetAt)
	})
}
