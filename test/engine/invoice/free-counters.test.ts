import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type CountedLine, type FreedQuestion, freeCounters } from '../../../app/engine/invoice/free-counters.ts'
import { lawCases } from '../../support/laws.ts'

/** Ten bags, 9.99 off them by promotion 1, counted by the contract of book 4. */
const line = (more: Partial<CountedLine> = {}): CountedLine => ({
	...{
		sequence: 1,
		productId: 7,
		unit: 'each',
		quantity: 100_000,
		cancelledQuantity: 0,
		discounts: [{ promotionId: 1, amountMinor: 999 }],
		bookIds: [4],
		...more,
	},
})
const question = (more: Partial<FreedQuestion> = {}): FreedQuestion => ({
	lines: [line()],
	cut: [{ sequence: 1, locationId: 11, quantity: 30_000 }],
	promotions: [{ budgetId: 5, promotionId: 1, locationId: null, amountMinor: 999, uses: 1 }],
	periods: [{ bookId: 4, productId: 7, unit: 'each', quantity: 100_000 }],
	rounding: 'half_away',
	...more,
})

test('three of ten bags give back the first three tenths of the discount and three bags of the period; the use stays while something is saved', () => {
	expect(freeCounters(question())).toEqual({
		promotions: [{ budgetId: 5, amountMinor: 300, uses: 0 }],
		periods: [{ bookId: 4, productId: 7, unit: 'each', quantity: 30_000 }],
	})
	// Seven were cancelled before: the last three give the rest back, 9.99 less 6.99, and the use.
	const rest = question({
		lines: [line({ cancelledQuantity: 70_000 })],
		promotions: [{ budgetId: 5, promotionId: 1, locationId: null, amountMinor: 300, uses: 1 }],
		periods: [{ bookId: 4, productId: 7, unit: 'each', quantity: 30_000 }],
	})
	expect(freeCounters(rest).promotions).toEqual([{ budgetId: 5, amountMinor: 300, uses: 1 }])
})

test('a budget of a store frees only what falls away there; another promotion, book, product or unit nothing', () => {
	const promotions = [11, 12].map((locationId) => ({ budgetId: locationId, promotionId: 1, locationId, amountMinor: 500, uses: 1 }))
	expect(freeCounters(question({ promotions })).promotions).toEqual([{ budgetId: 11, amountMinor: 300, uses: 0 }])
	expect(freeCounters(question({ promotions: [{ budgetId: 5, promotionId: 2, locationId: null, amountMinor: 999, uses: 1 }] })).promotions).toEqual([])
	const period = { bookId: 4, productId: 7, unit: 'each', quantity: 100_000 }
	for (const other of [{ bookId: 3 }, { productId: 8 }, { unit: 'case' }])
		expect(freeCounters(question({ periods: [{ ...period, ...other }] })).periods).toEqual([])
})

const bags = fc.integer({ min: 1, max: 40 })
const lineOf = fc.record({ bags, offMinor: fc.integer({ min: 0, max: 5000 }), cut: fc.array(fc.integer({ min: 1, max: 12 }), { maxLength: 5 }) })

test('laws: cut at once or bit by bit frees the same; never more than is held; all of it with the last bag', () => {
	fc.assert(
		fc.property(fc.array(lineOf, { minLength: 1, maxLength: 4 }), (drawn) => {
			const lines = drawn.map(({ bags: count, offMinor }, index) =>
				line({ sequence: index + 1, quantity: count * 10_000, discounts: offMinor > 0 ? [{ promotionId: 1, amountMinor: offMinor }] : [] }),
			)
			const cut = drawn.flatMap((one, index) => {
				let left = one.bags
				return one.cut.flatMap((some) => {
					const quantity = Math.min(some, left)
					left -= quantity
					return quantity > 0 ? [{ sequence: index + 1, locationId: 11, quantity: quantity * 10_000 }] : []
				})
			})
			const heldMinor = drawn.reduce((sum, { offMinor }) => sum + offMinor, 0)
			const held = {
				promotions: [{ budgetId: 5, promotionId: 1, locationId: null, amountMinor: heldMinor, uses: 1 }],
				periods: [{ bookId: 4, productId: 7, unit: 'each', quantity: lines.reduce((sum, { quantity }) => sum + quantity, 0) }],
			}
			const atOnce = freeCounters(question({ lines, cut, ...held }))
			let [minor, uses, quantity] = [0, 0, 0]
			const gone = new Map<number, number>()
			for (const one of cut) {
				const now = freeCounters(
					question({
						lines: lines.map((own) => ({ ...own, cancelledQuantity: gone.get(own.sequence) ?? 0 })),
						cut: [one],
						promotions: held.promotions.map((own) => ({ ...own, amountMinor: own.amountMinor - minor, uses: own.uses - uses })),
						periods: held.periods.map((own) => ({ ...own, quantity: own.quantity - quantity })),
					}),
				)
				minor += now.promotions[0]?.amountMinor ?? 0
				uses += now.promotions[0]?.uses ?? 0
				quantity += now.periods[0]?.quantity ?? 0
				gone.set(one.sequence, (gone.get(one.sequence) ?? 0) + one.quantity)
			}
			expect([minor, uses, quantity]).toEqual([atOnce.promotions[0]?.amountMinor ?? 0, atOnce.promotions[0]?.uses ?? 0, atOnce.periods[0]?.quantity ?? 0])
			expect(minor).toBeLessThanOrEqual(heldMinor)
			if (lines.every((own) => gone.get(own.sequence) === own.quantity)) expect([minor, uses]).toEqual([heldMinor, heldMinor > 0 ? 1 : 0])
		}),
		lawCases(41),
	)
})
