import type { PriceCandidate } from '../pricing/price-candidate.ts'
import type { TotalledCart } from './total-order.ts'

/** Names a contract period's counter; the account is the order's. */
export type PeriodKey = { bookId: number; productId: number; unit: string }

/** The first that holds of a book whose committed quantity could still change a price: it survived, or only its minimum is missing. */
const OPEN = new Set(['LOWER_RANK', 'DEARER', 'BELOW_MIN', null])

/**
 * The counters of contract periods that the prices of a cart drew on, whether their book won or not (commerce-engine.md
 * section 8, step 4), in the order in which they are locked.
 */
export function periodsDrawnOn(cart: Pick<TotalledCart, 'lines'>, candidates: ReadonlyMap<number, readonly PriceCandidate[]>): PeriodKey[] {
	const keys = new Map<string, PeriodKey>()
	for (const { productId, unit, parts } of cart.lines) {
		const open = new Set(parts.flatMap(({ price }) => price.trace.candidates.flatMap(({ bookId, reason }) => (OPEN.has(reason) ? (bookId ?? []) : []))))
		for (const { bookId, basis, unit: own } of candidates.get(productId) ?? []) {
			if (basis === 'account_period' && own === unit && open.has(bookId)) keys.set(`${bookId} ${productId} ${unit}`, { bookId, productId, unit })
		}
	}
	return [...keys.values()].sort((a, b) => a.bookId - b.bookId || a.productId - b.productId || (a.unit < b.unit ? -1 : 1))
}
