import type { Db } from '../../../db/client.server.ts'
import { listOrders, type OrderRow } from '../../../db/queries/order.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Shopper } from '../../platform/actor.ts'

export const ORDER_STATUSES = ['open', 'held', 'part_shipped', 'shipped', 'delivered', 'cancelled', 'closed'] as const

export type OrdersQuery = { text: string | null; status: string | null; from: string | null; to: string | null; after: string | null; limit?: number }

/** Enough for a screen; the rest is one press away. */
const PAGE = 25

export type OrdersPage = { orders: OrderRow[]; next: string | null; currency: string }

/** A page of the account's orders, newest first; filters and cursor as they stand in the address. Null for a guest. */
export async function openOrders(db: Db, shopper: Shopper, query: OrdersQuery): Promise<OrdersPage | null> {
	const limit = query.limit ?? PAGE
	const rows = await find(db, shopper, query, limit + 1)
	if (!rows) return null
	const orders = rows.slice(0, limit)
	const last = orders.at(-1)
	return { orders, next: rows.length > limit && last ? `${last.placedAt}~${last.id}` : null, currency: shopper.account.currency }
}

/** All orders that the filters leave, as rows of an export, nothing cut off: number, day, status, PO number, stores, lines, currency, total, open. */
export async function exportOrders(db: Db, shopper: Shopper, query: OrdersQuery): Promise<string[][] | null> {
	const rows = await find(db, shopper, { ...query, after: null }, null)
	return (
		rows?.map((row) => [
			row.number,
			dayIn(new Date(row.placedAt), shopper.seller.timeZone),
			row.status,
			row.poNumber ?? '',
			row.places.join('; '),
			String(row.lines),
			row.currency,
			printMinor(row.totalMinor, row.currency),
			printMinor(row.openMinor, row.currency),
		]) ?? null
	)
}

async function find(db: Db, shopper: Shopper, query: OrdersQuery, limit: number | null): Promise<OrderRow[] | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	return listOrders(db, { ...query, accountId, timeZone: shopper.seller.timeZone, after: cursorOf(query.after), limit })
}

/** A cursor that somebody has altered is no cursor: the list begins at its beginning. */
function cursorOf(text: string | null): { placedAt: string; id: number } | null {
	const match = /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)~(\d{1,15})$/.exec(text ?? '')
	return match ? { placedAt: match[1] ?? '', id: Number(match[2]) } : null
}
