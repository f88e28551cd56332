import { allocate } from '../base/allocate.ts'
import { type BundleOffer, type NoOffer, offerBundlePrice, offerFreeUnits } from './bundle-offers.ts'
import { type GiftsGiven, give, offerGift } from './gift-offers.ts'
import { judgePromotion, type Reached } from './judge-promotion.ts'
import type { Gift, Promotion } from './promotion.ts'
import { type UsedUnits, use } from './units-of-lane.ts'
import { byLaneOrder, byStackingOrder, roomOf, sumOf, takeOff, verdictOf, type Workbench } from './workbench.ts'

type Judged = { promotion: Promotion; reached: Reached[] }
type Offer = BundleOffer & { gift?: Gift }

/**
 * Phase 2. A lane's promotions are applied one by one, greatest total saving first, each on units the lane has not
 * used; the lanes stack in the order of their first promotion (commerce-engine.md section 5).
 */
export function runBundlePhase(bench: Workbench, promotions: readonly Promotion[]) {
	const judged: Judged[] = []
	for (const promotion of promotions) {
		const judgement = judgePromotion(bench, promotion)
		if (judgement.ok) judged.push({ promotion, reached: judgement.reached })
		else bench.verdicts.set(promotion.id, verdictOf(promotion, 2, judgement.reason, { facts: judgement.facts }))
	}
	for (const offer of fillLanes(bench, judged)) apply(bench, offer)
}

type Filled = { lane: readonly Judged[]; offers: Offer[]; hints: Workbench['hints'] }

/**
 * What the lanes give, in stacking order. A promotion that gave nothing in the end may have moved its lane to another
 * place while it still seemed to give: where gifts are short the lanes are filled again without it, until each takes part
 * that is asked. So whoever does not act changes nothing.
 */
function fillLanes(bench: Workbench, judged: readonly Judged[]): Offer[] {
	let asked = judged
	for (;;) {
		const { offers, hints } = settleLanes(bench, asked)
		const acting = new Set(offers.map(({ promotion }) => promotion))
		const left = asked.filter(({ promotion }) => acting.has(promotion))
		const isSettled = left.length === asked.length || offers.every(({ gift }) => !gift)
		const leaving = new Set(asked.flatMap(({ promotion }) => (acting.has(promotion) ? [] : [promotion.id])))
		bench.hints.push(...(isSettled ? hints : hints.filter(({ promotionId }) => leaving.has(promotionId))))
		if (isSettled) return offers
		asked = left
	}
}

/**
 * One filling of the lanes. The first of them is settled, and the gifts that it gives are gone for the others, which are
 * filled anew: so a lane that comes to nothing has taken nothing from anybody.
 */
function settleLanes(bench: Workbench, asked: readonly Judged[]): { offers: Offer[]; hints: Workbench['hints'] } {
	const given: GiftsGiven = new Map()
	const offers: Offer[] = []
	const hints: Workbench['hints'] = []
	let open = [...Map.groupBy(asked, ({ promotion }) => promotion.lane).values()].map((lane) => fillLane(bench, lane, given))
	for (;;) {
		const next = firstLane(open)
		if (!next) break
		offers.push(...next.offers)
		hints.push(...next.hints)
		for (const { gift } of next.offers) if (gift) give(given, gift)
		open = open.filter((one) => one !== next)
		if (next.offers.some(({ gift }) => gift)) open = open.map(({ lane }) => fillLane(bench, lane, given))
	}
	for (const one of open) hints.push(...one.hints)
	return { offers, hints }
}

/** The lane whose first offer stacks first; of the lanes that give nothing none. */
function firstLane(open: readonly Filled[]): Filled | undefined {
	return open.flatMap((filled) => filled.offers.slice(0, 1).map((first) => ({ ...first, filled }))).sort(byStackingOrder)[0]?.filled
}

/** The lane's offers in the order in which they take units and gifts; the rest get their verdict here. */
function fillLane(bench: Workbench, lane: readonly Judged[], givenBefore: GiftsGiven): Filled {
	const used: UsedUnits = new Map()
	const given: GiftsGiven = new Map(givenBefore)
	const filled: Filled = { lane, offers: [], hints: [] }
	let open = [...lane]
	while (open.length > 0) {
		const offers = open.map((one) => ({ ...one, offer: makeOffer(bench, one, used, given) }))
		const best = offers.flatMap(({ offer }) => ('savingMinor' in offer && offer.savingMinor > 0 ? [offer] : [])).sort(byLaneOrder)[0]
		if (!best) {
			for (const { promotion, offer } of offers) explain(bench, filled, promotion, offer)
			break
		}
		use(used, best.takings)
		if (best.gift) give(given, best.gift)
		filled.offers.push(best)
		open = open.filter(({ promotion }) => promotion !== best.promotion)
	}
	return filled
}

function makeOffer(bench: Workbench, { promotion, reached }: Judged, used: UsedUnits, given: GiftsGiven): Offer | NoOffer {
	const { benefit } = promotion
	if (benefit.kind === 'free_units') return offerFreeUnits({ bench, promotion, benefit, reached, used })
	if (benefit.kind === 'bundle_price') return offerBundlePrice({ bench, promotion, benefit, reached, used })
	return benefit.kind === 'gift' ? offerGift(bench, promotion, benefit, reached, { used, given }) : { reason: 'NO_SAVING', missingQuantity: null }
}

function explain(bench: Workbench, { offers: [winner], hints }: Filled, promotion: Promotion, offer: Offer | NoOffer) {
	if ('savingMinor' in offer) {
		const lapsedMinor = sumOf(offer.discounts.map(({ wantedMinor }) => wantedMinor))
		bench.verdicts.set(promotion.id, verdictOf(promotion, 2, lapsedMinor > 0 ? 'FLOOR' : 'NO_SAVING', { lapsedMinor }))
		return
	}
	// Units that a lane mate used are not missing: the mate won them.
	if (winner && offer.reason === 'UNITS_SHORT')
		bench.verdicts.set(promotion.id, verdictOf(promotion, 2, 'LANE', { facts: { promotionId: winner.promotion.id } }))
	else bench.verdicts.set(promotion.id, verdictOf(promotion, 2, offer.reason))
	if (!winner && offer.missingQuantity !== null) hints.push({ promotionId: promotion.id, code: 'UNITS', facts: { missingQuantity: offer.missingQuantity } })
}

function apply(bench: Workbench, { promotion, discounts, uses, gift }: Offer) {
	const limit = bench.limits.get(promotion.id)?.minor ?? null
	const savings = discounts.map(({ savingMinor }) => savingMinor)
	const granted = limit !== null && sumOf(savings) > limit ? allocate(limit, savings) : savings
	let savingMinor = 0
	let lapsedMinor = 0
	for (const [index, { state, wantedMinor }] of discounts.entries()) {
		const amountMinor = Math.min(granted[index] ?? 0, roomOf(state))
		takeOff(state, promotion.id, 2, amountMinor)
		savingMinor += amountMinor
		lapsedMinor += wantedMinor - amountMinor
	}
	if (gift) {
		bench.gifts.push(gift)
		savingMinor += gift.resolvedMinor
	}
	bench.verdicts.set(
		promotion.id,
		verdictOf(promotion, 2, savingMinor > 0 ? 'APPLIED' : 'FLOOR', { savingMinor, lapsedMinor, uses: savingMinor > 0 ? uses : 0 }),
	)
}
