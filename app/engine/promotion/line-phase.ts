import { allocate } from '../base/allocate.ts'
import { extend, percentOf } from '../base/money.ts'
import { divideRounded } from '../base/rounding.ts'
import { entryOf, judgePromotion, type Reached, resolvedOf } from './judge-promotion.ts'
import type { Promotion, PromotionInput, Verdict } from './promotion.ts'
import { byLaneOrder, byStackingOrder, type LineState, roomOf, sumOf, takeOff, verdictOf, type Workbench } from './workbench.ts'

/** What one promotion would take off one line, as it says (`wantedMinor`) and as the line's room allows. */
type Offer = { promotion: Promotion; state: LineState; wantedMinor: number; savingMinor: number }

type Taken = { savingMinor: number; lapsedMinor: number }

/** Phase 1: the best of each lane on each line; the lanes' winners stack (commerce-engine.md section 5). */
export function runLinePhase(bench: Workbench, promotions: readonly Promotion[]) {
	const offers = promotions.flatMap((promotion) => makeOffers(bench, promotion))
	const granted = limitOffers(bench, bestPerLaneAndLine(offers))
	const taken = new Map<number, Taken>()
	for (const offer of granted.sort(byStackingOrder)) {
		const amountMinor = Math.min(offer.savingMinor, roomOf(offer.state))
		takeOff(offer.state, offer.promotion.id, 1, amountMinor)
		const sum = taken.get(offer.promotion.id) ?? { savingMinor: 0, lapsedMinor: 0 }
		taken.set(offer.promotion.id, { savingMinor: sum.savingMinor + amountMinor, lapsedMinor: sum.lapsedMinor + offer.wantedMinor - amountMinor })
	}
	for (const promotion of promotions)
		if (!bench.verdicts.has(promotion.id)) bench.verdicts.set(promotion.id, verdictFor(promotion, offers, taken.get(promotion.id)))
}

function makeOffers(bench: Workbench, promotion: Promotion): Offer[] {
	const judgement = judgePromotion(bench, promotion)
	if (!judgement.ok) {
		bench.verdicts.set(promotion.id, verdictOf(promotion, 1, judgement.reason, { facts: judgement.facts }))
		return []
	}
	return judgement.reached.map((reached) => {
		const wantedMinor = Math.min(savingOn(reached, promotion, bench.input), entryOf(reached, bench.input))
		return { promotion, state: reached.state, wantedMinor, savingMinor: Math.min(wantedMinor, roomOf(reached.state)) }
	})
}

function savingOn(reached: Reached, { benefit }: Promotion, input: PromotionInput): number {
	const { currency, rounding } = input
	const entryMinor = entryOf(reached, input)
	if (benefit.kind === 'percent') return percentOf(benefit.of === 'resolved_price' ? resolvedOf(reached, input) : entryMinor, benefit.percentPpm, rounding)
	if (benefit.kind === 'fixed_price') return Math.max(0, entryMinor - extend(benefit.unitPriceMicros, reached.quantity, currency, rounding))
	if (benefit.kind !== 'amount' || benefit.scope !== 'line') return 0
	if (benefit.per === 'line') return benefit.amountMinor
	return Number(divideRounded(BigInt(benefit.amountMinor) * BigInt(reached.quantity), 10_000n, rounding))
}

function bestPerLaneAndLine(offers: readonly Offer[]): Offer[] {
	const best = new Map<string, Offer>()
	for (const offer of offers) {
		const place = `${offer.state.line.sequence} ${offer.promotion.lane}`
		const rival = best.get(place)
		if (offer.savingMinor > 0 && (!rival || byLaneOrder(offer, rival) < 0)) best.set(place, offer)
	}
	return [...best.values()]
}

/** A budget with policy `cap` leaves a promotion only so much over all its lines. */
function limitOffers(bench: Workbench, winners: Offer[]): Offer[] {
	for (const [promotionId, { minor }] of bench.limits) {
		const own = winners.filter(({ promotion }) => promotion.id === promotionId)
		const savings = own.map(({ savingMinor }) => savingMinor)
		if (minor === null || sumOf(savings) <= minor) continue
		const shares = allocate(minor, savings)
		for (const [index, offer] of own.entries()) offer.savingMinor = shares[index] ?? 0
	}
	return winners
}

/** Why a promotion that holds took nothing: a floor or other lanes left no room, another of its lane did better, or it saves nothing. */
function verdictFor(promotion: Promotion, offers: readonly Offer[], taken: Taken | undefined): Verdict {
	if (taken && taken.savingMinor > 0) return verdictOf(promotion, 1, 'APPLIED', taken)
	// It was the best of its lane somewhere, so no lane mate kept it from acting.
	if (taken) return verdictOf(promotion, 1, 'FLOOR', { lapsedMinor: taken.lapsedMinor })
	const own = offers.filter((offer) => offer.promotion.id === promotion.id)
	if (own.every(({ wantedMinor }) => wantedMinor === 0)) return verdictOf(promotion, 1, 'NO_SAVING')
	const rival = own.map((offer) => rivalOf(offer, offers)).find((found) => found !== undefined)
	if (rival) return verdictOf(promotion, 1, 'LANE', { facts: { promotionId: rival.promotion.id } })
	return verdictOf(promotion, 1, 'FLOOR', { lapsedMinor: sumOf(own.map(({ wantedMinor }) => wantedMinor)) })
}

function rivalOf(offer: Offer, offers: readonly Offer[]): Offer | undefined {
	return offers.find((one) => one.state === offer.state && one.promotion.lane === offer.promotion.lane && one !== offer && one.savingMinor > 0)
}
