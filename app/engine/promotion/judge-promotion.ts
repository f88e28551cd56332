import { isWithin, weekdayOf } from '../base/calendar.ts'
import type { Fact } from '../base/refusal.ts'
import type { Quantity } from '../base/units.ts'
import { phaseOf, statesMoney } from './benefits.ts'
import type { Conditions, LineSelector } from './conditions.ts'
import type { Promotion, PromotionInput, PromotionLine, Reason } from './promotion.ts'
import { type LineState, portionOf, sumOf, type Workbench } from './workbench.ts'

/** A line that a promotion reaches, and how much of it: a location condition reaches only what goes there. */
export type Reached = { state: LineState; quantity: Quantity }

export type Judgement = { ok: true; reached: Reached[] } | { ok: false; reason: Reason; facts: Record<string, Fact> }

const no = (reason: Reason, facts: Record<string, Fact> = {}): Judgement => ({ ok: false, reason, facts })

/** Whether the promotion acts on this order at the entry of its phase, and on which lines. Missing thresholds leave a hint. */
export function judgePromotion(bench: Workbench, promotion: Promotion): Judgement {
	const { input } = bench
	const { conditions } = promotion
	const order = judgeOrder(input, promotion)
	if (order) return no(order)
	const reached = reachLines(bench, promotion, conditions, NOWHERE)
	if (reached.length === 0) return no(conditions.locationIds && !deliversTo(input, conditions.locationIds) ? 'LOCATION' : whyNoLine(bench, promotion))

	const enough = conditions.quantity?.per === 'line' ? reached.filter(({ quantity }) => quantity >= (conditions.quantity?.min ?? 0)) : reached
	const short = shortfalls(bench, conditions, enough.length > 0 ? enough : reached, enough.length === 0)
	const payment = conditions.paymentMethods && !conditions.paymentMethods.includes(input.paymentMethod ?? '')
	if (payment && short.length > 0) return no('PAYMENT_METHOD')
	if (payment) bench.hints.push({ promotionId: promotion.id, code: 'PAYMENT_METHOD', facts: { methods: (conditions.paymentMethods ?? []).join(', ') } })
	if (payment) return no('PAYMENT_METHOD')
	for (const { code, facts } of short) bench.hints.push({ promotionId: promotion.id, code, facts })
	const first = short[0]
	if (first) return no(`${first.code}_SHORT`, first.facts)
	// Thresholds count the whole order; what a location's budget has spent is only kept from the benefit.
	const barred = barredFrom(bench, promotion)
	const open = barred.size === 0 ? enough : reachLines(bench, promotion).filter((one) => enough.some(({ state }) => state === one.state))
	return open.length > 0 ? { ok: true, reached: open } : no('BUDGET_SPENT')
}

const NOWHERE: ReadonlySet<number> = new Set()

/** The locations whose own budget lets nothing of this promotion fall there. */
export function barredFrom({ limits }: Workbench, { id }: Promotion): ReadonlySet<number> {
	return limits.get(id)?.barred ?? NOWHERE
}

function judgeOrder(input: PromotionInput, { conditions, benefit, currency, validFrom, validTo }: Promotion): Reason | null {
	const anyOf = (wanted: readonly number[] | undefined, has: readonly number[]) => !wanted || wanted.some((id) => has.includes(id))
	if (!isWithin({ from: validFrom, to: validTo }, input.at)) return 'NOT_LIVE'
	if ((currency !== null && currency !== input.currency) || (currency === null && (statesMoney(benefit) || conditions.amount))) return 'CURRENCY'
	if (!anyOf(conditions.accountIds, [input.accountId ?? 0, ...(input.ancestorIds ?? [])]) || !anyOf(conditions.buyerGroupIds, input.buyerGroupIds))
		return 'ACCOUNT'
	if (conditions.channels && !conditions.channels.includes(input.channel)) return 'CHANNEL'
	if (conditions.weekdays && !conditions.weekdays.includes(weekdayOf(input.sellerDay))) return 'WEEKDAY'
	if (conditions.firstOrder !== undefined && conditions.firstOrder !== input.firstOrder) return 'FIRST_ORDER'
	return anyOf(conditions.campaignIds, input.campaignIds) ? null : 'CAMPAIGN'
}

export function selectLines(bench: Workbench, selector: LineSelector): LineState[] {
	const { productIds, excludedProductIds, categoryIds, excludedCategoryIds, units, relation } = selector
	const inCart = relation?.of === 'in_cart' ? new Set(bench.lines.map(({ line }) => line.productId)) : null
	const related = (line: PromotionLine) =>
		line.relations.some(({ kind, productId, owned }) => {
			if (kind !== relation?.kind) return false
			if (relation.of === 'owned') return owned && (!relation.productIds || relation.productIds.includes(productId))
			return inCart ? inCart.has(productId) : (relation.productIds?.includes(productId) ?? false)
		})
	return bench.lines.filter(({ line }) => {
		if (productIds && !productIds.includes(line.productId)) return false
		if (excludedProductIds?.includes(line.productId)) return false
		if (categoryIds && !categoryIds.some((id) => line.categoryIds.includes(id))) return false
		if (excludedCategoryIds?.some((id) => line.categoryIds.includes(id))) return false
		if (units && !units.includes(line.unit)) return false
		return !relation || related(line)
	})
}

/** Which places a promotion reaches: those of its condition, without those that are barred. */
export function reachedPlaces(bench: Workbench, promotion: Promotion): (place: { locationId: number }) => boolean {
	const { locationIds } = promotion.conditions
	const barred = barredFrom(bench, promotion)
	return ({ locationId }) => !barred.has(locationId) && (!locationIds || locationIds.includes(locationId))
}

/** The lines that may get something: matching, not protected, with quantity at the promotion's locations. */
export function reachLines(
	bench: Workbench,
	promotion: Promotion,
	selector: LineSelector = promotion.conditions,
	barred: ReadonlySet<number> = barredFrom(bench, promotion),
): Reached[] {
	// Shipping and terms take nothing off a line, so no line needs protection from them.
	const open = promotion.includeProtected || phaseOf(promotion.benefit) > 3
	const { locationIds } = promotion.conditions
	return selectLines(bench, selector)
		.filter(({ line }) => open || line.promotable)
		.map((state) => ({ state, quantity: reachedQuantity(state.line, locationIds, barred) }))
		.filter(({ quantity }) => quantity > 0)
}

function reachedQuantity(line: PromotionLine, locationIds: readonly number[] | undefined, barred: ReadonlySet<number>): Quantity {
	const closed = sumOf(line.allocations.filter(({ locationId }) => barred.has(locationId)).map(({ quantity }) => quantity))
	if (!locationIds) return line.quantity - closed
	return sumOf(line.allocations.filter(({ locationId }) => locationIds.includes(locationId) && !barred.has(locationId)).map(({ quantity }) => quantity))
}

export function entryOf({ state, quantity }: Reached, { rounding }: PromotionInput): number {
	return portionOf(state.entryMinor, quantity, state.line.quantity, rounding)
}

export function resolvedOf({ state, quantity }: Reached, { rounding }: PromotionInput): number {
	return portionOf(state.line.resolvedMinor, quantity, state.line.quantity, rounding)
}

function deliversTo(input: PromotionInput, locationIds: readonly number[]): boolean {
	return input.lines.some(({ allocations }) => allocations.some(({ locationId }) => locationIds.includes(locationId)))
}

function whyNoLine(bench: Workbench, promotion: Promotion): Reason {
	return selectLines(bench, promotion.conditions).some(({ line }) => !line.promotable) ? 'PROTECTED' : 'NO_LINE'
}

type Shortfall = { code: 'AMOUNT' | 'QUANTITY'; facts: Record<string, Fact> }

/** Thresholds are judged once on the whole order, never per delivery group (commerce-engine.md section 5). */
function shortfalls(bench: Workbench, { quantity, amount }: Conditions, reached: Reached[], noLineHasEnough: boolean): Shortfall[] {
	const { input } = bench
	const short: Shortfall[] = []
	if (quantity) {
		const counted = {
			line: noLineHasEnough ? Math.max(...reached.map((one) => one.quantity)) : quantity.min,
			selected: sumOf(reached.map((one) => one.quantity)),
		}
		const has = quantity.per === 'order' ? sumOf(input.lines.map((line) => line.quantity)) : counted[quantity.per]
		if (has < quantity.min) short.push({ code: 'QUANTITY', facts: { missingQuantity: quantity.min - has, minQuantity: quantity.min } })
	}
	if (amount) {
		const everyLine = bench.lines.map((state) => ({ state, quantity: state.line.quantity }))
		const read = amount.of === 'resolved_price' ? resolvedOf : entryOf
		const has = sumOf((amount.over === 'order' ? everyLine : reached).map((one) => read(one, input)))
		const facts = { missingMinor: amount.minMinor - has, minMinor: amount.minMinor, currency: input.currency }
		if (has < amount.minMinor) short.push({ code: 'AMOUNT', facts })
	}
	return short
}
