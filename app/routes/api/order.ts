import { openOrder } from '../../flows/order/open-order.ts'
import { orderAnswer } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { readOrder } from './contract/orders.ts'

/** GET /api/v1/orders/:number: an order as it was placed, with what became of it. */
export const loader = buyerDoor(readOrder, async ({ db, shopper, params, locale }) => {
	const page = await openOrder(db, shopper, { number: params['number'] ?? '', locale })
	return page && done(orderAnswer(page))
})
