import { removeLines as remove } from '../../flows/cart/remove-lines.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { removeLines } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/lines/remove: takes lines out; those that are gone already are no error. */
export const action = buyerDoor(removeLines, (call) => editCart(call, (edit) => remove(call.db, call.shopper, { ...edit, lineIds: call.body.lineIds })))

export const loader = noDoor
