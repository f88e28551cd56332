import type { Db } from '../../../db/client.server.ts'
import { forgetDeleted } from '../../../db/queries/deletion.ts'
import { forgetNotices } from '../../../db/queries/sync-inbox.ts'
import { forgetDecisions as forget, forgetLines, turnMonths } from '../../../db/queries/sync-journal.ts'
import { forgetMirrorLines } from '../../../db/queries/sync-mirror.ts'

/** Longer than a notice is news, so that one that is repeated is still known. */
const noticeDays = 5

/** A worker that stands still for so long finds its months made. */
const monthsAhead = 3

/** What came of another system's own objects is answered for as long as every value (A4). */
const mirrorDays = 400

/** What was deleted is kept a day longer than it can be taken back; rows that fell without their person, a day. */
const [deletedDays, looseDays] = [31, 1]

/** Opens the months of the journal to come and closes those gone by; then lines that are older than it answers for, lists of long ago, notices that nobody repeats any more, and what was deleted too long ago to be taken back. */
export async function forgetDecisions(db: Db, at: Date): Promise<number> {
	await forgetNotices(db, new Date(at.getTime() - noticeDays * 86_400_000))
	await turnMonths(db, at, monthsAhead)
	await forgetLines(db, at)
	await forgetDeleted(db, { before: new Date(at.getTime() - deletedDays * 86_400_000), loose: new Date(at.getTime() - looseDays * 86_400_000) })
	await forgetMirrorLines(db, new Date(at.getTime() - mirrorDays * 86_400_000))
	return await forget(db, at)
}
