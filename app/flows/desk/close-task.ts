import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { endTask } from '../../../db/queries/desk.ts'
import { reopenTask } from '../../../db/queries/task.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** Ends a task of one's own, or opens it again. False: it is another's, or it is so already. */
export async function closeTask(
	db: Db,
	staff: StaffMember,
	{ taskId, status, at, requestId }: { taskId: number; status: 'done' | 'dropped' | 'open'; at: Date; requestId: string },
): Promise<boolean> {
	const { userId } = staff
	return withTransaction(db, async (tx) => {
		const moved = status === 'open' ? await reopenTask(tx, { taskId, userId }) : await endTask(tx, { taskId, userId, status, at })
		if (moved) await insertAudit(tx, [{ userId, action: `task.${status}`, subject: `task:${taskId}`, after: { status }, requestId, at }])
		return moved
	})
}
