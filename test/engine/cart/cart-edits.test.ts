import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { compareToSeen, refuseRises } from '../../../app/engine/cart/compare-to-seen.ts'
import { fillToPar, setCells, splitLike } from '../../../app/engine/cart/matrix.ts'
import { raisedByReduction } from '../../../app/engine/cart/raised-by-reduction.ts'
import { lawCases } from '../../support/laws.ts'
import { BEAN, candidate, P1 } from '../pricing/books.ts'
import { cartInput, cartLine, EACH, priced } from './carts.ts'

const bean = (sequence: number, units: number) => cartLine(sequence, BEAN, { A: units }, { candidates: Object.values(P1) })

describe('ordering less', () => {
	test('5 → 3: 3 × 18.00 = 54.00 instead of 53.25', () => {
		expect(raisedByReduction(priced(cartInput([bean(1, 5)])), priced(cartInput([bean(1, 3)])))).toEqual([
			{ sequence: 1, quantity: 30_000, beforeMicros: microsOf('17.75'), afterMicros: microsOf('18.00'), resolvedMinor: 5400, insteadOfMinor: 5325 },
		])
	})
	test('a new line, or one that lost its price, is no rise', () => {
		const before = priced(cartInput([bean(1, 5)]))
		const after = priced(
			cartInput([bean(1, 5), cartLine(2, 99, { A: 1 }), cartLine(3, 98, { A: 1 }, { candidates: [candidate(10, 'base', [[1, '5.00']], { productId: 98 })] })]),
		)
		expect(raisedByReduction(before, after)).toEqual([])
		expect(raisedByReduction(after, priced(cartInput([bean(1, 5), cartLine(3, 98, { A: 1 })])))).toEqual([])
	})
	test('a line she did not touch is named too, and 5 → 6 asks nothing', () => {
		const before = priced(cartInput([bean(1, 3), bean(2, 2)]))
		expect(raisedByReduction(before, priced(cartInput([bean(1, 3)]))).map(({ sequence }) => sequence)).toEqual([1])
		expect(raisedByReduction(before, priced(cartInput([bean(1, 3), bean(2, 3)])))).toEqual([])
	})
})

describe('since it was seen', () => {
	const cart = priced(cartInput([bean(1, 3)]))
	const seen = (price: string | null, totalMinor: number) => ({
		hash: 'old',
		totalMinor,
		lines: [{ sequence: 1, unitPriceMicros: price === null ? null : microsOf(price) }],
	})
	const refusals = (price: string | null, totalMinor: number, consented: string | null = null) =>
		refuseRises(compareToSeen(seen(price, totalMinor), cart, 5400), cart.hash, consented)
	test('a rise is refused with old and new, for the line and for the total', () => {
		expect(refusals('17.00', 5100)).toEqual([
			{ code: 'PRICE_CHANGED', line: 1, facts: { before: '17.000000', after: '18.000000', hash: cart.hash } },
			{ code: 'PRICE_CHANGED', facts: { totalBeforeMinor: 5100, totalAfterMinor: 5400, hash: cart.hash } },
		])
	})
	test('a line that rose counts even when the total fell', () => {
		expect(refusals('17.00', 6000).map(({ line }) => line)).toEqual([1])
	})
	test('a total that rose counts even when no line did', () => {
		expect(refusals('18.00', 5399).map(({ facts }) => facts['totalAfterMinor'])).toEqual([5400])
	})
	test('consent to the new hash lets it pass; to the old one it does not', () => {
		expect(refusals('17.00', 5100, cart.hash)).toEqual([])
		expect(refusals('17.00', 5100, 'old')).toHaveLength(2)
	})
	test('falls are taken and noted; what had no price has nothing to compare', () => {
		expect(refusals('19.00', 5700)).toEqual([])
		expect(compareToSeen(seen('19.00', 5700), cart, 5400).falls).toHaveLength(1)
		expect(refusals(null, 5400)).toEqual([])
	})
})

describe('the matrix', () => {
	const row = {
		sequence: 1,
		quantity: wholeQuantity(5),
		allocations: [
			{ groupKey: 'A', quantity: wholeQuantity(3) },
			{ groupKey: 'B', quantity: wholeQuantity(1) },
		],
	}
	test('a cell sets its store and the line follows; what was loose stays loose', () => {
		expect(
			setCells(
				[row],
				[
					{ sequence: 1, groupKey: 'A', quantity: wholeQuantity(4) },
					{ sequence: 1, groupKey: 'C', quantity: wholeQuantity(2) },
				],
			),
		).toEqual([
			{
				sequence: 1,
				quantity: wholeQuantity(8),
				allocations: [
					{ groupKey: 'A', quantity: 40_000 },
					{ groupKey: 'B', quantity: 10_000 },
					{ groupKey: 'C', quantity: 20_000 },
				],
			},
		])
	})
	test('an empty cell goes; other rows stay as they are', () => {
		expect(setCells([row], [{ sequence: 1, groupKey: 'B', quantity: 0 }])[0]).toEqual({
			sequence: 1,
			quantity: wholeQuantity(4),
			allocations: [{ groupKey: 'A', quantity: 30_000 }],
		})
		expect(setCells([row], [{ sequence: 2, groupKey: 'B', quantity: 0 }])[0]).toBe(row)
	})
	test('the split of the last order, in whole pieces', () => {
		expect(splitLike(wholeQuantity(10), EACH, row.allocations)).toEqual([
			{ groupKey: 'A', quantity: 80_000 },
			{ groupKey: 'B', quantity: 20_000 },
		])
		expect(splitLike(wholeQuantity(1), EACH, row.allocations)).toEqual([{ groupKey: 'A', quantity: 10_000 }])
		expect(splitLike(wholeQuantity(1), EACH, [])).toEqual([])
	})
	test('fill to par in whole cases, and nothing where there is enough', () => {
		const stores = [
			{ groupKey: 'A', parLevel: wholeQuantity(10), onHand: wholeQuantity(3) },
			{ groupKey: 'B', parLevel: wholeQuantity(2), onHand: wholeQuantity(5) },
		]
		expect(fillToPar(stores, wholeQuantity(6))).toEqual([{ groupKey: 'A', quantity: 120_000 }])
	})
	test('law: a split never exceeds its quantity and is whole', () => {
		fc.assert(
			fc.property(fc.nat(200), fc.array(fc.nat(30), { minLength: 1, maxLength: 6 }), (units, before) => {
				const split = splitLike(
					wholeQuantity(units),
					EACH,
					before.map((one, index) => ({ groupKey: String(index), quantity: wholeQuantity(one) })),
				)
				const total = split.reduce((sum, { quantity }) => sum + quantity, 0)
				expect(total).toBe(before.some((one) => one > 0) ? wholeQuantity(units) : 0)
				expect(split.every(({ quantity }) => quantity % 10_000 === 0)).toBe(true)
			}),
			lawCases(42),
		)
	})
})
