import type { Standing } from '../account/account-context.ts'
import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Fact } from '../base/refusal.ts'
import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import type { Benefit, Phase } from './benefits.ts'
import type { Conditions } from './conditions.ts'

/** What is left of the promotion's budget for this order: the tightest of promotion, group and account. */
export type PromotionBudget = { remainingMinor: number | null; remainingUses: number | null; policy: 'reject' | 'cap' }

/** What is left of the promotion's budget for one location of the account. */
export type LocationBudget = PromotionBudget & { locationId: number }

/** What of a promotion's benefit falls to one location; `barred`: its budget lets nothing fall there any more. */
export type LocationDraw = { locationId: number; savingMinor: number; uses: number; barred?: boolean }

export type Promotion = {
	id: number
	/** By locale; the engine only hands them on. */
	names: Readonly<Record<string, string>>
	lane: string
	priority: number
	conditions: Conditions
	benefit: Benefit
	globalExclusive: boolean
	includeProtected: boolean
	couponCode: string | null
	/** The currency of every amount in conditions and benefit; null when they state none. */
	currency: Currency | null
	validFrom: Date | null
	validTo: Date | null
	budget: PromotionBudget | null
	/** Those of the account's locations that have a budget of their own; none when left out. */
	locationBudgets?: readonly LocationBudget[]
}

export type LineAllocation = { groupKey: string; locationId: number; quantity: Quantity }

export type PromotionLine = {
	sequence: number
	productId: number
	categoryIds: readonly number[]
	/** What this product is to others: an accessory of the machine `productId`, which the account owns or not. */
	relations: readonly { kind: string; productId: number; owned: boolean }[]
	unit: string
	quantity: Quantity
	resolvedMinor: number
	unitPriceMicros: bigint
	/** False on a line whose winning book forbids promotions. */
	promotable: boolean
	/** The least this line may come to, if the seller has a floor. */
	floorMinor?: number | null
	allocations: readonly LineAllocation[]
}

export type PromotionGroup = { groupKey: string; shippingMinor: number; locationId?: number | null; method?: string | null }

/** What a gift would be if it were bought: entitled, priced and in stock. A gift that is not offered cannot be given. */
export type GiftOffer = { productId: number; unit: string; unitPriceMicros: bigint; step: Quantity; availableQuantity: Quantity | null }

export type PromotionInput = {
	at: Date
	/** The day of `at` in the seller's zone. */
	sellerDay: Day
	currency: Currency
	rounding: Rounding
	accountId: number | null
	/** Conditions on an account hold for every account under it. */
	ancestorIds?: readonly number[]
	buyerGroupIds: readonly number[]
	channel: string
	standing: Standing
	firstOrder: boolean
	paymentMethod: string | null
	campaignIds: readonly number[]
	coupons: readonly string[]
	baseTermsDays: number
	lines: readonly PromotionLine[]
	groups: readonly PromotionGroup[]
	gifts: readonly GiftOffer[]
	/** Already those addressed to this account. */
	promotions: readonly Promotion[]
}

export type Adjustment = { promotionId: number; phase: Phase; amountMinor: number }
export type LineOutcome = { sequence: number; adjustments: Adjustment[]; netMinor: number }
export type GroupOutcome = { groupKey: string; adjustments: Adjustment[]; shippingDiscountMinor: number }

/** A line to be added at its resolved price with a discount of all of it. */
export type Gift = {
	promotionId: number
	productId: number
	unit: string
	quantity: Quantity
	unitPriceMicros: bigint
	resolvedMinor: number
	allocations: LineAllocation[]
}

export type Reason =
	| 'APPLIED'
	| 'NOT_LIVE'
	| 'CURRENCY'
	| 'ACCOUNT'
	| 'CHANNEL'
	| 'WEEKDAY'
	| 'FIRST_ORDER'
	| 'PAYMENT_METHOD'
	| 'CAMPAIGN'
	| 'LOCATION'
	| 'NO_LINE'
	| 'PROTECTED'
	| 'QUANTITY_SHORT'
	| 'AMOUNT_SHORT'
	| 'UNITS_SHORT'
	| 'GIFT_UNAVAILABLE'
	| 'NO_SAVING'
	| 'FLOOR'
	| 'LANE'
	| 'EXCLUSIVE'
	| 'STACK_SAVES_MORE'
	| 'BUDGET_SPENT'
	| 'BUDGET_LESS'
	| 'STANDING'
	| 'TERMS_NOT_LONGER'

/** Why a promotion acts or not; `lapsedMinor` is what a floor or a budget took from it, `waiting` a coupon not yet due. */
export type Verdict = {
	promotionId: number
	phase: Phase
	applied: boolean
	reason: Reason
	facts: Record<string, Fact>
	savingMinor: number
	lapsedMinor: number
	uses: number
	waiting: boolean
	/** Of a promotion with budgets of locations: what falls where. */
	locations?: LocationDraw[]
}

/** Nothing else is missing: `facts` say how much. */
export type Hint = { promotionId: number; code: 'AMOUNT' | 'QUANTITY' | 'UNITS' | 'PAYMENT_METHOD'; facts: Record<string, Fact> }

export type PromotionOutcome = {
	lines: LineOutcome[]
	groups: GroupOutcome[]
	gifts: Gift[]
	termsDays: number
	/** Goods, shipping and gifts together, before tax. */
	savedMinor: number
	explanation: Verdict[]
	hints: Hint[]
}
