import { type Db, withTransaction } from '../../../db/client.server.ts'
import { drainMarks as drain } from '../../../db/queries/sync-job.ts'

const mostAtOnce = 5000

/** Marks become jobs (sync-core.md B2.3), in one statement; answers how many marks were taken. */
export async function drainMarks(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, (tx) => drain(tx, mostAtOnce, at))
}
