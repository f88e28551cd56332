import { cancelOrder as cancel } from '../../flows/order/cancel-order.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { cancelOrder } from './contract/orders.ts'

/** POST /api/v1/orders/:number/cancel: an order of which nothing has shipped. */
export const action = buyerDoor(cancelOrder, async ({ db, house, shopper, params }) => {
	const cancelled = await cancel(db, shopper, { number: params['number'] ?? '', at: house.at })
	return cancelled?.ok ? done({ orderId: cancelled.orderId, number: cancelled.number }) : cancelled
})

export const loader = noDoor
