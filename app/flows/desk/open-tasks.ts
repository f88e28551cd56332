import type { Db } from '../../../db/client.server.ts'
import { listTasks, type TaskFilter, type TaskListRow } from '../../../db/queries/task.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'

/** One's own tasks, those due first before the others; one statement. */
export async function openTasks(
	db: Db,
	{ userId, seller }: StaffMember,
	{ filter, at }: { filter: TaskFilter; at: Date },
): Promise<{ tasks: TaskListRow[]; next: string | null; today: string }> {
	const today = dayIn(at, seller.timeZone)
	const found = await listTasks(db, { userId, today }, { ...filter, limit: filter.limit + 1 })
	const tasks = found.slice(0, filter.limit)
	const last = tasks.at(-1)
	return { tasks, next: found.length > filter.limit && last ? `${last.key}~${last.id}` : null, today }
}

/** One's own tasks of a filter for a file, to the last, `filter.limit` at a time and by number: what gets another day meanwhile keeps its place. */
export function exportTasks(
	db: Db,
	{ userId, seller }: StaffMember,
	{ filter, at }: { filter: Omit<TaskFilter, 'after'>; at: Date },
): AsyncGenerator<readonly TaskListRow[]> {
	const today = dayIn(at, seller.timeZone)
	return everyPage(async (after: string | null) => {
		const rows = await listTasks(db, { userId, today }, { ...filter, byNumber: true, after })
		const last = rows.length === filter.limit ? rows.at(-1) : null
		return { rows, next: last ? `${last.key}~${last.id}` : null }
	})
}
