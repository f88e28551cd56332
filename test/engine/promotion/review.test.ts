import { describe, expect, test } from 'vitest'
import { describePromotion } from '../../../app/engine/promotion/describe-promotion.ts'
import type { Promotion } from '../../../app/engine/promotion/promotion.ts'
import { type ReviewFacts, reviewPromotion } from '../../../app/engine/promotion/review-promotion.ts'
import { amountOff, percentOff, promotion } from './cases.ts'

const facts: ReviewFacts = {
	at: new Date('2026-03-02T15:00:00Z'),
	accountCount: 12,
	productCount: 4,
	longestTermsDays: 30,
	isGiftSold: true,
	belowFloorCount: 0,
	others: [],
}
const warnings = (own: Promotion, more: Partial<ReviewFacts> = {}) => reviewPromotion(own, { ...facts, ...more }).warnings.map(({ code }) => code)
const lane = { lane: 'acc' }

describe('a rule that can never act', () => {
	test('nothing is wrong with a sound one', () => {
		expect(reviewPromotion(promotion(1, percentOff(100_000)), facts)).toEqual({ refusals: [], warnings: [] })
	})
	test.each<[string, Promotion, Partial<ReviewFacts>, string]>([
		['matches no account', promotion(1, percentOff(100_000)), { accountCount: 0 }, 'NO_ACCOUNT'],
		['picks no product', promotion(1, percentOff(100_000)), { productCount: 0 }, 'NO_PRODUCT'],
		['is over', promotion(1, percentOff(100_000), { validTo: new Date('2026-03-02T15:00:00Z') }), {}, 'ALREADY_OVER'],
		[
			'excludes what it includes',
			promotion(1, percentOff(100_000), { conditions: { productIds: [1, 2], excludedProductIds: [1, 2, 3] } }),
			{},
			'CONTRADICTION',
		],
		['excludes its categories', promotion(1, percentOff(100_000), { conditions: { categoryIds: [1], excludedCategoryIds: [1] } }), {}, 'CONTRADICTION'],
		['relates to no product', promotion(1, percentOff(100_000), { conditions: { relation: { kind: 'accessory', of: 'products' } } }), {}, 'CONTRADICTION'],
		['has nothing to spend', promotion(1, percentOff(100_000), { budget: { remainingMinor: 0, remainingUses: null, policy: 'cap' } }), {}, 'BUDGET_EMPTY'],
		['grants no longer terms', promotion(1, { kind: 'terms', days: 30 }), {}, 'TERMS_NOT_LONGER'],
		[
			'gives what nobody may buy',
			promotion(1, { kind: 'gift', productId: 9, unit: 'each', quantity: 10_000, every: null, maxUses: null }),
			{ isGiftSold: false },
			'GIFT_NOT_SOLD',
		],
		['asks less than a floor', promotion(1, { kind: 'fixed_price', unitPriceMicros: 9_000_000n }), { belowFloorCount: 2 }, 'BELOW_FLOOR'],
	])('%s', (_, own, more, code) => {
		expect(warnings(own, more)).toEqual([code])
	})
})

describe('rules against each other', () => {
	const from100 = { conditions: { amount: { minMinor: 10_000, over: 'order' as const, of: 'phase_entry' as const } } }
	test.each<[string, Promotion, Promotion, string[]]>([
		['a smaller percent of the same lines', promotion(2, percentOff(50_000), lane), promotion(1, percentOff(100_000), lane), ['NEVER_WINS']],
		['a greater one hides the other', promotion(2, percentOff(200_000), lane), promotion(1, percentOff(100_000), lane), ['NEVER_LETS_WIN']],
		['of another lane', promotion(2, percentOff(50_000)), promotion(1, percentOff(100_000), lane), []],
		['of another phase', promotion(2, percentOff(50_000), lane), promotion(1, percentOff(100_000, 'order'), lane), []],
		[
			'of fewer products',
			promotion(2, percentOff(50_000), { ...lane, conditions: { productIds: [1] } }),
			promotion(1, percentOff(100_000), { ...lane, conditions: { productIds: [1, 2] } }),
			['NEVER_WINS'],
		],
		[
			'of other products',
			promotion(2, percentOff(50_000), { ...lane, conditions: { productIds: [1, 3] } }),
			promotion(1, percentOff(100_000), { ...lane, conditions: { productIds: [1, 2] } }),
			[],
		],
		['of a higher threshold', promotion(2, amountOff(500), { ...lane, ...from100 }), promotion(1, amountOff(500), lane), ['NEVER_WINS']],
		['of a lower threshold', promotion(2, amountOff(500), lane), promotion(1, amountOff(600), { ...lane, ...from100 }), []],
		[
			'with fewer exclusions',
			promotion(2, percentOff(50_000), lane),
			promotion(1, percentOff(100_000), { ...lane, conditions: { excludedProductIds: [4] } }),
			[],
		],
		['longer live', promotion(2, percentOff(50_000), lane), promotion(1, percentOff(100_000), { ...lane, validTo: new Date('2026-04-01T00:00:00Z') }), []],
		['for protected lines too', promotion(2, percentOff(50_000), { ...lane, includeProtected: true }), promotion(1, percentOff(100_000), lane), []],
		[
			'while the better one has a budget',
			promotion(2, percentOff(50_000), lane),
			promotion(1, percentOff(100_000), { ...lane, budget: { remainingMinor: 5, remainingUses: null, policy: 'reject' } }),
			[],
		],
		['equal, and later', promotion(2, percentOff(50_000), lane), promotion(1, percentOff(50_000), lane), ['NEVER_WINS']],
		['equal, with the higher priority', promotion(2, percentOff(50_000), { ...lane, priority: 1 }), promotion(1, percentOff(50_000), lane), ['NEVER_LETS_WIN']],
		[
			'under an exclusive that saves more',
			promotion(2, percentOff(50_000)),
			promotion(1, percentOff(100_000), { globalExclusive: true }),
			['BLOCKED_BY_EXCLUSIVE'],
		],
		[
			'a coupon that another has',
			promotion(2, percentOff(50_000), { couponCode: 'ROAST' }),
			promotion(1, amountOff(5), { couponCode: 'roast' }),
			['SAME_COUPON'],
		],
	])('%s', (_, own, other, codes) => {
		expect(warnings(own, { others: [other] })).toEqual(codes)
	})
	test('one that is over by then is no rival', () => {
		const ended = promotion(1, percentOff(100_000), { ...lane, validTo: new Date('2026-03-01T00:00:00Z') })
		expect(warnings(promotion(2, percentOff(50_000), lane), { others: [ended] })).toEqual([])
	})
})

test('the 501st active promotion is refused by name', () => {
	const others = Array.from({ length: 500 }, (_, index) => promotion(index + 1, percentOff(100_000)))
	expect(reviewPromotion(promotion(900, percentOff(100_000)), { ...facts, others }).refusals).toEqual([{ code: 'PROMOTION_LIMIT', facts: { most: 500 } }])
	expect(reviewPromotion(promotion(900, percentOff(100_000)), { ...facts, others: others.slice(1) }).refusals).toEqual([])
})

test('a promotion in plain sentences: benefit, lines, order, rules', () => {
	const own = promotion(1, percentOff(300_000), {
		lane: 'acc',
		couponCode: 'ROAST',
		conditions: { relation: { kind: 'accessory', of: 'owned' }, amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' }, firstOrder: true },
		budget: { remainingMinor: 2000, remainingUses: null, policy: 'cap' },
	})
	expect(describePromotion(own)).toEqual([
		{ key: 'benefit.percent_line', facts: { percentPpm: 300_000, of: 'phase_entry' } },
		{ key: 'condition.relation_owned', facts: { kind: 'accessory', productIds: [] } },
		{ key: 'condition.amount_order', facts: { minMinor: 15_000, currency: 'USD', of: 'phase_entry' } },
		{ key: 'condition.first_order', facts: {} },
		{ key: 'condition.coupon', facts: { couponCode: 'ROAST' } },
		{ key: 'rule.lane', facts: { lane: 'acc' } },
		{ key: 'rule.budget_cap', facts: { remainingMinor: 2000, remainingUses: null, currency: 'USD' } },
	])
})
