import { createHash, randomUUID } from 'node:crypto'
import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Connection, pauseLive, readUsage, saveUsage, suspendConnection } from '../../../db/queries/sync-connection.ts'
import { finishJobs, isSomethingUrgent, type Job, type Lane, lanes, leaseJobs, postponeJobs } from '../../../db/queries/sync-job.ts'
import { insertDecisions, insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { type Link, readLinks, updateLinks } from '../../../db/queries/sync-link.ts'
import { type PreparedWrite, prepareWrites, readOpenWrites, settleWrites } from '../../../db/queries/sync-write.ts'
import type { SidePort, SideRecord, SideWritten } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { lowestLane, quotaResetAt } from '../../engine/sync/lanes.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import type { Role, SideFailure, SyncValue } from '../../engine/sync/types.ts'
import { SideDown } from '../../platform/side-down.ts'
import { decidePairs } from './load-decided.ts'
import { loadShapes, loadSide, loadStamps, pairUp } from './load-pairs.ts'
import { lockPlaces, peopleMaps, settleCap } from './save-cap.ts'
import { saveGone } from './save-gone.ts'
import { freezeLoops, loadRoom, saveCanary } from './save-guards.ts'
import { saveMet } from './save-met.ts'
import { failuresOf, savePairs, saveWhole, triedOf, type Written, writesOf } from './save-pairs.ts'
import { saveTurns } from './save-turns.ts'
import { actWorkflows } from './save-workflows.ts'
import type { DecidedPair, Ports } from './types.ts'

type Working = {
	connection: Connection
	/** Both sides outside of any transaction; our own opens one for each call. */
	ports: Ports
	/** Which of them is another system. */
	outside: Role
	/** Our own side in the transaction that confirms. */
	ownIn: (tx: Tx) => SidePort
	clock: () => Date
	random: () => number
}

/** After so long the jobs of a worker that died are somebody else's; who is merely slow writes the same under the same keys. */
const leaseMs = 45_000
const batchSize = 2000
const other = (role: Role): Role => (role === 'crm' ? 'ma' : 'crm')

/**
 * One batch of a connection with another system (sync-core.md B7, write protocol). Nothing of ours stays in a transaction while
 * that system is asked: jobs are leased, both sides read, what shall be written there is prepared under a key, written, and
 * confirmed together with our own side, the bases and the journal. A crash anywhere leaves jobs whose lease runs out; prepared
 * writes are then looked for before anything is written again. Answers how many jobs were done.
 */
export async function workOutside(db: Db, working: Working): Promise<number> {
	const { connection, clock } = working
	const lease = new Date(clock().getTime() + leaseMs)
	const most = await lowestOf(db, working)
	if (most === null) return 0
	const jobs = await withTransaction(db, async (tx) => {
		const room = await loadRoom(tx, connection, batchSize)
		return room === null ? [] : await leaseJobs(tx, { connectionId: connection.id, most, limit: room, at: clock(), until: lease })
	})
	if (jobs.length === 0) return 0
	try {
		await workLeased(db, working, jobs, lease)
		return jobs.length
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		await standBack(db, working, jobs, error)
		return 0
	}
}

/** The lowest lane that the calls of the day are enough for. Half of what is left is for backfill while others have work. */
async function lowestOf(db: Db, { connection, ports, outside, clock }: Working): Promise<Lane | null> {
	const at = clock()
	const used = ports[outside].usage() ?? (await readUsage(db, connection.id, outside, at))
	const isBusy = await isSomethingUrgent(db, connection.id, at)
	const quota = used && { used: used.used, allowed: used.limit, share: Number(connection.quotaShare), isBusy }
	const lowest = lowestLane(quota, connection.livePausedUntil?.toISOString() ?? null, at.toISOString())
	// Known before the side says no: the time until which the others wait is shown all the same.
	const isSpent = lowest === null || lowest === 'interactive'
	if (isSpent && (connection.livePausedUntil?.getTime() ?? 0) <= at.getTime())
		await withTransaction(db, (tx) => pauseLive(tx, connection.id, new Date(quotaResetAt(at.toISOString(), null))))
	return lowest === null ? null : lanes[lowest]
}

async function workLeased(db: Db, { connection, ports, outside, ownIn, clock, random }: Working, jobs: readonly Job[], lease: Date): Promise<void> {
	const at = clock()
	const shapes = await loadShapes(connection, ports)
	await withTransaction(db, (tx) => saveGone(tx, { connection, shapes, at }))
	const mapIds = peopleMaps(connection, ports.ma.capabilities.mailField)
	const linked = await readLinks(
		db,
		jobs.flatMap(({ linkId }) => linkId ?? []),
	)
	const [waiting, known] = [linked.filter(({ state }) => state === 'held'), linked.filter(({ state }) => state !== 'held')]
	const atWork = new Set(known.map(({ id }) => id))
	const meeting = { connection, ports, shapes, jobs: jobs.filter(({ linkId }) => linkId === null || !atWork.has(linkId)), inTx: inOwn(db), at }
	const met = await saveMet(db, meeting, waiting)
	const links = [...met.links, ...known]
	const work = [...met.jobs, ...jobs.filter(({ linkId }) => linkId !== null && atWork.has(linkId))]
	const sides = {
		crm: await loadSide(ports.crm, { connection, role: 'crm', links }),
		ma: await loadSide(ports.ma, { connection, role: 'ma', links }),
		stamps: await loadStamps(db, { connection, links }),
	}
	const based = await settleLost(db, connection, links, sides[outside], clock())
	const { staying, again } = await withTransaction(db, (tx) =>
		saveTurns(tx, { connection, mapIds, pairs: pairUp({ connection, links: based, jobs: work, ...sides }), at }),
	)
	const decided = decidePairs(staying, { connection, shapes, skewMs: ports[outside].capabilities.skewMs })
	const pairs = await withTransaction(db, (tx) => freezeLoops(tx, decided, at))
	const prepared = pairs.flatMap((pair) => preparedOf(pair, outside))
	await withTransaction(db, (tx) => prepareWrites(tx, connection.id, prepared, at))
	const rows = writesOf(pairs, outside)
	const answers = new Map((rows.length > 0 ? await ports[outside].write(rows) : []).map((answer) => [answer.key, answer]))
	const trace = randomUUID()
	await withTransaction(db, async (tx) => {
		await sayCause(tx, { cause: 'sync', actor: `sync:${connection.id}`, trace })
		const own = await writeOwn(ownIn(tx), pairs, other(outside))
		const written: Written = outside === 'crm' ? { crm: answers, ma: own } : { crm: own, ma: answers }
		const runId = await takeRunId(tx)
		const counts = await savePairs(tx, { connection, pairs, written, runId, trace, at: clock() })
		await actWorkflows(tx, { connection, roles: [other(outside)], written, pairs, met: met.links, at: clock() })
		await settleWrites(
			tx,
			prepared.map((one) => ({ idempotencyKey: one.idempotencyKey, state: stateOf(answers.get(String(one.linkId))) })),
			clock(),
		)
		await saveCanary(tx, connection, triedOf(pairs, written, met.refused))
		await insertRun(tx, { ...counts, id: runId, connectionId: connection.id, kind: 'live', startedAt: at, endedAt: clock() })
		const retries = [
			...again.map((id) => ({ id, dueAt: clock(), waitsFor: 'TURNED' })),
			...retriesOf(pairs, written, own, { at: clock(), random }),
			...met.failed.flatMap(({ job, failure }) => retryOf(job, failure, { at: clock(), random })),
		]
		await postponeJobs(tx, retries)
		const open = new Set(retries.map(({ id }) => id))
		const places = await lockPlaces(tx, { connection, mapIds })
		await finishJobs(
			tx,
			jobs.filter(({ id }) => !open.has(id)).map(({ id }) => id),
			lease,
		)
		await settleCap(tx, { connection, state: places, at: clock() })
		await saveUsage(tx, connection.id, outside, ports[outside].usage(), clock())
	})
}

/** While another system is asked each step of ours is a transaction of its own. */
const inOwn =
	(db: Db) =>
	<T>(work: (tx: Tx) => Promise<T>) =>
		withTransaction(db, work)

/** The same fields to the same values from the same base is the same write, however often it is tried. */
function preparedOf({ link, decision, crm, ma }: DecidedPair, role: Role): PreparedWrite[] {
	const values = decision[role]
	const record = role === 'crm' ? crm : ma
	if (!record || Object.keys(values).length === 0) return []
	const decisions = decision.decisions.filter(({ wrote }) => wrote === role)
	const sorted = Object.entries(values).sort(([a], [b]) => (a < b ? -1 : 1))
	const idempotencyKey = createHash('sha256')
		.update(JSON.stringify([link.id, role, sorted, link.version]))
		.digest('hex')
	return [{ idempotencyKey, linkId: link.id, side: role, object: record.object, recordId: record.id, values, decisions }]
}

const stateOf = (answer: SideWritten | undefined) => (answer?.ok ? 'confirmed' : !answer || answer.failure.isUnknown ? 'unknown' : 'refused')

/** What a run that broke off had sent: it stands there or it does not. What stands is confirmed and journaled; what does not is decided anew. */
async function settleLost(db: Db, connection: Connection, links: readonly Link[], records: ReadonlyMap<string, SideRecord>, at: Date): Promise<Link[]> {
	const lost = await readOpenWrites(
		db,
		links.map(({ id }) => id),
	)
	if (lost.length === 0) return [...links]
	const settled = lost.map((write) => ({ write, stands: holdsAll(records.get(`${write.object}:${write.recordId}`), write.values) }))
	const agreed = settled.flatMap(({ write, stands }) => (stands ? [{ id: write.linkId, agreed: agreedBy(write), unpinned: [], frozen: [] }] : []))
	await withTransaction(db, async (tx) => {
		const rows = settled.flatMap(({ write, stands }) =>
			stands
				? write.decisions.map((one) => ({
						...one,
						linkId: write.linkId,
						crmAt: null,
						maAt: null,
						agreed: undefined,
						cause: 'sync',
						actor: `sync:${connection.id}`,
					}))
				: [],
		)
		await insertDecisions(tx, { connectionId: connection.id, runId: await takeRunId(tx), at, rows })
		await settleWrites(
			tx,
			settled.map(({ write, stands }) => ({ idempotencyKey: write.idempotencyKey, state: stands ? 'confirmed' : 'refused' })),
			at,
		)
		await updateLinks(tx, agreed, at)
	})
	// Both sides had it: what our side says since then is a change of its own, and not one against theirs.
	const agreedOf = Map.groupBy(agreed, ({ id }) => id)
	return links.map((link) => ({ ...link, agreed: Object.assign({}, link.agreed, ...(agreedOf.get(link.id) ?? []).map((one) => one.agreed)) }))
}

/** What is agreed on once a write stands, in the words of the CRM. */
const agreedBy = ({ decisions }: Pick<PreparedWrite, 'decisions'>): Record<string, SyncValue> =>
	Object.fromEntries(decisions.map(({ key, wrote, value, crm }) => [key, wrote === 'crm' ? value : crm]))

const holdsAll = (record: SideRecord | undefined, values: Readonly<Record<string, SyncValue>>) =>
	record !== undefined && Object.entries(values).every(([field, value]) => JSON.stringify(record.values[field] ?? null) === JSON.stringify(value))

/** Our own side may have moved on while the other was asked: such a link is left alone and looked at again. */
async function writeOwn(port: SidePort, pairs: readonly DecidedPair[], role: Role): Promise<Map<string, SideWritten>> {
	const rows = writesOf(pairs, role)
	if (rows.length === 0) return new Map()
	const seen = new Map(pairs.map((pair) => [String(pair.link.id), (role === 'crm' ? pair.crm : pair.ma)?.values ?? {}]))
	const still = new Set<string>()
	for (const [object, some] of Map.groupBy(rows, (row) => row.object)) {
		const now = new Map(
			(
				await port.readByIds(
					object,
					some.map(({ id }) => id ?? ''),
					[],
				)
			).map((record) => [record.id, record.values]),
		)
		for (const row of some) if (isSame(now.get(row.id ?? ''), seen.get(row.key), Object.keys(row.values))) still.add(row.key)
	}
	return new Map((await port.write(rows.filter(({ key }) => still.has(key)))).map((answer) => [answer.key, answer]))
}

const isSame = (now: Readonly<Record<string, SyncValue>> | undefined, seen: Readonly<Record<string, SyncValue>> | undefined, fields: readonly string[]) =>
	now !== undefined && seen !== undefined && fields.every((field) => JSON.stringify(now[field] ?? null) === JSON.stringify(seen[field] ?? null))

/** What time mends is tried again at its time; what only a change mends waits for its mark. */
function retriesOf(pairs: readonly DecidedPair[], written: Written, own: ReadonlyMap<string, SideWritten>, { at, random }: { at: Date; random: () => number }) {
	const moved = pairs.filter(({ link, decision }) =>
		(['crm', 'ma'] as const).some((role) => written[role] === own && Object.keys(decision[role]).length > 0 && !own.has(String(link.id))),
	)
	const failed = failuresOf(pairs, written).flatMap(({ pair, failure }) => retryOf(pair.job, failure, { at, random }))
	const waits = new Map([...moved.map(({ job }) => ({ id: job.id, dueAt: at, waitsFor: 'CHANGED_MEANWHILE' })), ...failed].map((one) => [one.id, one]))
	return [...waits.values()]
}

function retryOf(job: Job, failure: SideFailure, { at, random }: { at: Date; random: () => number }) {
	const { retry } = classifyFailure(failure.code, failure)
	if (retry === 'on_change' || retry === 'never') return []
	if (retry === 'quota') return [{ id: job.id, dueAt: new Date(quotaResetAt(at.toISOString(), failure.retryAfterSeconds)), waitsFor: failure.code }]
	// What a record became is known at the next reading: a converted lead, say, leads to its contact at once.
	const waitMs = retry === 'relink' ? 0 : 1000 * nextTrySeconds({ attempts: job.attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds })
	return [{ id: job.id, dueAt: new Date(at.getTime() + waitMs), waitsFor: failure.code }]
}

/** Nobody answered, or the whole call was refused: the jobs wait; without a good key, or with today's calls used up, the connection does. */
async function standBack(db: Db, { connection, clock, random }: Working, jobs: readonly Job[], { failure }: SideDown): Promise<void> {
	const { class: kind } = classifyFailure(failure.code, failure)
	const at = clock()
	await withTransaction(db, async (tx) => {
		await saveWhole(tx, { connectionId: connection.id, jobs, failure, at })
		if (kind === 'auth') await suspendConnection(tx, connection.id, failure.code)
		const resetAt = kind === 'quota' ? new Date(quotaResetAt(at.toISOString(), failure.retryAfterSeconds)) : null
		if (resetAt) await pauseLive(tx, connection.id, resetAt)
		const due = (job: Job) =>
			new Date(at.getTime() + 1000 * nextTrySeconds({ attempts: job.attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds }))
		await postponeJobs(
			tx,
			// Who waits for an answer has a reserve, and is tried again as after any failure.
			jobs.map((job) => ({ id: job.id, dueAt: resetAt && job.lane !== lanes.interactive ? resetAt : due(job), waitsFor: failure.code })),
		)
	})
}
