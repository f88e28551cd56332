import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import type { PricePart } from '../pricing/price-parts.ts'
import type { Adjustment, Hint, Verdict } from '../promotion/promotion.ts'

export type PricedAllocation = { groupKey: string; quantity: Quantity; netMinor: number }

/** What of a bundle's line is one thing inside it. Law: Σ components = the line, in each allocation and in what is not allocated. */
export type PricedComponent = {
	productId: number
	unit: string
	taxCode: string
	/** In one bundle. */
	perBundle: Quantity
	quantity: Quantity
	resolvedMinor: number
	netMinor: number
	allocations: PricedAllocation[]
}

/** Law: resolved − discount = net; Σ parts = resolved; Σ allocations + unallocated = net and quantity. */
export type PricedLine = {
	sequence: number
	kind: 'goods' | 'gift' | 'fee'
	/** 0 of a fee, which is no product's. */
	productId: number
	/** The rule that charges a fee. */
	feeRuleId?: number
	unit: string
	taxCode: string
	quantity: Quantity
	unallocatedQuantity: Quantity
	/** The price people see; of several parts their average to 6 digits. Null is PRICE_ON_REQUEST. */
	unitPriceMicros: bigint | null
	resolvedMinor: number
	discountMinor: number
	netMinor: number
	unallocatedMinor: number
	adjustments: Adjustment[]
	parts: PricePart[]
	allocations: PricedAllocation[]
	/** Of a bundle: what of the line is each thing inside. Empty or absent for everything else. */
	components?: PricedComponent[]
	/** Of all its parts; what `PRICE_CHANGED` and consent compare. */
	priceHash: string
}

export type PricedGroup = {
	groupKey: string
	locationId: number | null
	requestedOn: Day | null
	method: string | null
	netMinor: number
	/** Null is SHIPPING_ON_REQUEST. */
	shippingMinor: number | null
	shippingDiscountMinor: number
	adjustments: Adjustment[]
}

/** A cart with everything but tax, which comes after it. */
export type PricedCart = {
	currency: Currency
	rounding: Rounding
	lines: PricedLine[]
	groups: PricedGroup[]
	goodsMinor: number
	discountMinor: number
	netMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	termsDays: number
	explanation: Verdict[]
	hints: Hint[]
	/** The same for a buyer, her rep and the API, and in whatever order rows were loaded. */
	hash: string
}
