import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import { cartInWords } from './answers.ts'
import { buyerDoor, done } from './call.server.ts'
import { readCart } from './contract/carts.ts'

/** GET /api/v1/carts/:cartId: the cart, priced now. The ETag names its version. */
export const loader = buyerDoor(readCart, async ({ db, house, shopper, idOf, locale }) => {
	const cart = await readCartAnswer(db, shopper, idOf('cartId'), { locale, at: house.at })
	return cart && done(cartInWords(cart, locale), { version: cart.version })
})
