import { addDelivery as add } from '../../flows/cart/add-delivery.ts'
import { readShipTo } from '../../flows/cart/read-ship-to.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { addDelivery } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/deliveries: a further ship-to and day; one that is there already is no error. */
export const action = buyerDoor(addDelivery, async (call) => {
	const { shipTo, requestedOn, method } = call.body
	const read = await readShipTo(call.db, call.shopper, shipTo)
	return editCart(call, async (edit) => (read.ok ? add(call.db, call.shopper, { ...edit, locationId: read.locationId, requestedOn, method }) : read))
})

export const loader = noDoor
