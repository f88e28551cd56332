import { addWorkingDays, dayIn } from '../../engine/base/calendar.ts'
import { parseQuantity, wholeQuantity } from '../../engine/base/units.ts'
import type { PricedProduct } from './load-list-prices.ts'

type Stock = { available: string; receipts: readonly { expectedOn: string; quantity: string }[]; leadDays: number; stockPolicy: string }

/** Below this many sales units on hand the shop says that few are left. */
const FEW = 12

/** Whether it is there, and by which day it leaves: from stock after its lead time, else after the next receipt. Null: nobody can say. */
export function readPromise(
	{ available, receipts, leadDays, stockPolicy }: Stock,
	zone: string,
	at: Date,
): { stock: PricedProduct['stock']; shipsOn: string | null } {
	const today = dayIn(at, zone)
	const there = stockPolicy === 'untracked' ? wholeQuantity(FEW) : (parseQuantity(available) ?? 0)
	if (there > 0) return { stock: there < wholeQuantity(FEW) ? 'low' : 'in_stock', shipsOn: addWorkingDays(today, leadDays) }
	const next = receipts[0]
	const from = next && next.expectedOn > today ? next.expectedOn : today
	return { stock: stockPolicy === 'backorder' || next ? 'backorder' : 'out', shipsOn: next ? addWorkingDays(from, leadDays) : null }
}
