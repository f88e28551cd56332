import { followOrders } from '../../flows/order/follow-orders.ts'
import { done, houseDoor } from './call.server.ts'
import { listHouseOrders } from './contract/house.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/house/orders: all orders from an instant on, oldest first, with the state of each delivery. */
export const loader = houseDoor(listHouseOrders, async ({ db, staff, query, place }) => {
	const after = place('house-orders', /^\d{4}-\d{2}-\d{2}T\d{2}:\d{2}:\d{2}\.\d{6}Z~\d{1,15}$/)
	const { orders, next } = await followOrders(db, staff, { since: query.since ?? null, after, limit: query.limit })
	return done({ orders, nextCursor: cursorFor('house-orders', next) })
})
