import { randomUUID } from 'node:crypto'
import { type Db, withTransaction } from '../../../db/client.server.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { claimJobs, finishJobs, type Job, lanes } from '../../../db/queries/sync-job.ts'
import { insertRun, takeRunId } from '../../../db/queries/sync-journal.ts'
import { lockLinks } from '../../../db/queries/sync-link.ts'
import { decidePairs } from './load-decided.ts'
import { loadShapes, loadSide, loadStamps, pairUp } from './load-pairs.ts'
import { freezeLoops, loadRoom, saveCanary } from './save-guards.ts'
import { saveMet } from './save-met.ts'
import { savePairs, triedOf, writeSides } from './save-pairs.ts'
import { saveTurns } from './save-turns.ts'
import type { PortsOf } from './types.ts'

/** Links of one transaction. */
const batchSize = 500

/**
 * One batch of a connection whose sides are both in our own database (sync-core.md B7): read, decided, written, confirmed
 * and journaled in one transaction, so a crash leaves either everything or nothing. Answers how many jobs were done; the
 * statements do not grow with them. Jobs whose link somebody else works on stay for the next round.
 */
export async function workOwnSides(db: Db, { connection, portsOf, at }: { connection: Connection; portsOf: PortsOf; at: Date }): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const room = await loadRoom(tx, connection, batchSize)
		if (room === null) return 0
		const jobs = await claimJobs(tx, { connectionId: connection.id, most: lanes.backfill, limit: room, at })
		if (jobs.length === 0) return 0
		const trace = randomUUID()
		await sayCause(tx, { cause: 'sync', actor: `sync:${connection.id}`, trace })
		const ports = portsOf(connection, tx)
		const shapes = await loadShapes(connection, ports)
		const met = await saveMet(tx, { connection, ports, shapes, jobs: jobs.filter(({ linkId }) => linkId === null), at })
		const known = await lockLinks(
			tx,
			jobs.flatMap(({ linkId }) => linkId ?? []),
		)
		const links = [...met.links, ...known]
		const held = new Set(links.map(({ id }) => id))
		const work = [...met.jobs, ...jobs.filter(({ linkId }) => linkId !== null && held.has(linkId))]
		const sides = {
			crm: await loadSide(ports.crm, { connection, role: 'crm', links }),
			ma: await loadSide(ports.ma, { connection, role: 'ma', links }),
			stamps: await loadStamps(tx, { connection, links }),
		}
		const { staying, again } = await saveTurns(tx, connection, pairUp({ connection, links, jobs: work, ...sides }))
		const decided = await freezeLoops(tx, decidePairs(staying, { connection, shapes, skewMs: 0 }), at)
		const written = await writeSides(ports, decided)
		const runId = await takeRunId(tx)
		const counts = await savePairs(tx, { connection, pairs: decided, written, runId, trace, at })
		await insertRun(tx, { ...counts, id: runId, connectionId: connection.id, kind: 'live', startedAt: at, endedAt: at })
		await saveCanary(tx, connection, triedOf(decided, written, met.refused))
		await finishJobs(tx, finished(jobs, held, new Set(again)))
		return jobs.length
	})
}

/** All but those whose link somebody else holds, and those to be looked at again. */
const finished = (jobs: readonly Job[], held: ReadonlySet<number>, again: ReadonlySet<number>) =>
	jobs.filter(({ id, linkId }) => !again.has(id) && (linkId === null || held.has(linkId))).map(({ id }) => id)
