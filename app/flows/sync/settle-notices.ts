import { type Db, withTransaction } from '../../../db/client.server.ts'
import { settleInbox } from '../../../db/queries/sync-inbox.ts'

const mostAtOnce = 1000

/** What other systems said changed becomes jobs, in one statement; answers how many notices were taken. */
export async function settleNotices(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, (tx) => settleInbox(tx, mostAtOnce, at))
}
