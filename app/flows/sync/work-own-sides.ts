import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { claimJobs, type Lane } from '../../../db/queries/sync-job.ts'
import { endRamp, loadRoom } from './save-guards.ts'
import { saveOwnBatch } from './save-own-batch.ts'
import type { PortsOf } from './types.ts'

/** Links of one transaction. */
const batchSize = 500

/** The lanes that are served, both included. */
type Working = { connection: Connection; portsOf: PortsOf; from: Lane; most: Lane; at: Date }

/**
 * One batch of a connection whose sides are both in our own database (sync-core.md B7): read, decided, written, confirmed
 * and journaled in one transaction, so a crash leaves either everything or nothing. Answers how many jobs were done; the
 * statements do not grow with them. Jobs whose link somebody else works on stay for the next round.
 */
export async function workOwnSides(db: Db, { connection, portsOf, from, most, at }: Working): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const room = await loadRoom(tx, connection, batchSize)
		if (room === null) return 0
		const claimed = await claimJobs(tx, { connectionId: connection.id, from, most, limit: room, at })
		if (claimed.length === 0) {
			await endRamp(tx, connection, at)
			return 0
		}
		const { jobs } = await saveOwnBatch(tx, { connection, ports: portsOf(connection, tx), claimed, at })
		return jobs
	})
}
