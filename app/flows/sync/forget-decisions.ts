import type { Db } from '../../../db/client.server.ts'
import { forgetDecisions as forget } from '../../../db/queries/sync-journal.ts'

/** Lines of the journal that are older than it answers for; one statement. */
export async function forgetDecisions(db: Db, at: Date): Promise<number> {
	return await forget(db, at)
}
