import { smallestStep } from '../base/units.ts'
import { resolvePrice } from '../pricing/resolve-price.ts'
import type { GiftOffer } from '../promotion/promotion.ts'
import type { CartInput } from './cart-input.ts'

/**
 * What may be given in this cart: products the account may buy, at the price that a list page shows it (commerce-engine.md
 * sections 4 and 5: a gift is a line at resolved price). One on request, or that it may not see, is not offered.
 */
export function offerGifts(input: CartInput): GiftOffer[] {
	const { sellerZone, rounding, currency, pricedAt, sessionLocationId } = input
	return input.giftProducts.flatMap(({ productId, unit, isEntitled, quantity, candidates, availableQuantity }): GiftOffer[] => {
		const step = smallestStep(unit)
		const { unitPriceMicros } = resolvePrice(
			{
				...{ sellerZone, rounding, currency, pricedAt, productId, unit: unit.code, unitStep: step, quantity, isEntitled },
				...{ basis: { line: quantity, order: quantity }, locationId: sessionLocationId, deliverOn: null },
			},
			candidates,
		)
		return unitPriceMicros === null ? [] : [{ productId, unit: unit.code, unitPriceMicros, step, availableQuantity }]
	})
}
