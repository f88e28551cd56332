import { parseMinor } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { parseQuantity } from '../base/units.ts'

export const benefitKinds = [
	'percent_line',
	'percent_order',
	'amount_unit',
	'amount_line',
	'amount_order',
	'fixed_price',
	'free_units',
	'bundle_price',
	'gift',
	'shipping_percent',
	'shipping_cap',
	'terms',
] as const
export type BenefitKind = (typeof benefitKinds)[number]

/** Which lines, as a form holds it. */
export type SelectorFields = {
	skus: string
	excludedSkus: string
	categoryIds: number[]
	excludedCategoryIds: number[]
	units: string
	/** A kind of relation; empty: any product. */
	relation: string
	relationOf: 'owned' | 'in_cart' | 'products'
	relationSkus: string
}

/** One part of a bundle; without a quantity it is none. */
export type PartFields = SelectorFields & { quantity: string }

/** A budget of one account, group or store (`NUMBER/STORE`); without limits and a name it is none. */
export type OwnBudgetFields = { kind: 'account' | 'group' | 'store'; who: string; policy: 'reject' | 'cap'; money: string; uses: string }

/** A promotion as its form holds it: text as typed, so that a refused form shows it again. */
export type PromotionFields = SelectorFields & {
	code: string
	lane: string
	priority: string
	currency: string
	couponCode: string
	validFrom: string
	validTo: string
	isExclusive: boolean
	isProtected: boolean
	kind: BenefitKind
	percent: string
	percentOf: 'phase_entry' | 'resolved_price'
	amount: string
	buy: string
	get: string
	maxUses: string
	cap: string
	days: string
	giftSku: string
	giftUnit: string
	every: string
	methods: string[]
	/** What free units are picked from: the products of the conditions, or `reward`. */
	getFrom: 'same' | 'others'
	reward: SelectorFields
	parts: PartFields[]
	minAmount: string
	amountOver: 'order' | 'selected'
	amountOf: 'phase_entry' | 'resolved_price'
	minQuantity: string
	quantityPer: 'selected' | 'line' | 'order'
	orders: '' | 'first' | 'later'
	channels: string[]
	paymentMethods: string[]
	weekdays: number[]
	campaignIds: number[]
	stores: string
	/** Conditions beside the audience: an account must be one of these too. */
	onlyGroupIds: number[]
	onlyAccounts: string
	groupIds: number[]
	accounts: string
	ownBudgets: OwnBudgetFields[]
	budgetPolicy: 'reject' | 'cap'
	budgetMoney: string
	budgetUses: string
	names: Record<string, string>
	descriptions: Record<string, string>
}

/** What was typed, in upper case, and what it means: products by SKU, stores by `NUMBER/STORE`, accounts by number. */
export type Meant = { products: ReadonlyMap<string, number>; stores: ReadonlyMap<string, number>; accounts: ReadonlyMap<string, number> }

export const wordsOf = (text: string) =>
	text
		.split(/[\s,;]+/)
		.map((word) => word.trim().toUpperCase())
		.filter(Boolean)

export type Problems = { refusals: Refusal[]; currency: string }

export function wrong(problems: Problems, key: string, given: string): null {
	problems.refusals.push(refusal('FIELD_INVALID', { key, given }))
	return null
}

/** A share in parts per million from a percent with at most four decimals. */
export function percentIn(text: string, problems: Problems): number | null {
	const ppm = parseQuantity(text)
	return ppm === null || ppm < 1 || ppm > 1_000_000 ? wrong(problems, 'percent', text) : ppm
}

export function minorIn(text: string, key: string, problems: Problems): number | null {
	if (problems.currency === '') {
		if (!problems.refusals.some(({ code }) => code === 'PROMOTION_CURRENCY_MISSING')) problems.refusals.push(refusal('PROMOTION_CURRENCY_MISSING'))
		return null
	}
	const minor = parseMinor(text, problems.currency)
	return minor === null || minor < 0 ? wrong(problems, key, text) : minor
}

export function wholeIn(text: string, key: string, problems: Problems): number | null {
	return /^\d{1,9}$/.test(text) && Number(text) > 0 ? Number(text) : wrong(problems, key, text)
}

export function quantityIn(text: string, key: string, problems: Problems): number | null {
	const quantity = parseQuantity(text)
	return quantity === null || quantity === 0 ? wrong(problems, key, text) : quantity
}

export const optionally = (text: string, read: () => number | null) => (text === '' ? null : read())
