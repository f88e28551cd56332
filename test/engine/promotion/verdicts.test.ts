import { describe, expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import { type Benefit, parseBenefit } from '../../../app/engine/promotion/benefits.ts'
import { type Conditions, parseConditions } from '../../../app/engine/promotion/conditions.ts'
import { describePromotion } from '../../../app/engine/promotion/describe-promotion.ts'
import type { Promotion, PromotionInput } from '../../../app/engine/promotion/promotion.ts'
import type { PromotionFields } from '../../../app/engine/promotion/promotion-fields.ts'
import { benefitOf } from '../../../app/engine/promotion/read-promotion-fields.ts'
import { reviewPromotion } from '../../../app/engine/promotion/review-promotion.ts'
import { unusedOf } from '../../../app/engine/promotion/units-of-lane.ts'
import { amountOff, line, order, percentOff, promotion } from './cases.ts'

/** What each phase says of a promotion that does not act, and the words for what it asks: found by changes that nothing noticed. */
const verdicts = (input: PromotionInput) => applyPromotions(input).explanation
const verdict = (own: Promotion, more: Partial<PromotionInput> = {}, lines = [line(1, 1000, 2)]) => verdicts(order(lines, [own], more))[0]
const one: Benefit = { kind: 'free_units', buyQuantity: 10_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: null }
const pair: Benefit = { kind: 'bundle_price', components: [{ lines: { productIds: [101] }, quantity: 20_000 }], priceMinor: 900, maxUses: null }
const freeShipping: Benefit = { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: null }
const shipped = { groups: [{ groupKey: 'A', shippingMinor: 800 }] }
const elsewhere = { channels: ['api'] }

describe('why not, and in which phase', () => {
	test.each<[string, Promotion, Partial<PromotionInput>, number, string]>([
		['a line’s, by another channel', promotion(1, percentOff(100_000), { conditions: elsewhere }), {}, 1, 'CHANNEL'],
		['a bundle’s, by another channel', promotion(1, pair, { conditions: elsewhere }), {}, 2, 'CHANNEL'],
		[
			'a bundle’s, whose units are not there',
			promotion(1, { ...pair, components: [{ lines: { productIds: [102] }, quantity: 10_000 }] }),
			{},
			2,
			'UNITS_SHORT',
		],
		['a bundle’s, that is no cheaper', promotion(1, { ...pair, priceMinor: 1000 }), {}, 2, 'NO_SAVING'],
		['an order’s, by another channel', promotion(1, amountOff(100), { conditions: elsewhere }), {}, 3, 'CHANNEL'],
		['an order’s, of nothing', promotion(1, percentOff(1, 'order')), {}, 3, 'NO_SAVING'],
		['shipping’s, by another channel', promotion(1, freeShipping, { conditions: elsewhere }), shipped, 4, 'CHANNEL'],
		['shipping’s, that is at its cap', promotion(1, { kind: 'shipping_cap', atMostMinor: 800 }), shipped, 4, 'NO_SAVING'],
		['terms, by another channel', promotion(1, { kind: 'terms', days: 60 }, { conditions: elsewhere }), {}, 5, 'CHANNEL'],
		['terms, while the account is watched', promotion(1, { kind: 'terms', days: 60 }), { standing: 'watch' }, 5, 'STANDING'],
	])('%s', (_, own, more, phase, reason) => {
		expect(verdict(own, more)).toMatchObject({ phase, reason, applied: false, savingMinor: 0 })
	})
	test('a bundle whose line is at its floor says how much lapsed', () => {
		expect(verdict(promotion(1, pair), {}, [line(1, 1000, 2, { floorMinor: 1000 })])).toMatchObject({ phase: 2, reason: 'FLOOR', lapsedMinor: 100 })
	})
	test('what did not act changed nothing', () => {
		const input = order([line(1, 1000, 2)], [promotion(1, freeShipping, { conditions: elsewhere })], shipped)
		expect(applyPromotions(input).groups).toMatchObject([{ shippingDiscountMinor: 0 }])
		const watched = order([line(1, 1000)], [promotion(1, { kind: 'terms', days: 60 })], { standing: 'watch' })
		expect(applyPromotions(watched).termsDays).toBe(30)
	})
})

describe('a lane', () => {
	const inLane = (id: number, benefit: Benefit) => promotion(id, benefit, { lane: 'a' })
	test('whose winner took the units names it, without a hint that more would do', () => {
		const outcome = applyPromotions(order([line(1, 1000, 2)], [inLane(1, one), inLane(2, one)]))
		expect(outcome.explanation).toMatchObject([
			{ promotionId: 1, reason: 'APPLIED' },
			{ promotionId: 2, phase: 2, reason: 'LANE', facts: { promotionId: 1 } },
		])
		expect(outcome.hints).toEqual([])
	})
	test('with nothing to give leaves the others in the order of what they save', () => {
		// All on one line with room for 300: the greater saving takes it first, whatever stands between them.
		const half: Benefit = { ...one, percentPpm: 500_000 }
		const own = [promotion(1, half), promotion(2, { ...pair, components: [{ lines: { productIds: [999] }, quantity: 10_000 }] }), promotion(3, one)]
		expect(verdicts(order([line(1, 1000, 2, { floorMinor: 600 })], own))).toMatchObject([
			{ promotionId: 1, reason: 'FLOOR', savingMinor: 0 },
			{ promotionId: 2, reason: 'UNITS_SHORT' },
			{ promotionId: 3, reason: 'APPLIED', savingMinor: 400 },
		])
	})
	test('a missing component gives no hint: nobody knows of which more would do', () => {
		const missing: Benefit = { ...pair, components: [{ lines: { productIds: [999] }, quantity: 10_000 }] }
		expect(applyPromotions(order([line(1, 1000)], [promotion(1, missing)])).hints).toEqual([])
	})
	test('the last gift in stock is given once', () => {
		const gift: Benefit = { kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: null, maxUses: null }
		const gifts = [{ productId: 7, unit: 'each', unitPriceMicros: 3_000_000n, step: 10_000, availableQuantity: 10_000 }]
		const outcome = applyPromotions(order([line(1, 1000)], [promotion(1, gift), promotion(2, gift)], { gifts }))
		expect(outcome.gifts.map(({ quantity }) => quantity)).toEqual([10_000])
		expect(outcome.explanation).toMatchObject([{ reason: 'APPLIED' }, { phase: 2, reason: 'GIFT_UNAVAILABLE', applied: false, savingMinor: 0 }])
		const twelve: Benefit = { ...gift, productId: 8, every: 120_000 }
		const hinted = applyPromotions(order([line(1, 1000)], [promotion(1, gift), promotion(2, gift), promotion(3, twelve)], { gifts }))
		expect(hinted.hints).toEqual([{ promotionId: 3, code: 'UNITS', facts: { missingQuantity: 110_000 } }])
		// Two for every piece of three, six in stock, one of which is given before: two pieces have theirs, four in all.
		const every: Benefit = { ...gift, quantity: 20_000, every: 10_000 }
		const split = line(1, 3000, 3, {
			allocations: [
				{ groupKey: 'A', locationId: 1, quantity: 10_000 },
				{ groupKey: 'B', locationId: 2, quantity: 20_000 },
			],
		})
		const scarce = gifts.map((offer) => ({ ...offer, availableQuantity: 60_000 }))
		const some = applyPromotions(order([split], [promotion(1, gift, { priority: 1 }), promotion(2, every)], { gifts: scarce }))
		expect(some.gifts.map(({ quantity, resolvedMinor }) => [quantity, resolvedMinor])).toEqual([
			[10_000, 300],
			[40_000, 1200],
		])
		expect(some.gifts[1]?.allocations.map(({ groupKey, quantity }) => [groupKey, quantity])).toEqual([
			['A', 10_000],
			['B', 30_000],
		])
		expect(some.explanation[1]).toMatchObject({ reason: 'APPLIED', uses: 2, savingMinor: 1200 })
		const other = [{ ...gifts[0]!, productId: 8 }, ...gifts.map((offer) => ({ ...offer, availableQuantity: 20_000 }))]
		const both = applyPromotions(order([line(1, 1000)], [promotion(1, { ...gift, productId: 8 }), promotion(2, gift)], { gifts: other }))
		expect(both.gifts.map(({ productId }) => productId)).toEqual([8, 7])
	})
})

describe('thresholds', () => {
	const need = (min: number) => promotion(1, percentOff(100_000), { conditions: { quantity: { min, per: 'line' } } })
	test('a quantity per line: those that have it count, and the hint names what the best of the others lacks', () => {
		const lines = [line(1, 1000, 2), line(2, 1000, 3)]
		expect(applyPromotions(order(lines, [need(30_000)])).lines.map(({ netMinor }) => netMinor)).toEqual([1000, 900])
		expect(applyPromotions(order(lines, [need(50_000)])).hints).toEqual([
			{ promotionId: 1, code: 'QUANTITY', facts: { missingQuantity: 20_000, minQuantity: 50_000 } },
		])
	})
	test('the payment method that is asked for', () => {
		const byTerms = promotion(1, percentOff(100_000), { conditions: { paymentMethods: ['terms'] } })
		expect(verdict(byTerms)?.reason).toBe('APPLIED')
		expect(verdict(byTerms, { paymentMethod: 'card' })?.reason).toBe('PAYMENT_METHOD')
		expect(verdict(byTerms, { paymentMethod: null })?.reason).toBe('PAYMENT_METHOD')
	})
	test('one excluded category is enough to be left out', () => {
		const without = promotion(1, percentOff(100_000), { conditions: { excludedCategoryIds: [5, 6] } })
		expect(verdict(without, {}, [line(1, 1000, 1, { categoryIds: [5] })])?.reason).toBe('NO_LINE')
		expect(verdict(without, {}, [line(1, 1000, 1, { categoryIds: [7] })])?.reason).toBe('APPLIED')
	})
	test('the smallest quantity of a line is a unit that a promotion may use', () => {
		const state = { line: line(1, 1000, 1), entryMinor: 1000, currentMinor: 1000, adjustments: [] }
		expect(unusedOf([{ state, quantity: 1 }], new Map())).toEqual([{ state, quantity: 1 }])
		expect(unusedOf([{ state, quantity: 1 }], new Map([[state, 10_000]]))).toEqual([])
	})
})

test.each<[Conditions, string, object]>([
	[{ productIds: [1] }, 'condition.products', { productIds: [1] }],
	[{ excludedProductIds: [1] }, 'condition.excluded_products', { productIds: [1] }],
	[{ categoryIds: [4] }, 'condition.categories', { categoryIds: [4] }],
	[{ excludedCategoryIds: [4] }, 'condition.excluded_categories', { categoryIds: [4] }],
	[{ units: ['case'] }, 'condition.units', { units: ['case'] }],
	[{ relation: { kind: 'accessory', of: 'owned' } }, 'condition.relation_owned', { kind: 'accessory', productIds: [] }],
	[{ relation: { kind: 'accessory', of: 'products', productIds: [9] } }, 'condition.relation_products', { kind: 'accessory', productIds: [9] }],
	[{ quantity: { min: 5, per: 'order' } }, 'condition.quantity_order', { min: 5 }],
	[{ amount: { minMinor: 5, over: 'selected', of: 'resolved_price' } }, 'condition.amount_selected', { minMinor: 5, currency: 'USD', of: 'resolved_price' }],
	[{ accountIds: [2] }, 'condition.accounts', { accountIds: [2] }],
	[{ buyerGroupIds: [3] }, 'condition.buyer_groups', { buyerGroupIds: [3] }],
	[{ locationIds: [7] }, 'condition.locations', { locationIds: [7] }],
	[{ channels: ['api'] }, 'condition.channels', { channels: ['api'] }],
	[{ firstOrder: true }, 'condition.first_order', {}],
	[{ firstOrder: false }, 'condition.later_order', {}],
	[{ paymentMethods: ['card'] }, 'condition.payment_methods', { paymentMethods: ['card'] }],
	[{ campaignIds: [8] }, 'condition.campaigns', { campaignIds: [8] }],
])('%j is said in one sentence', (conditions, key, facts) => {
	const [, ...said] = describePromotion(promotion(1, percentOff(100_000), { conditions }))
	expect(said).toEqual([
		{ key, facts },
		{ key: 'rule.lane', facts: { lane: 'lane 1' } },
	])
})

test.each<[Partial<Promotion>, string[]]>([
	[{ globalExclusive: true }, ['rule.exclusive']],
	[{ globalExclusive: false }, ['rule.lane']],
	[{ includeProtected: true }, ['rule.lane', 'rule.protected']],
	[{ couponCode: 'ROAST' }, ['condition.coupon', 'rule.lane']],
	[{ budget: { remainingMinor: 5, remainingUses: null, policy: 'cap' } }, ['rule.lane', 'rule.budget_cap']],
])('how it stands to others: %j', (more, keys) => {
	expect(
		describePromotion(promotion(1, percentOff(100_000), more))
			.map(({ key }) => key)
			.slice(1),
	).toEqual(keys)
})

test('the least that a benefit and a list may say', () => {
	expect(parseBenefit({ kind: 'shipping_percent', percentPpm: 1, capMinor: 1 }).ok).toBe(true)
	expect(parseBenefit({ kind: 'shipping_percent', percentPpm: 1, capMinor: 0 }).ok).toBe(false)
	expect(parseBenefit({ kind: 'terms', days: 1 }).ok).toBe(true)
	expect(parseBenefit({ kind: 'terms', days: 0 }).ok).toBe(false)
	expect(parseConditions({ productIds: [1] }).ok).toBe(true)
	expect(parseConditions({ productIds: [0] }).ok).toBe(false)
})

test('an amount without a currency is refused by name, once', () => {
	const problems = { refusals: [], currency: '' }
	const meant = { products: new Map(), stores: new Map(), accounts: new Map() }
	for (const kind of ['amount_order', 'amount_line'] as const) benefitOf({ kind, amount: '5', methods: [] as string[] } as PromotionFields, meant, problems)
	expect(problems.refusals).toEqual([{ code: 'PROMOTION_CURRENCY_MISSING', facts: {} }])
})

test('a gift that is sold needs no warning, nor does what is no gift', () => {
	const facts = { at: new Date('2026-03-02T15:00:00Z'), accountCount: 1, productCount: 1, longestTermsDays: 30, belowFloorCount: 0, others: [] }
	const gift = promotion(1, { kind: 'gift', productId: 9, unit: 'each', quantity: 10_000, every: null, maxUses: null })
	expect(reviewPromotion(gift, { ...facts, isGiftSold: true }).warnings).toEqual([])
	expect(reviewPromotion(promotion(1, percentOff(100_000)), { ...facts, isGiftSold: false }).warnings).toEqual([])
})
