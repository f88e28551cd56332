import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CountedLine, type FreedQuestion, freeCounters } from '../../../app/engine/invoice/free-counters.ts'
import { type BoundLine, hangsOnQuantity, losesTier } from '../../../app/engine/invoice/hangs-on-quantity.ts'
import { lawCases } from '../../support/laws.ts'

const won = (tierFrom: number, line = 50_000, order = line) => ({ basis: { line, order }, bands: null, candidates: [{ status: 'won', tierFrom }] as never })

test('5 to 3 leaves the tier of 5; what the line alone does not reach is measured by the order', () => {
	const trace = (tierFrom: number, line: number, order: number) => ({ basis: { line, order }, bands: null, candidates: [{ status: 'won', tierFrom }] as never })
	expect(losesTier(trace(50_000, 50_000, 50_000), 20_000)).toBe(true)
	expect(losesTier(trace(50_000, 70_000, 70_000), 20_000)).toBe(false)
	expect(losesTier(trace(10_000, 50_000, 50_000), 20_000)).toBe(false)
	expect(losesTier(trace(50_000, 30_000, 80_000), 20_000)).toBe(false)
	expect(losesTier(trace(10_000, 10_000, 10_000), 10_000)).toBe(false)
	expect(losesTier(trace(50_000, 30_000, 60_000), 20_000)).toBe(true)
	expect(losesTier({ ...trace(10_000, 50_000, 50_000), bands: [] }, 10_000)).toBe(true)
})

const sold = (more: Partial<BoundLine> = {}): BoundLine => ({ sequence: 1, traces: [won(10_000)], isDiscounted: false, isCounted: false, ...more })

test.each([
	['a price without tiers, and two of five', sold(), 20_000, false, []],
	['five reached the tier of five, and two less do not', sold({ traces: [won(50_000)] }), 20_000, false, [1]],
	['nothing less of it', sold({ traces: [won(50_000)] }), 0, false, []],
	['a line that goes as a whole has no price to lose', sold({ traces: [won(50_000)] }), 50_000, false, []],
	['one of its prices had the tier', sold({ traces: [won(10_000), won(50_000)] }), 20_000, false, [1]],
	['a promotion took something off it', sold({ isDiscounted: true }), 20_000, false, [1]],
	['a contract period counts it', sold({ isCounted: true }), 20_000, false, [1]],
	['the order gave something for what it was', sold(), 20_000, true, [1]],
	['imported, with no word of how it was priced', sold({ traces: [] }), 20_000, false, []],
])('%s', (_rule, line, less, hasGift, hanging) => {
	expect([...hangsOnQuantity([line], new Map([[1, less]]), { hasGift })]).toEqual(hanging)
})

const counted = (more: Partial<CountedLine> = {}): CountedLine => ({
	...{ sequence: 1, productId: 7, unit: 'each', quantity: 30_000, cancelledQuantity: 0, discounts: [{ promotionId: 4, amountMinor: 1000 }], bookIds: [9] },
	...more,
})
const freed = (more: Partial<FreedQuestion>) =>
	freeCounters({
		...{ lines: [counted()], cut: [{ sequence: 1, locationId: 1, quantity: 10_000 }], rounding: 'half_away' },
		promotions: [{ budgetId: 2, promotionId: 4, locationId: null, amountMinor: 1000, uses: 1 }],
		periods: [{ bookId: 9, productId: 7, unit: 'each', quantity: 30_000 }],
		...more,
	})

test('one of three gives back a third of the discount and one of the period, and keeps the use', () => {
	expect(freed({})).toEqual({
		promotions: [{ budgetId: 2, amountMinor: 333, uses: 0 }],
		periods: [{ bookId: 9, productId: 7, unit: 'each', quantity: 10_000 }],
	})
})

test('with the last of its saving the use is free', () => {
	expect(freed({ cut: [{ sequence: 1, locationId: 1, quantity: 30_000 }] }).promotions).toEqual([{ budgetId: 2, amountMinor: 1000, uses: 1 }])
})

test("a store's budget frees what fell away there; another promotion's and another book's nothing", () => {
	const budget = { budgetId: 2, promotionId: 4, locationId: 5, amountMinor: 1000, uses: 1 }
	const cut = [1, 5].map((locationId) => ({ sequence: 1, locationId, quantity: 10_000 }))
	expect(freed({ cut, promotions: [budget, { ...budget, budgetId: 3, promotionId: 8, locationId: null }], periods: [] }).promotions).toEqual([
		{ budgetId: 2, amountMinor: 334, uses: 0 },
	])
	expect(freed({ periods: [{ bookId: 8, productId: 7, unit: 'each', quantity: 30_000 }] }).periods).toEqual([])
})

test('laws: cut bit by bit or at once frees the same, and never more than is held', () => {
	fc.assert(
		fc.property(
			fc.integer({ min: 1, max: 9 }),
			fc.nat(100_000),
			fc.array(fc.integer({ min: 1, max: 3 }), { maxLength: 6 }),
			fc.nat(100_000),
			(units, amountMinor, cuts, heldMinor) => {
				const line = counted({ quantity: units * 10_000, discounts: [{ promotionId: 4, amountMinor }] })
				const promotions = [{ budgetId: 2, promotionId: 4, locationId: null, amountMinor, uses: 1 }]
				let [left, bit] = [units, 0]
				for (const some of cuts) {
					const quantity = Math.min(some, left) * 10_000
					const lines = [{ ...line, cancelledQuantity: (units - left) * 10_000 }]
					bit += freed({ lines, cut: [{ sequence: 1, locationId: 1, quantity }], promotions, periods: [] }).promotions[0]?.amountMinor ?? 0
					left -= quantity / 10_000
				}
				const cut = [{ sequence: 1, locationId: 1, quantity: (units - left) * 10_000 }]
				expect(freed({ lines: [line], cut, promotions, periods: [] }).promotions[0]?.amountMinor ?? 0).toBe(bit)
				const scarce = freed({ lines: [line], cut, promotions: [{ ...promotions[0], amountMinor: heldMinor } as never], periods: [] })
				expect(scarce.promotions[0]?.amountMinor ?? 0).toBeLessThanOrEqual(heldMinor)
			},
		),
		lawCases(3541),
	)
})
