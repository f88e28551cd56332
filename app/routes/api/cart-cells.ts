import { setCells as set } from '../../flows/cart/set-cells.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { setCells } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/cells: quantities of lines by delivery, all or none; 0 empties a cell. */
export const action = buyerDoor(setCells, (call) => {
	const { cells, consent } = call.body
	const wishes = cells.map(({ lineId, delivery, quantity }) => ({ lineId, groupId: delivery, quantity }))
	return editCart(call, (edit) => set(call.db, call.shopper, { ...edit, cells: wishes, consent, locale: call.locale }))
})

export const loader = noDoor
