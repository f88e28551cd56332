import { type Db, withTransaction } from '../../../db/client.server.ts'
import { isTaken, lockQueued, type QueueDesk } from '../../../db/queries/queue.ts'
import { sayCause } from '../../../db/queries/sync-cause.ts'
import { type Refusal, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { queueDeskOf } from './read-queue-desk.ts'
import { saveAssignment } from './save-assignment.ts'

export type TakeQueued = { prospectId: number | null; queueId: number | null; requestId: string; at: Date }
type Taken = { ok: true; prospectId: number } | { ok: false; refusals: Refusal[] }

/**
 * Somebody of a queue takes a prospect out of it, or without naming one whoever waits longest; the task is hers. Two at once get two,
 * or the second is refused `QUEUE_TAKEN`. Null: none of her queues.
 */
export async function takeQueued(db: Db, staff: StaffMember, { prospectId, queueId, requestId, at }: TakeQueued): Promise<Taken | null> {
	if (prospectId === null && queueId === null) return null
	const desk: QueueDesk = queueDeskOf(staff)
	return withTransaction(db, async (tx): Promise<Taken | null> => {
		const id = await lockQueued(tx, desk, { prospectId, queueId })
		if (id === null) return (await isTaken(tx, desk, { prospectId, queueId })) ? refused(refusal('QUEUE_TAKEN')) : null
		const { userId } = staff
		await sayCause(tx, { cause: 'assignment', actor: `user:${userId}` })
		await saveAssignment(tx, {
			prospectIds: [id],
			to: { kind: 'user', id: userId },
			cause: 'queue',
			sourceKey: `take:${requestId}`,
			at,
			actor: { userId },
			reassign: true,
			requestId,
		})
		return { ok: true, prospectId: id }
	})
}
