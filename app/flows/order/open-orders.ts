import type { Db } from '../../../db/client.server.ts'
import { listOrders, listStores, type OrderRow, type OrderSort, orderSorts } from '../../../db/queries/order-list.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Shopper } from '../../platform/actor.ts'

export const ORDER_STATUSES = ['open', 'held', 'part_shipped', 'shipped', 'delivered', 'cancelled', 'closed'] as const

/** As it stands in the address of the list; null: not asked. */
export type OrdersQuery = {
	text: string | null
	status: string | null
	store?: string | null
	from: string | null
	to: string | null
	wantedFrom?: string | null
	wantedTo?: string | null
	sort?: string | null
	after: string | null
	limit?: number
}

/** Enough for a screen; the rest is one press away. */
const PAGE = 25

export type OrdersPage = { orders: OrderRow[]; next: string | null; currency: string }

/** A page of the account's orders, newest first unless asked otherwise; filters and cursor as they stand in the address. Null for a guest. */
export async function openOrders(db: Db, shopper: Shopper, query: OrdersQuery): Promise<OrdersPage | null> {
	const limit = query.limit ?? PAGE
	const rows = await find(db, shopper, query, limit + 1)
	if (!rows) return null
	const orders = rows.slice(0, limit)
	const last = orders.at(-1)
	const key = sortOf(query.sort) === 'largest' ? last?.totalMinor : last?.placedAt
	return { orders, next: rows.length > limit && last ? `${key}~${last.id}` : null, currency: shopper.account.currency }
}

/** The ship-tos that her company's orders may be looked for by. */
export async function openOrderStores(db: Db, { account }: Shopper): Promise<{ code: string; name: string }[]> {
	return account.accountId === null ? [] : listStores(db, account.accountId)
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
	const sort = sortOf(query.sort)
	const { text, status, store = null, from, to, wantedFrom = null, wantedTo = null } = query
	const asked = { text, status, store, from, to, wantedFrom, wantedTo }
	return listOrders(db, { ...asked, accountId, timeZone: shopper.seller.timeZone, sort, after: cursorOf(query.after, sort), limit })
}

const sortOf = (text: string | null | undefined): OrderSort => orderSorts.find((sort) => sort === text) ?? 'newest'

const cursors = { instant: /^(\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z)~(\d{1,15})$/, amount: /^(\d{1,15})~(\d{1,15})$/ }

/** A cursor that somebody has altered is no cursor: the list begins at its beginning. */
function cursorOf(text: string | null, sort: OrderSort): { key: string; id: number } | null {
	const match = (sort === 'largest' ? cursors.amount : cursors.instant).exec(text ?? '')
	return match ? { key: match[1] ?? '', id: Number(match[2]) } : null
}
