import { createHash, randomUUID } from 'node:crypto'
import type { Tx } from '../../../db/client.server.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { saveUsage } from '../../../db/queries/sync-connection.ts'
import { askAgain, finishJobs, type Job, postponeJobs } from '../../../db/queries/sync-job.ts'
import { insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { lockUnchanged } from '../../../db/queries/sync-link.ts'
import { type PreparedWrite, type SettledWrite, settleWrites } from '../../../db/queries/sync-write.ts'
import type { SidePort, SideWritten } from '../../connectors/sync/contract.ts'
import { classifyFailure } from '../../engine/sync/classify-failure.ts'
import { quotaResetAt } from '../../engine/sync/lanes.ts'
import { nextTrySeconds } from '../../engine/sync/next-try.ts'
import type { Role, SideFailure, SyncValue } from '../../engine/sync/types.ts'
import { lockPlaces, settleCap } from './save-cap.ts'
import { saveCanary } from './save-guards.ts'
import type { Looked, Working } from './save-looked.ts'
import { ordersOf } from './save-orders.ts'
import { failuresOf, savePairs, triedOf, writesOf } from './save-pairs.ts'
import { againOf, partedOf, putBackOf, type WrittenSide, writeParted } from './save-parted.ts'
import { actWorkflows } from './save-workflows.ts'
import type { DecidedPair, Written } from './types.ts'

const other = (role: Role): Role => (role === 'crm' ? 'ma' : 'crm')

type Confirming = {
	looked: Looked
	/** What became of each write that was prepared, and what the other system answered of each link at last. */
	settled: readonly SettledWrite[]
	answers: ReadonlyMap<string, SideWritten>
	jobs: readonly Job[]
	lease: Date
	/** Links whose writes go later. */
	underWay?: ReadonlySet<number>
}

/** What the other system answered is confirmed together with our own side, the bases, the journal and the jobs; as many statements for one pair as for thousands. Answers its run. */
export async function saveOutside(tx: Tx, working: Working, { looked, settled, answers, jobs, lease, underWay }: Confirming): Promise<number> {
	const { connection, ports, outside, ownIn, clock, random } = working
	const { met, again, mapIds, at } = looked
	const trace = randomUUID()
	await sayCause(tx, { cause: 'sync', actor: `sync:${connection.id}`, trace })
	const { unchanged, overtaken } = await partOvertaken(tx, looked.pairs)
	const { pairs, answers: own } = await writeOwn(ownIn(tx), unchanged, other(outside))
	const written: Written = outside === 'crm' ? { crm: answers, ma: own } : { crm: own, ma: answers }
	const runId = await takeRunId(tx)
	const counts = await savePairs(tx, { connection, ports, pairs, written, runId, trace, at: clock(), ...(underWay ? { underWay } : {}) })
	await actWorkflows(tx, { connection, roles: [other(outside)], written, pairs, met: met.links, at: clock() })
	await settleWrites(tx, withoutAnswer(settled, overtaken, outside), clock())
	await saveCanary(tx, connection, triedOf(pairs, written, met.refused))
	await insertRun(tx, { ...counts, id: runId, connectionId: connection.id, kind: 'live', startedAt: at, endedAt: clock() })
	const retries = [
		...again.map((id) => ({ id, dueAt: clock(), waitsFor: 'TURNED' })),
		...retriesOf(pairs, written, own, { at: clock(), random }),
		...partedOf(pairs, outside, answers).map(({ job }) => ({ id: job.id, dueAt: clock(), waitsFor: fieldRefused })),
		...met.failed.flatMap(({ job, failure }) => retryOf(job, failure, { at: clock(), random })),
	]
	await postponeJobs(tx, retries, lease)
	await askAgain(
		tx,
		connection.id,
		[
			...overtaken,
			...putBackOf(pairs, written),
			...pairs.filter((pair) => ordersOf(pair, written).some(({ state, wish }) => state === 'done' && !wish.pins)),
		].map(againOf),
		clock(),
	)
	const open = new Set(retries.map(({ id }) => id))
	const places = await lockPlaces(tx, { connection, mapIds })
	await finishJobs(
		tx,
		jobs.filter(({ id }) => !open.has(id)).map(({ id }) => id),
		lease,
	)
	await settleCap(tx, { connection, state: places, at: clock() })
	await saveUsage(tx, connection.id, outside, ports[outside].usage(), clock())
	return runId
}

/**
 * While the other system was asked somebody may have been at the same link: a worker that took the jobs of one who was too slow, or a person. Nothing of
 * such a pair is confirmed, for nobody knows whose call arrived last; both records are read once more.
 */
async function partOvertaken(tx: Tx, all: readonly DecidedPair[]): Promise<{ unchanged: DecidedPair[]; overtaken: DecidedPair[] }> {
	const ids = await lockUnchanged(
		tx,
		all.map(({ link }) => link),
	)
	return { unchanged: all.filter(({ link }) => ids.has(link.id)), overtaken: all.filter(({ link }) => !ids.has(link.id)) }
}

/** Whether the writes of these stand is found out at the next look, as where an answer was lost. */
function withoutAnswer(settled: readonly SettledWrite[], overtaken: readonly DecidedPair[], role: Role): SettledWrite[] {
	const keys = new Set(overtaken.flatMap((pair) => preparedOf(pair, role).map(({ idempotencyKey }) => idempotencyKey)))
	return settled.map((one) => (keys.has(one.idempotencyKey) ? { ...one, state: 'unknown' } : one))
}

/** What a job waits for whose record has fields that were refused by name, and others that may go without them. */
export const fieldRefused = 'FIELD_REFUSED'

export const settledOf = (prepared: readonly PreparedWrite[], answers: ReadonlyMap<string, SideWritten>): SettledWrite[] =>
	prepared.map(({ idempotencyKey, linkId }) => ({ idempotencyKey, state: stateOf(answers.get(String(linkId))) }))

const stateOf = (answer: SideWritten | undefined): SettledWrite['state'] =>
	answer?.ok ? 'confirmed' : !answer || answer.failure.isUnknown ? 'unknown' : 'refused'

/** The same fields to the same values from the same base is the same write, however often it is tried. */
export function preparedOf({ link, decision, crm, ma }: DecidedPair, role: Role): PreparedWrite[] {
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

/** Our own side may have moved on while the other was asked: such a link is left alone and looked at again. */
async function writeOwn(port: SidePort, pairs: readonly DecidedPair[], role: Role): Promise<WrittenSide> {
	const rows = writesOf(pairs, role)
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
	return await writeParted(port, pairs, role, still)
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

export function retryOf(job: Pick<Job, 'id' | 'attempts'>, failure: SideFailure, { at, random }: { at: Date; random: () => number }) {
	const { retry } = classifyFailure(failure.code, failure)
	if (retry === 'on_change' || retry === 'never' || (retry === 'relink' && job.attempts > 1)) return []
	if (retry === 'quota') return [{ id: job.id, dueAt: new Date(quotaResetAt(at.toISOString(), failure.retryAfterSeconds)), waitsFor: failure.code }]
	// What a record became is known at the next reading, once: a converted lead, say, leads to its contact at once.
	const waitMs = retry === 'relink' ? 0 : 1000 * nextTrySeconds({ attempts: job.attempts, random: random(), retryAfterSeconds: failure.retryAfterSeconds })
	return [{ id: job.id, dueAt: new Date(at.getTime() + waitMs), waitsFor: failure.code }]
}
