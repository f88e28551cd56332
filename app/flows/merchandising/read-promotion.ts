import type { OwnBudget, StoredPromotion } from '../../../db/queries/promotion-room.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { type Benefit, parseBenefit } from '../../engine/promotion/benefits.ts'
import { type Conditions, type LineSelector, parseConditions } from '../../engine/promotion/conditions.ts'
import { parsePromotion } from '../../engine/promotion/parse-promotion.ts'
import type { Promotion } from '../../engine/promotion/promotion.ts'
import type { OwnBudgetFields, PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import { type Codes, showBenefit, showConditions } from '../../engine/promotion/show-promotion-fields.ts'

/** A stored promotion as the engine takes it. */
export function parseStored(stored: StoredPromotion): Result<{ promotion: Promotion }> {
	const { budget } = stored
	const left = (limit: number | null, used: number) => (limit === null ? null : limit - used)
	const budgets = budget
		? [{ policy: budget.policy, remainingMinor: left(budget.limitMinor, budget.usedMinor), remainingUses: left(budget.limitUses, budget.usedUses) }]
		: []
	return parsePromotion({ ...stored, budgets })
}

export function conditionsIn(stored: StoredPromotion | null): Conditions {
	const parsed = parseConditions(!stored || Array.isArray(stored.conditions) ? {} : stored.conditions)
	return parsed.ok ? parsed.value : {}
}

export function benefitIn(stored: StoredPromotion | null): Benefit | null {
	const parsed = stored ? parseBenefit(stored.benefit) : null
	return parsed?.ok ? parsed.value : null
}

/** Every id that a promotion speaks of, so that its sentences can name them. */
export function spokenIds(stored: StoredPromotion | null) {
	const conditions = conditionsIn(stored)
	const benefit = benefitIn(stored)
	const gift = benefit?.kind === 'gift' ? [benefit.productId] : []
	const selectors: LineSelector[] = [conditions]
	if (benefit?.kind === 'free_units' && benefit.getLines) selectors.push(benefit.getLines)
	if (benefit?.kind === 'bundle_price') selectors.push(...benefit.components.map(({ lines }) => lines))
	const all = (pick: (selector: LineSelector) => readonly (readonly number[] | undefined)[]) => selectors.flatMap(pick).flatMap((list) => list ?? [])
	return {
		productIds: [...gift, ...all(({ productIds, excludedProductIds, relation }) => [productIds, excludedProductIds, relation?.productIds])],
		categoryIds: all(({ categoryIds, excludedCategoryIds }) => [categoryIds, excludedCategoryIds]),
		accountIds: conditions.accountIds ?? [],
		groupIds: conditions.buyerGroupIds ?? [],
		locationIds: conditions.locationIds ?? [],
		campaignIds: conditions.campaignIds ?? [],
	}
}

function shownBudget({ kind, who, policy, limitMinor, limitUses }: OwnBudget, currency: string): OwnBudgetFields {
	return { kind, who, policy, money: limitMinor === null ? '' : printMinor(limitMinor, currency), uses: limitUses === null ? '' : String(limitUses) }
}

/** The form of a promotion: of a stored one, or as a new one begins. Days are the seller's, the last one exclusive. */
export function fieldsOf(
	stored: StoredPromotion | null,
	{ codes, zone, currency, at }: { codes: Codes; zone: string; currency: string; at: Date },
): PromotionFields {
	const money = stored?.currency ?? currency
	const budget = stored?.budget
	return {
		code: stored?.code ?? '',
		lane: stored?.lane ?? '',
		priority: String(stored?.priority ?? 0),
		currency: stored ? (stored.currency ?? '') : currency,
		couponCode: stored?.couponCode ?? '',
		validFrom: dayIn(stored?.validFrom ?? at, zone),
		validTo: stored?.validTo ? dayIn(stored.validTo, zone) : '',
		isExclusive: stored?.isGlobalExclusive ?? false,
		isProtected: stored?.includesProtected ?? false,
		...showBenefit(benefitIn(stored), money, codes),
		...showConditions(conditionsIn(stored), money, codes),
		groupIds: stored?.groupIds ?? [],
		accounts: (stored?.accounts ?? []).map(({ number }) => number).join(', '),
		ownBudgets: (stored?.ownBudgets ?? [])
			.filter(({ limitMinor, limitUses }) => limitMinor !== null || limitUses !== null)
			.map((own) => shownBudget(own, money)),
		budgetPolicy: budget?.policy ?? 'reject',
		budgetMoney: budget?.limitMinor == null ? '' : printMinor(budget.limitMinor, money),
		budgetUses: budget?.limitUses == null ? '' : String(budget.limitUses),
		names: stored?.names ?? {},
		descriptions: stored?.descriptions ?? {},
	}
}
