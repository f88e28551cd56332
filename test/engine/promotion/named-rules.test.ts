import { describe, expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import { describePromotion } from '../../../app/engine/promotion/describe-promotion.ts'
import type { Promotion, PromotionInput } from '../../../app/engine/promotion/promotion.ts'
import { reviewPromotion } from '../../../app/engine/promotion/review-promotion.ts'
import { amountOff, line, order, percentOff, promotion } from './cases.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
const nets = (input: PromotionInput) => applyPromotions(input).lines.map(({ netMinor }) => netMinor)
const verdicts = (input: PromotionInput) => applyPromotions(input).explanation
const reasons = (input: PromotionInput) => Object.fromEntries(verdicts(input).map(({ promotionId, reason }) => [promotionId, reason]))
const gift = (more: Partial<Extract<Benefit, { kind: 'gift' }>> = {}): Benefit => ({
	...{ kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: null, maxUses: null },
	...more,
})
const gifts = [{ productId: 7, unit: 'each', unitPriceMicros: 3_000_000n, step: 10_000, availableQuantity: null }]
const oneForOne: Benefit = { kind: 'free_units', buyQuantity: 10_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: null }

test('an amount per line is taken once, however many units the line has', () => {
	expect(nets(order([line(1, 1000, 3)], [promotion(1, { kind: 'amount', scope: 'line', per: 'line', amountMinor: 50 })]))).toEqual([950])
})

test.each<[string, Partial<Promotion>, Benefit, string]>([
	['in another currency', { currency: 'EUR' }, percentOff(100_000), 'CURRENCY'],
	['without a currency, but with an amount off', { currency: null }, amountOff(100), 'CURRENCY'],
	[
		'without a currency, but from an amount',
		{ currency: null, conditions: { amount: { minMinor: 1, over: 'order', of: 'phase_entry' } } },
		percentOff(100_000),
		'CURRENCY',
	],
	['without a currency and without money', { currency: null }, percentOff(100_000), 'APPLIED'],
])('a promotion %s', (_, more, benefit, reason) => {
	expect(reasons(order([line(1, 1000)], [promotion(1, benefit, more)]))).toEqual({ 1: reason })
})

describe('terms', () => {
	const terms = (id: number, days: number, priority = 0) => promotion(id, { kind: 'terms', days }, { priority })
	test('of equal terms the higher priority grants them, then the lower id', () => {
		expect(reasons(order([line(1, 1000)], [terms(1, 45), terms(2, 45, 1)]))).toEqual({ 1: 'TERMS_NOT_LONGER', 2: 'APPLIED' })
		expect(reasons(order([line(1, 1000)], [terms(2, 45), terms(1, 45)]))).toEqual({ 1: 'APPLIED', 2: 'TERMS_NOT_LONGER' })
	})
	test('terms as long as the account’s own are not longer', () => {
		expect(reasons(order([line(1, 1000)], [terms(1, 30)]))).toEqual({ 1: 'TERMS_NOT_LONGER' })
	})
})

describe('gifts', () => {
	test('eight in stock and two lanes: four and three; a promotion that gives nothing in the end takes nothing from another and moves no lane', () => {
		const stock = gifts.map((one) => ({ ...one, availableQuantity: 80_000 }))
		const lanes = [
			promotion(1, gift({ quantity: 20_000, every: 10_000 }), { lane: 'b', priority: 0 }),
			promotion(2, gift({ every: 10_000, maxUses: 4 }), { lane: 'b', priority: 1 }),
			promotion(3, gift({ quantity: 30_000 }), { lane: 'a', priority: 1 }),
		]
		const given = (promotions: typeof lanes) =>
			applyPromotions(order([line(1, 5000, 5)], promotions, { gifts: stock })).gifts.map(({ promotionId, quantity }) => [promotionId, quantity])
		const both = [
			[2, 40_000],
			[3, 30_000],
		]
		expect([given(lanes), given(lanes.slice(1))]).toEqual([both, both])
		expect(given(lanes.slice(0, 2))).toEqual([[1, 80_000]])
	})
	test('a store that gets none of the gift is not among its places', () => {
		const split = line(1, 4000, 4, {
			allocations: [
				{ groupKey: 'A', locationId: 1, quantity: 10_000 },
				{ groupKey: 'B', locationId: 2, quantity: 30_000 },
			],
		})
		const { gifts: given } = applyPromotions(order([split], [promotion(1, gift())], { gifts }))
		expect(given.map(({ allocations }) => allocations)).toEqual([[{ groupKey: 'B', locationId: 2, quantity: 10_000 }]])
	})
	test('one line that is not enough yet says how many are missing', () => {
		const outcome = applyPromotions(order([line(1, 5000, 5)], [promotion(1, gift({ every: 120_000 }))], { gifts }))
		expect(outcome.hints).toEqual([{ promotionId: 1, code: 'UNITS', facts: { missingQuantity: 70_000 } }])
	})
})

describe('why not', () => {
	test('a bundle that lacks what its conditions ask for says so', () => {
		const short = promotion(1, oneForOne, { conditions: { quantity: { min: 50_000, per: 'selected' } } })
		expect(reasons(order([line(1, 1000, 2)], [short]))).toEqual({ 1: 'QUANTITY_SHORT' })
	})
	test('the loser of a lane over the whole order names its winner', () => {
		const own = [promotion(1, percentOff(100_000, 'order'), { lane: 'o' }), promotion(2, percentOff(200_000, 'order'), { lane: 'o' })]
		expect(verdicts(order([line(1, 1000)], own))).toMatchObject([
			{ promotionId: 1, reason: 'LANE', facts: { promotionId: 2 } },
			{ promotionId: 2, reason: 'APPLIED', savingMinor: 200 },
		])
	})
	test('a free unit of one cent acts; one on a line that another lane made free counts no use', () => {
		expect(verdicts(order([line(1, 2, 2)], [promotion(1, oneForOne)]))).toMatchObject([{ reason: 'APPLIED', savingMinor: 1, uses: 1 }])
		const all: Benefit = { kind: 'bundle_price', components: [{ lines: {}, quantity: 20_000 }], priceMinor: 0, maxUses: null }
		expect(verdicts(order([line(1, 100, 2)], [promotion(1, all), promotion(2, oneForOne)]))).toMatchObject([
			{ promotionId: 1, reason: 'APPLIED', savingMinor: 100 },
			{ promotionId: 2, reason: 'FLOOR', savingMinor: 0, lapsedMinor: 50, uses: 0 },
		])
	})
})

test('a condition without a value asks for nothing', () => {
	const facts = { at: new Date('2026-03-02T15:00:00Z'), accountCount: 1, productCount: 1, longestTermsDays: 30, isGiftSold: true, belowFloorCount: 0 }
	const better = promotion(2, percentOff(300_000), { lane: 'acc', conditions: { productIds: undefined } })
	const { warnings } = reviewPromotion(promotion(1, percentOff(200_000), { lane: 'acc' }), { ...facts, others: [better] })
	expect(warnings).toEqual([{ code: 'NEVER_WINS', facts: { promotionId: 2 } }])
})

describe('what others do to a promotion', () => {
	const facts = { at: new Date('2026-03-02T15:00:00Z'), accountCount: 1, productCount: 1, longestTermsDays: 30, isGiftSold: true, belowFloorCount: 0 }
	const codes = (own: Promotion, other: Promotion) => reviewPromotion(own, { ...facts, others: [other] }).warnings.map(({ code }) => code)
	const [april, may] = [new Date('2026-04-01T00:00:00Z'), new Date('2026-05-01T00:00:00Z')]
	const coupon = (id: number, validFrom: Date | null, validTo: Date | null) => promotion(id, percentOff(100_000), { couponCode: 'ROAST', validFrom, validTo })
	test.each<[string, Promotion, Promotion, boolean]>([
		['both always', coupon(1, null, null), coupon(2, null, null), true],
		['one from May, one always', coupon(1, may, null), coupon(2, null, null), true],
		['one always, one from May', coupon(1, null, null), coupon(2, may, null), true],
		['one until May, one from April', coupon(1, null, may), coupon(2, april, null), true],
		['one from April, one until May', coupon(1, april, null), coupon(2, null, may), true],
		['one until April, one from April', coupon(1, null, april), coupon(2, april, null), false],
		['one from May, one until April', coupon(1, may, null), coupon(2, null, april), false],
	])('coupons meet: %s', (_, own, other, meets) => {
		expect(codes(own, other)).toEqual(meets ? ['SAME_COUPON'] : [])
	})
	const inLane = (id: number, benefit: Benefit, more: Partial<Promotion> = {}) => promotion(id, benefit, { lane: 'acc', ...more })
	const from = (minMinor: number, of: 'phase_entry' | 'resolved_price' = 'phase_entry') => ({
		conditions: { amount: { minMinor, over: 'order' as const, of } },
	})
	test('the same amount asked of the same price is no narrower; of another price nobody can tell', () => {
		expect(codes(inLane(1, percentOff(200_000), from(10_000)), inLane(2, percentOff(300_000), from(10_000)))).toEqual(['NEVER_WINS'])
		expect(codes(inLane(1, percentOff(200_000), from(10_000)), inLane(2, percentOff(300_000), from(10_000, 'resolved_price')))).toEqual([])
	})
	test('more in another currency hides nothing', () => {
		expect(codes(inLane(1, percentOff(200_000)), inLane(2, percentOff(300_000), { currency: 'EUR' }))).toEqual([])
	})
	test('of two that give the same shipping the lower id wins', () => {
		const half: Benefit = { kind: 'shipping_percent', percentPpm: 500_000, capMinor: null }
		expect(codes(inLane(2, half), inLane(1, half))).toEqual(['NEVER_WINS'])
		expect(codes(inLane(1, half), inLane(2, half))).toEqual(['NEVER_LETS_WIN'])
	})
})

test('cheap units that are triggers too are given only as far as triggers remain', () => {
	const benefit: Benefit = { ...oneForOne, buyQuantity: 20_000, getQuantity: 20_000, getLines: { productIds: [102, 103, 104] } }
	const two = promotion(1, benefit, { conditions: { productIds: [101, 102, 104] } })
	expect(nets(order([line(1, 1000), line(2, 100), line(3, 500), line(4, 200)], [two]))).toEqual([1000, 0, 0, 200])
})

test('the days of the week are said', () => {
	expect(describePromotion(promotion(1, percentOff(100_000), { conditions: { weekdays: [1, 2] } }))).toContainEqual({
		key: 'condition.weekdays',
		facts: { weekdays: [1, 2] },
	})
})

test('who lost in its lane is told to whom there, and not who acts beside it', () => {
	const lane = { lane: 'a' }
	const stack = [promotion(1, percentOff(30_000)), promotion(2, percentOff(40_000), lane), promotion(3, percentOff(80_000), lane)]
	expect(verdicts(order([line(1, 1000)], stack))[1]).toMatchObject({ promotionId: 2, reason: 'LANE', facts: { promotionId: 3 } })
})

test('a promotion that does not act tells of no store', () => {
	const stores = { locationBudgets: [{ locationId: 1, policy: 'reject' as const, remainingMinor: 0, remainingUses: null }] }
	const [idle] = verdicts(order([line(1, 1000)], [promotion(1, percentOff(100_000), { ...stores, conditions: { firstOrder: true } })]))
	expect([idle?.applied, idle && 'locations' in idle]).toEqual([false, false])
})

test('hints stand by the number of their promotion, in whatever phase they were found', () => {
	const need = (id: number, benefit: Benefit) => promotion(id, benefit, { conditions: { quantity: { min: 50_000, per: 'line' } } })
	const { hints } = applyPromotions(
		order([line(1, 1000, 2)], [need(9, percentOff(100_000)), need(4, percentOff(50_000, 'order')), need(6, { kind: 'terms', days: 45 })]),
	)
	expect(hints.map(({ promotionId }) => promotionId)).toEqual([4, 6, 9])
})

test('a bundle that gives all that it wanted lost nothing on the way', () => {
	expect(verdicts(order([line(1, 1000, 2)], [promotion(1, oneForOne)]))).toMatchObject([{ reason: 'APPLIED', savingMinor: 500, lapsedMinor: 0 }])
})
