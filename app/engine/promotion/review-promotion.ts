import { isWithin } from '../base/calendar.ts'
import { type Fact, type Refusal, refusal } from '../base/refusal.ts'
import { type Benefit, phaseOf } from './benefits.ts'
import type { Conditions } from './conditions.ts'
import type { Promotion } from './promotion.ts'

/** At most so many active promotions per seller entity and instant (commerce-engine.md section 5). */
export const MOST_ACTIVE_PROMOTIONS = 500

export type ReviewWarning = {
	code:
		| 'NO_ACCOUNT'
		| 'NO_PRODUCT'
		| 'ALREADY_OVER'
		| 'CONTRADICTION'
		| 'BUDGET_EMPTY'
		| 'TERMS_NOT_LONGER'
		| 'NEVER_WINS'
		| 'NEVER_LETS_WIN'
		| 'SAME_COUPON'
		| 'BLOCKED_BY_EXCLUSIVE'
		| 'GIFT_NOT_SOLD'
		| 'BELOW_FLOOR'
	facts: Record<string, Fact>
}

/** What the seller's records say about the promotion, counted before publishing. */
export type ReviewFacts = {
	at: Date
	/** Accounts that it addresses and whose groups, channels and currency can meet its conditions. */
	accountCount: number
	/** Products that its conditions can pick; null where they pick none by product. */
	productCount: number | null
	/** The longest terms any addressed account has already. */
	longestTermsDays: number
	/** For a fixed price: products it can pick whose floor stands above it, so that the floor decides. */
	belowFloorCount: number
	/** For a gift: whether any addressed account may buy it. */
	isGiftSold: boolean
	/** The other published promotions of the seller entity that are live at some time with this one. */
	others: readonly Promotion[]
}

/**
 * Whether a promotion may be published, and what a person should know first: rules that can never act, and rules that
 * keep each other from acting (commerce-engine.md section 5; a rule that can match no account warns, section 11).
 */
export function reviewPromotion(promotion: Promotion, facts: ReviewFacts): { refusals: Refusal[]; warnings: ReviewWarning[] } {
	const active = facts.others.filter(({ validFrom, validTo }) => overlaps(promotion, { validFrom, validTo }) && isWithin({ from: null, to: validTo }, facts.at))
	const refusals = active.length >= MOST_ACTIVE_PROMOTIONS ? [refusal('PROMOTION_LIMIT', { most: MOST_ACTIVE_PROMOTIONS })] : []
	return { refusals, warnings: [...warnOfItself(promotion, facts), ...active.flatMap((other) => warnOfOther(promotion, other))] }
}

function overlaps(a: { validFrom: Date | null; validTo: Date | null }, b: { validFrom: Date | null; validTo: Date | null }): boolean {
	return (!a.validTo || !b.validFrom || b.validFrom < a.validTo) && (!b.validTo || !a.validFrom || a.validFrom < b.validTo)
}

function warnOfItself({ conditions, benefit, validTo, budget }: Promotion, facts: ReviewFacts): ReviewWarning[] {
	const warnings: ReviewWarning[] = []
	const warn = (code: ReviewWarning['code'], more: ReviewWarning['facts'] = {}) => warnings.push({ code, facts: more })
	if (facts.accountCount === 0) warn('NO_ACCOUNT')
	if (facts.productCount === 0) warn('NO_PRODUCT')
	if (validTo && validTo <= facts.at) warn('ALREADY_OVER')
	for (const key of contradictionsOf(conditions)) warn('CONTRADICTION', { key })
	if (budget?.remainingMinor === 0 || budget?.remainingUses === 0) warn('BUDGET_EMPTY')
	if (benefit.kind === 'terms' && benefit.days <= facts.longestTermsDays)
		warn('TERMS_NOT_LONGER', { days: benefit.days, longestTermsDays: facts.longestTermsDays })
	if (benefit.kind === 'fixed_price' && facts.belowFloorCount > 0) warn('BELOW_FLOOR', { count: facts.belowFloorCount })
	if (benefit.kind === 'gift' && !facts.isGiftSold) warn('GIFT_NOT_SOLD', { productId: benefit.productId })
	return warnings
}

/** Lists that take back everything they give. */
function contradictionsOf({ productIds, excludedProductIds, categoryIds, excludedCategoryIds, relation }: Conditions): string[] {
	const keys: string[] = []
	if (productIds?.every((id) => excludedProductIds?.includes(id))) keys.push('excludedProductIds')
	if (categoryIds?.every((id) => excludedCategoryIds?.includes(id))) keys.push('excludedCategoryIds')
	if (relation?.of === 'products' && !relation.productIds) keys.push('relation.productIds')
	return keys
}

function warnOfOther(promotion: Promotion, other: Promotion): ReviewWarning[] {
	const facts = { promotionId: other.id }
	const warnings: ReviewWarning[] = []
	if (promotion.couponCode !== null && promotion.couponCode.trim().toUpperCase() === other.couponCode?.trim().toUpperCase())
		warnings.push({ code: 'SAME_COUPON', facts })
	if (
		other.globalExclusive &&
		!promotion.globalExclusive &&
		other.couponCode === null &&
		isNoNarrower(other.conditions, promotion.conditions) &&
		outdoes(other, promotion)
	)
		warnings.push({ code: 'BLOCKED_BY_EXCLUSIVE', facts })
	if (other.globalExclusive || promotion.globalExclusive || other.lane !== promotion.lane) return warnings
	if (keepsFromWinning(other, promotion)) warnings.push({ code: 'NEVER_WINS', facts })
	else if (keepsFromWinning(promotion, other)) warnings.push({ code: 'NEVER_LETS_WIN', facts })
	return warnings
}

/** In a lane the better of two wins wherever both hold, so one that holds wherever the other does, and is better, hides it. */
function keepsFromWinning(strong: Promotion, weak: Promotion): boolean {
	if (strong.couponCode !== null || strong.budget || (weak.includeProtected && !strong.includeProtected)) return false
	return outlives(strong, weak) && isNoNarrower(strong.conditions, weak.conditions) && outdoes(strong, weak)
}

function outlives(strong: Promotion, weak: Promotion): boolean {
	const beginsFirst = !strong.validFrom || (weak.validFrom !== null && strong.validFrom <= weak.validFrom)
	return beginsFirst && (!strong.validTo || (weak.validTo !== null && strong.validTo >= weak.validTo))
}

/** Every key that `wide` asks for, `narrow` asks for as strictly. Says no where it cannot tell. */
function isNoNarrower(wide: Conditions, narrow: Conditions): boolean {
	return (Object.keys(wide) as (keyof Conditions)[]).every((key) => {
		const [asked, held] = [wide[key], narrow[key]]
		if (asked === undefined) return true
		if (key === 'amount' && wide.amount && narrow.amount)
			return wide.amount.over === narrow.amount.over && wide.amount.of === narrow.amount.of && wide.amount.minMinor <= narrow.amount.minMinor
		if (key === 'quantity' && wide.quantity && narrow.quantity) return wide.quantity.per === narrow.quantity.per && wide.quantity.min <= narrow.quantity.min
		if (!Array.isArray(asked) || !Array.isArray(held)) return JSON.stringify(asked) === JSON.stringify(held)
		const [wideList, narrowList]: [readonly unknown[], readonly unknown[]] = [asked, held]
		return key.startsWith('excluded') ? wideList.every((one) => narrowList.includes(one)) : narrowList.every((one) => wideList.includes(one))
	})
}

/** Whether a benefit is at least as good on every order; only like is compared with like. */
function outdoes(strong: Promotion, weak: Promotion): boolean {
	if (phaseOf(strong.benefit) !== phaseOf(weak.benefit) || strong.currency !== weak.currency) return false
	const better = compare(strong.benefit, weak.benefit)
	return better > 0 || (better === 0 && (strong.priority > weak.priority || (strong.priority === weak.priority && strong.id < weak.id)))
}

/** Positive when `a` gives more, 0 when the same, negative when less or not comparable. */
function compare(a: Benefit, b: Benefit): number {
	if (a.kind === 'percent' && b.kind === 'percent') return a.of === b.of && a.scope === b.scope ? a.percentPpm - b.percentPpm : -1
	if (a.kind === 'amount' && b.kind === 'amount')
		return a.scope === b.scope && (a.scope === 'order' || b.scope === 'order' || a.per === b.per) ? a.amountMinor - b.amountMinor : -1
	if (a.kind === 'fixed_price' && b.kind === 'fixed_price') return Number(b.unitPriceMicros - a.unitPriceMicros)
	if (a.kind === 'terms' && b.kind === 'terms') return a.days - b.days
	if (a.kind !== 'shipping_percent' || b.kind !== 'shipping_percent' || a.methods || b.methods) return -1
	const [most, least] = [a.capMinor ?? Number.MAX_SAFE_INTEGER, b.capMinor ?? Number.MAX_SAFE_INTEGER]
	return a.percentPpm === b.percentPpm && most === least ? 0 : a.percentPpm >= b.percentPpm && most >= least ? 1 : -1
}
