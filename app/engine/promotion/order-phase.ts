import { percentOf } from '../base/money.ts'
import { entryOf, judgePromotion, type Reached, resolvedOf } from './judge-promotion.ts'
import type { Promotion } from './promotion.ts'
import { shareOverRoom } from './share-over-room.ts'
import { roomOf, settleLanes, sumOf, takeOff, verdictOf, type Workbench } from './workbench.ts'

type Offer = { promotion: Promotion; reached: Reached[]; wantedMinor: number; savingMinor: number }

/** Phase 3: the best of each lane for the order; the lanes stack, each shared over the lines' nets (commerce-engine.md sections 5, 6). */
export function runOrderPhase(bench: Workbench, promotions: readonly Promotion[]) {
	const offers = promotions.flatMap((promotion) => makeOffer(bench, promotion))
	settleLanes(bench, 3, offers, (offer) => apply(bench, offer))
}

function makeOffer(bench: Workbench, promotion: Promotion): Offer[] {
	const judgement = judgePromotion(bench, promotion)
	if (!judgement.ok) {
		bench.verdicts.set(promotion.id, verdictOf(promotion, 3, judgement.reason, { facts: judgement.facts }))
		return []
	}
	const { reached } = judgement
	const entryMinor = sumOf(reached.map((one) => entryOf(one, bench.input)))
	const wantedMinor = Math.min(wantedOf(bench, promotion, reached, entryMinor), entryMinor)
	const limit = bench.limits.get(promotion.id)?.minor ?? wantedMinor
	return [{ promotion, reached, wantedMinor, savingMinor: Math.min(wantedMinor, limit, sumOf(roomsOf(bench, reached))) }]
}

function wantedOf({ input }: Workbench, { benefit }: Promotion, reached: Reached[], entryMinor: number): number {
	if (benefit.kind === 'amount') return benefit.amountMinor
	if (benefit.kind !== 'percent') return 0
	const base = benefit.of === 'resolved_price' ? sumOf(reached.map((one) => resolvedOf(one, input))) : entryMinor
	return percentOf(base, benefit.percentPpm, input.rounding)
}

function roomsOf({ input }: Workbench, reached: Reached[]): number[] {
	return reached.map((one) => Math.min(roomOf(one.state), entryOf(one, input)))
}

function apply(bench: Workbench, { promotion, reached, wantedMinor }: Offer) {
	const limit = bench.limits.get(promotion.id)?.minor ?? wantedMinor
	const rooms = roomsOf(bench, reached)
	// Weighed by what each line still nets, so that a line another lane has emptied gives nothing.
	const nets = reached.map((one) => Math.min(one.state.currentMinor, entryOf(one, bench.input)))
	const { shares } = shareOverRoom(Math.min(wantedMinor, limit), nets, rooms)
	for (const [index, { state }] of reached.entries()) takeOff(state, promotion.id, 3, shares[index] ?? 0)
	const savingMinor = sumOf(shares)
	const reason = savingMinor > 0 ? 'APPLIED' : wantedMinor > 0 ? 'FLOOR' : 'NO_SAVING'
	bench.verdicts.set(promotion.id, verdictOf(promotion, 3, reason, { savingMinor, lapsedMinor: wantedMinor - savingMinor }))
}
