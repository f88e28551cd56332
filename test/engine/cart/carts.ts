import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { CartInput, CartLineInput, ShippingOf } from '../../../app/engine/cart/cart-input.ts'
import { priceCart } from '../../../app/engine/cart/price-cart.ts'
import type { PricedCart } from '../../../app/engine/cart/priced-cart.ts'
import { AT, BEAN, candidate, P1 } from '../pricing/books.ts'
import { amountOffEach, percentOff, promotion } from '../promotion/cases.ts'

export const EACH = { code: 'each', digits: 0 }

/** A line of pieces, spread over delivery groups as `{ A: 3, B: 1 }`. */
export function cartLine(sequence: number, productId: number, spread: Record<string, number>, more: Partial<CartLineInput> = {}): CartLineInput {
	const pieces = Object.values(spread).reduce((a, b) => a + b, 0)
	return {
		sequence,
		productId,
		unit: EACH,
		quantity: wholeQuantity(pieces),
		isEntitled: true,
		allocations: Object.entries(spread).map(([groupKey, units]) => ({ groupKey, quantity: wholeQuantity(units) })),
		candidates: [],
		cost: { costMicros: null, floorMicros: null },
		quoted: null,
		override: null,
		categoryIds: [],
		relations: [],
		taxCode: 'standard',
		weightGrams: 1000,
		...more,
	}
}

export function cartInput(lines: CartLineInput[], more: Partial<CartInput> = {}): CartInput {
	const keys = [...new Set(lines.flatMap(({ allocations }) => allocations.map(({ groupKey }) => groupKey)))].sort()
	return {
		sellerZone: 'America/Chicago',
		rounding: 'half_away',
		currency: 'USD',
		pricedAt: AT,
		sessionLocationId: 1,
		lines,
		groups: keys.map((groupKey) => ({ groupKey, locationId: (groupKey.codePointAt(0) ?? 0) - 64, requestedOn: null, method: 'ground' })),
		promotion: {
			accountId: 5,
			buyerGroupIds: [],
			channel: 'web',
			standing: 'good',
			firstOrder: false,
			paymentMethod: null,
			campaignIds: [],
			coupons: [],
			baseTermsDays: 30,
			promotions: [],
		},
		giftProducts: [],
		...more,
	}
}

export const freeShipping: ShippingOf = () => 0

export function priced(input: CartInput, shippingOf: ShippingOf = freeShipping): PricedCart {
	const answer = priceCart(input, shippingOf)
	if (!answer.ok) throw new Error(JSON.stringify(answer.refusals))
	return answer.cart
}

/** The worked example P2 of commerce-engine.md section 6. */
export const ACC1 = 81
export const ACC2 = 82
const accessory = { relations: [{ kind: 'accessory', productId: 900, owned: true }] }
const owned = { relation: { kind: 'accessory', of: 'owned' as const } }
export const p2Lines = [
	cartLine(1, BEAN, { A: 3, B: 1, C: 1 }, { candidates: Object.values(P1) }),
	cartLine(2, ACC1, { A: 1, B: 1 }, { ...accessory, candidates: [candidate(10, 'base', [[1, '49.90']], { productId: ACC1, entryId: 1001 })] }),
	cartLine(3, ACC2, { A: 1 }, { ...accessory, candidates: [candidate(10, 'base', [[1, '19.95']], { productId: ACC2, entryId: 1002 })] }),
]
export const p2Promotions = [
	promotion(11, percentOff(300_000), { lane: 'acc', conditions: owned }),
	promotion(12, amountOffEach(1000), { lane: 'acc', conditions: owned }),
	promotion(13, percentOff(50_000, 'order'), { conditions: { amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' } } }),
	promotion(14, { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000 }),
	promotion(15, { kind: 'terms', days: 45 }, { currency: null }),
]
export const p2Shipping: ShippingOf = ({ locationId }) => (locationId === 3 ? 650 : 800)
export function p2Input(): CartInput {
	const input = cartInput(p2Lines)
	return { ...input, promotion: { ...input.promotion, promotions: p2Promotions } }
}
