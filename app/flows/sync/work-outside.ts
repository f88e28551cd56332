import { type Db, withTransaction } from '../../../db/client.server.ts'
import { isWorthBulk } from '../../../db/queries/sync-bulk.ts'
import { lanes, leaseJobs } from '../../../db/queries/sync-job.ts'
import { SideDown } from '../../platform/side-down.ts'
import { lowestOf, standBack } from './save-allowance.ts'
import { endRamp, loadRoom } from './save-guards.ts'
import type { Working } from './save-looked.ts'
import { saveOutsideBatch } from './save-outside-batch.ts'

/** After so long the jobs of a worker that died are somebody else's; who is merely slow sees at the end that somebody was at her links, and confirms nothing of them. */
const leaseMs = 45_000
const batchSize = 2000

/**
 * One batch of a connection with another system (sync-core.md B7, write protocol). Nothing of ours stays in a transaction while
 * that system is asked: jobs are leased, both sides read, what shall be written there is prepared under a key, written, and
 * confirmed together with our own side, the bases and the journal. A crash anywhere leaves jobs whose lease runs out; prepared
 * writes are then looked for before anything is written again. Answers how many jobs were done.
 */
export async function workOutside(db: Db, working: Working): Promise<number> {
	const { connection, clock } = working
	const lease = new Date(clock().getTime() + leaseMs)
	const lowest = await lowestOf(db, working)
	if (lowest === null) return 0
	const most = lowest === lanes.backfill && (await goesByBulk(db, working)) ? lanes.live : lowest
	const jobs = await withTransaction(db, async (tx) => {
		const room = await loadRoom(tx, connection, batchSize)
		return room === null ? [] : await leaseJobs(tx, { connectionId: connection.id, most, limit: room, at: clock(), until: lease })
	})
	if (jobs.length === 0) {
		if (connection.state === 'canary') await withTransaction(db, (tx) => endRamp(tx, connection, clock()))
		return 0
	}
	try {
		await saveOutsideBatch(db, working, jobs, lease)
		return jobs.length
	} catch (error) {
		if (!(error instanceof SideDown)) throw error
		await standBack(db, working, { jobs, lease }, error)
		return 0
	}
}

/** Whether so much of the backfill waits that it goes in files. */
async function goesByBulk(db: Db, { connection, ports, outside, clock }: Working): Promise<boolean> {
	const from = ports[outside].bulk ? ports[outside].capabilities.bulkFrom : null
	return from !== null && connection.state === 'running' && (await isWorthBulk(db, { connectionId: connection.id, from, at: clock() }))
}
