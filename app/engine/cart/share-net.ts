import { apportion } from '../base/apportion.ts'
import { UNALLOCATED } from './price-lines.ts'
import type { PricedAllocation } from './priced-cart.ts'
import type { DiscountedPart } from './promote-lines.ts'

/**
 * A line's net over its allocations: within each part by quantity (commerce-engine.md section 6, the chain). Σ shares
 * and what is unallocated = the line's net.
 */
export function shareNet(parts: readonly DiscountedPart[]): { allocations: PricedAllocation[]; unallocatedQuantity: number; unallocatedMinor: number } {
	const places = new Map<string, PricedAllocation>()
	for (const { part, netMinor } of parts) {
		const shares = apportion(
			netMinor,
			part.shares.map(({ quantity }) => quantity),
		)
		for (const [index, { key, quantity }] of part.shares.entries()) {
			const place = places.get(key) ?? { groupKey: key, quantity: 0, netMinor: 0 }
			places.set(key, { groupKey: key, quantity: place.quantity + quantity, netMinor: place.netMinor + (shares[index] ?? 0) })
		}
	}
	const unallocated = places.get(UNALLOCATED)
	places.delete(UNALLOCATED)
	return { allocations: [...places.values()], unallocatedQuantity: unallocated?.quantity ?? 0, unallocatedMinor: unallocated?.netMinor ?? 0 }
}
