import { comparePrices, extendExact, shownMicros } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import { fitQuantity, type QuantityTerms } from '../catalog/quantity-terms.ts'
import { decidePrice } from '../pricing/decide-price.ts'
import { stepsAhead, withMore } from '../pricing/next-tier.ts'
import type { PriceCandidate } from '../pricing/price-candidate.ts'
import type { PriceContext } from '../pricing/price-context.ts'
import { candidatesOfPart } from '../pricing/price-parts.ts'
import type { CartInput } from './cart-input.ts'
import { askedLines } from './price-lines.ts'
import type { PricedLine } from './priced-cart.ts'

/**
 * What a line could be instead: the nearest quantity that fits its packs (`FITS`), or a little more at which each unit is
 * cheaper (`CHEAPER`). Offered with what the line comes to before offers now and then; never taken by itself.
 */
export type PackOffer = { quantity: Quantity; why: 'FITS' | 'CHEAPER'; unitPriceMicros: bigint; nowMinor: number | null; thenMinor: number }

/** A buyer of 20 may well take 24; one of 3 does not want 48. More than half as much again is a hint, not an offer. */
const isNear = (quantity: Quantity, wanted: Quantity) => wanted * 2 <= quantity * 3

/** The offer for one price of one line; null where nothing is better, nothing fits, or it would be on request. */
export function packOffer(context: PriceContext, candidates: readonly PriceCandidate[], terms: QuantityTerms): PackOffer | null {
	const { quantity, currency, rounding } = context
	const fitting = fitQuantity(quantity, terms)
	if (fitting === null) return null
	const now = decidePrice(context, candidates).winner
	const nowMinor = now && extendExact(now.price, quantity, currency, rounding)
	const offerOf = (wanted: Quantity, why: PackOffer['why']): PackOffer | null => {
		const then = decidePrice(withMore(context, wanted - quantity), candidates).winner
		if (!then || (why === 'CHEAPER' && (!now || comparePrices(then.price, now.price) >= 0))) return null
		const thenMinor = extendExact(then.price, wanted, currency, rounding)
		return { quantity: wanted, why, unitPriceMicros: shownMicros(then.price, rounding), nowMinor, thenMinor }
	}
	if (fitting !== quantity) return offerOf(fitting, 'FITS')
	for (const step of stepsAhead(context, candidates)) {
		const wanted = fitQuantity(quantity + step, terms)
		if (wanted === null || wanted < quantity + step || !isNear(quantity, wanted)) continue
		const offer = offerOf(wanted, 'CHEAPER')
		if (offer) return offer
	}
	return null
}

/** The offers of a cart's lines by sequence. A line of several prices, of a quote or of a rep's own price has none. */
export function packOffers(input: CartInput, lines: readonly PricedLine[], termsOf: (sequence: number) => QuantityTerms | null): Map<number, PackOffer> {
	const parts = new Map(lines.map((line) => [line.sequence, line.parts]))
	const offers = askedLines(input, input.lines).flatMap(({ line, context, candidates }): [number, PackOffer][] => {
		const [part, ...others] = parts.get(line.sequence) ?? []
		const terms = termsOf(line.sequence)
		if (!part || others.length > 0 || part.isQuoted || context.override || !terms) return []
		const { locationId, deliverOn } = part
		const offer = packOffer({ ...context, locationId, deliverOn, quoted: null }, candidatesOfPart(part, candidates), terms)
		return offer ? [[line.sequence, offer]] : []
	})
	return new Map(offers)
}
