import { describe, expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import type { Promotion, PromotionInput } from '../../../app/engine/promotion/promotion.ts'
import { amountOff, amountOffEach, line, order, percentOff, promotion } from './cases.ts'

const nets = (input: PromotionInput) => applyPromotions(input).lines.map(({ netMinor }) => netMinor)
const reasons = (input: PromotionInput) => Object.fromEntries(applyPromotions(input).explanation.map(({ promotionId, reason }) => [promotionId, reason]))
const freeUnits = (buy: number, get: number, more: Partial<Extract<Benefit, { kind: 'free_units' }>> = {}): Benefit => ({
	kind: 'free_units',
	buyQuantity: buy * 10_000,
	getQuantity: get * 10_000,
	percentPpm: 1_000_000,
	maxUses: null,
	...more,
})

describe('lanes', () => {
	test('of one lane the best saving takes each line; lanes stack on the amount at phase entry', () => {
		const input = order(
			[line(1, 10_000)],
			[promotion(1, percentOff(100_000), { lane: 'a' }), promotion(2, percentOff(200_000), { lane: 'a' }), promotion(3, percentOff(100_000))],
		)
		expect(nets(input)).toEqual([7000])
		expect(reasons(input)).toEqual({ 1: 'LANE', 2: 'APPLIED', 3: 'APPLIED' })
	})
	test('equal savings in a lane go to the higher priority, then the lower id', () => {
		const lane = { lane: 'a' }
		expect(reasons(order([line(1, 1000)], [promotion(1, percentOff(100_000), lane), promotion(2, percentOff(100_000), { ...lane, priority: 1 })]))[2]).toBe(
			'APPLIED',
		)
		expect(reasons(order([line(1, 1000)], [promotion(1, percentOff(100_000), lane), promotion(2, percentOff(100_000), lane)]))[1]).toBe('APPLIED')
	})
	test('where the floor leaves room for one lane, the higher priority takes it, then the greater saving', () => {
		const stack = [promotion(1, percentOff(40_000)), promotion(2, percentOff(80_000)), promotion(3, percentOff(50_000), { priority: 9 })]
		const outcome = applyPromotions(order([line(1, 1000, 1, { floorMinor: 900 })], stack))
		expect(outcome.explanation.map(({ reason, savingMinor, lapsedMinor }) => [reason, savingMinor, lapsedMinor])).toEqual([
			['FLOOR', 0, 40],
			['APPLIED', 50, 30],
			['APPLIED', 50, 0],
		])
	})
	test('a fixed price is what the line comes to; never a rise', () => {
		const fixed: Benefit = { kind: 'fixed_price', unitPriceMicros: 16_500_000n }
		expect(nets(order([line(1, 5400, 3), line(2, 4000, 3)], [promotion(1, fixed)]))).toEqual([4950, 4000])
	})
})

describe('phases', () => {
	const from100: Partial<Promotion> = { conditions: { amount: { minMinor: 10_000, over: 'order', of: 'phase_entry' } } }
	test('an amount condition reads what earlier phases left', () => {
		const input = order([line(1, 10_000)], [promotion(1, percentOff(100_000)), promotion(2, percentOff(50_000, 'order'), from100)])
		expect(reasons(input)).toEqual({ 1: 'APPLIED', 2: 'AMOUNT_SHORT' })
		expect(applyPromotions(input).hints).toEqual([{ promotionId: 2, code: 'AMOUNT', facts: { missingMinor: 1000, minMinor: 10_000, currency: 'USD' } }])
	})
	test('of: resolved_price reads the price before promotions, in conditions and in percentages', () => {
		const ofResolved = promotion(
			2,
			{ kind: 'percent', scope: 'order', percentPpm: 50_000, of: 'resolved_price' },
			{ conditions: { amount: { minMinor: 10_000, over: 'order', of: 'resolved_price' } } },
		)
		expect(nets(order([line(1, 10_000)], [promotion(1, percentOff(100_000)), ofResolved]))).toEqual([8500])
	})
	test('300 lines of 1.05 with 10 % off the order: 10 or 11 cents each, 31.50 in all', () => {
		const outcome = applyPromotions(
			order(
				Array.from({ length: 300 }, (_, index) => line(index + 1, 105)),
				[promotion(1, percentOff(100_000, 'order'))],
			),
		)
		const shares = outcome.lines.map(({ netMinor }) => 105 - netMinor)
		expect(new Set(shares)).toEqual(new Set([10, 11]))
		expect(shares.reduce((a, b) => a + b)).toBe(3150)
	})
	test('what a floored line cannot give is shared again; the rest lapses and is recorded', () => {
		const lines = [line(1, 1000, 1, { floorMinor: 950 }), line(2, 1000), line(3, 1000, 1, { floorMinor: 990 })]
		expect(nets(order(lines, [promotion(1, amountOff(600))]))).toEqual([950, 460, 990])
		expect(applyPromotions(order(lines, [promotion(1, amountOff(2000))])).explanation).toMatchObject([{ savingMinor: 1060, lapsedMinor: 940 }])
	})
	test('a threshold is judged on the whole order, though it goes to two stores', () => {
		const split = {
			allocations: [
				{ groupKey: 'A', locationId: 1, quantity: 10_000 },
				{ groupKey: 'B', locationId: 2, quantity: 10_000 },
			],
		}
		expect(nets(order([line(1, 10_000, 2, split)], [promotion(1, percentOff(50_000, 'order'), from100)]))).toEqual([9500])
	})
})

describe('who and what', () => {
	const ten = percentOff(100_000)
	test.each<[string, Partial<Promotion>, string]>([
		['begins later', { validFrom: new Date('2026-03-02T15:00:01Z') }, 'NOT_LIVE'],
		['begins now', { validFrom: new Date('2026-03-02T15:00:00Z') }, 'APPLIED'],
		['ends now', { validTo: new Date('2026-03-02T15:00:00Z') }, 'NOT_LIVE'],
		['another currency', { currency: 'CAD' }, 'CURRENCY'],
		['another account', { conditions: { accountIds: [2] } }, 'ACCOUNT'],
		['another group', { conditions: { buyerGroupIds: [7] } }, 'ACCOUNT'],
		['another channel', { conditions: { channels: ['api'] } }, 'CHANNEL'],
		['Monday', { conditions: { weekdays: [1] } }, 'APPLIED'],
		['not Monday', { conditions: { weekdays: [0, 2] } }, 'WEEKDAY'],
		['first order only', { conditions: { firstOrder: true } }, 'FIRST_ORDER'],
		['card only', { conditions: { paymentMethods: ['card'] } }, 'PAYMENT_METHOD'],
		['campaign not answered', { conditions: { campaignIds: [5] } }, 'CAMPAIGN'],
		['another store', { conditions: { locationIds: [9] } }, 'LOCATION'],
		['another product', { conditions: { productIds: [5] } }, 'NO_LINE'],
		['this product', { conditions: { productIds: [101] } }, 'APPLIED'],
		['product excluded', { conditions: { excludedProductIds: [101] } }, 'NO_LINE'],
		['another category', { conditions: { categoryIds: [5] } }, 'NO_LINE'],
		['another unit', { conditions: { units: ['case'] } }, 'NO_LINE'],
		['accessory of something owned', { conditions: { relation: { kind: 'accessory', of: 'owned' } } }, 'NO_LINE'],
		['ten units', { conditions: { quantity: { min: 100_000, per: 'selected' } } }, 'QUANTITY_SHORT'],
		['three units', { conditions: { quantity: { min: 30_000, per: 'line' } } }, 'APPLIED'],
		['four units of a line', { conditions: { quantity: { min: 40_000, per: 'line' } } }, 'QUANTITY_SHORT'],
	])('%s', (_, more, reason) => {
		expect(reasons(order([line(1, 3000, 3)], [promotion(1, ten, more)]))).toEqual({ 1: reason })
	})
	test('a store reaches only the part of a line that goes there', () => {
		const split = {
			allocations: [
				{ groupKey: 'A', locationId: 1, quantity: 10_000 },
				{ groupKey: 'B', locationId: 2, quantity: 20_000 },
			],
		}
		expect(nets(order([line(1, 3000, 3, split)], [promotion(1, percentOff(500_000), { conditions: { locationIds: [2] } })]))).toEqual([2000])
	})
	test('a protected line stays out, unless the promotion includes protected lines', () => {
		const lines = [line(1, 1000, 1, { promotable: false }), line(2, 1000)]
		expect(nets(order(lines, [promotion(1, ten)]))).toEqual([1000, 900])
		expect(nets(order(lines, [promotion(1, ten, { includeProtected: true })]))).toEqual([900, 900])
		expect(reasons(order(lines.slice(0, 1), [promotion(1, ten)]))).toEqual({ 1: 'PROTECTED' })
	})
	test('an uncalled coupon is never mentioned; a called one waits with its reason and acts by itself', () => {
		const coupon = promotion(1, ten, { couponCode: 'ROAST', conditions: { amount: { minMinor: 5000, over: 'order', of: 'phase_entry' } } })
		expect(applyPromotions(order([line(1, 3000)], [coupon])).explanation).toEqual([])
		expect(applyPromotions(order([line(1, 3000)], [coupon], { coupons: ['roast '] })).explanation).toMatchObject([{ waiting: true, reason: 'AMOUNT_SHORT' }])
		expect(nets(order([line(1, 5000)], [coupon], { coupons: ['roast '] }))).toEqual([4500])
	})
})

describe('buy X get Y', () => {
	test('triggers are the dearest units, rewards the cheapest, each unit once', () => {
		const lines = [line(1, 3000, 1), line(2, 2000, 1), line(3, 4000, 4)]
		expect(nets(order(lines, [promotion(1, freeUnits(2, 1))]))).toEqual([3000, 2000, 2000])
	})
	test('at most the stated uses', () => {
		expect(nets(order([line(1, 9000, 9)], [promotion(1, freeUnits(2, 1, { maxUses: 2 }))]))).toEqual([7000])
	})
	test('a cheap unit that must serve as a trigger is not given away', () => {
		const both = freeUnits(1, 1, { getLines: { productIds: [101, 102] } })
		expect(nets(order([line(1, 1000), line(2, 1200)], [promotion(1, both, { conditions: { productIds: [101] } })]))).toEqual([1000, 0])
	})
	test('one unit short: nothing happens, and the hint says one', () => {
		const outcome = applyPromotions(order([line(1, 2000, 2)], [promotion(1, freeUnits(2, 1))]))
		expect(outcome.explanation).toMatchObject([{ reason: 'UNITS_SHORT', savingMinor: 0 }])
		expect(outcome.hints).toEqual([{ promotionId: 1, code: 'UNITS', facts: { missingQuantity: 10_000 } }])
	})
	test('a lane applies the greater total first, the next on units that are left', () => {
		const lane = { lane: 'a' }
		const input = order([line(1, 5000, 5)], [promotion(1, freeUnits(1, 1), lane), promotion(2, freeUnits(2, 1), lane)])
		expect(reasons(input)).toEqual({ 1: 'APPLIED', 2: 'LANE' })
		expect(nets(input)).toEqual([3000])
	})
	test('a bundle for one price takes its discount from the parts by what they cost', () => {
		const bundle: Benefit = {
			kind: 'bundle_price',
			components: [
				{ lines: { productIds: [101] }, quantity: 10_000 },
				{ lines: { productIds: [102] }, quantity: 20_000 },
			],
			priceMinor: 3000,
			maxUses: null,
		}
		expect(nets(order([line(1, 4000, 2), line(2, 3000, 3)], [promotion(1, bundle)]))).toEqual([3500, 2500])
	})
})

describe('gifts', () => {
	const gift: Benefit = { kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: 20_000, maxUses: null }
	const offer = { productId: 7, unit: 'each', unitPriceMicros: 9_900_000n, step: 10_000, availableQuantity: null }
	const stores = {
		allocations: [
			{ groupKey: 'A', locationId: 1, quantity: 40_000 },
			{ groupKey: 'B', locationId: 2, quantity: 20_000 },
		],
	}
	test('is a line at its resolved price that follows its triggers', () => {
		expect(applyPromotions(order([line(1, 6000, 6, stores)], [promotion(1, gift)], { gifts: [offer] })).gifts).toEqual([
			{
				promotionId: 1,
				productId: 7,
				unit: 'each',
				quantity: 30_000,
				unitPriceMicros: 9_900_000n,
				resolvedMinor: 2970,
				allocations: [
					{ groupKey: 'A', locationId: 1, quantity: 20_000 },
					{ groupKey: 'B', locationId: 2, quantity: 10_000 },
				],
			},
		])
	})
	test('that is not entitled or not in stock is not promised', () => {
		expect(reasons(order([line(1, 6000, 6)], [promotion(1, gift)]))).toEqual({ 1: 'GIFT_UNAVAILABLE' })
		expect(applyPromotions(order([line(1, 6000, 6)], [promotion(1, gift)], { gifts: [{ ...offer, availableQuantity: 10_000 }] })).gifts).toMatchObject([
			{ quantity: 10_000 },
		])
	})
})

describe('shipping and terms', () => {
	const groups = [
		{ groupKey: 'A', shippingMinor: 1000, method: 'road' },
		{ groupKey: 'B', shippingMinor: 500, method: 'air' },
	]
	test('shipping never costs more than the cap, the percent stops at its own', () => {
		const cap = applyPromotions(order([line(1, 1000)], [promotion(1, { kind: 'shipping_cap', atMostMinor: 300 })], { groups }))
		expect(cap.groups.map(({ shippingDiscountMinor }) => shippingDiscountMinor)).toEqual([800, 400])
		const half = applyPromotions(
			order([line(1, 1000)], [promotion(1, { kind: 'shipping_percent', percentPpm: 500_000, capMinor: null, methods: ['air'] })], { groups }),
		)
		expect(half.groups.map(({ shippingDiscountMinor }) => shippingDiscountMinor)).toEqual([0, 250])
	})
	test('the longest days win, never the sum', () => {
		const terms = [promotion(1, { kind: 'terms', days: 45 }), promotion(2, { kind: 'terms', days: 60 }), promotion(3, { kind: 'terms', days: 15 })]
		const outcome = applyPromotions(order([line(1, 1000)], terms))
		expect(outcome.termsDays).toBe(60)
		expect(outcome.explanation.map(({ reason }) => reason)).toEqual(['TERMS_NOT_LONGER', 'APPLIED', 'TERMS_NOT_LONGER'])
	})
})

describe('global exclusive', () => {
	const alone = (percentPpm: number) => promotion(9, percentOff(percentPpm, 'order'), { globalExclusive: true })
	const stack = [promotion(1, percentOff(100_000)), promotion(2, { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: null })]
	const groups = [{ groupKey: 'A', shippingMinor: 500 }]
	test.each([
		[140_000, 'STACK_SAVES_MORE', 'APPLIED'],
		[150_000, 'APPLIED', 'EXCLUSIVE'],
	])('%i ppm alone against 10 % and free shipping worth 15.00', (ppm, own, others) => {
		expect(reasons(order([line(1, 10_000)], [...stack, alone(ppm)], { groups }))).toEqual({ 1: others, 2: others, 9: own })
	})
	test('that does not act leaves the stack alone', () => {
		const unmet = { ...alone(900_000), conditions: { productIds: [5] } }
		expect(nets(order([line(1, 10_000)], [...stack, unmet], { groups }))).toEqual([9000])
	})
})

describe('budgets', () => {
	const budget = (remainingMinor: number | null, remainingUses: number | null, policy: 'reject' | 'cap') => ({
		budget: { remainingMinor, remainingUses, policy },
	})
	test.each([
		['nothing left', budget(0, null, 'cap'), 'BUDGET_SPENT', 5000],
		['less than the benefit, reject', budget(499, null, 'reject'), 'BUDGET_LESS', 5000],
		['just the benefit', budget(500, null, 'reject'), 'APPLIED', 4500],
		['less than the benefit, cap', budget(499, null, 'cap'), 'APPLIED', 4501],
		['no use left', budget(null, 0, 'reject'), 'BUDGET_SPENT', 5000],
		['a use left', budget(null, 1, 'reject'), 'APPLIED', 4500],
	] as const)('%s', (_, more, reason, net) => {
		const input = order([line(1, 5000)], [promotion(1, percentOff(100_000, 'order'), more)])
		expect(reasons(input)).toEqual({ 1: reason })
		expect(nets(input)).toEqual([net])
	})
	test('uses of buy X get Y stop at what is left', () => {
		expect(nets(order([line(1, 9000, 9)], [promotion(1, freeUnits(2, 1), budget(null, 2, 'cap'))]))).toEqual([7000])
	})
	test('a capped promotion yields to a lane mate that saves more than what is left', () => {
		const input = order(
			[line(1, 5000)],
			[promotion(1, percentOff(100_000), { lane: 'a', ...budget(100, null, 'cap') }), promotion(2, amountOffEach(200), { lane: 'a' })],
		)
		expect(reasons(input)).toEqual({ 1: 'BUDGET_LESS', 2: 'APPLIED' })
	})
})
