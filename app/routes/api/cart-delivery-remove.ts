import { removeDelivery as remove } from '../../flows/cart/remove-delivery.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { removeDelivery } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/deliveries/:deliveryId/remove: takes a delivery out with all that goes there. */
export const action = buyerDoor(removeDelivery, (call) =>
	editCart(call, (edit) => remove(call.db, call.shopper, { ...edit, groupId: call.idOf('deliveryId') })),
)

export const loader = noDoor
