import { addDays, type Day } from '../base/calendar.ts'
import { printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { fitsUnit, printQuantity, type UnitOfMeasure } from '../base/units.ts'
import type { QuoteLine } from './quote.ts'

/** More than a year ahead nobody knows a price. */
export const MOST_VALID_DAYS = 366

/** How long an offer is good when nobody says otherwise: as long as an approval (section 8). */
export const usualValidOn = (today: Day): Day => addDays(today, 14)

/** A line as typed: null is what could not be read. Quantity 0 takes the line out. */
export type TypedLine = { position: number; unit: UnitOfMeasure; quantity: number | null; minimum: number | null; price: bigint | null | 'unreadable' }

/** Lines as they can be said, with every refusal: `line` is the position. */
export function readTerms(typed: readonly TypedLine[]): { lines: QuoteLine[]; refusals: Refusal[] } {
	const refusals: Refusal[] = []
	const lines = typed.flatMap(({ position, unit, quantity, minimum, price }): QuoteLine[] => {
		if (quantity === 0) return []
		const isReadable = quantity !== null && minimum !== null && fitsUnit(quantity, unit) && fitsUnit(minimum, unit)
		if (!isReadable) refusals.push(refusal('NOT_A_QUANTITY', {}, position))
		else if (minimum > quantity) refusals.push(refusal('QUOTE_MINIMUM', { minimum: printQuantity(minimum), quantity: printQuantity(quantity) }, position))
		if (price === 'unreadable') refusals.push(refusal('QUOTE_PRICE_INVALID', {}, position))
		return [{ position, quantity: quantity ?? 0, minimum: minimum ?? 0, unitPriceMicros: price === 'unreadable' ? null : price }]
	})
	return { lines, refusals: lines.length === 0 ? [refusal('QUOTE_EMPTY')] : refusals }
}

/** The least this member of the house may give for each line; null: no price is hers to give. */
export type LeastPrices = ReadonlyMap<number, bigint | null>

/**
 * What stands against an offer: each line needs a price within her authority (section 10), and the offer a day it ends
 * on, today at the earliest. Refuses `QUOTE_PRICE_MISSING`, `QUOTE_BEYOND_AUTHORITY`, `QUOTE_VALID_ON`.
 */
export function refuseOffer(lines: readonly QuoteLine[], least: LeastPrices, validOn: Day | null, today: Day): Refusal[] {
	const refusals = lines.flatMap(({ position, unitPriceMicros }) => {
		if (unitPriceMicros === null) return [refusal('QUOTE_PRICE_MISSING', {}, position)]
		const leastMicros = least.get(position) ?? null
		if (leastMicros !== null && unitPriceMicros >= leastMicros) return []
		return [refusal('QUOTE_BEYOND_AUTHORITY', { unitPrice: printMicros(unitPriceMicros) }, position)]
	})
	const isDay = validOn !== null && validOn >= today && validOn <= addDays(today, MOST_VALID_DAYS)
	return isDay ? refusals : [...refusals, refusal('QUOTE_VALID_ON', { days: MOST_VALID_DAYS })]
}
