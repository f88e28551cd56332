import { allocate } from '../base/allocate.ts'
import { percentOf } from '../base/money.ts'
import type { Benefit } from './benefits.ts'
import { type Reached, reachLines } from './judge-promotion.ts'
import type { Promotion, Reason } from './promotion.ts'
import {
	cheapestFirst,
	dearestFirst,
	mostThatFit,
	quantityOf,
	type Taking,
	takeUnits,
	type UsedUnits,
	unusedOf,
	use,
	without,
	worthOf,
} from './units-of-lane.ts'
import { type LineState, roomOf, sumOf, type Workbench } from './workbench.ts'

/** What a promotion of phase 2 would do with the units its lane has left. */
export type BundleOffer = {
	promotion: Promotion
	uses: number
	takings: Taking[]
	discounts: { state: LineState; wantedMinor: number; savingMinor: number }[]
	savingMinor: number
}

export type NoOffer = { reason: Reason; missingQuantity: number | null }

type Of<K extends Benefit['kind']> = { bench: Workbench; promotion: Promotion; benefit: Extract<Benefit, { kind: K }>; reached: Reached[]; used: UsedUnits }

function usesAllowed(bench: Workbench, promotion: Promotion, maxUses: number | null): number {
	return Math.min(maxUses ?? Number.MAX_SAFE_INTEGER, bench.limits.get(promotion.id)?.uses ?? Number.MAX_SAFE_INTEGER)
}

/** Triggers from the dearest units, rewards from the cheapest, as many uses as the units allow, each unit once. */
export function offerFreeUnits({ bench, promotion, benefit, reached, used }: Of<'free_units'>): BundleOffer | NoOffer {
	const { buyQuantity, getQuantity, getLines, percentPpm } = benefit
	const triggers = unusedOf(reached, used).sort(dearestFirst)
	const rewards = unusedOf(getLines ? reachLines(bench, promotion, getLines) : reached, used).sort(cheapestFirst)
	const isTrigger = new Set(triggers.map(({ state }) => state))
	const isReward = new Set(rewards.map(({ state }) => state))
	const both = quantityOf(triggers.filter(({ state }) => isReward.has(state)))
	const onlyTrigger = quantityOf(triggers) - both
	const onlyReward = quantityOf(rewards) - both
	const shortOf = (uses: number) => Math.max(0, uses * buyQuantity - onlyTrigger) + Math.max(0, uses * getQuantity - onlyReward) - both
	const most = Math.min(
		usesAllowed(bench, promotion, benefit.maxUses),
		Math.floor(quantityOf(triggers) / buyQuantity),
		Math.floor(quantityOf(rewards) / getQuantity),
	)
	const uses = mostThatFit(most, (count) => shortOf(count) <= 0)
	if (uses === 0) return { reason: 'UNITS_SHORT', missingQuantity: missingFor(shortOf(1), quantityOf(triggers), buyQuantity) }

	// Cheap units that serve as triggers too are held back only where the triggers would run out.
	let lendable = both - Math.max(0, uses * buyQuantity - onlyTrigger)
	const given: Taking[] = []
	for (const { state, quantity } of rewards) {
		const room = Math.min(quantity, uses * getQuantity - quantityOf(given), isTrigger.has(state) ? lendable : quantity)
		if (room <= 0) continue
		given.push({ state, quantity: room })
		if (isTrigger.has(state)) lendable -= room
	}
	const bought = takeUnits(without(triggers, given), uses * buyQuantity)
	const discounts = given.map((taking) => discountOn(taking.state, percentOf(worthOf(taking, bench.input), percentPpm, bench.input.rounding)))
	return offerOf(promotion, uses, [...bought, ...given], discounts)
}

/** A hint is honest only when more units of what was bought already would do. */
function missingFor(short: number, has: number, buyQuantity: number): number | null {
	return short > 0 && has > 0 ? Math.max(short, buyQuantity - has) : null
}

/** Components for one price, the dearest units first; the discount falls on them by what they cost. */
export function offerBundlePrice({ bench, promotion, benefit, used }: Of<'bundle_price'>): BundleOffer | NoOffer {
	const { components, priceMinor } = benefit
	const pools = components.map(({ lines }) => reachLines(bench, promotion, lines))
	const takeFor = (uses: number): Taking[] | null => {
		const trial: UsedUnits = new Map(used)
		const takings = components.map(({ quantity }, index) => {
			const taken = takeUnits(unusedOf(pools[index] ?? [], trial).sort(dearestFirst), uses * quantity)
			use(trial, taken)
			return quantityOf(taken) === uses * quantity ? taken : null
		})
		return takings.some((taken) => taken === null) ? null : takings.flatMap((taken) => taken ?? [])
	}
	const inCart = components.map(({ quantity }, index) => Math.floor(quantityOf(unusedOf(pools[index] ?? [], used)) / quantity))
	const uses = mostThatFit(Math.min(usesAllowed(bench, promotion, benefit.maxUses), ...inCart), (count) => takeFor(count) !== null)
	const takings = uses > 0 ? takeFor(uses) : null
	if (!takings) return { reason: 'UNITS_SHORT', missingQuantity: null }
	const worth = takings.map((taking) => worthOf(taking, bench.input))
	const shares = allocate(Math.max(0, sumOf(worth) - priceMinor * uses), worth)
	const discounts = takings.map(({ state }, index) => discountOn(state, shares[index] ?? 0))
	return offerOf(promotion, uses, takings, discounts)
}

function discountOn(state: LineState, wantedMinor: number) {
	return { state, wantedMinor, savingMinor: Math.min(wantedMinor, roomOf(state)) }
}

function offerOf(promotion: Promotion, uses: number, takings: Taking[], discounts: BundleOffer['discounts']): BundleOffer {
	return { promotion, uses, takings, discounts, savingMinor: sumOf(discounts.map(({ savingMinor }) => savingMinor)) }
}
