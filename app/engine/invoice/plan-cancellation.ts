import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import { fitsUnit, type Quantity } from '../base/units.ts'
import { sharesBetween } from './cumulative-share.ts'
import type { ShippableAllocation, ShippableGroup } from './plan-shipment.ts'

export type CancellationQuestion = {
	/** Of the whole order. */
	allocations: readonly ShippableAllocation[]
	groups: readonly ShippableGroup[]
	/** What of allocations shall not come. */
	cut: readonly { allocationId: number; quantity: Quantity }[]
	rounding: Rounding
	/** Lines whose price or promotions hang on how much was ordered; empty when the seller cancels: then everything is kept (section 7). */
	bound: ReadonlySet<number>
}

export type Cancellation = {
	cancelled: { allocationId: number; quantity: Quantity }[]
	/** What of each delivery's price falls away, and whether nothing of it is left to come. */
	groups: { groupKey: string; lapsedMinor: number; isCancelled: boolean }[]
}

const openOf = (one: ShippableAllocation) => one.quantity - one.cancelledQuantity - one.shippedQuantity
const sum = (amounts: readonly number[]) => amounts.reduce((total, amount) => total + amount, 0)

/**
 * Cancels a part of an order before it ships, at the price that it was sold at (commerce-engine.md section 7): the last
 * units of each allocation, cut as shipments cut the first, so that what ships and what falls away sum to the price. A
 * delivery of which nothing is left takes its freight and its fees along. Refuses, all at once: `CUT_EMPTY`,
 * `CUT_TOO_MUCH`, `NOT_IN_UNIT`, `CUT_REPRICES` per line, `CUT_CLOSES` where the rest of what has begun to ship would go,
 * `CUT_WHOLE` where nothing of the order would be left to come.
 */
export function planCancellation(question: CancellationQuestion): Result<Cancellation> {
	const { allocations, groups, cut, rounding } = question
	const taken = new Map(cut.filter(({ quantity }) => quantity !== 0).map(({ allocationId, quantity }) => [allocationId, quantity]))
	const own = Map.groupBy(allocations, ({ groupKey }) => groupKey)
	const after = groups.map((group) => {
		const all = own.get(group.groupKey) ?? []
		const goods = all.filter(({ isFee }) => !isFee)
		const left = sum(goods.map((one) => openOf(one) - (taken.get(one.allocationId) ?? 0)))
		const isTouched = all.some(({ allocationId }) => taken.has(allocationId))
		return { group, all, left, isTouched, hasShipped: all.some(({ shippedQuantity }) => shippedQuantity > 0) }
	})
	const refusals = [...check(question, taken), ...after.filter((one) => one.isTouched && one.left === 0 && one.hasShipped).map(() => refusal('CUT_CLOSES'))]
	if (refusals.length === 0 && after.every(({ left }) => left <= 0)) refusals.push(refusal('CUT_WHOLE'))
	if (refusals.length > 0) return { ok: false, refusals }
	const plans = after
		.filter(({ isTouched }) => isTouched)
		.map(({ group, all, left }) => {
			const isCancelled = left === 0
			const going = all.map((one) => ({ one, quantity: one.isFee && isCancelled ? openOf(one) : (taken.get(one.allocationId) ?? 0) }))
			const lapsed = sum(going.map(({ one, quantity }) => priceOf(one, quantity, rounding)))
			const freight = isCancelled ? group.shippingMinor + group.shippingTaxMinor : 0
			const cancelled = going.filter(({ quantity }) => quantity > 0).map(({ one, quantity }) => ({ allocationId: one.allocationId, quantity }))
			return { groupKey: group.groupKey, lapsedMinor: lapsed + freight, isCancelled, cancelled }
		})
	return { ok: true, cancelled: plans.flatMap(({ cancelled }) => cancelled), groups: plans.map(({ cancelled: _cancelled, ...group }) => group) }
}

/** What the last units that are still to come are worth. */
function priceOf(one: ShippableAllocation, quantity: Quantity, rounding: Rounding): number {
	if (quantity === 0) return 0
	const end = one.quantity - one.cancelledQuantity
	const { netMinor, taxMinor } = sharesBetween(one, { before: end - quantity, after: end, quantity: one.quantity }, rounding)
	return netMinor + taxMinor
}

function check({ allocations, groups, bound }: CancellationQuestion, taken: ReadonlyMap<number, Quantity>): Refusal[] {
	if (taken.size === 0) return [refusal('CUT_EMPTY')]
	const byId = new Map(allocations.map((one) => [one.allocationId, one]))
	const openKeys = new Set(groups.filter(({ status }) => status === 'open' || status === 'held' || status === 'part_shipped').map(({ groupKey }) => groupKey))
	const wrong = [...taken].flatMap(([allocationId, quantity]): Refusal[] => {
		const one = byId.get(allocationId)
		if (!one || one.isFee || !openKeys.has(one.groupKey) || quantity < 0 || quantity > openOf(one))
			return [refusal('CUT_TOO_MUCH', { openQuantity: one ? openOf(one) : 0 }, one?.sequence)]
		return fitsUnit(quantity, one.unit) ? [] : [refusal('NOT_IN_UNIT', { unit: one.unit.code }, one.sequence)]
	})
	const lines = new Set([...taken.keys()].flatMap((id) => byId.get(id)?.sequence ?? []))
	return [...wrong, ...[...lines].filter((sequence) => bound.has(sequence)).map((sequence) => refusal('CUT_REPRICES', {}, sequence))]
}
