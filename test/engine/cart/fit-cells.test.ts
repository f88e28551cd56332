import fc from 'fast-check'
import { expect, test } from 'vitest'
import { fitCells } from '../../../app/engine/cart/fit-cells.ts'
import { lawCases } from '../../support/laws.ts'

const cell = (groupKey: string, quantity: number) => ({ groupKey, quantity })

test('what is missing goes to the store that takes most; what is too much leaves the last stores first', () => {
	expect(fitCells([cell('a', 2), cell('b', 5), cell('c', 5)], 18)).toEqual([cell('b', 11)])
	expect(fitCells([cell('a', 4), cell('b', 5), cell('c', 3)], 6)).toEqual([cell('c', 0), cell('b', 2)])
	expect(fitCells([cell('a', 4)], 4)).toEqual([])
})

test('law: afterwards the cells come to what was wanted, and none is negative', () => {
	fc.assert(
		fc.property(fc.array(fc.integer({ min: 1, max: 50 }), { minLength: 1, maxLength: 8 }), fc.nat(300), (quantities, wanted) => {
			const cells = quantities.map((quantity, index) => cell(String(index), quantity))
			const after = new Map(cells.map(({ groupKey, quantity }) => [groupKey, quantity]))
			for (const { groupKey, quantity } of fitCells(cells, wanted)) after.set(groupKey, quantity)
			expect([...after.values()].reduce((a, b) => a + b, 0)).toBe(wanted)
			expect(Math.min(...after.values())).toBeGreaterThanOrEqual(0)
		}),
		lawCases(2202),
	)
})
