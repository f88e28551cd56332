import { divideRounded, type Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import type { Phase } from './benefits.ts'
import type { Adjustment, Gift, Hint, LocationDraw, Promotion, PromotionGroup, PromotionInput, PromotionLine, Reason, Verdict } from './promotion.ts'

/** A line on its way through the phases. `entryMinor` is its amount when the running phase began. */
export type LineState = { line: PromotionLine; entryMinor: number; currentMinor: number; adjustments: Adjustment[] }
export type GroupState = { group: PromotionGroup; entryMinor: number; currentMinor: number; adjustments: Adjustment[] }

/** What its budgets leave to one promotion; `barred` are locations that it reaches no more, `shares` what each location may draw of a capped benefit. */
export type Limit = { minor: number | null; uses: number | null; barred: ReadonlySet<number>; shares: readonly LocationDraw[] | null }

/** One pricing of one set of promotions: made anew for each set that is compared. */
export type Workbench = {
	input: PromotionInput
	lines: LineState[]
	groups: GroupState[]
	limits: ReadonlyMap<number, Limit>
	gifts: Gift[]
	termsDays: number
	verdicts: Map<number, Verdict>
	hints: Hint[]
}

export function layOut(input: PromotionInput, limits: ReadonlyMap<number, Limit>): Workbench {
	const lines = [...input.lines].sort((a, b) => a.sequence - b.sequence)
	const groups = [...input.groups].sort((a, b) => (a.groupKey < b.groupKey ? -1 : 1))
	return {
		input,
		lines: lines.map((line) => ({ line, entryMinor: line.resolvedMinor, currentMinor: line.resolvedMinor, adjustments: [] })),
		groups: groups.map((group) => ({ group, entryMinor: group.shippingMinor, currentMinor: group.shippingMinor, adjustments: [] })),
		limits,
		gifts: [],
		termsDays: input.baseTermsDays,
		verdicts: new Map(),
		hints: [],
	}
}

/** Freezes the amounts that this phase's conditions and percentages read. */
export function enterPhase(bench: Workbench) {
	for (const state of bench.lines) state.entryMinor = state.currentMinor
	for (const state of bench.groups) state.entryMinor = state.currentMinor
}

/** What may still come off a line: never below 0, never below its floor. */
export function roomOf({ line, currentMinor }: LineState): number {
	return Math.max(0, currentMinor - Math.max(0, line.floorMinor ?? 0))
}

/** The amount of a part of a line's quantity. */
export function portionOf(amountMinor: number, part: Quantity, whole: Quantity, rounding: Rounding): number {
	if (part === whole) return amountMinor
	return whole === 0 ? 0 : Number(divideRounded(BigInt(amountMinor) * BigInt(part), BigInt(whole), rounding))
}

export function takeOff(state: LineState | GroupState, promotionId: number, phase: Phase, amountMinor: number) {
	if (amountMinor === 0) return
	state.currentMinor -= amountMinor
	state.adjustments.push({ promotionId, phase, amountMinor })
}

export function verdictOf(promotion: Promotion, phase: Phase, reason: Reason, more: Partial<Verdict> = {}): Verdict {
	const applied = reason === 'APPLIED'
	const base = { promotionId: promotion.id, phase, applied, reason, facts: {}, savingMinor: 0, lapsedMinor: 0, uses: applied ? 1 : 0 }
	return { ...base, waiting: promotion.couponCode !== null && !applied, ...more }
}

/** Higher priority first, then the greater saving, then the lower id (commerce-engine.md section 5, Lane). */
export function byStackingOrder(a: { promotion: Promotion; savingMinor: number }, b: { promotion: Promotion; savingMinor: number }): number {
	return b.promotion.priority - a.promotion.priority || b.savingMinor - a.savingMinor || a.promotion.id - b.promotion.id
}

/** The best of a lane: the greatest saving, then the higher priority, then the lower id. */
export function byLaneOrder(a: { promotion: Promotion; savingMinor: number }, b: { promotion: Promotion; savingMinor: number }): number {
	return b.savingMinor - a.savingMinor || b.promotion.priority - a.promotion.priority || a.promotion.id - b.promotion.id
}

/** Applies the best offer of each lane in stacking order, and says to the others of its lane which promotion was better. */
export function settleLanes<Offer extends { promotion: Promotion; savingMinor: number }>(
	bench: Workbench,
	phase: Phase,
	offers: readonly Offer[],
	apply: (offer: Offer) => void,
) {
	const lanes = Map.groupBy(offers, ({ promotion }) => promotion.lane)
	const winners = [...lanes.values()].flatMap((lane) => lane.sort(byLaneOrder).slice(0, 1))
	for (const offer of winners.sort(byStackingOrder)) apply(offer)
	for (const { promotion } of offers) {
		const winner = lanes.get(promotion.lane)?.[0]
		if (winner && winner.promotion !== promotion)
			bench.verdicts.set(promotion.id, verdictOf(promotion, phase, 'LANE', { facts: { promotionId: winner.promotion.id } }))
	}
}

export function sumOf(amounts: readonly number[]): number {
	return amounts.reduce((a, b) => a + b, 0)
}
