import { changeDelivery as change } from '../../flows/cart/change-delivery.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { changeDelivery } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/deliveries/:deliveryId: its day, way and notes. */
export const action = buyerDoor(changeDelivery, (call) =>
	editCart(call, (edit) => change(call.db, call.shopper, { ...edit, change: { groupId: call.idOf('deliveryId'), ...call.body } })),
)

export const loader = noDoor
