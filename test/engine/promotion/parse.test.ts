import { describe, expect, test } from 'vitest'
import { parseBenefit, phaseOf } from '../../../app/engine/promotion/benefits.ts'
import { parseConditions } from '../../../app/engine/promotion/conditions.ts'
import { parsePromotion } from '../../../app/engine/promotion/parse-promotion.ts'
import { tightestBudget } from '../../../app/engine/promotion/tightest-budget.ts'

describe('conditions', () => {
	test('are read with their defaults', () => {
		expect(
			parseConditions({ categoryIds: [4], relation: { kind: 'accessory', of: 'owned' }, amount: { minMinor: 15_000 }, quantity: { min: 50_000 } }),
		).toEqual({
			ok: true,
			value: {
				categoryIds: [4],
				relation: { kind: 'accessory', of: 'owned' },
				amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' },
				quantity: { min: 50_000, per: 'selected' },
			},
		})
		expect(parseConditions({})).toEqual({ ok: true, value: {} })
	})
	test.each<[string, unknown, string, string]>([
		['an unknown key', { catgoryIds: [4] }, 'PROMOTION_UNKNOWN_KEY', 'conditions.catgoryIds'],
		['an unknown key inside', { amount: { minMinor: 5, per: 'order' } }, 'PROMOTION_UNKNOWN_KEY', 'conditions.amount.per'],
		['an inherited name', { toString: 1 }, 'PROMOTION_UNKNOWN_KEY', 'conditions.toString'],
		['an empty list', { productIds: [] }, 'PROMOTION_FIELD_INVALID', 'conditions.productIds'],
		['a fraction', { productIds: [1.5] }, 'PROMOTION_FIELD_INVALID', 'conditions.productIds.0'],
		['a day that is none', { weekdays: [7] }, 'PROMOTION_FIELD_INVALID', 'conditions.weekdays.0'],
		['a word of another list', { quantity: { min: 1, per: 'group' } }, 'PROMOTION_FIELD_INVALID', 'conditions.quantity.per'],
		['an amount as text', { amount: { minMinor: '5' } }, 'PROMOTION_FIELD_INVALID', 'conditions.amount.minMinor'],
		['a list', [{}], 'PROMOTION_FIELD_INVALID', 'conditions'],
		['nothing', null, 'PROMOTION_FIELD_INVALID', 'conditions'],
	])('refuse %s by name', (_, json, code, key) => {
		expect(parseConditions(json)).toMatchObject({ ok: false, refusals: [{ code, facts: { key } }] })
	})
	test('refuse everything at once', () => {
		expect(parseConditions({ a: 1, b: 2, firstOrder: 'yes' })).toMatchObject({
			ok: false,
			refusals: [{ facts: { key: 'conditions.a' } }, { facts: { key: 'conditions.b' } }, { facts: { key: 'conditions.firstOrder' } }],
		})
	})
})

describe('benefits', () => {
	test.each<[unknown, number]>([
		[{ kind: 'percent', scope: 'line', percentPpm: 300_000 }, 1],
		[{ kind: 'amount', scope: 'line', amountMinor: 1000 }, 1],
		[{ kind: 'fixed_price', unitPriceMicros: '16.50' }, 1],
		[{ kind: 'free_units', buyQuantity: 20_000, getQuantity: 10_000, percentPpm: 1_000_000 }, 2],
		[{ kind: 'bundle_price', components: [{ lines: { productIds: [1] }, quantity: 10_000 }], priceMinor: 900 }, 2],
		[{ kind: 'gift', productId: 4, unit: 'each', quantity: 10_000 }, 2],
		[{ kind: 'percent', scope: 'order', percentPpm: 50_000 }, 3],
		[{ kind: 'amount', scope: 'order', amountMinor: 1000 }, 3],
		[{ kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000 }, 4],
		[{ kind: 'shipping_cap', atMostMinor: 0 }, 4],
		[{ kind: 'terms', days: 45 }, 5],
	])('%j acts in phase %i', (json, phase) => {
		const benefit = parseBenefit(json)
		expect(benefit.ok && phaseOf(benefit.value)).toBe(phase)
	})
	test('a unit price is read exactly', () => {
		expect(parseBenefit({ kind: 'fixed_price', unitPriceMicros: '25.391250' })).toEqual({
			ok: true,
			value: { kind: 'fixed_price', unitPriceMicros: 25_391_250n },
		})
	})
	test.each<[unknown, string]>([
		[{ kind: 'present' }, 'benefit.kind'],
		[{ kind: 'toString' }, 'benefit.kind'],
		[null, 'benefit.kind'],
		[{ kind: 'percent', scope: 'line', percentPpm: 1_000_001 }, 'benefit.percentPpm'],
		[{ kind: 'percent', scope: 'line', percentPpm: 0 }, 'benefit.percentPpm'],
		[{ kind: 'fixed_price', unitPriceMicros: 16.5 }, 'benefit.unitPriceMicros'],
		[{ kind: 'fixed_price', unitPriceMicros: '-1' }, 'benefit.unitPriceMicros'],
		[{ kind: 'terms', days: 45, net: true }, 'benefit.net'],
		[{ kind: 'amount', scope: 'order', amountMinor: 5, per: 'unit' }, 'benefit.per'],
		[{ kind: 'free_units', buyQuantity: 1, getQuantity: 1, percentPpm: 1, getLines: { accountIds: [1] } }, 'benefit.getLines.accountIds'],
		[{ kind: 'bundle_price', components: [], priceMinor: 900 }, 'benefit.components'],
	])('%j is refused by %s', (json, key) => {
		expect(parseBenefit(json)).toMatchObject({ ok: false, refusals: [{ facts: { key } }] })
	})
})

describe('a stored promotion', () => {
	const stored = {
		id: 1,
		names: { en: 'New roast' },
		lane: 'acc',
		priority: 2,
		isGlobalExclusive: false,
		includesProtected: true,
		currency: null,
		couponCode: null,
		conditions: [],
		benefit: { kind: 'terms', days: 45 },
		validFrom: new Date('2026-03-01T06:00:00Z'),
		validTo: null,
		budgets: [],
	}
	test('becomes one that can be applied', () => {
		expect(parsePromotion(stored)).toMatchObject({
			ok: true,
			promotion: { lane: 'acc', conditions: {}, includeProtected: true, globalExclusive: false, budget: null },
		})
	})
	test.each<[string, object, string]>([
		['an amount without a currency', { benefit: { kind: 'amount', scope: 'order', amountMinor: 5 } }, 'PROMOTION_CURRENCY_MISSING'],
		['a threshold without a currency', { conditions: { amount: { minMinor: 5 } } }, 'PROMOTION_CURRENCY_MISSING'],
		['a window that ends as it begins', { validTo: new Date('2026-03-01T06:00:00Z') }, 'PROMOTION_WINDOW_EMPTY'],
		['no lane', { lane: ' ' }, 'PROMOTION_FIELD_INVALID'],
		['unknown conditions', { conditions: { group: 1 } }, 'PROMOTION_UNKNOWN_KEY'],
	])('refuses %s', (_, more, code) => {
		expect(parsePromotion({ ...stored, ...more })).toMatchObject({ ok: false, refusals: [{ code }] })
	})
})

test('of several budgets the tightest binds, with its own policy', () => {
	const budget = (remainingMinor: number | null, policy: 'reject' | 'cap', remainingUses: number | null = null) => ({ remainingMinor, remainingUses, policy })
	expect(tightestBudget([])).toBeNull()
	expect(tightestBudget([budget(10_000, 'reject'), budget(2000, 'cap')])).toEqual(budget(2000, 'cap'))
	expect(tightestBudget([budget(2000, 'reject'), budget(10_000, 'cap')])).toEqual(budget(2000, 'reject'))
	expect(tightestBudget([budget(2000, 'reject'), budget(2000, 'cap')])).toEqual(budget(2000, 'cap'))
	expect(tightestBudget([budget(2000, 'cap'), budget(null, 'reject', 3)])).toEqual(budget(2000, 'reject', 3))
})
