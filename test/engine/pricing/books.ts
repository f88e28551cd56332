import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { PriceCandidate } from '../../../app/engine/pricing/price-candidate.ts'
import type { PriceContext } from '../../../app/engine/pricing/price-context.ts'

export const BEAN = 71
export const AT = new Date('2026-06-15T15:00:00Z')

/** Tiers as `[from, price]` in pieces and decimals. */
export function candidate(id: number, rung: PriceCandidate['rung'], tiers: [number, string][], more: Partial<PriceCandidate> = {}): PriceCandidate {
	return {
		bookId: id,
		bookVersion: 1,
		bookName: `Book ${id}`,
		rung,
		policy: 'best_of',
		tierMode: 'all_units',
		basis: 'order',
		priority: 0,
		scope: rung === 'contract' ? 1 : 9,
		currency: 'USD',
		promotable: true,
		dateBasis: 'ordered',
		isActive: true,
		validFrom: new Date('2026-01-01T06:00:00Z'),
		validTo: null,
		entryId: id * 100,
		productId: BEAN,
		unit: 'each',
		entryValidFrom: null,
		entryValidTo: null,
		tiers: tiers.map(([from, price]) => ({ from: wholeQuantity(from), unitPriceMicros: microsOf(price) })),
		locationId: null,
		mixGroup: null,
		committed: 0,
		fx: null,
		...more,
	}
}

/** Asking for `units` of the bean in Fargo, at store 1, on 15 June. */
export function asking(units: number, more: Partial<PriceContext> = {}): PriceContext {
	const quantity = wholeQuantity(units)
	return {
		sellerZone: 'America/Chicago',
		rounding: 'half_away',
		currency: 'USD',
		productId: BEAN,
		unit: 'each',
		unitStep: 10_000,
		quantity,
		basis: { line: quantity, order: quantity },
		isEntitled: true,
		locationId: 1,
		pricedAt: AT,
		deliverOn: null,
		...more,
	}
}

/** The books of the worked example P1. */
export const P1 = {
	base: candidate(10, 'base', [[1, '20.00']]),
	sale: candidate(20, 'sale', [[1, '18.00']]),
	group: candidate(30, 'group', [
		[1, '18.90'],
		[10, '18.20'],
	]),
	contract: candidate(40, 'contract', [
		[1, '18.50'],
		[5, '17.75'],
	]),
}
