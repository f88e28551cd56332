import type { Db } from '../../../db/client.server.ts'
import { readShipTos, type ShipTo } from '../../../db/queries/cart-delivery.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { ShownCart } from '../../engine/order/shown-cart.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from './load-priced-cart.ts'
import { showCart } from './load-shown-cart.ts'

/** `cart` null: nothing in it yet, or, with refusals, too large to price. */
export type OpenedCart = { cart: ShownCart | null; refusals: Refusal[]; shipTos: ShipTo[]; today: string }

/** The person's cart with everything that explains it: six statements for any number of lines. */
export async function openCart(db: Db, shopper: Shopper, { locale, at }: { locale: string; at: Date }): Promise<OpenedCart> {
	const accountId = shopper.account.accountId ?? 0
	const [loaded, shipTos] = await Promise.all([
		loadPricedCart(db, shopper, { accountId, contactId: shopper.contactId ?? 0 }, { locale, at }),
		readShipTos(db, accountId),
	])
	const today = dayIn(at, shopper.seller.timeZone)
	if (!loaded || loaded.document.lines.length === 0) return { cart: null, refusals: [], shipTos, today }
	return { cart: showCart(loaded, shopper, { locale, at }), refusals: loaded.refusals, shipTos, today }
}

/** One line of the person's cart with its reasons: what a long cart leaves out. Null: there is no such line. */
export async function openCartLine(db: Db, shopper: Shopper, { locale, at, line }: { locale: string; at: Date; line: number }): Promise<ShownCart | null> {
	const key = { accountId: shopper.account.accountId ?? 0, contactId: shopper.contactId ?? 0 }
	const loaded = await loadPricedCart(db, shopper, key, { locale, at })
	const cart = loaded && showCart(loaded, shopper, { locale, at, line })
	const lines = cart?.lines.filter(({ sequence }) => sequence === line) ?? []
	return cart && lines.length > 0 ? { ...cart, lines } : null
}
