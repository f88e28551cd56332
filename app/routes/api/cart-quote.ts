import { readCartAnswer } from '../../flows/cart/read-cart-answer.ts'
import { openCheckout } from '../../flows/checkout/open-checkout.ts'
import { buyerDoor, done, noDoor } from './call.server.ts'
import { quoteCart } from './contract/carts.ts'
import { refusalsInWords } from './words.server.ts'

/** POST /api/v1/carts/:cartId/quote: the cart as it would be ordered and paid, and what stands against it; changes nothing. */
export const action = buyerDoor(quoteCart, async ({ db, house, shopper, idOf, body, locale }) => {
	const asked = { locale, at: house.at }
	const opened = await openCheckout(db, shopper, { ...asked, method: body.method ?? null, cartId: idOf('cartId'), tax: house.connectors.tax })
	const cartAlone = opened ? null : await readCartAnswer(db, shopper, idOf('cartId'), asked)
	if (cartAlone) return { ok: false, refusals: cartAlone.refusals.length > 0 ? cartAlone.refusals : [{ code: 'CART_EMPTY', facts: {} }] }
	if (!opened) return null
	const { cart, method, methods, credit, seen } = opened
	const { cartId, version, currency, termsDays, goodsMinor, discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor } = cart
	return done(
		{
			...{ cartId, version, currency, pricesIncludeTax: cart.pricesIncludeTax, method, termsDays, methods: methods.map((one) => ({ ...one })), credit },
			totals: { goodsMinor, discountMinor, netMinor, shippingMinor, shippingDiscountMinor, taxMinor, totalMinor },
			deliveries: cart.deliveries.map(({ groupKey, code, requestedOn, shipsOn, promisedOn, dueMinor, methods: ways }) => ({
				...{ id: Number(groupKey), shipTo: code, requestedOn, shipsOn, promisedOn, dueMinor, methods: ways },
			})),
			seen: { ...seen, lines: seen.lines.map(([sequence, unitPrice]) => ({ sequence, unitPrice })) },
			refusals: refusalsInWords(opened.refusals, { locale, currency }),
		},
		{ version },
	)
})

export const loader = noDoor
