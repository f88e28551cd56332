import { applyCoupon } from '../../flows/cart/apply-coupon.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { removeCoupon } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/coupons/remove. */
export const action = buyerDoor(removeCoupon, (call) =>
	editCart(call, (edit) => applyCoupon(call.db, call.shopper, { ...edit, code: call.body.code, remove: true })),
)

export const loader = noDoor
