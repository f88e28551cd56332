import type { Db } from '../../../db/client.server.ts'
import { forgetNotices } from '../../../db/queries/sync-inbox.ts'
import { forgetDecisions as forget } from '../../../db/queries/sync-journal.ts'

/** Longer than a notice is news, so that one that is repeated is still known. */
const noticeDays = 5

/** Lines of the journal that are older than it answers for, and notices that nobody repeats any more. */
export async function forgetDecisions(db: Db, at: Date): Promise<number> {
	await forgetNotices(db, new Date(at.getTime() - noticeDays * 86_400_000))
	return await forget(db, at)
}
