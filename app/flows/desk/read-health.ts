import type { AccountRow } from '../../../db/queries/desk-accounts.ts'
import { dayIn, daysBetween } from '../../engine/base/calendar.ts'
import { type Health, judgeHealth } from '../../engine/crm/judge-health.ts'

const DAY = 86_400_000

/** How an account is doing, from its row of figures; days are the seller's. */
export function readHealth(row: AccountRow, at: Date, zone: string): Health {
	const daysSinceOrder = row.lastOrderAt && Math.floor((at.getTime() - row.lastOrderAt.getTime()) / DAY)
	const span = row.firstInYearAt && row.lastOrderAt ? row.lastOrderAt.getTime() - row.firstInYearAt.getTime() : 0
	return judgeHealth({
		standing: row.standing,
		daysSinceOrder,
		usualDaysBetween: row.ordersInYear >= 3 ? span / DAY / (row.ordersInYear - 1) : null,
		overdueMinor: row.overdueMinor,
		oldestOverdueDays: row.oldestDueOn ? daysBetween(row.oldestDueOn, dayIn(at, zone)) : 0,
		openCases: row.openCases,
		recentMinor: row.recentMinor,
		earlierMinor: row.earlierMinor,
		currency: row.currency,
	})
}
