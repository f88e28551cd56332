import type { Db } from '../../../db/client.server.ts'
import { isOpenCart } from '../../../db/queries/cart.ts'
import { updateCoupons } from '../../../db/queries/cart-delivery.ts'
import { readPromotions } from '../../../db/queries/order-facts.ts'
import { refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

const MOST_COUPONS = 10

/**
 * Puts a coupon on a cart, or takes it off (`remove`). One that does not qualify yet stays with its reason (section 5);
 * one that is not addressed to this account answers like one that does not exist.
 */
export async function applyCoupon(
	db: Db,
	shopper: Shopper,
	{ code, remove, ...edit }: CartEdit & { code: string; remove: boolean },
): Promise<CartChanged | null> {
	const asked = code.trim().slice(0, 40)
	const promotions = remove ? [] : await readPromotions(db, { ...shopper.account, at: edit.at })
	const known = promotions.find(({ couponCode }) => couponCode?.toUpperCase() === asked.toUpperCase())?.couponCode
	if (!remove && !known) {
		const isHers = await isOpenCart(db, { accountId: shopper.account.accountId ?? 0, cartId: edit.cartId })
		return isHers ? { ok: false, refusals: [refusal('COUPON_UNKNOWN', { coupon: asked })] } : null
	}
	return saveCartChange(db, shopper, edit, async (tx, key, { couponCodes }) => {
		const codes = remove ? couponCodes.filter((one) => one !== asked) : [...new Set([...couponCodes, known ?? asked])]
		if (codes.length > MOST_COUPONS) return { refusals: [refusal('COUPON_LIMIT', { most: MOST_COUPONS })], what: '' }
		await updateCoupons(tx, key, codes)
		return { refusals: [], what: remove ? 'coupon_removed' : 'coupon_added', facts: { coupon: asked } }
	})
}
