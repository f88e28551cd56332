import { openOrders } from '../../flows/order/open-orders.ts'
import { buyerDoor, done } from './call.server.ts'
import { listOrders } from './contract/orders.ts'
import { cursorFor } from './cursor.ts'
import { named } from './named.ts'

/** GET /api/v1/orders: the account's orders, newest first. */
export const loader = buyerDoor(listOrders, async ({ db, shopper, query, place }) => {
	const after = place('orders', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z~\d{1,15}$/)
	const { q: text = null, status = null, store = null, from = null, to = null, wantedFrom = null, wantedTo = null, limit } = query
	const page = await openOrders(db, shopper, { text, status, store, from, to, wantedFrom, wantedTo, after, limit })
	if (!page) return null
	const orders = page.orders.map((row) => ({
		...named(row, 'id', 'number', 'placedAt', 'poNumber', 'currency', 'totalMinor', 'openMinor', 'deliveries', 'lines', 'places', 'nextOn'),
		status: row.status as NonNullable<typeof status>,
	}))
	return done({ orders, nextCursor: cursorFor('orders', page.next) })
})
