import type { Sql } from '../../../db/client.server.ts'
import type { Judging, StockState } from '../../../db/queries/availability.ts'
import { type Entitled, type PricedRows, type ProductRow, readProductCards } from '../../../db/queries/catalog.ts'
import type { PriceQuestion } from '../../../db/queries/price.ts'
import { printMicros } from '../../engine/base/money.ts'
import { parseQuantity, printQuantity } from '../../engine/base/units.ts'
import { minimumOrderable } from '../../engine/catalog/product-terms.ts'
import { type QuantityTerms, quantityTerms } from '../../engine/catalog/quantity-terms.ts'
import { decideBuying } from '../../engine/entitlement/decide-buying.ts'
import { type Bundle, bundleCandidates } from '../../engine/pricing/bundle-price.ts'
import { listPrice } from '../../engine/pricing/list-price.ts'
import type { PriceCandidate } from '../../engine/pricing/price-candidate.ts'
import type { Shopper } from '../../platform/actor.ts'
import { priceQuestionOf, readOffers } from '../pricing/load-price-candidates.ts'

/** Decimals as text, so that no float ever holds a price; `price` null is PRICE_ON_REQUEST. */
export type PricedProduct = Omit<ProductRow, 'pricedId' | 'position' | 'unitDigits' | 'available' | 'bundle' | 'variantIds'> & {
	price: { unitPrice: string; currency: string; quantity: string; rung: string; lowest: { unitPrice: string; from: string } | null; isFrom: boolean } | null
	stock: StockState
	/** Why this account may see but not buy it: the first reason of `decideBuying`. */
	block: string | null
}

/** Below this many sales units on hand the shop says that few are left. */
const FEW = 12

function stockOf(row: ProductRow): PricedProduct['stock'] {
	if (row.stockPolicy === 'untracked') return 'in_stock'
	const available = parseQuantity(row.available) ?? 0
	if (available <= 0) return row.stockPolicy === 'backorder' ? 'backorder' : 'out'
	return available < (parseQuantity(String(FEW)) ?? 0) ? 'low' : 'in_stock'
}

const quantityOf = (text: string) => parseQuantity(text) ?? 0

type TermsText = { minimumQuantity: string; maximumQuantity: string | null; incrementQuantity: string }

/** What a product itself asks of an order, from its row. */
export function ownTermsOf({ minimumQuantity, maximumQuantity, incrementQuantity }: TermsText): QuantityTerms {
	return {
		minimumQuantity: quantityOf(minimumQuantity),
		maximumQuantity: maximumQuantity === null ? null : quantityOf(maximumQuantity),
		incrementQuantity: quantityOf(incrementQuantity),
	}
}

export function printTerms({ minimumQuantity, maximumQuantity, incrementQuantity }: QuantityTerms): TermsText {
	return {
		minimumQuantity: printQuantity(minimumQuantity),
		maximumQuantity: maximumQuantity === null ? null : printQuantity(maximumQuantity),
		incrementQuantity: printQuantity(incrementQuantity),
	}
}

/** A bundle that is priced by its sum, as the engine takes it; null for everything else. */
export function sumOf(bundle: ProductRow['bundle'], unit: string, candidates: ReadonlyMap<number, readonly PriceCandidate[]>): Bundle | null {
	if (!bundle) return null
	const components = bundle.components.map(([productId, quantity, code, digits]) => ({
		...{ productId, unit: { code, digits }, quantity: quantityOf(quantity), taxCode: '', candidates: candidates.get(productId) ?? [] },
	}))
	return { unit, pricing: 'sum', offPpm: bundle.offPpm, components }
}

/** How a list's stock and prices are judged where they are counted: for her, now, by the same few. */
export const judgingOf = (shopper: Shopper, at: Date): Judging => ({
	...{ policyIds: shopper.account.policyIds, few: FEW, prices: listQuestion(shopper, at) },
	...{ locationId: shopper.locationId, timeZone: shopper.seller.timeZone },
})

/** What a list asks of prices: those that hold now. Null for a guest, who sees none. */
export const listQuestion = ({ account }: Shopper, at: Date): PriceQuestion | null =>
	account.accountId === null ? null : priceQuestionOf(account, { at, liveOnly: true })

/** Prices rows of a list for a shopper: each for its least orderable quantity, at the session's ship-to (section 4). */
export function priceList(shopper: Shopper, { products, prices }: PricedRows, at: Date): PricedProduct[] {
	const { account, seller, locationId } = shopper
	const { candidates, quantityRules } = readOffers(prices)
	return products.map((row) => {
		const { pricedId, position: _position, unitDigits, available: _available, bundle, variantIds, ...card } = row
		const context = {
			sellerZone: seller.timeZone,
			rounding: seller.rounding,
			currency: account.currency,
			productId: pricedId,
			unit: row.unitCode,
			unitStep: 10 ** (4 - unitDigits),
			isEntitled: true,
			locationId,
			pricedAt: at,
		}
		const terms = quantityTerms(ownTermsOf(row), row.unitCode, null, quantityRules.get(pricedId) ?? [])
		const least = minimumOrderable(terms)
		const own = candidates.get(pricedId) ?? []
		const inside = sumOf(bundle, row.unitCode, candidates)
		const ask = (productId: number, some: readonly PriceCandidate[]) => listPrice({ ...context, productId }, least, some)
		const prices = variantIds
			? variantIds.flatMap((id) => ask(id, candidates.get(id) ?? []) ?? [])
			: [ask(pricedId, inside ? bundleCandidates({ ...context, quantity: least, deliverOn: null }, inside, own) : own)]
		const price = prices.reduce((lowest, one) => (lowest && one && one.unitPriceMicros >= lowest.unitPriceMicros ? lowest : (one ?? lowest)), null)
		const isFrom = prices.some((one) => one !== null && one.unitPriceMicros !== price?.unitPriceMicros)
		return {
			...card,
			...printTerms(terms),
			stock: stockOf(row),
			block: decideBuying(account, { productClass: row.productClass, isActive: true }, shopper.kind === 'buyer' ? shopper.role : null)[0]?.code ?? null,
			price: price && {
				unitPrice: printMicros(price.unitPriceMicros),
				currency: account.currency,
				quantity: printQuantity(price.quantity),
				rung: price.rung,
				lowest: price.lowest && { unitPrice: printMicros(price.lowest.unitPriceMicros), from: printQuantity(price.lowest.from) },
				isFrom,
			},
		}
	})
}

/** Cards of known products with a shopper's prices, in the order given; what she may not see is absent. One statement, none for no product. */
export async function loadPricedCards(
	sql: Sql,
	shopper: Shopper,
	productIds: readonly number[],
	{ locale, at }: { locale: string; at: Date },
): Promise<PricedProduct[]> {
	if (productIds.length === 0) return []
	const entitled: Entitled = { sellerEntityId: shopper.account.sellerEntityId, policyIds: shopper.account.policyIds, locale }
	return priceList(shopper, await readProductCards(sql, entitled, productIds, listQuestion(shopper, at)), at)
}
