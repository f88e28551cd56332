import { allocate } from '../base/allocate.ts'
import { type BundleOffer, type NoOffer, offerBundlePrice, offerFreeUnits } from './bundle-offers.ts'
import { firstShort, type GiftsLeft, offerGift } from './gift-offers.ts'
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

/** The lanes with what each gives, in stacking order. Each is offered a whole stock of gifts; where they want more together, it is filled anew with what is left. */
function fillLanes(bench: Workbench, judged: readonly Judged[]): Offer[] {
	const lanes = [...Map.groupBy(judged, ({ promotion }) => promotion.lane).values()]
	const hints = bench.hints.length
	const left: GiftsLeft = new Map()
	for (;;) {
		bench.hints.length = hints
		const filled = lanes.map((lane) => fillLane(bench, lane, left)).filter((lane) => lane.length > 0)
		const offers = filled.sort(([a], [b]) => (a && b ? byStackingOrder(a, b) : 0)).flat()
		const short = firstShort(bench, offers)
		if (!short) return offers
		left.set(short.promotionId, short.left)
	}
}

/** The lane's offers in the order in which they take units; the rest get their verdict here. */
function fillLane(bench: Workbench, lane: readonly Judged[], left: GiftsLeft): Offer[] {
	const used: UsedUnits = new Map()
	const chosen: Offer[] = []
	let open = [...lane]
	while (open.length > 0) {
		const offers = open.map((one) => ({ ...one, offer: makeOffer(bench, one, used, left) }))
		const best = offers.flatMap(({ offer }) => ('savingMinor' in offer && offer.savingMinor > 0 ? [offer] : [])).sort(byLaneOrder)[0]
		if (!best) {
			for (const { promotion, offer } of offers) explain(bench, promotion, offer, chosen[0])
			break
		}
		use(used, best.takings)
		chosen.push(best)
		open = open.filter(({ promotion }) => promotion !== best.promotion)
	}
	return chosen
}

function makeOffer(bench: Workbench, { promotion, reached }: Judged, used: UsedUnits, left: GiftsLeft): Offer | NoOffer {
	const { benefit } = promotion
	if (benefit.kind === 'free_units') return offerFreeUnits({ bench, promotion, benefit, reached, used })
	if (benefit.kind === 'bundle_price') return offerBundlePrice({ bench, promotion, benefit, reached, used })
	return benefit.kind === 'gift' ? offerGift(bench, promotion, benefit, reached, { used, left }) : { reason: 'NO_SAVING', missingQuantity: null }
}

function explain(bench: Workbench, promotion: Promotion, offer: Offer | NoOffer, winner: Offer | undefined) {
	if ('savingMinor' in offer) {
		const lapsedMinor = sumOf(offer.discounts.map(({ wantedMinor }) => wantedMinor))
		bench.verdicts.set(promotion.id, verdictOf(promotion, 2, lapsedMinor > 0 ? 'FLOOR' : 'NO_SAVING', { lapsedMinor }))
		return
	}
	// Units that a lane mate used are not missing: the mate won them.
	if (winner && offer.reason === 'UNITS_SHORT')
		bench.verdicts.set(promotion.id, verdictOf(promotion, 2, 'LANE', { facts: { promotionId: winner.promotion.id } }))
	else bench.verdicts.set(promotion.id, verdictOf(promotion, 2, offer.reason))
	if (!winner && offer.missingQuantity !== null)
		bench.hints.push({ promotionId: promotion.id, code: 'UNITS', facts: { missingQuantity: offer.missingQuantity } })
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
