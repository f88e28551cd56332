import { hashOf } from '../base/hash.ts'
import type { PricedCart, PricedGroup } from './priced-cart.ts'

const placeOf = ({ locationId, requestedOn, method }: PricedGroup) => [locationId, requestedOn, method] as const

function inOrder<T>(rows: readonly T[]): T[] {
	if (rows.length < 2) return [...rows]
	const named = rows.map((row) => ({ row, name: JSON.stringify(row) }))
	return named.sort((a, b) => (a.name < b.name ? -1 : 1)).map(({ row }) => row)
}

/**
 * What a person consents to: every price, discount, delivery and the sum before tax. It names places, not keys, and
 * neither instant, channel nor actor, so that buyer, rep and API get one hash for one cart.
 */
export function hashCart(cart: Omit<PricedCart, 'hash'>): string {
	const places = new Map(cart.groups.map((group) => [group.groupKey, placeOf(group)]))
	return hashOf({
		currency: cart.currency,
		rounding: cart.rounding,
		// The order in which the rows came says nothing of what they cost (section 11, point 4).
		lines: inOrder(
			cart.lines.map((line) => ({
				kind: line.kind,
				productId: line.productId,
				unit: line.unit,
				quantity: line.quantity,
				price: line.priceHash,
				resolved: line.resolvedMinor,
				adjustments: line.adjustments.map(({ promotionId, amountMinor }) => [promotionId, amountMinor]),
				allocations: inOrder(line.allocations.map(({ groupKey, quantity, netMinor }) => [...(places.get(groupKey) ?? []), quantity, netMinor])),
			})),
		),
		groups: inOrder(cart.groups.map((group) => [...placeOf(group), group.netMinor, group.shippingMinor, group.shippingDiscountMinor])),
		termsDays: cart.termsDays,
	})
}
