import type { Db } from '../../../db/client.server.ts'
import { readGoal, readNotices, readOpenAlerts, readOpenTasks } from '../../../db/queries/desk.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { readAlert } from './read-alert.ts'
import { deskOf } from './read-desk.ts'

/** What a rep begins her day with: alerts with their reasons, tasks, the goal, notices. Four statements. */
export async function openToday(db: Db, staff: StaffMember, { at, locale }: { at: Date; locale: string }) {
	const today = dayIn(at, staff.seller.timeZone)
	const [alerts, tasks, goal, notices] = await Promise.all([
		readOpenAlerts(db, deskOf(staff)),
		readOpenTasks(db, staff.userId),
		readGoal(db, staff.userId, today),
		readNotices(db, staff.userId),
	])
	return { alerts: alerts.map((row) => readAlert(row, locale)), tasks, goal, notices, today }
}
