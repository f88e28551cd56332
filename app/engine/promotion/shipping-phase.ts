import { allocate } from '../base/allocate.ts'
import { percentOf } from '../base/money.ts'
import { barredFrom, judgePromotion } from './judge-promotion.ts'
import type { Promotion } from './promotion.ts'
import { type GroupState, settleLanes, sumOf, takeOff, verdictOf, type Workbench } from './workbench.ts'

type Offer = { promotion: Promotion; groups: GroupState[]; wantedMinor: number; savingMinor: number }

/** Phase 4: the best of each lane for the whole order's shipping, shared over the groups by what each costs. */
export function runShippingPhase(bench: Workbench, promotions: readonly Promotion[]) {
	const offers = promotions.flatMap((promotion) => makeOffer(bench, promotion))
	settleLanes(bench, 4, offers, (offer) => apply(bench, offer))
}

function makeOffer(bench: Workbench, promotion: Promotion): Offer[] {
	const judgement = judgePromotion(bench, promotion)
	if (!judgement.ok) {
		bench.verdicts.set(promotion.id, verdictOf(promotion, 4, judgement.reason, { facts: judgement.facts }))
		return []
	}
	const groups = bench.groups.filter((state) => reaches(promotion, state) && !barredFrom(bench, promotion).has(state.group.locationId ?? 0))
	const entryMinor = sumOf(groups.map((state) => state.entryMinor))
	const wantedMinor = wantedOf(bench, promotion, entryMinor)
	return [{ promotion, groups, wantedMinor, savingMinor: Math.min(wantedMinor, bench.limits.get(promotion.id)?.minor ?? wantedMinor) }]
}

function reaches({ conditions: { locationIds }, benefit }: Promotion, { group }: GroupState): boolean {
	const methods = benefit.kind === 'shipping_percent' || benefit.kind === 'shipping_cap' ? benefit.methods : undefined
	if (methods && !methods.includes(group.method ?? '')) return false
	return !locationIds || locationIds.includes(group.locationId ?? 0)
}

function wantedOf({ input }: Workbench, { benefit }: Promotion, entryMinor: number): number {
	if (benefit.kind === 'shipping_cap') return Math.max(0, entryMinor - benefit.atMostMinor)
	if (benefit.kind !== 'shipping_percent') return 0
	return Math.min(percentOf(entryMinor, benefit.percentPpm, input.rounding), benefit.capMinor ?? entryMinor)
}

function apply(bench: Workbench, { promotion, groups, wantedMinor, savingMinor: offered }: Offer) {
	const left = groups.map(({ currentMinor }) => currentMinor)
	const savingMinor = Math.min(offered, sumOf(left))
	const shares = allocate(savingMinor, left)
	for (const [index, state] of groups.entries()) takeOff(state, promotion.id, 4, shares[index] ?? 0)
	const lapsedMinor = wantedMinor - savingMinor
	bench.verdicts.set(promotion.id, verdictOf(promotion, 4, savingMinor > 0 ? 'APPLIED' : 'NO_SAVING', { savingMinor, lapsedMinor }))
}
