import { expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import { amountOffEach, line, order, percentOff, promotion } from './cases.ts'

// The worked example P2 of commerce-engine.md section 6, every figure as printed there.
const accessory = { relations: [{ kind: 'accessory', productId: 900, owned: true }] }
const at = (groupKey: string, locationId: number, units: number) => ({ groupKey, locationId, quantity: units * 10_000 })

const bean = line(1, 8875, 5, { allocations: [at('A', 1, 3), at('B', 2, 1), at('C', 3, 1)] })
const acc1 = line(2, 9980, 2, { ...accessory, allocations: [at('A', 1, 1), at('B', 2, 1)] })
const acc2 = line(3, 1995, 1, { ...accessory, allocations: [at('A', 1, 1)] })

const owned = { relation: { kind: 'accessory', of: 'owned' as const } }
const L1 = promotion(11, percentOff(300_000), { lane: 'acc', conditions: owned })
const L2 = promotion(12, amountOffEach(1000), { lane: 'acc', conditions: owned })
const O1 = promotion(13, percentOff(50_000, 'order'), { conditions: { amount: { minMinor: 15_000, over: 'order', of: 'phase_entry' } } })
const F1 = promotion(14, { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 2000 })
const T1 = promotion(15, { kind: 'terms', days: 45 }, { currency: null })
const groups = [
	{ groupKey: 'A', shippingMinor: 800 },
	{ groupKey: 'B', shippingMinor: 800 },
	{ groupKey: 'C', shippingMinor: 650 },
]
const input = order([bean, acc1, acc2], [L1, L2, O1, F1, T1], { groups })

test('P2: 30 % or 10.00 off accessories, 5 % from 150.00, free shipping up to 20.00, Net 45', () => {
	const outcome = applyPromotions(input)
	expect(outcome.lines).toEqual([
		{ sequence: 1, adjustments: [{ promotionId: 13, phase: 3, amountMinor: 444 }], netMinor: 8431 },
		{
			sequence: 2,
			adjustments: [
				{ promotionId: 11, phase: 1, amountMinor: 2994 },
				{ promotionId: 13, phase: 3, amountMinor: 349 },
			],
			netMinor: 6637,
		},
		{
			sequence: 3,
			adjustments: [
				{ promotionId: 12, phase: 1, amountMinor: 1000 },
				{ promotionId: 13, phase: 3, amountMinor: 50 },
			],
			netMinor: 945,
		},
	])
	expect(outcome.groups.map(({ shippingDiscountMinor }) => shippingDiscountMinor)).toEqual([711, 711, 578])
	expect(outcome.termsDays).toBe(45)
	expect(outcome.savedMinor).toBe(2994 + 1000 + 843 + 2000)
	expect(outcome.explanation.map(({ promotionId, reason, savingMinor }) => [promotionId, reason, savingMinor])).toEqual([
		[11, 'APPLIED', 2994],
		[12, 'APPLIED', 1000],
		[13, 'APPLIED', 843],
		[14, 'APPLIED', 2000],
		[15, 'APPLIED', 0],
	])
})

test('P2: the order of lines, groups and promotions changes nothing', () => {
	const shuffled = { ...input, lines: [acc2, bean, acc1], groups: [...groups].reverse(), promotions: [T1, F1, O1, L2, L1] }
	expect(applyPromotions(shuffled)).toEqual(applyPromotions(input))
})

test.each([
	['watch', 30],
	['hold', 30],
	['new', 30],
	['good', 45],
] as const)('P2: standing %s pays in %i days', (standing, days) => {
	expect(applyPromotions({ ...input, standing }).termsDays).toBe(days)
})

const left = { remainingMinor: 2000, remainingUses: null }

test('P2: a budget of 500.00 with 480.00 used drops the 29.94 and its lane mate takes the line', () => {
	const outcome = applyPromotions({ ...input, promotions: [{ ...L1, budget: { ...left, policy: 'reject' } }, L2] })
	expect(outcome.explanation.map(({ reason, savingMinor }) => [reason, savingMinor])).toEqual([
		['BUDGET_LESS', 0],
		['APPLIED', 3000],
	])
})

test('P2: under `cap` the same benefit is the 20.00 that are left', () => {
	const outcome = applyPromotions({ ...input, promotions: [{ ...L1, budget: { ...left, policy: 'cap' } }], lines: [bean, acc1] })
	expect(outcome.explanation).toMatchObject([{ reason: 'APPLIED', savingMinor: 2000, lapsedMinor: 994 }])
})
