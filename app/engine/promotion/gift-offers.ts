import { apportion } from '../base/apportion.ts'
import { extend } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import type { Benefit } from './benefits.ts'
import type { BundleOffer, NoOffer } from './bundle-offers.ts'
import { type Reached, reachedPlaces } from './judge-promotion.ts'
import type { Gift, GiftOffer, LineAllocation, Promotion } from './promotion.ts'
import { dearestFirst, mostThatFit, quantityOf, type Taking, takeUnits, type UsedUnits, unusedOf } from './units-of-lane.ts'
import { sumOf, type Workbench } from './workbench.ts'

type GiftBenefit = Extract<Benefit, { kind: 'gift' }>

/** A gift saves what it would cost at its resolved price; it takes nothing off another line. */
export function offerGift(
	bench: Workbench,
	promotion: Promotion,
	benefit: GiftBenefit,
	reached: Reached[],
	{ used, given }: { used: UsedUnits; given: GiftsGiven },
): (BundleOffer & { gift: Gift }) | NoOffer {
	const { every, quantity, maxUses } = benefit
	const pool = unusedOf(reached, used).sort(dearestFirst)
	const earned = every === null ? Math.min(1, pool.length) : Math.floor(quantityOf(pool) / every)
	if (earned === 0) return { reason: 'UNITS_SHORT', missingQuantity: every === null || pool.length === 0 ? null : every - quantityOf(pool) }
	const offered = bench.input.gifts.find(({ productId, unit }) => productId === benefit.productId && unit === benefit.unit)
	const inStock = offered ? Math.floor(((offered.availableQuantity ?? Number.MAX_SAFE_INTEGER) - (given.get(keyOf(offered)) ?? 0)) / quantity) : 0
	const allowed = Math.min(maxUses ?? earned, bench.limits.get(promotion.id)?.uses ?? earned, earned)
	const uses = affordable(bench, promotion, offered, { quantity, most: Math.max(0, Math.min(allowed, inStock)) })
	// Half a box is no gift: a quantity that the unit cannot hold is given to nobody.
	if (!offered || uses <= 0 || quantity % offered.step !== 0) return { reason: 'GIFT_UNAVAILABLE', missingQuantity: null }

	// Without `every` the whole order earns the gift, and no unit is used up by it.
	const takings = every === null ? [] : takeUnits(pool, uses * every)
	const gift = giftOf(bench, promotion, offered, uses * quantity, every === null ? pool : takings)
	return { promotion, uses, takings, discounts: [], savingMinor: gift.resolvedMinor, gift }
}

/** What is given already, by product and unit: stock that is there once is given once. */
export type GiftsGiven = Map<string, Quantity>

const keyOf = ({ productId, unit }: Pick<Gift, 'productId' | 'unit'>) => `${productId} ${unit}`

export function give(given: GiftsGiven, gift: Gift): void {
	given.set(keyOf(gift), (given.get(keyOf(gift)) ?? 0) + gift.quantity)
}

/** A capped budget gives whole gifts only, as many as it bears together: half a gift is none. */
function affordable(
	{ limits, input }: Workbench,
	promotion: Promotion,
	offered: GiftOffer | undefined,
	{ quantity, most }: { quantity: number; most: number },
) {
	const minor = limits.get(promotion.id)?.minor ?? null
	if (minor === null || !offered) return most
	return mostThatFit(most, (count) => extend(offered.unitPriceMicros, count * quantity, input.currency, input.rounding) <= minor)
}

function giftOf(bench: Workbench, promotion: Promotion, offered: GiftOffer, quantity: number, triggers: Taking[]): Gift {
	const { productId, unit, unitPriceMicros } = offered
	const resolvedMinor = extend(unitPriceMicros, quantity, bench.input.currency, bench.input.rounding)
	const allocations = followTriggers(quantity, offered.step, triggers, reachedPlaces(bench, promotion))
	return { promotionId: promotion.id, productId, unit, quantity, unitPriceMicros, resolvedMinor, allocations }
}

/** A reward follows its trigger's allocations (commerce-engine.md section 5) where the promotion reaches, in whole steps of its unit. */
function followTriggers(quantity: number, step: number, triggers: Taking[], reaches: (place: LineAllocation) => boolean): LineAllocation[] {
	const places = new Map<string, LineAllocation>()
	for (const { state, quantity: part } of triggers) {
		const allocations = state.line.allocations.filter(reaches)
		if (sumOf(allocations.map((one) => one.quantity)) === 0) continue
		const shares = apportion(
			part,
			allocations.map((one) => one.quantity),
		)
		for (const [index, { groupKey, locationId }] of allocations.entries()) {
			const place = places.get(groupKey) ?? { groupKey, locationId, quantity: 0 }
			places.set(groupKey, { ...place, quantity: place.quantity + (shares[index] ?? 0) })
		}
	}
	const weights = [...places.values()]
	if (weights.length === 0) return []
	const shares = apportion(
		Math.floor(quantity / step),
		weights.map((place) => place.quantity),
	)
	return weights.map((place, index) => ({ ...place, quantity: (shares[index] ?? 0) * step })).filter((place) => place.quantity > 0)
}
