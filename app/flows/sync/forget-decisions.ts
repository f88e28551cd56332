import type { Db } from '../../../db/client.server.ts'
import { forgetNotices } from '../../../db/queries/sync-inbox.ts'
import { forgetDecisions as forget, forgetLines, turnMonths } from '../../../db/queries/sync-journal.ts'

/** Longer than a notice is news, so that one that is repeated is still known. */
const noticeDays = 5

/** A worker that stands still for so long finds its months made. */
const monthsAhead = 3

/** Opens the months of the journal to come and closes those gone by; then lines that are older than it answers for, lists of long ago, and notices that nobody repeats any more. */
export async function forgetDecisions(db: Db, at: Date): Promise<number> {
	await forgetNotices(db, new Date(at.getTime() - noticeDays * 86_400_000))
	await turnMonths(db, at, monthsAhead)
	await forgetLines(db, at)
	return await forget(db, at)
}
