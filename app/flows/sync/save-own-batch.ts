import { randomUUID } from 'node:crypto'
import type { Tx } from '../../../db/client.server.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { askAgain, finishJobs, type Job } from '../../../db/queries/sync-job.ts'
import { insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { lockLinks, readElsewhere, readLinks } from '../../../db/queries/sync-link.ts'
import { overrulesMa } from '../../engine/sync/decide-link.ts'
import { decidePairs } from './load-decided.ts'
import { loadShapes, loadSide, loadStamps, pairUp } from './load-pairs.ts'
import { lockPlaces, peopleMaps, settleCap } from './save-cap.ts'
import { loadWords } from './save-consents.ts'
import { saveGone } from './save-gone.ts'
import { freezeLoops, saveCanary } from './save-guards.ts'
import { leavingOf, saveLeft } from './save-left.ts'
import { settleMatches } from './save-matches.ts'
import { saveMet } from './save-met.ts'
import { savePairs, triedOf } from './save-pairs.ts'
import { againOf, putBackOf, writeSides } from './save-parted.ts'
import { saveTurns } from './save-turns.ts'
import { actWorkflows } from './save-workflows.ts'
import type { Pair, Ports } from './types.ts'

type Batch = { connection: Connection; ports: Ports; claimed: readonly Job[]; at: Date }

/**
 * A batch of jobs of a connection between our own sides, in the caller's transaction (sync-core.md B7): read, decided, written, confirmed and
 * journaled; the statements do not grow with them. A dry run is this same batch, undone. Answers its run and how many jobs were looked at.
 */
export async function saveOwnBatch(tx: Tx, { connection, ports, claimed, at }: Batch): Promise<{ runId: number; jobs: number }> {
	const trace = randomUUID()
	await sayCause(tx, { cause: 'sync', actor: `sync:${connection.id}`, trace })
	const shapes = await loadShapes(connection, ports)
	// A mapping that was freed is known to the next batch only.
	if (await saveGone(tx, { connection, shapes, at })) return { runId: await takeRunId(tx), jobs: claimed.length }
	const mapIds = peopleMaps(connection, ports.ma.capabilities)
	const locked = await lockLinks(
		tx,
		claimed.flatMap(({ linkId }) => linkId ?? []),
	)
	const jobs = await withoutGone(tx, claimed, new Set(locked.map(({ id }) => id)))
	const [waiting, known] = [locked.filter(({ state }) => state === 'held'), locked.filter(({ state }) => state !== 'held')]
	const atWork = new Set(known.map(({ id }) => id))
	const meeting = { connection, ports, shapes, jobs: jobs.filter(({ linkId }) => linkId === null || !atWork.has(linkId)), inTx: inOpen(tx), at }
	const met = await saveMet(tx, meeting, waiting)
	const links = [...met.links, ...known]
	const held = new Set(locked.map(({ id }) => id))
	const work = [...met.jobs, ...jobs.filter(({ linkId }) => linkId !== null && atWork.has(linkId))]
	const sides = {
		crm: await loadSide(ports.crm, { connection, role: 'crm', links }),
		ma: await loadSide(ports.ma, { connection, role: 'ma', links }),
		stamps: await loadStamps(tx, { connection, links }),
	}
	const elsewhere = await readElsewhere(tx, connection.id, links, overrulesMa)
	const pairs = pairUp({ connection, links, jobs: work, ...sides }).map((pair) => ({ ...pair, elsewhere: elsewhere.get(pair.link.id) ?? none }))
	const decide = async (some: readonly Pair[]) => decidePairs(some, { connection, shapes, skewMs: 0, words: await loadWords(tx, ports, some), at })
	await saveLeft(tx, { connection, left: await decide(leavingOf(pairs)), at })
	const { staying, again } = await saveTurns(tx, { connection, mapIds, pairs, at })
	const wanted = await freezeLoops(tx, await decide(staying), at)
	const { pairs: decided, written } = await writeSides(ports, wanted)
	const runId = await takeRunId(tx)
	const counts = await savePairs(tx, { connection, ports, pairs: decided, written, runId, trace, at })
	await settleMatches(tx, { connection, ports, links: known, at })
	await actWorkflows(tx, { connection, roles: ['crm', 'ma'], written, pairs: decided, met: met.links, at })
	await insertRun(tx, { ...counts, id: runId, connectionId: connection.id, kind: 'live', startedAt: at, endedAt: at })
	await saveCanary(tx, connection, triedOf(decided, written, met.refused))
	const places = await lockPlaces(tx, { connection, mapIds })
	await finishJobs(tx, finished(jobs, held, new Set(again)))
	await askAgain(tx, connection.id, putBackOf(decided, written).map(againOf), at)
	await settleCap(tx, { connection, state: places, at })
	return { runId, jobs: jobs.length }
}

const none: ReadonlySet<string> = new Set()

/** A job whose link is gone meanwhile is about a record that no link names. */
async function withoutGone(tx: Tx, jobs: readonly Job[], locked: ReadonlySet<number>): Promise<Job[]> {
	const unsure = jobs.flatMap(({ linkId }) => (linkId === null || locked.has(linkId) ? [] : [linkId]))
	if (unsure.length === 0) return [...jobs]
	const busy = new Set((await readLinks(tx, unsure)).map(({ id }) => id))
	return jobs.map((job) => (job.linkId === null || locked.has(job.linkId) || busy.has(job.linkId) ? job : { ...job, linkId: null }))
}

/** What must be one transaction stands in the one that is open. */
const inOpen =
	(tx: Tx) =>
	<T>(work: (tx: Tx) => Promise<T>) =>
		work(tx)

/** All but those whose link somebody else holds, and those to be looked at again. */
const finished = (jobs: readonly Job[], held: ReadonlySet<number>, again: ReadonlySet<number>) =>
	jobs.filter(({ id, linkId }) => !again.has(id) && (linkId === null || held.has(linkId))).map(({ id }) => id)
