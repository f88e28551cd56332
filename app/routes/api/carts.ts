import { createCart as create } from '../../flows/cart/create-cart.ts'
import { listCarts as list } from '../../flows/cart/list-carts.ts'
import { buyerDoor, done } from './call.server.ts'
import { createCart, listCarts } from './contract/carts.ts'
import { cursorFor } from './cursor.ts'
import { named } from './named.ts'

/** GET /api/v1/carts: the open carts of the account, newest first. */
export const loader = buyerDoor(listCarts, async ({ db, shopper, query, place }) => {
	const after = place('carts', /^[1-9]\d{0,14}$/)
	const { carts, nextAfter } = await list(db, shopper, { limit: query.limit, after: after === null ? null : Number(after) })
	return done({
		carts: carts.map((cart) => ({
			...named(cart, 'id', 'name', 'version', 'currency', 'lines', 'isCurrent', 'channel'),
			lastActivityAt: cart.lastActivityAt.toISOString(),
		})),
		nextCursor: cursorFor('carts', nextAfter),
	})
})

/** POST /api/v1/carts: opens a cart. */
export const action = buyerDoor(createCart, async ({ db, house, shopper, body, locale }) => {
	const cart = await create(db, shopper, { name: body.name ?? null, locale, at: house.at })
	return cart && done({ id: cart.id, version: cart.version }, { version: cart.version })
})
