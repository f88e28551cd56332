import { addToCart } from '../../flows/cart/add-to-cart.ts'
import { readApiLines } from '../../flows/cart/read-api-lines.ts'
import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import { cartInWords } from './answers.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { addLines } from './contract/carts.ts'

/** POST /api/v1/carts/:cartId/lines: adds up to 2,000 lines in one call, all or, with every refusal, none; answers the priced cart. */
export const action = buyerDoor(addLines, async ({ db, house, shopper, idOf, expectedVersion, body, locale }) => {
	const { at } = house
	const cartId = idOf('cartId')
	const read = await readApiLines(db, shopper, body.lines)
	if (!read.ok) return read
	const added = await addToCart(db, shopper, { cartId, expectedVersion, rows: read.rows, locale, at })
	if (!added?.ok) return added
	const cart = await readCartAnswer(db, shopper, cartId, { locale, at })
	return cart && done({ notices: added.notices, cart: cartInWords(cart, locale) }, { version: cart.version })
})

export const loader = noDoor
