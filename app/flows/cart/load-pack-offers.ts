import { type PackOffer, packOffers } from '../../engine/cart/pack-offer.ts'
import type { TotalledCart } from '../../engine/order/total-order.ts'
import type { Shopper } from '../../platform/actor.ts'
import { quantityTermsOf } from '../checkout/load-order-question.ts'
import { cartInputOf } from './load-cart-input.ts'
import type { LoadedCart } from './load-priced-cart.ts'

/** What the goods of a cart could be instead (engine/cart/pack-offer.ts). */
export function packOffersOf(load: LoadedCart, cart: TotalledCart, shopper: Shopper, at: Date): ReadonlyMap<number, PackOffer> {
	const rows = new Map(load.document.lines.map((row) => [row.sequence, row]))
	const goods = cart.lines.filter(({ kind }) => kind === 'goods')
	return packOffers(cartInputOf(load, shopper, at), goods, (sequence) => {
		const row = rows.get(sequence)
		return row ? quantityTermsOf(row, load) : null
	})
}
