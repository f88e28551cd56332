import type { Refusal } from '../../engine/base/refusal.ts'
import type { RowNotice } from '../../engine/cart/resolve-rows.ts'
import { addDelivery } from '../../flows/cart/add-delivery.ts'
import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { applyCoupon } from '../../flows/cart/apply-coupon.ts'
import { changeDelivery } from '../../flows/cart/change-delivery.ts'
import { overridePrice } from '../../flows/cart/override-price.ts'
import { removeDelivery } from '../../flows/cart/remove-delivery.ts'
import { removeLines } from '../../flows/cart/remove-lines.ts'
import { setCells } from '../../flows/cart/set-cells.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { House } from '../../platform/house.ts'
import type { CartForm } from '../../ui/checkout/read-cart-form.ts'

export type CartAnswer =
	| { ok: true; kind: string; version: number; notices: RowNotice[] }
	| { ok: false; kind: string; refusals: Refusal[]; typed: Record<string, string>; text: string }

/** One edit of the cart's page: the wish to its flow. Null: the cart is not this account's. */
export async function editCart(house: House, shopper: Shopper, { cartId, version, wish }: CartForm): Promise<CartAnswer | null> {
	const done = await perform(house, shopper, { cartId, version, wish })
	if (!done) return null
	if (done.ok) return { ok: true, kind: wish.kind, version: done.version, notices: 'notices' in done ? (done.notices as RowNotice[]) : [] }
	const typed = wish.kind === 'set' ? Object.fromEntries(wish.cells.map((cell) => [`${cell.lineId}:${cell.groupId}`, cell.quantity])) : {}
	return { ok: false, kind: wish.kind, refusals: done.refusals, typed, text: wish.kind === 'add' ? wish.text : '' }
}

async function perform({ db, at, locale, requestId }: House, shopper: Shopper, { cartId, version, wish }: CartForm) {
	const edit = { cartId: cartId ?? 0, expectedVersion: null, at }
	switch (wish.kind) {
		case 'set':
			return setCells(db, shopper, { ...edit, expectedVersion: version, cells: wish.cells, consent: wish.consent, locale })
		case 'add': {
			const unread = wish.unread.map(({ row, text }) => ({ code: 'ROW_UNREADABLE', line: row, facts: { text } }))
			return unread.length > 0
				? { ok: false as const, refusals: unread }
				: addToCart(db, shopper, { cartId, typed: wish.typed, locationId: wish.locationId, locale, at })
		}
		case 'restore':
			return addToCart(db, shopper, { cartId, rows: wish.rows, locale, at })
		case 'remove':
			return removeLines(db, shopper, { ...edit, lineIds: wish.lineIds })
		case 'addDelivery':
			return addDelivery(db, shopper, { ...edit, ...wish })
		case 'changeDelivery':
			return changeDelivery(db, shopper, { ...edit, change: wish })
		case 'removeDelivery':
			return removeDelivery(db, shopper, { ...edit, groupId: wish.groupId })
		case 'coupon':
			return applyCoupon(db, shopper, { ...edit, ...wish })
		case 'override':
			return overridePrice(db, shopper, { ...edit, ...wish, locale, requestId })
		case 'none':
			return null
	}
}
