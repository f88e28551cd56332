import type { Db } from '../../../db/client.server.ts'
import { listStandingOrders, readStanding, type StandingDocument, type StandingRow } from '../../../db/queries/standing.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { nextRuns, readSchedule, type Schedule } from '../../engine/standing/schedule.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayKeepLists, readerOf } from '../list/read-reader.ts'
import { previewRun, type RunPreview } from './load-preview.ts'

export type ListedStanding = Omit<StandingRow, 'schedule'> & { schedule: Schedule | null }

/** Everything that the account orders by the calendar. One statement. Null: nobody who has any. */
export async function openStandingOrders(db: Db, shopper: Shopper): Promise<{ standing: ListedStanding[] } | null> {
	const reader = readerOf(shopper)
	if (!reader) return null
	const rows = await listStandingOrders(db, reader.accountId)
	return { standing: rows.map((row) => ({ ...row, schedule: readSchedule(row.schedule) })) }
}

export type StandingPage = {
	standing: Omit<StandingDocument, 'schedule' | 'prices'> & { schedule: Schedule | null }
	/** The next three days. */
	next: string[]
	preview: RunPreview | null
	mayChange: boolean
}

/** One standing order with its next three days and what its next run would be; nine statements for any number of lines. Null: not this account's. */
export async function openStanding(
	db: Db,
	shopper: Shopper,
	{ standingOrderId, locale, at }: { standingOrderId: number; locale: string; at: Date },
): Promise<StandingPage | null> {
	const reader = readerOf(shopper)
	const found = reader && (await readStanding(db, { accountId: reader.accountId, standingOrderId }, locale))
	if (!found) return null
	const { prices: _prices, ...standing } = found
	const schedule = readSchedule(found.schedule)
	const runs = schedule && found.nextRunOn ? [found.nextRunOn, ...nextRuns(schedule, found.nextRunOn, 2)] : []
	const held = found.runs.find(({ state }) => state === 'held')
	const runOn = held?.runOn ?? found.nextRunOn ?? dayIn(at, shopper.seller.timeZone)
	const preview = found.state === 'ended' ? null : await previewRun(db, shopper, found, { runOn, locale, at })
	return { standing: { ...standing, schedule }, next: runs, preview, mayChange: mayKeepLists(shopper) }
}
