import { describe, expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import { describePromotion } from '../../../app/engine/promotion/describe-promotion.ts'
import { parsePromotion } from '../../../app/engine/promotion/parse-promotion.ts'
import type { Promotion, PromotionInput, PromotionLine } from '../../../app/engine/promotion/promotion.ts'
import { reviewPromotion } from '../../../app/engine/promotion/review-promotion.ts'
import { line, order, percentOff, promotion } from './cases.ts'

const nets = (input: PromotionInput) => applyPromotions(input).lines.map(({ netMinor }) => netMinor)
const reasons = (input: PromotionInput) => Object.fromEntries(applyPromotions(input).explanation.map(({ promotionId, reason }) => [promotionId, reason]))
const freeUnits = (buy: number, get: number, productIds?: number[]): Benefit => ({
	kind: 'free_units',
	buyQuantity: buy * 10_000,
	getQuantity: get * 10_000,
	getLines: productIds && { productIds },
	percentPpm: 1_000_000,
	maxUses: null,
})
const gift: Extract<Benefit, { kind: 'gift' }> = { kind: 'gift', productId: 7, unit: 'each', quantity: 10_000, every: 10_000, maxUses: null }
const offer = { productId: 7, unit: 'each', unitPriceMicros: 10_000_000n, step: 10_000, availableQuantity: null }

describe('what decision 0110 says', () => {
	test('a protected line gets no discount but counts in a threshold of the order, not in one of the lines picked', () => {
		const lines = [line(1, 9000, 1, { promotable: false }), line(2, 1000)]
		const from100 = (over: 'order' | 'selected') =>
			promotion(1, percentOff(100_000, 'order'), { conditions: { amount: { minMinor: 10_000, over, of: 'phase_entry' } } })
		expect(nets(order(lines, [from100('order')]))).toEqual([9000, 900])
		expect(reasons(order(lines, [from100('selected')]))).toEqual({ 1: 'AMOUNT_SHORT' })
	})
	test('a protected line still has its shipping and terms', () => {
		const own = [promotion(1, { kind: 'shipping_cap', atMostMinor: 0 }), promotion(2, { kind: 'terms', days: 45 })]
		expect(reasons(order([line(1, 1000, 1, { promotable: false })], own, { groups: [{ groupKey: 'A', shippingMinor: 500 }] }))).toEqual({
			1: 'APPLIED',
			2: 'APPLIED',
		})
	})
	test('savings are compared as a floor leaves them: equal under the floor, so the lower id takes the room', () => {
		const input = order([line(1, 1000, 1, { floorMinor: 900 })], [promotion(1, percentOff(100_000)), promotion(2, percentOff(200_000))])
		expect(applyPromotions(input).explanation.map(({ savingMinor }) => savingMinor)).toEqual([100, 0])
	})
	test('the best of a lane whose line another lane emptied says that no room was left, not that a lane mate beat it', () => {
		const inLane = (id: number, benefit: Benefit, more: Partial<Promotion> = {}) => promotion(id, benefit, { lane: 'a', ...more })
		const emptied = order(
			[line(1, 2), line(2, 1, 1, { promotable: false })],
			[
				promotion(1, percentOff(750_000), { lane: 'b' }),
				inLane(2, { kind: 'fixed_price', unitPriceMicros: 0n }),
				inLane(3, { kind: 'amount', scope: 'line', per: 'unit', amountMinor: 1 }, { priority: 1, includeProtected: true }),
			],
		)
		expect(reasons(emptied)).toEqual({ 1: 'APPLIED', 2: 'FLOOR', 3: 'APPLIED' })
		expect(applyPromotions(emptied).explanation.find(({ promotionId }) => promotionId === 2)).toMatchObject({ lapsedMinor: 2, savingMinor: 0, uses: 0 })
		expect(nets(emptied)).toEqual([0, 0])
	})
	test('a capped budget gives whole gifts only', () => {
		const capped = (remainingMinor: number) => promotion(1, gift, { budget: { remainingMinor, remainingUses: null, policy: 'cap' } })
		const given = (remainingMinor: number) =>
			applyPromotions(order([line(1, 5000, 5)], [capped(remainingMinor)], { gifts: [offer] })).gifts.map(({ quantity }) => quantity)
		expect([2999, 3000, 999].map(given)).toEqual([[20_000], [30_000], []])
	})
	test('of equal exclusives the higher priority acts, then the lower id; a greater saving comes before both', () => {
		const alone = (id: number, priority: number, ppm = 100_000) => promotion(id, percentOff(ppm), { globalExclusive: true, priority })
		expect(reasons(order([line(1, 1000)], [alone(1, 0), alone(2, 1)]))).toEqual({ 1: 'EXCLUSIVE', 2: 'APPLIED' })
		expect(reasons(order([line(1, 1000)], [alone(2, 0), alone(1, 0)]))).toEqual({ 1: 'APPLIED', 2: 'EXCLUSIVE' })
		expect(reasons(order([line(1, 1000)], [alone(1, 0, 200_000), alone(2, 9)]))).toEqual({ 1: 'APPLIED', 2: 'EXCLUSIVE' })
	})
})

describe('reaching lines', () => {
	const related = (productId: number, owned: boolean): Partial<PromotionLine> => ({ relations: [{ kind: 'accessory', productId, owned }] })
	const lines = [
		line(1, 1000),
		line(2, 1000, 1, related(101, false)),
		line(3, 1000, 1, related(900, true)),
		line(4, 1000, 1, { relations: [{ kind: 'spare_part', productId: 900, owned: true }] }),
	]
	test.each<[string, Promotion['conditions']['relation'], number[]]>([
		['of something owned', { kind: 'accessory', of: 'owned' }, [1000, 1000, 500, 1000]],
		['of this thing owned', { kind: 'accessory', of: 'owned', productIds: [901] }, [1000, 1000, 1000, 1000]],
		['of something in the cart', { kind: 'accessory', of: 'in_cart' }, [1000, 500, 1000, 1000]],
		['of these products', { kind: 'accessory', of: 'products', productIds: [900] }, [1000, 1000, 500, 1000]],
		['of no product named', { kind: 'accessory', of: 'products' }, [1000, 1000, 1000, 1000]],
	])('accessory %s', (_, relation, expected) => {
		expect(nets(order(lines, [promotion(1, percentOff(500_000), { conditions: { relation } })]))).toEqual(expected)
	})
	test('a quantity of the order counts every line, of the selected only those', () => {
		const need = (per: 'order' | 'selected') => promotion(1, percentOff(500_000), { conditions: { productIds: [101], quantity: { min: 40_000, per } } })
		expect(reasons(order(lines, [need('order')]))).toEqual({ 1: 'APPLIED' })
		expect(reasons(order(lines, [need('selected')]))).toEqual({ 1: 'QUANTITY_SHORT' })
	})
})

describe('units', () => {
	test('a cheap unit is given where dearer ones can trigger', () => {
		expect(nets(order([line(1, 5000), line(2, 1000)], [promotion(1, freeUnits(1, 1, [102]))]))).toEqual([5000, 0])
	})
	test('of equal units the first trigger and the last is given', () => {
		expect(nets(order([line(1, 1000), line(2, 1000), line(3, 1000)], [promotion(1, freeUnits(2, 1))]))).toEqual([1000, 1000, 0])
	})
	test('one more unit would do: the hint says one', () => {
		const own = promotion(1, freeUnits(1, 1, [101]), { conditions: { units: ['each'] } })
		expect(applyPromotions(order([line(1, 1000)], [own])).hints).toEqual([{ promotionId: 1, code: 'UNITS', facts: { missingQuantity: 10_000 } }])
	})
})

test('no room and no lane mate that took it: the floor is named, for each', () => {
	const full = line(1, 1000, 1, { floorMinor: 1000 })
	expect(reasons(order([full], [promotion(1, percentOff(100_000), { lane: 'a' }), promotion(2, percentOff(200_000), { lane: 'a' })]))).toEqual({
		1: 'FLOOR',
		2: 'FLOOR',
	})
})

test('free shipping of nothing saves nothing, and says so', () => {
	expect(reasons(order([line(1, 1000)], [promotion(1, { kind: 'shipping_cap', atMostMinor: 0 })]))).toEqual({ 1: 'NO_SAVING' })
})

describe('money needs a currency', () => {
	const stored = {
		id: 1,
		names: {},
		lane: 'a',
		priority: 0,
		isGlobalExclusive: false,
		includesProtected: false,
		currency: null,
		couponCode: null,
		conditions: {},
		validFrom: null,
		validTo: null,
		budgets: [],
	}
	test.each([
		[{ kind: 'amount', scope: 'line', amountMinor: 5 }, false],
		[{ kind: 'fixed_price', unitPriceMicros: '0' }, false],
		[{ kind: 'bundle_price', components: [{ lines: {}, quantity: 1 }], priceMinor: 0 }, false],
		[{ kind: 'shipping_cap', atMostMinor: 0 }, false],
		[{ kind: 'shipping_percent', percentPpm: 5, capMinor: 5 }, false],
		[{ kind: 'shipping_percent', percentPpm: 5 }, true],
		[{ kind: 'percent', scope: 'line', percentPpm: 5 }, true],
	])('%j', (benefit, ok) => {
		expect(parsePromotion({ ...stored, benefit }).ok).toBe(ok)
		expect(parsePromotion({ ...stored, benefit, currency: 'USD' }).ok).toBe(true)
	})
})

test.each<[Benefit, string]>([
	[{ kind: 'amount', scope: 'order', amountMinor: 5 }, 'benefit.amount_order'],
	[{ kind: 'amount', scope: 'line', per: 'unit', amountMinor: 5 }, 'benefit.amount_unit'],
	[{ kind: 'amount', scope: 'line', per: 'line', amountMinor: 5 }, 'benefit.amount_line'],
	[gift, 'benefit.gift_every'],
	[{ ...gift, every: null }, 'benefit.gift'],
	[freeUnits(2, 1), 'benefit.free_units'],
	[{ ...freeUnits(2, 1), percentPpm: 500_000 } as Benefit, 'benefit.reduced_units'],
	[{ kind: 'shipping_percent', percentPpm: 5, capMinor: null }, 'benefit.shipping_percent'],
	[{ kind: 'shipping_percent', percentPpm: 5, capMinor: 5 }, 'benefit.shipping_percent_capped'],
])('%o is said as %s', (benefit, key) => {
	expect(describePromotion(promotion(1, benefit))[0]?.key).toBe(key)
})

describe('rivals in a lane', () => {
	const at = new Date('2026-03-02T15:00:00Z')
	const march = new Date('2026-03-10T00:00:00Z')
	const april = new Date('2026-04-01T00:00:00Z')
	const warned = (own: Benefit, other: Benefit, more: Partial<Promotion> = {}, otherMore: Partial<Promotion> = {}) => {
		const others = [promotion(1, other, { lane: 'a', ...otherMore })]
		return reviewPromotion(promotion(2, own, { lane: 'a', ...more }), {
			at,
			accountCount: 1,
			productCount: 1,
			longestTermsDays: 0,
			isGiftSold: true,
			belowFloorCount: 0,
			others,
		}).warnings.map(({ code }) => code)
	}
	const each = (amountMinor: number, per: 'unit' | 'line' = 'unit'): Benefit => ({ kind: 'amount', scope: 'line', per, amountMinor })
	const price = (unitPriceMicros: bigint): Benefit => ({ kind: 'fixed_price', unitPriceMicros })
	const shipping = (percentPpm: number, capMinor: number | null, methods?: string[]): Benefit => ({ kind: 'shipping_percent', percentPpm, capMinor, methods })
	test.each<[string, Benefit, Benefit, string[]]>([
		['a smaller amount', each(5), each(6), ['NEVER_WINS']],
		['per unit and per line are not compared', each(5), each(6, 'line'), []],
		['a higher fixed price', price(9n), price(8n), ['NEVER_WINS']],
		['a lower fixed price', price(7n), price(8n), ['NEVER_LETS_WIN']],
		['a fixed price and a percent are not compared', price(9n), percentOff(5), []],
		['fewer days', { kind: 'terms', days: 30 }, { kind: 'terms', days: 45 }, ['NEVER_WINS']],
		['a lower cap', shipping(5, 10), shipping(5, 20), ['NEVER_WINS']],
		['no cap', shipping(5, null), shipping(5, 20), ['NEVER_LETS_WIN']],
		['a smaller share under a higher cap', shipping(4, 20), shipping(5, 10), []],
		['the same', shipping(5, 10), shipping(5, 10), ['NEVER_WINS']],
		['of one method', shipping(5, 10, ['air']), shipping(6, 20), []],
		['against one method', shipping(5, 10), shipping(6, 20, ['air']), []],
		['a share and a cap are not compared', { kind: 'shipping_cap', atMostMinor: 0 }, shipping(5, 10), []],
	])('%s', (_, own, other, codes) => {
		expect(warned(own, other)).toEqual(codes)
	})
	test('the same quantities, other quantities, another way to count', () => {
		const need = (min: number, per: 'line' | 'order') => ({ conditions: { quantity: { min, per } } })
		expect(warned(percentOff(5), percentOff(6), need(10, 'line'), need(10, 'line'))).toEqual(['NEVER_WINS'])
		expect(warned(percentOff(5), percentOff(6), need(10, 'line'), need(11, 'line'))).toEqual([])
		expect(warned(percentOff(5), percentOff(6), need(10, 'line'), need(10, 'order'))).toEqual([])
	})
	test('windows: the same one hides, a shorter one does not, one that begins as the other ends is no rival', () => {
		const from = new Date('2026-03-05T00:00:00Z')
		expect(warned(percentOff(5), percentOff(6), { validFrom: from, validTo: april }, { validFrom: from, validTo: april })).toEqual(['NEVER_WINS'])
		expect(warned(percentOff(5), percentOff(6), { validFrom: from, validTo: april }, { validFrom: march, validTo: april })).toEqual([])
		expect(warned(percentOff(5), percentOff(6), { couponCode: 'X', validFrom: march }, { couponCode: 'X', validTo: march })).toEqual([])
		expect(warned(percentOff(5), percentOff(6), { couponCode: 'X', validTo: march }, { couponCode: 'X', validFrom: march })).toEqual([])
	})
	test('terms are compared with those that are', () => {
		const facts = { at, accountCount: 1, productCount: 1, longestTermsDays: 45, isGiftSold: true, belowFloorCount: 0, others: [] }
		expect(reviewPromotion(promotion(1, { kind: 'terms', days: 46 }), facts).warnings).toEqual([])
		expect(reviewPromotion(promotion(1, percentOff(5)), facts).warnings).toEqual([])
	})
})
