import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Job } from '../../../db/queries/sync-job.ts'
import { saveLooked, type Working } from './save-looked.ts'
import { saveOutside } from './save-outside.ts'
import { writeThere } from './save-there.ts'

/**
 * A batch of jobs of a connection with another system (sync-core.md B7): both sides read, decided, written there under keys, confirmed with our own side. Each
 * part of ours is a transaction of its own, and none is open while the other system is asked. A dry run is this same batch, in one transaction that is
 * taken back, with a side that was asked before. Answers its run.
 */
export async function saveOutsideBatch(db: Db, working: Working, jobs: readonly Job[], lease: Date): Promise<number> {
	const { connection, ports, outside } = working
	const looked = await saveLooked(db, working, jobs)
	const { pairs, answers, settled } = await writeThere(db, {
		connectionId: connection.id,
		port: ports[outside],
		role: outside,
		pairs: looked.pairs,
		at: looked.at,
	})
	return await withTransaction(db, (tx) => saveOutside(tx, working, { looked: { ...looked, pairs }, settled, answers, jobs, lease }))
}
