import { allocate } from '../base/allocate.ts'
import { apportion } from '../base/apportion.ts'
import { reachedPlaces } from './judge-promotion.ts'
import type { LineAllocation, LocationDraw, Promotion, Verdict } from './promotion.ts'
import { type Limit, sumOf, type Workbench } from './workbench.ts'

/**
 * What of a promotion's benefit falls to each location that it reaches: the discounts of lines and gifts by the quantity
 * that goes there, those of shipping by delivery. The shares sum to the saving. A benefit of one use is one use at each
 * location that gets some of it; of several uses each location has its share, and at least one.
 */
export function drawsOf(bench: Workbench, promotion: Promotion, verdict: Verdict): LocationDraw[] {
	const { savingMinor, uses, phase } = verdict
	const { id } = promotion
	const { shares } = bench.limits.get(id) ?? { shares: null }
	if (shares) return drawsWithin(shares, verdict)
	const isOpen = reachedPlaces(bench, promotion)
	const minor = new Map<number, number>()
	const quantities = new Map<number, number>()
	const add = (to: Map<number, number>, locationId: number, amount: number) => to.set(locationId, (to.get(locationId) ?? 0) + amount)
	const share = (amountMinor: number, all: readonly LineAllocation[]) => {
		const places = all.filter((place) => isOpen(place) && place.quantity > 0)
		if (places.length === 0) return
		const shares = apportion(
			amountMinor,
			places.map(({ quantity }) => quantity),
		)
		for (const [index, { locationId, quantity }] of places.entries()) {
			add(minor, locationId, shares[index] ?? 0)
			add(quantities, locationId, quantity)
		}
	}
	const own = ({ promotionId }: { promotionId: number }) => promotionId === id
	for (const { line, adjustments } of bench.lines) {
		const amountMinor = sumOf(adjustments.filter(own).map((one) => one.amountMinor))
		if (amountMinor > 0 || phase === 5) share(amountMinor, line.allocations)
	}
	for (const gift of bench.gifts.filter(own)) share(gift.resolvedMinor, gift.allocations)
	for (const { group, adjustments } of bench.groups) {
		const amountMinor = sumOf(adjustments.filter(own).map((one) => one.amountMinor))
		if (amountMinor === 0) continue
		add(minor, group.locationId ?? 0, amountMinor)
		add(quantities, group.locationId ?? 0, amountMinor)
	}
	const places = [...minor.keys()].sort((a, b) => a - b)
	const usesThere =
		uses <= 1 || savingMinor === 0
			? places.map(() => uses)
			: apportion(
					uses,
					places.map((place) => quantities.get(place) ?? 0),
				).map((count) => Math.max(1, count))
	return places.map((locationId, index) => ({ locationId, savingMinor: minor.get(locationId) ?? 0, uses: usesThere[index] ?? 0 }))
}

/** Of a capped benefit: each location draws what it can bear of what fell to it, or less. */
function drawsWithin(shares: readonly LocationDraw[], { savingMinor, uses }: Verdict): LocationDraw[] {
	const minor = allocate(
		savingMinor,
		shares.map((share) => share.savingMinor),
	)
	const most = shares.map((share) => share.uses)
	const usesThere = uses <= 1 ? most.map((count) => Math.min(count, uses)) : allocate(Math.min(uses, sumOf(most)), most)
	return shares.map(({ locationId }, index) => ({ locationId, savingMinor: minor[index] ?? 0, uses: usesThere[index] ?? 0 }))
}

function budgetOf({ locationBudgets }: Promotion, locationId: number) {
	return locationBudgets?.find((budget) => budget.locationId === locationId)
}

/** Locations whose budget is gone before the order begins. */
export function spentLocations({ locationBudgets }: Promotion): ReadonlySet<number> {
	return new Set(
		(locationBudgets ?? []).filter(({ remainingMinor, remainingUses }) => remainingMinor === 0 || remainingUses === 0).map(({ locationId }) => locationId),
	)
}

/**
 * The next narrower limit when a location's budget would be passed; null when all hold. Under `reject` the location gets
 * nothing more of this promotion, the others go on; under `cap` the benefit shrinks by what the location cannot bear.
 */
export function narrowerLimit(promotion: Promotion, draws: readonly LocationDraw[], limit: Limit): Limit | null {
	const over = draws.flatMap((draw) => {
		const budget = budgetOf(promotion, draw.locationId)
		const minor = budget?.remainingMinor == null ? 0 : Math.max(0, draw.savingMinor - budget.remainingMinor)
		const uses = budget?.remainingUses == null ? 0 : Math.max(0, draw.uses - budget.remainingUses)
		return budget && minor + uses > 0 ? [{ ...draw, minor, overUses: uses, policy: budget.policy }] : []
	})
	const strict = over.filter(({ policy, overUses, uses }) => policy === 'reject' || overUses >= uses)
	if (strict.length > 0) return { ...limit, barred: new Set([...limit.barred, ...strict.map(({ locationId }) => locationId)]) }
	if (over.length === 0) return null
	const shares = draws.map((draw): LocationDraw => {
		const excess = over.find(({ locationId }) => locationId === draw.locationId)
		return { ...draw, savingMinor: draw.savingMinor - (excess?.minor ?? 0), uses: draw.uses - (excess?.overUses ?? 0) }
	})
	const isUses = over.some(({ overUses }) => overUses > 0)
	return { ...limit, shares, minor: sumOf(shares.map(({ savingMinor }) => savingMinor)), uses: isUses ? sumOf(shares.map(({ uses }) => uses)) : limit.uses }
}
