import type { Sql } from '../../../db/client.server.ts'
import { type CartDocument, type CartKey, readCart } from '../../../db/queries/cart.ts'
import {
	type BuyerQuestion,
	type OrderFacts,
	type PromotionRow,
	readOrderFacts,
	readPromotions,
	readStock,
	type StockRow,
} from '../../../db/queries/order-facts.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Place } from '../../engine/base/place.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import type { Quantity } from '../../engine/base/units.ts'
import type { ShippingOf } from '../../engine/cart/cart-input.ts'
import { chargeFees } from '../../engine/cart/charge-fees.ts'
import { type AgreedOf, priceCart } from '../../engine/cart/price-cart.ts'
import { quoteShipping, type ShippingRate } from '../../engine/cart/quote-shipping.ts'
import type { QuantityRule } from '../../engine/catalog/quantity-terms.ts'
import type { Transit } from '../../engine/order/dispatch.ts'
import { type TaxFacts, type TotalledCart, taxInputOf, totalOrder } from '../../engine/order/total-order.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { TaxQuote } from '../../engine/tax/decide-tax.ts'
import type { TaxInput } from '../../engine/tax/tax.ts'
import type { Shopper } from '../../platform/actor.ts'
import { nameInFull } from '../catalog/load-variant-words.ts'
import { loadOffers } from '../pricing/load-price-candidates.ts'
import { cartInputOf } from './load-cart-input.ts'
import { giftRowsOf, placesOf } from './load-gifts.ts'

/** Everything that a cart's page, its checkout and its submit draw on, as it was read. */
export type CartFacts = {
	document: CartDocument
	facts: OrderFacts
	promotions: readonly PromotionRow[]
	stock: readonly StockRow[]
	candidates: ReadonlyMap<number, PriceCandidate[]>
	quantityRules: ReadonlyMap<number, readonly QuantityRule[]>
	/** It is an order that is being changed. */
	change?: Changing
}

/** How what stays of a changed order is priced and judged (decision 0351): by the books of the day on which it was placed; what is new by today's. */
export type Changing = {
	placedAt: Date
	at: Date
	/** How much of each line was ordered, by sequence; a line that is not there is new. */
	quantities: ReadonlyMap<number, Quantity>
	totalMinor: number
	creditMinor: number
	agreed: AgreedOf
	freight: (groupKey: string, quotedMinor: number | null) => number | null
}

/** `cart` null: too large to price, `refusals` say so. `transits` by delivery. `taxInput`: what an outside service would be asked, where the seller has one. */
export type PricedDocument = { cart: TotalledCart | null; refusals: Refusal[]; transits: ReadonlyMap<string, Transit>; taxInput: TaxInput | null }
export type LoadedCart = CartFacts & PricedDocument

export type LoadCart = { locale: string; at: Date; poNumber?: string | null; paymentMethod?: 'po' | 'card' | null }

/** Loads a cart and asks the pricer once: five statements for any number of lines. Null when it is not this account's. */
export async function loadPricedCart(sql: Sql, shopper: Shopper, key: CartKey, question: LoadCart): Promise<LoadedCart | null> {
	const { sellerEntityId, ancestorIds, buyerGroupIds, policyIds } = shopper.account
	const buyer = { sellerEntityId, accountId: key.accountId, ancestorIds, buyerGroupIds, at: question.at }
	// Promotions first: what they would give is priced and counted with the cart's own products.
	const [document, promotions] = await Promise.all([readCart(sql, key, { locale: question.locale, policyIds }), readPromotions(sql, buyer)])
	if (!document) return null
	const paymentMethod = question.paymentMethod === undefined ? document.paymentMethod : question.paymentMethod
	const lines = nameInFull(document.lines, question.locale)
	const load = await loadFacts(sql, shopper, { document: { ...document, lines, paymentMethod }, promotions, buyer, poNumber: question.poNumber ?? null })
	return { ...load, ...priceLoaded(load, shopper, question.at) }
}

type Asked = Pick<CartFacts, 'document' | 'promotions'> & {
	buyer: BuyerQuestion & { accountId: number }
	poNumber: string | null
	productIds?: readonly number[]
}

/** What a document's price draws on beside itself; three statements. `productIds`: of others that are priced with it. */
export async function loadFacts(sql: Sql, { account }: Shopper, { document, promotions, buyer, poNumber, productIds: others = [] }: Asked): Promise<CartFacts> {
	const inside = document.lines.flatMap(({ components }) => components)
	const productIds = [...new Set([...[...document.lines, ...inside, ...giftRowsOf(promotions)].map(({ productId }) => productId), ...others])]
	const countries = [...new Set(document.groups.flatMap(({ country }) => country ?? []))]
	const billToAccountId = account.billToAccountId ?? document.accountId
	const [{ candidates, quantityRules }, facts, stock] = await Promise.all([
		loadOffers(sql, account, { productIds, at: buyer.at, liveOnly: false, currency: document.currency }),
		readOrderFacts(sql, { ...buyer, billToAccountId, contactId: document.contactId, orderId: document.id, countries, poNumber }),
		readStock(sql, productIds),
	])
	return { document, facts, promotions, stock, candidates, quantityRules }
}

/** The same decision for whoever asks: pricing, shipping, promotions, fees, tax. Pure over what was loaded. */
export function priceLoaded(load: CartFacts, shopper: Shopper, at: Date): PricedDocument {
	const { document, facts, change } = load
	const places = placesOf(document)
	const transits = new Map<string, Transit>()
	const rates = facts.shippingRates as ShippingRate[]
	const pricedAt = change?.placedAt ?? at
	const shippingOf: ShippingOf = ({ groupKey, method, weightGrams, goodsMinor }) => {
		const group = { groupKey, method, place: places.get(groupKey) ?? NOWHERE, weightGrams, amountMinor: goodsMinor }
		const quote = quoteShipping([group], rates, document.currency)
		transits.set(groupKey, { days: quote.groups[0]?.transitDays ?? 0, by: quote.groups[0]?.transitBy ?? 'working' })
		const quotedMinor = quote.refusals.length > 0 ? null : (quote.groups[0]?.shippingMinor ?? null)
		return change ? change.freight(groupKey, quotedMinor) : quotedMinor
	}
	const priced = priceCart(cartInputOf(load, shopper, pricedAt), shippingOf, change?.agreed)
	if (!priced.ok) return { cart: null, refusals: priced.refusals, transits, taxInput: null }
	const day = dayIn(pricedAt, shopper.seller.timeZone)
	const taxFacts = taxFactsOf(facts, places, day)
	const cart = chargeFees(priced.cart, facts.feeRules, { buyerGroupIds: shopper.account.buyerGroupIds, day })
	return { cart: totalOrder(cart, taxFacts), refusals: [], transits, taxInput: facts.taxService && taxInputOf(cart, taxFacts) }
}

const NOWHERE: Place = { country: '', region: null, postalCode: null }

/** A rate as the engine counts it: 0.075 is 75 000 parts per million. The column holds six digits, so no digit is lost. */
export function ppmOf(rate: string): number {
	const [whole = '0', fraction = ''] = rate.split('.')
	return Number(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`)
}

/** A quote as it was stored: its lines are ours, written by `saveTaxQuote` and nobody else. */
function quoteOf({ taxService, taxQuote }: OrderFacts): TaxFacts['quote'] {
	if (!taxService) return null
	return taxQuote ? { basesHash: taxQuote.basesHash, lines: taxQuote.lines as TaxQuote['lines'] } : 'missing'
}

function taxFactsOf(facts: OrderFacts, places: ReadonlyMap<string, Place>, taxedOn: string): TaxFacts {
	const rates = facts.taxRates.map(({ rate, ...row }) => ({ ...row, ratePpm: ppmOf(rate) }))
	return { taxedOn, pricesIncludeTax: facts.pricesIncludeTax, places, rates, certificates: facts.certificates, quote: quoteOf(facts) }
}
