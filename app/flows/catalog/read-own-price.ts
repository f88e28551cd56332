import type { ProductFacts } from '../../../db/queries/product.ts'
import { printMicros } from '../../engine/base/money.ts'
import { parseQuantity, printQuantity, wholeQuantity } from '../../engine/base/units.ts'
import { minimumOrderable } from '../../engine/catalog/product-terms.ts'
import { fitQuantity, maximumOrderable, type QuantityRule, quantityTerms } from '../../engine/catalog/quantity-terms.ts'
import { type Bundle, bundleCandidates } from '../../engine/pricing/bundle-price.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { PriceContext } from '../../engine/pricing/price-context.ts'
import { priceLadder } from '../../engine/pricing/price-ladder.ts'
import type { PublicTrace } from '../../engine/pricing/price-trace.ts'
import { resolvePrice } from '../../engine/pricing/resolve-price.ts'
import type { Shopper } from '../../platform/actor.ts'
import { ownTermsOf } from './load-list-prices.ts'

/** A price with its reasons, as a page shows it; decimals as text. `unitPrice` null is on request. */
export type OwnPrice = {
	currency: string
	unit: string
	quantity: string
	unitPrice: string | null
	tiers: { from: string; unitPrice: string; isCurrent: boolean }[]
	nextTier: { addQuantity: string; unitPrice: string; savingMinor: number } | null
	/** The public trace, and the fingerprint of what it tells. */
	trace: PublicTrace
	hash: string
	/** What an order must fit in this unit; `maximum` null: no end. */
	terms: { minimum: string; maximum: string | null; increment: string }
	/** Set when the quantity that was asked for cannot be ordered: `quantity` is the nearest that can. */
	askedFor: string | null
}

/** `inside`: what a bundle holds that is priced by its sum. */
type Asked = {
	candidates: readonly PriceCandidate[]
	inside: Bundle | null
	rules: readonly QuantityRule[]
	quantity: string | null
	unit: string | null
	at: Date
}

/** More of one product than anybody is quoted by a page; a larger wish is a conversation. */
const MOST = wholeQuantity(100_000)

/** What `quantity` of a product costs this account, from the public trace alone: no name of a book that is not hers. */
export function readOwnPrice(shopper: Shopper, product: ProductFacts, { candidates: own, inside, rules, quantity, unit, at }: Asked): OwnPrice {
	const { account, seller, locationId } = shopper
	const other = product.units.find(({ code }) => code === unit)
	const step = 10 ** (4 - (other?.digits ?? product.unitDigits))
	const sold = other ? { unit: { code: other.code, digits: other.digits }, ratio: { numerator: other.numerator, denominator: other.denominator } } : null
	const terms = quantityTerms(ownTermsOf(product), other?.code ?? product.unitCode, sold, rules)
	const least = minimumOrderable(terms)
	const asked = Math.min(parseQuantity(quantity ?? '') ?? least, MOST)
	const wanted = fitQuantity(asked, terms) ?? least
	const most = maximumOrderable(terms)
	const context = (amount: number): PriceContext => ({
		sellerZone: seller.timeZone,
		rounding: seller.rounding,
		currency: account.currency,
		productId: product.id,
		unit: other?.code ?? product.unitCode,
		unitStep: step,
		quantity: amount,
		basis: { line: amount, order: amount },
		isEntitled: true,
		locationId,
		pricedAt: at,
		deliverOn: null,
	})
	const candidates = (amount: number) => (inside ? bundleCandidates(context(amount), inside, own) : own)
	const { trace, hash, unitPriceMicros } = resolvePrice(context(wanted), candidates(wanted))
	const ladder = priceLadder(context(least), candidates(least))
	const current = ladder.filter(({ from }) => from <= wanted).at(-1)
	return {
		currency: account.currency,
		unit: other?.code ?? product.unitCode,
		quantity: printQuantity(wanted),
		unitPrice: unitPriceMicros === null ? null : printMicros(unitPriceMicros),
		tiers: ladder.map((rung) => ({ from: printQuantity(rung.from), unitPrice: printMicros(rung.unitPriceMicros), isCurrent: rung === current })),
		nextTier: trace.nextTier && { ...trace.nextTier, addQuantity: printQuantity(trace.nextTier.addQuantity) },
		trace,
		hash,
		terms: { minimum: printQuantity(least), maximum: most === null ? null : printQuantity(most), increment: printQuantity(terms.incrementQuantity) },
		askedFor: wanted === asked ? null : printQuantity(asked),
	}
}
