import { type Db, withTransaction } from '../../../db/client.server.ts'
import { beginRuns, lockDueOrders, markComing } from '../../../db/queries/standing-run.ts'
import { dayIn, instantAt, latestOf } from '../../engine/base/calendar.ts'
import { nextRuns, RUN_HOUR, readSchedule } from '../../engine/standing/schedule.ts'
import { saveEvents } from '../event/save-events.ts'

const perRound = 100
const TOLD_BEFORE_MS = 2 * 86_400_000

/**
 * Begins the runs whose hour has come, each (standing order, day) once however many workers look. A worker that was away begins the one day
 * that was due and goes on from today: nobody wants three deliveries of last month. Two statements for any number.
 */
export async function beginDueRuns(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const due = await lockDueOrders(tx, at, perRound)
		const runs = due.map(({ accountId, id, schedule, nextRunOn, timeZone }) => {
			const read = readSchedule(schedule)
			const today = dayIn(at, timeZone)
			const next = read && nextRuns(read, latestOf(nextRunOn, today), 1)[0]
			return { accountId, id, runOn: nextRunOn, nextRunOn: next ?? null, nextRunAt: next ? instantAt(next, RUN_HOUR, timeZone).toISOString() : null }
		})
		if (runs.length > 0) await beginRuns(tx, runs, at)
		return runs.length
	})
}

/** Tells buyers once, two days ahead, what is coming. */
export async function tellComingRuns(db: Db, at: Date): Promise<number> {
	return withTransaction(db, async (tx) => {
		const coming = await markComing(tx, new Date(at.getTime() + TOLD_BEFORE_MS))
		await saveEvents(
			tx,
			coming.map(({ accountId, id, contactId, nextRunOn }) => ({
				...{ topic: 'standing_order.coming' as const, subject: `standing_order:${id}`, accountId, contactId, occurredAt: at },
				payload: { standingOrderId: id, runOn: nextRunOn },
			})),
		)
		return 0
	})
}
