import { type Result, refusal } from '../base/refusal.ts'
import { parseBenefit, statesMoney } from './benefits.ts'
import { parseConditions } from './conditions.ts'
import type { LocationBudget, Promotion, PromotionBudget } from './promotion.ts'
import { tightestBudget } from './tightest-budget.ts'

/** A promotion as it is stored or posted. */
export type PromotionSource = {
	id: number
	names: Readonly<Record<string, string>>
	lane: string
	priority: number
	isGlobalExclusive: boolean
	includesProtected: boolean
	currency: string | null
	couponCode: string | null
	conditions: unknown
	benefit: unknown
	validFrom: Date | null
	validTo: Date | null
	budgets: readonly (PromotionBudget & { locationId?: number | null })[]
}

/** The promotion, or every refusal: unknown keys, wrong values, amounts without a currency, a window that ends before it begins. */
export function parsePromotion(source: PromotionSource): Result<{ promotion: Promotion }> {
	const { id, names, lane, priority, currency, couponCode, validFrom, validTo } = source
	// An empty list is how the column says "no conditions".
	const conditions = parseConditions(Array.isArray(source.conditions) && source.conditions.length === 0 ? {} : source.conditions)
	const benefit = parseBenefit(source.benefit)
	const refusals = [...(conditions.ok ? [] : conditions.refusals), ...(benefit.ok ? [] : benefit.refusals)]
	if (lane.trim() === '') refusals.push(refusal('PROMOTION_FIELD_INVALID', { key: 'lane', expected: 'text' }))
	if (validFrom && validTo && validTo <= validFrom) refusals.push(refusal('PROMOTION_WINDOW_EMPTY'))
	if (!conditions.ok || !benefit.ok) return { ok: false, refusals }
	if (currency === null && (statesMoney(benefit.value) || conditions.value.amount)) refusals.push(refusal('PROMOTION_CURRENCY_MISSING'))
	if (refusals.length > 0) return { ok: false, refusals }
	const budget = tightestBudget(source.budgets.filter(({ locationId }) => locationId == null))
	const locationBudgets = source.budgets.flatMap(({ locationId, remainingMinor, remainingUses, policy }): LocationBudget[] =>
		locationId == null ? [] : [{ locationId, remainingMinor, remainingUses, policy }],
	)
	const { isGlobalExclusive: globalExclusive, includesProtected: includeProtected } = source
	return {
		ok: true,
		promotion: {
			id,
			names,
			lane,
			priority,
			conditions: conditions.value,
			benefit: benefit.value,
			globalExclusive,
			includeProtected,
			couponCode,
			currency,
			validFrom,
			validTo,
			budget,
			...(locationBudgets.length > 0 ? { locationBudgets } : {}),
		},
	}
}
