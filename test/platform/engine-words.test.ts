import { readFileSync } from 'node:fs'
import { expect, test } from 'vitest'
import type { Rung } from '../../app/engine/pricing/price-candidate.ts'
import type { TracedCandidate } from '../../app/engine/pricing/price-trace.ts'
import type { Benefit } from '../../app/engine/promotion/benefits.ts'
import type { Conditions } from '../../app/engine/promotion/conditions.ts'
import { describePromotion } from '../../app/engine/promotion/describe-promotion.ts'
import type { Hint, Promotion, Reason } from '../../app/engine/promotion/promotion.ts'
import type { ReviewWarning } from '../../app/engine/promotion/review-promotion.ts'
import { fixedT } from '../../app/platform/i18n.server.ts'
import { locales } from '../../app/platform/locale.ts'
import { hintWords, sentenceWords, verdictWords, type Wording, warningWords } from '../../app/ui/format/promotion-words.ts'

/** The compiler refuses this list when a reason is added to the engine and not here. */
type Every<T extends string> = Record<T, true>
const named = <T extends string>(every: Every<T>) => Object.keys(every) as T[]

const reasons = named<Reason>({
	...{ APPLIED: true, NOT_LIVE: true, CURRENCY: true, ACCOUNT: true, CHANNEL: true, WEEKDAY: true, FIRST_ORDER: true, PAYMENT_METHOD: true },
	...{ CAMPAIGN: true, LOCATION: true, NO_LINE: true, PROTECTED: true, QUANTITY_SHORT: true, AMOUNT_SHORT: true, UNITS_SHORT: true },
	...{ GIFT_UNAVAILABLE: true, NO_SAVING: true, FLOOR: true, LANE: true, EXCLUSIVE: true, STACK_SAVES_MORE: true, BUDGET_SPENT: true },
	...{ BUDGET_LESS: true, STANDING: true, TERMS_NOT_LONGER: true },
})
const hints = named<Hint['code']>({ AMOUNT: true, QUANTITY: true, UNITS: true, PAYMENT_METHOD: true })
const warnings = named<ReviewWarning['code']>({
	...{ NO_ACCOUNT: true, NO_PRODUCT: true, ALREADY_OVER: true, CONTRADICTION: true, BUDGET_EMPTY: true, TERMS_NOT_LONGER: true },
	...{ NEVER_WINS: true, NEVER_LETS_WIN: true, SAME_COUPON: true, BLOCKED_BY_EXCLUSIVE: true, GIFT_NOT_SOLD: true, BELOW_FLOOR: true },
})
const rungs = named<Rung>({ quote: true, override: true, contract: true, group: true, sale: true, base: true, fx: true })
const priceReasons = named<NonNullable<TracedCandidate['reason']>>({
	...{ NOT_ENTITLED: true, INACTIVE: true, CURRENCY: true, UNIT: true, DATE: true, BELOW_MIN: true, LOWER_RANK: true, DEARER: true },
})

const facts = {
	...{ missingQuantity: 20_000, minQuantity: 50_000, missingMinor: 1234, minMinor: 50_000, currency: 'USD', methods: 'po, card' },
	...{ key: 'excludedProductIds', days: 30, longestTermsDays: 45, promotionId: 7, productId: 9, count: 2 },
}

const lists: Conditions = {
	...{ productIds: [1], excludedProductIds: [2], categoryIds: [3], excludedCategoryIds: [4], units: ['bag'], accountIds: [5], buyerGroupIds: [6] },
	...{ locationIds: [7], channels: ['web', 'api'], weekdays: [0, 3], firstOrder: true, paymentMethods: ['po', 'card'], campaignIds: [8] },
}
const conditions: Conditions[] = [
	{
		...lists,
		relation: { kind: 'accessory', of: 'owned' },
		quantity: { min: 30_000, per: 'line' },
		amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' },
	},
	{
		...{ firstOrder: false, relation: { kind: 'spare_part', of: 'in_cart' }, quantity: { min: 30_000, per: 'selected' } },
		amount: { minMinor: 15_000, over: 'selected', of: 'resolved_price' },
	},
	{ relation: { kind: 'substitute', of: 'products', productIds: [1, 2] }, quantity: { min: 30_000, per: 'order' } },
]
const benefits: { [K in Benefit['kind']]: Extract<Benefit, { kind: K }>[] } = {
	percent: [
		{ kind: 'percent', scope: 'line', percentPpm: 125_500, of: 'phase_entry' },
		{ kind: 'percent', scope: 'order', percentPpm: 50_000, of: 'resolved_price' },
	],
	amount: [
		{ kind: 'amount', scope: 'line', per: 'unit', amountMinor: 50 },
		{ kind: 'amount', scope: 'line', per: 'line', amountMinor: 50 },
		{ kind: 'amount', scope: 'order', amountMinor: 500 },
	],
	fixed_price: [{ kind: 'fixed_price', unitPriceMicros: 17_750_000n }],
	free_units: [
		{ kind: 'free_units', buyQuantity: 60_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: null },
		{ kind: 'free_units', buyQuantity: 60_000, getQuantity: 10_000, percentPpm: 500_000, maxUses: 2, getLines: { productIds: [1], categoryIds: [3] } },
	],
	bundle_price: [{ kind: 'bundle_price', components: [{ lines: {}, quantity: 10_000 }], priceMinor: 9900, maxUses: 1 }],
	gift: [
		{ kind: 'gift', productId: 9, unit: 'bag', quantity: 10_000, every: null, maxUses: null },
		{ kind: 'gift', productId: 9, unit: 'bag', quantity: 10_000, every: 120_000, maxUses: 5 },
	],
	shipping_percent: [
		{ kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: null },
		{ kind: 'shipping_percent', percentPpm: 500_000, capMinor: 1500, methods: ['ground'] },
	],
	shipping_cap: [{ kind: 'shipping_cap', atMostMinor: 500, methods: ['ground', 'express'] }],
	terms: [
		{ kind: 'terms', days: 1 },
		{ kind: 'terms', days: 45 },
	],
}

const plain: Promotion = {
	...{ id: 7, names: {}, lane: 'coffee', priority: 0, conditions: {}, benefit: { kind: 'terms', days: 45 }, globalExclusive: false },
	...{ includeProtected: false, couponCode: null, currency: 'USD', validFrom: null, validTo: null, budget: null },
}
const promotions: Promotion[] = [
	...Object.values(benefits).flatMap((kind) => kind.map((benefit) => ({ ...plain, benefit }))),
	...conditions.map((one) => ({ ...plain, conditions: one })),
	{ ...plain, globalExclusive: true, includeProtected: true, couponCode: 'ROAST', budget: { remainingMinor: 2000, remainingUses: 1, policy: 'reject' } },
	{ ...plain, budget: { remainingMinor: 2000, remainingUses: 5, policy: 'cap' } },
]

const names = {
	product: 'Colombia',
	category: 'Coffee',
	account: 'Harbor Clinics',
	buyerGroup: 'Cafés',
	location: 'Pier 4',
	campaign: 'Autumn',
	promotion: 'Five bags',
}
const wordingOf = (locale: (typeof locales)[number]): Wording => ({
	...{ t: fixedT(locale, 'engine'), locale, currency: 'USD', nameOf: (kind) => names[kind] },
})

/** A text that is there, with nothing left to fill in and no key, id or bare code shown. */
const isSaid = /^(?!.*(\{\{|undefined|null|\b(verdict|hint|warning|benefit|condition|rule|extra|relation|channel|paymentMethod)\.))\S.*$/

test.each(locales)('every reason, hint and warning of the engine is said in %s', (locale) => {
	const wording = wordingOf(locale)
	for (const reason of reasons) expect(verdictWords({ reason, facts }, wording), reason).toMatch(isSaid)
	for (const code of hints) expect(hintWords({ code, facts }, wording), code).toMatch(isSaid)
	for (const code of warnings) expect(warningWords({ code, facts }, wording), code).toMatch(isSaid)
	for (const phase of [1, 2, 3, 4, 5]) expect(wording.t(`phase.${phase}`)).toMatch(isSaid)
})

test.each(locales)('every sentence about a promotion is said in %s', (locale) => {
	const sentences = promotions.flatMap(describePromotion)
	expect(new Set(sentences.map(({ key }) => key)).size).toBe(43)
	for (const sentence of sentences) expect(sentenceWords(sentence, wordingOf(locale)), sentence.key).toMatch(isSaid)
})

test.each(locales)('every rung and reason of a price is named in %s', (locale) => {
	const texts = JSON.parse(readFileSync(`public/locales/${locale}/price.json`, 'utf8')) as Record<string, Record<string, string>>
	for (const rung of rungs) expect(texts['rung']?.[rung], rung).toMatch(/\S/)
	for (const reason of priceReasons) expect(texts['reason']?.[reason], reason).toMatch(/\S/)
})

test('a promotion reads as a person would say it', () => {
	const spoken = (promotion: Promotion, locale: (typeof locales)[number]) =>
		describePromotion(promotion).map((sentence) => sentenceWords(sentence, wordingOf(locale)).replace(/[\u00a0\u202f]/g, ' '))
	const free: Promotion = { ...plain, benefit: benefits.free_units[1] as Benefit, conditions: conditions[1] as Conditions }
	expect(spoken(free, 'en')).toEqual([
		'Buy 6, get 1 at 50% off (of Colombia, in Coffee, at most 2 times per order)',
		'spare parts for something in the cart',
		'from 3 of these products together',
		'from $150.00 of these products (before other offers)',
		'from the second order on',
		'only the best one of “coffee” acts',
	])
	expect(spoken({ ...plain, conditions: { weekdays: [0, 3], channels: ['web', 'api'] } }, 'cs')).toEqual([
		'Splatnost 45 dnů',
		'objednáno v e-shopu nebo přes API',
		've dnech: neděle nebo středa',
		'z „coffee“ platí jen ta nejlepší',
	])
	expect(spoken({ ...plain, benefit: { kind: 'terms', days: 3 } }, 'cs')[0]).toBe('Splatnost 3 dny')
	expect(spoken({ ...plain, benefit: { kind: 'percent', scope: 'line', percentPpm: 125_500, of: 'phase_entry' } }, 'fr-CA')[0]).toBe(
		'12,55 % de rabais sur chaque ligne',
	)
	expect(spoken({ ...plain, budget: { remainingMinor: 2000, remainingUses: 1, policy: 'cap' } }, 'en')[2]).toBe(
		'while $20.00 lasts; the last order gets what is left · 1 more use; the last order gets what is left',
	)
})
