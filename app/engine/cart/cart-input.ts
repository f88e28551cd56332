import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity, UnitOfMeasure } from '../base/units.ts'
import type { Bundle } from '../pricing/bundle-price.ts'
import type { PriceCandidate } from '../pricing/price-candidate.ts'
import type { PriceOverride, QuotedLine } from '../pricing/price-context.ts'
import type { CostFacts } from '../pricing/resolve-price.ts'
import type { PromotionInput, PromotionLine } from '../promotion/promotion.ts'

export type CartAllocation = { groupKey: string; quantity: Quantity }

export type CartLineInput = {
	sequence: number
	productId: number
	unit: UnitOfMeasure
	quantity: Quantity
	isEntitled: boolean
	/** Σ ≤ quantity; the rest is not yet allocated. */
	allocations: readonly CartAllocation[]
	/** Entries for this product addressed to this account, in any order. */
	candidates: readonly PriceCandidate[]
	cost: CostFacts
	quoted: QuotedLine | null
	override: PriceOverride | null
	categoryIds: readonly number[]
	relations: PromotionLine['relations']
	taxCode: string
	/** What is inside, when the product is a bundle. */
	bundle?: Bundle | null
	/** Weight of one unit, for shipping bands. */
	weightGrams: number
	/** When its price is looked up, where that is another instant than the cart's: what comes to an order that was placed before. */
	pricedAt?: Date
}

/** Where and when a part of the order goes. `groupKey` is the caller's own: its value never changes a price. */
export type CartGroupInput = { groupKey: string; locationId: number | null; requestedOn: Day | null; method: string | null }

/** A product that a promotion would give: what it needs to become a line. `quantity` is what a list page prices it for. */
export type GiftProduct = {
	productId: number
	unit: UnitOfMeasure
	taxCode: string
	isEntitled: boolean
	quantity: Quantity
	candidates: readonly PriceCandidate[]
	/** What is in stock for this order, beside what its own lines take; null where stock is not counted. */
	availableQuantity: Quantity | null
}

export type CartInput = {
	sellerZone: string
	rounding: Rounding
	currency: Currency
	pricedAt: Date
	/** The session's ship-to: what stands in for the place of a quantity that is not yet allocated. */
	sessionLocationId: number | null
	lines: readonly CartLineInput[]
	groups: readonly CartGroupInput[]
	promotion: Omit<PromotionInput, 'at' | 'sellerDay' | 'currency' | 'rounding' | 'lines' | 'groups' | 'gifts'>
	giftProducts: readonly GiftProduct[]
}

/** Shipping asks what goes with a delivery; null is SHIPPING_ON_REQUEST. Goods are at resolved price, before discounts. */
export type ShippingOf = (group: CartGroupInput & { weightGrams: number; goodsMinor: number }) => number | null
