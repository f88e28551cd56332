import { apportion } from '../base/apportion.ts'
import { type Currency, extend } from '../base/money.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import { type BundleComponent, inBundles } from '../pricing/bundle-price.ts'
import type { PricedComponent, PricedLine } from './priced-cart.ts'

type Shared = Pick<PricedLine, 'quantity' | 'resolvedMinor' | 'allocations' | 'unallocatedMinor'>

/** By what the components come to at their own prices; by their quantities where one has no price, or all cost nothing. */
function weightsOf(
	components: readonly BundleComponent[],
	prices: readonly (bigint | null)[],
	bundles: Quantity,
	currency: Currency,
	rounding: Rounding,
): number[] {
	const quantities = components.map((component) => inBundles(component, bundles))
	if (prices.includes(null)) return quantities
	const amounts = quantities.map((quantity, index) => extend(prices[index] ?? 0n, quantity, currency, rounding))
	return amounts.every((amount) => amount === 0) ? quantities : amounts
}

/**
 * A bundle's price shared over what is inside by resolved price (commerce-engine.md section 5), each allocation by
 * itself, so that a component's shares are whole minor units wherever a delivery, a tax or a return looks at them.
 */
export function shareBundle(
	line: Shared,
	components: readonly BundleComponent[],
	prices: readonly (bigint | null)[],
	{ currency, rounding }: { currency: Currency; rounding: Rounding },
): PricedComponent[] {
	const weights = weightsOf(components, prices, line.quantity, currency, rounding)
	const resolved = apportion(line.resolvedMinor, weights)
	const loose = apportion(line.unallocatedMinor, weights)
	const places = line.allocations.map((place) => ({ ...place, shares: apportion(place.netMinor, weights) }))
	return components.map((component, index): PricedComponent => {
		const allocations = places.map(({ groupKey, quantity, shares }) => ({ groupKey, quantity: inBundles(component, quantity), netMinor: shares[index] ?? 0 }))
		return {
			...{ productId: component.productId, unit: component.unit.code, taxCode: component.taxCode, perBundle: component.quantity },
			quantity: inBundles(component, line.quantity),
			resolvedMinor: resolved[index] ?? 0,
			netMinor: allocations.reduce((sum, { netMinor }) => sum + netMinor, loose[index] ?? 0),
			allocations,
		}
	})
}
