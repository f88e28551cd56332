import type { Sql } from '../../../db/client.server.ts'
import { type CartDocument, type CartKey, readCart } from '../../../db/queries/cart.ts'
import { type OrderFacts, type PromotionRow, readOrderFacts, readPromotions, readStock, type StockRow } from '../../../db/queries/order-facts.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Place } from '../../engine/base/place.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { priceCart } from '../../engine/cart/price-cart.ts'
import type { PricedCart } from '../../engine/cart/priced-cart.ts'
import { quoteShipping, type ShippingRate } from '../../engine/cart/quote-shipping.ts'
import { decideTax } from '../../engine/tax/decide-tax.ts'
import type { TaxInput, TaxOutcome } from '../../engine/tax/tax.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPriceCandidates } from '../pricing/load-price-candidates.ts'
import { cartInputOf } from './load-cart-input.ts'

/** A cart with everything that its page, its checkout and its submit need; `refusals` are what already stands against it. */
export type LoadedCart = {
	document: CartDocument
	facts: OrderFacts
	promotions: readonly PromotionRow[]
	stock: readonly StockRow[]
	cart: PricedCart | null
	tax: TaxOutcome | null
	refusals: Refusal[]
}

/** Loads a cart and asks the pricer once: six statements for any number of lines. Null when it is not this account's. */
export async function loadPricedCart(sql: Sql, shopper: Shopper, key: CartKey, { locale, at }: { locale: string; at: Date }): Promise<LoadedCart | null> {
	const document = await readCart(sql, key, locale)
	if (!document) return null
	const { account } = shopper
	const productIds = [...new Set(document.lines.map(({ productId }) => productId))]
	const countries = [...new Set(document.groups.flatMap(({ country }) => country ?? []))]
	const question = {
		sellerEntityId: account.sellerEntityId,
		accountId: document.accountId,
		ancestorIds: account.ancestorIds,
		buyerGroupIds: account.buyerGroupIds,
		at,
	}
	const [candidates, promotions, facts, stock] = await Promise.all([
		loadPriceCandidates(sql, account, { productIds, at, liveOnly: false, currency: document.currency }),
		readPromotions(sql, question),
		readOrderFacts(sql, { ...question, billToAccountId: account.billToAccountId ?? document.accountId, contactId: document.contactId, countries }),
		readStock(sql, productIds, countries),
	])
	const input = cartInputOf({ document, facts, promotions, candidates }, shopper, at)
	const rates = facts.shippingRates as ShippingRate[]
	const places = placesOf(document)
	const priced = priceCart(input, ({ groupKey, method, weightGrams, goodsMinor }) => {
		const group = { groupKey, method, place: places.get(groupKey) ?? NOWHERE, weightGrams, amountMinor: goodsMinor }
		const quote = quoteShipping([group], rates, document.currency)
		return quote.refusals.length > 0 ? null : (quote.groups[0]?.shippingMinor ?? null)
	})
	const loaded = { document, facts, promotions, stock }
	if (!priced.ok) return { ...loaded, cart: null, tax: null, refusals: priced.refusals }
	const tax = decideTax(taxInputOf(priced.cart, document, facts, dayIn(at, shopper.seller.timeZone)))
	return tax.ok ? { ...loaded, cart: priced.cart, tax, refusals: [] } : { ...loaded, cart: priced.cart, tax: null, refusals: tax.refusals }
}

const NOWHERE: Place = { country: '', region: null, postalCode: null }

/** Where each delivery of a cart goes, by its key. */
export function placesOf(document: CartDocument): Map<string, Place> {
	return new Map(document.groups.map(({ id, country, region, postalCode }) => [String(id), { country: country ?? '', region, postalCode }]))
}

/** A rate as the engine counts it: 0.075 is 75 000 parts per million. The column holds six digits, so no digit is lost. */
function ppmOf(rate: string): number {
	const [whole = '0', fraction = ''] = rate.split('.')
	return Number(`${whole}${fraction.padEnd(6, '0').slice(0, 6)}`)
}

/** Tax is asked after discounts, per delivery: goods by allocation, shipping after its discount (section 6). */
function taxInputOf(cart: PricedCart, document: CartDocument, facts: OrderFacts, taxedOn: string): TaxInput {
	const places = placesOf(document)
	const parts = Map.groupBy(
		cart.lines.flatMap((line) =>
			line.allocations.map((one) => ({
				groupKey: one.groupKey,
				part: { key: String(line.sequence), kind: 'goods' as const, taxCode: line.taxCode, amountMinor: one.netMinor },
			})),
		),
		({ groupKey }) => groupKey,
	)
	// A delivery without a place (nothing chosen yet) and one that nothing goes to owe no tax.
	const groups = cart.groups.filter(({ groupKey }) => parts.has(groupKey) && places.get(groupKey)?.country)
	return {
		rounding: cart.rounding,
		taxedOn,
		pricesIncludeTax: facts.pricesIncludeTax,
		groups: groups.map(({ groupKey, shippingMinor, shippingDiscountMinor }) => ({
			groupKey,
			place: places.get(groupKey) ?? NOWHERE,
			parts: (parts.get(groupKey) ?? []).map(({ part }) => part),
			shippingMinor: (shippingMinor ?? 0) - shippingDiscountMinor,
		})),
		rates: facts.taxRates.map(({ rate, ...row }) => ({ ...row, ratePpm: ppmOf(rate) })),
		certificates: facts.certificates,
	}
}
