import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'

/** An accepted quote line: it holds from its stated minimum up to its quantity. */
export type QuotedLine = { quoteId: number; version: number; quantity: Quantity; minimum: Quantity; unitPriceMicros: bigint }

/** How far a rep may go: percent in ten-thousandths of a point (10 % is 100 000), and never under the floor. */
export type OverrideAuthority = { maxPercent: number; floorMicros: bigint | null }

export type PriceOverride = { unitPriceMicros: bigint; reason: string; authority: OverrideAuthority }

/** The quantities that tiers look at, this line's included. */
export type BasisQuantities = {
	line: Quantity
	/** The same product and unit over all lines, ship-tos and dates. */
	order: Quantity
	/** By `mixKey`: every line that has a price in the same unit and mix group of the same book. */
	mix?: ReadonlyMap<string, Quantity>
}

/** What a price depends on (commerce-engine.md section 4), for one product, unit, ship-to and date. */
export type PriceContext = {
	sellerZone: string
	rounding: Rounding
	currency: Currency
	productId: number
	unit: string
	/** The smallest quantity of the unit (`smallestStep`): where a graduated band ends just before the next tier. */
	unitStep: Quantity
	quantity: Quantity
	basis: BasisQuantities
	isEntitled: boolean
	locationId: number | null
	pricedAt: Date
	deliverOn: Day | null
	quoted?: QuotedLine | null
	override?: PriceOverride | null
}

export function mixKey(bookId: number, mixGroup: string, unit: string): string {
	return `${bookId}:${unit}:${mixGroup}`
}
