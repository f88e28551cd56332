import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { endTask } from '../../../db/queries/desk.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Ends a task of one's own. False: it is another's, or was ended before. */
export async function closeTask(
	db: Db,
	staff: StaffMember,
	{ taskId, status, at, requestId }: { taskId: number; status: 'done' | 'dropped'; at: Date; requestId: string },
): Promise<boolean> {
	return withTransaction(db, async (tx) => {
		const ended = await endTask(tx, { taskId, userId: staff.userId, status, at })
		if (ended) await insertAudit(tx, [{ userId: staff.userId, action: `task.${status}`, subject: `task:${taskId}`, after: { status }, requestId, at }])
		return ended
	})
}
