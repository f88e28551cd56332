import { describe, expect, test } from 'vitest'
import { applyPromotions } from '../../../app/engine/promotion/apply-promotions.ts'
import type { LocationBudget, PromotionLine } from '../../../app/engine/promotion/promotion.ts'
import { line, order, percentOff, promotion } from './cases.ts'

const at = (stores: Record<number, number>): Partial<PromotionLine> => ({
	allocations: Object.entries(stores).map(([locationId, units]) => ({ groupKey: `G${locationId}`, locationId: Number(locationId), quantity: units * 10_000 })),
})
const budget = (
	locationId: number,
	remainingMinor: number | null,
	policy: 'reject' | 'cap' = 'reject',
	remainingUses: number | null = null,
): LocationBudget => ({
	...{ locationId, remainingMinor, remainingUses, policy },
})

/** 100.00 over two stores, 3 units and 1; 10 % is 10.00: 7.50 falls to store 1, 2.50 to store 2. */
const twoStores = [line(1, 10_000, 4, at({ 1: 3, 2: 1 }))]
const tried = (lines: PromotionLine[], locationBudgets: LocationBudget[], scope: 'line' | 'order' = 'order') => {
	const outcome = applyPromotions(order(lines, [promotion(1, percentOff(100_000, scope), { locationBudgets })]))
	const { reason, savingMinor, locations } = outcome.explanation[0] ?? {}
	return { nets: outcome.lines.map(({ netMinor }) => netMinor), reason, savingMinor, locations }
}

describe('a budget of a location', () => {
	test('that bears what falls there changes nothing, and says what fell where', () => {
		expect(tried(twoStores, [budget(1, 750)])).toEqual({
			...{ nets: [9000], reason: 'APPLIED', savingMinor: 1000 },
			locations: [
				{ locationId: 1, savingMinor: 750, uses: 1 },
				{ locationId: 2, savingMinor: 250, uses: 1 },
			],
		})
	})

	test.each([
		['passed, reject: that store gets nothing, the other its part', budget(1, 749), 250],
		['spent: the same', budget(1, 0), 250],
		['without a use left: the same', budget(1, null, 'cap', 0), 250],
		['passed, cap: the store gets what is left', budget(1, 400, 'cap'), 650],
	])('%s', (_name, own, saving) => {
		const { savingMinor, locations } = tried(twoStores, [own])
		expect(savingMinor).toBe(saving)
		expect(locations?.reduce((sum, one) => sum + one.savingMinor, 0)).toBe(saving)
		expect(locations?.find(({ locationId }) => locationId === 2)?.savingMinor).toBe(250)
	})

	test('falls on the lines that go to the stores that have budget left, not on the others', () => {
		const lines = [line(1, 5000, 1, at({ 1: 1 })), line(2, 5000, 1, at({ 2: 1 }))]
		for (const scope of ['line', 'order'] as const) expect(tried(lines, [budget(1, 0)], scope).nets).toEqual([5000, 4500])
	})

	test('spent at every store that the order goes to: the promotion is dropped and says so', () => {
		expect(tried(twoStores, [budget(1, 0), budget(2, 0)])).toMatchObject({ nets: [10_000], reason: 'BUDGET_SPENT', savingMinor: 0 })
	})

	test('takes nothing from the order’s threshold, which is judged once on the whole', () => {
		const conditions = { amount: { minMinor: 10_000, over: 'selected' as const, of: 'phase_entry' as const } }
		const outcome = applyPromotions(order(twoStores, [promotion(1, percentOff(100_000, 'order'), { conditions, locationBudgets: [budget(1, 0)] })]))
		expect(outcome.explanation[0]).toMatchObject({ reason: 'APPLIED', savingMinor: 250 })
	})

	test('of another store than the order’s does nothing', () => {
		expect(tried(twoStores, [budget(9, 0)])).toMatchObject({ nets: [9000], reason: 'APPLIED' })
	})

	test('and one of the whole bind together: the tighter of each', () => {
		const own = promotion(1, percentOff(100_000, 'order'), {
			...{ locationBudgets: [budget(1, 400, 'cap')], budget: { remainingMinor: 500, remainingUses: null, policy: 'cap' as const } },
		})
		const { savingMinor = 0, locations = [] } = applyPromotions(order(twoStores, [own])).explanation[0] ?? {}
		expect(savingMinor).toBe(500)
		expect(locations.reduce((sum, one) => sum + one.savingMinor, 0)).toBe(500)
		expect(locations.find(({ locationId }) => locationId === 1)?.savingMinor).toBeLessThanOrEqual(400)
	})

	test('counts a use at each store that gets something; several uses are shared, at least one each', () => {
		const free = { kind: 'free_units' as const, buyQuantity: 10_000, getQuantity: 10_000, percentPpm: 1_000_000, maxUses: null }
		const outcome = applyPromotions(order([line(1, 8000, 8, at({ 1: 6, 2: 2 }))], [promotion(1, free, { locationBudgets: [budget(1, null, 'reject', 9)] })]))
		expect(outcome.explanation[0]?.locations?.map(({ uses }) => uses)).toEqual([3, 1])
	})

	test('lets its lane mate act where it no longer does', () => {
		const lines = [line(1, 5000, 1, at({ 1: 1 })), line(2, 5000, 1, at({ 2: 1 }))]
		const best = promotion(1, percentOff(200_000), { lane: 'a', locationBudgets: [budget(1, 0)] })
		const other = promotion(2, percentOff(100_000), { lane: 'a' })
		expect(applyPromotions(order(lines, [best, other])).lines.map(({ netMinor }) => netMinor)).toEqual([4500, 4000])
	})
})
