import type { Db } from '../../../db/client.server.ts'
import { listQueued, listQueues, type QueuedRow, type QueueFilter, type QueueRow } from '../../../db/queries/queue.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'
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

/** Who waits, for a file, to the last, `filter.limit` at a time and by number: who is handed on meanwhile keeps her place. */
export const exportQueued = (db: Db, staff: StaffMember, filter: Omit<QueueFilter, 'after'>): AsyncGenerator<readonly QueuedRow[]> =>
	everyPage(async (after: string | null) => {
		const rows = await listQueued(db, queueDeskOf(staff), { ...filter, byNumber: true, after })
		const last = rows.length === filter.limit ? rows.at(-1) : null
		return { rows, next: last ? `${last.key}~${last.id}` : null }
	})
