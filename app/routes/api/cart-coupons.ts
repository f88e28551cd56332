import { applyCoupon } from '../../flows/cart/apply-coupon.ts'
import { buyerDoor, noDoor } from './call.server.ts'
import { addCoupon } from './contract/carts.ts'
import { editCart } from './edit-cart.server.ts'

/** POST /api/v1/carts/:cartId/coupons: one that does not qualify yet stays with its reason. */
export const action = buyerDoor(addCoupon, (call) =>
	editCart(call, (edit) => applyCoupon(call.db, call.shopper, { ...edit, code: call.body.code, remove: false })),
)

export const loader = noDoor
