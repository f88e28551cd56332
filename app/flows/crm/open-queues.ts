import type { Db } from '../../../db/client.server.ts'
import { listQueued, listQueues, type QueuedRow, type QueueFilter, type QueueRow } from '../../../db/queries/queue.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { queueDeskOf } from './read-queue-desk.ts'

export type QueuesPage = { queues: QueueRow[]; rows: QueuedRow[]; next: string | null }

/** The queues of a desk and who waits in them, the longest first; two statements. */
export async function openQueues(db: Db, staff: StaffMember, filter: QueueFilter): Promise<QueuesPage> {
	const desk = queueDeskOf(staff)
	const [queues, found] = await Promise.all([listQueues(db, desk), listQueued(db, desk, { ...filter, limit: filter.limit + 1 })])
	const rows = found.slice(0, filter.limit)
	const last = rows.at(-1)
	return { queues, rows, next: found.length > filter.limit && last ? `${last.key}~${last.id}` : null }
}
