import { shownMicros, sumMicros } from '../base/money.ts'
import { QUANTITY_SCALE, type Quantity, smallestStep, type UnitOfMeasure } from '../base/units.ts'
import { decidePrice } from './decide-price.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'

/** A thing inside a bundle, `quantity` of its own unit in one bundle. */
export type BundleComponent = { productId: number; unit: UnitOfMeasure; quantity: Quantity; taxCode: string; candidates: readonly PriceCandidate[] }

/** `sum`: what is inside at the account's own prices, less `offPpm` millionths, in place of the bundle's own base price. `unit`: the bundle's own. */
export type Bundle = {
	unit: string
	pricing: 'own' | 'sum'
	offPpm: number
	components: readonly BundleComponent[]
	/** Of its own price: how much dearer what was chosen makes it than what is usual; null: it has no price so. */
	differenceMicros?: bigint | null
}

/** The prices of a bundle with something else inside than usual: each as much dearer or cheaper, none below nothing. */
export function withDifference(candidates: readonly PriceCandidate[], differenceMicros: bigint | null): readonly PriceCandidate[] {
	if (differenceMicros === null) return []
	if (differenceMicros === 0n) return candidates
	const shifted = (micros: bigint) => (micros + differenceMicros > 0n ? micros + differenceMicros : 0n)
	return candidates.map((one) => ({ ...one, tiers: one.tiers.map((tier) => ({ ...tier, unitPriceMicros: shifted(tier.unitPriceMicros) })) }))
}

/** How much of a component so many bundles hold. */
export const inBundles = (component: Pick<BundleComponent, 'quantity'>, bundles: Quantity): Quantity => (bundles * component.quantity) / QUANTITY_SCALE

type Asked = Omit<PriceContext, 'basis'>

/** The resolved unit price of each component for so many of it as the context's bundles hold; null is on request. */
export function componentPrices(context: Asked, { components }: Pick<Bundle, 'components'>): (bigint | null)[] {
	return components.map((component) => {
		const quantity = inBundles(component, context.quantity)
		const { productId, unit, candidates } = component
		const own = { productId, unit: unit.code, unitStep: smallestStep(unit), quantity, basis: { line: quantity, order: quantity } }
		const { winner } = decidePrice({ ...context, ...own, quoted: null, override: null }, candidates)
		return winner && shownMicros(winner.price, context.rounding)
	})
}

/**
 * The candidates of a bundle (commerce-engine.md sections 4 and 5): its own entries; priced by its sum, that sum stands
 * in place of its base price, and is on request when anything inside is. Contract, group and sale entries of the bundle
 * itself count as ever.
 */
export function bundleCandidates(context: Asked, bundle: Bundle, own: readonly PriceCandidate[]): readonly PriceCandidate[] {
	const difference = bundle.differenceMicros === undefined ? 0n : bundle.differenceMicros
	if (bundle.pricing === 'own') return context.unit === bundle.unit || difference === 0n ? withDifference(own, difference) : []
	if (context.unit !== bundle.unit) return own
	const above = own.filter(({ rung }) => rung !== 'base' && rung !== 'fx')
	const prices = componentPrices(context, bundle)
	const parts = prices.flatMap((unitPriceMicros, index) => {
		const quantity = bundle.components[index]?.quantity ?? 0
		return unitPriceMicros === null ? [] : [{ unitPriceMicros, quantity }]
	})
	if (parts.length < bundle.components.length || parts.length === 0) return above
	return [...above, sumCandidate(context, sumMicros(parts, bundle.offPpm, context.rounding))]
}

/** The sum as an entry that no book holds: id 0. Its price is what the hash knows it by. */
function sumCandidate({ productId, unit, unitStep, currency }: Asked, unitPriceMicros: bigint): PriceCandidate {
	return {
		...{ bookId: 0, bookVersion: 0, bookName: '', rung: 'base', policy: 'best_of', tierMode: 'all_units', basis: 'line', priority: 0, scope: 1 },
		...{ currency, promotable: true, dateBasis: 'ordered', isActive: true, validFrom: null, validTo: null, entryId: 0, productId, unit },
		...{ entryValidFrom: null, entryValidTo: null, tiers: [{ from: unitStep, unitPriceMicros }], locationId: null, mixGroup: null, committed: 0, fx: null },
	}
}
