import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import type { CartChanged, CartEdit } from '../../flows/cart/save-cart-change.ts'
import { cartInWords } from './answers.ts'
import { type BuyerCall, done } from './call.server.ts'

type Edit = (edit: CartEdit) => Promise<CartChanged | null>

/** An edit of a cart by its flow, answered with the cart as it then is, priced. */
export async function editCart({ db, house, shopper, params, idOf, expectedVersion, locale }: BuyerCall, edit: Edit) {
	const cartId = idOf('cartId')
	const changed = await edit({ cartId, expectedVersion, at: house.at })
	// What a path names and is not there is nothing, like the cart itself.
	if (changed?.ok === false && params['deliveryId'] !== undefined && changed.refusals.some(({ code }) => code === 'LINE_UNKNOWN')) return null
	if (!changed?.ok) return changed
	const cart = await readCartAnswer(db, shopper, cartId, { locale, at: house.at })
	return cart && done(cartInWords(cart, locale), { version: cart.version })
}
