import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Arrival, admit, capWarning } from '../../../app/engine/sync/admit.ts'

const comes = (id: number, more: Partial<Arrival> = {}): Arrival => ({
	...{ key: `prospect:${id}`, heldId: null, isReserved: false, arrivedAt: '2026-03-02T09:00:00.000Z', id: String(id) },
	...more,
})
const ids = (some: readonly Arrival[]) => some.map(({ id }) => Number(id))
const many = (from: number, count: number, more: Partial<Arrival> = {}) => Array.from({ length: count }, (_, place) => comes(from + place, more))

test('(A9) of 130 who arrive at a cap of 100 the first 100 pass, and 30 are held in their order', () => {
	const { passing, holding } = admit(many(1, 130).toReversed(), { cap: 100, live: 0, held: 0, line: [] })
	expect(ids(passing)).toEqual(ids(many(1, 100)))
	expect(ids(holding)).toEqual(ids(many(101, 30)))
})

test('(A9) a cap of 120 lets 20 of the 30 through, the first ones, and nobody new before them', () => {
	const line = Array.from({ length: 20 }, (_, place) => 901 + place)
	const held = many(101, 30).map((one, place) => ({ ...one, heldId: 901 + place }))
	const { passing, holding } = admit([comes(500), ...held], { cap: 120, live: 100, held: 30, line })
	expect(ids(passing)).toEqual(ids(many(101, 20)))
	expect(ids(holding)).toEqual([...ids(many(121, 10)), 500])
})

test('(A9) without a cap everybody passes; who was let through and lost the answer still is', () => {
	expect(ids(admit(many(1, 3), { cap: null, live: 99, held: 0, line: [] }).passing)).toEqual([1, 2, 3])
	expect(ids(admit([comes(1, { heldId: 9, isReserved: true }), comes(2)], { cap: 5, live: 5, held: 0, line: [] }).passing)).toEqual([1])
})

test('(A9) who has a place already takes none from who comes', () => {
	expect(ids(admit([comes(1, { isReserved: true }), comes(2), comes(3)], { cap: 5, live: 4, held: 0, line: [] }).passing)).toEqual([1, 2])
})

test('(A9) laws: never more than the cap, nobody is dropped, the earlier goes first', () => {
	fc.assert(
		fc.property(fc.nat(20), fc.nat(30), fc.array(fc.record({ minute: fc.nat(9), id: fc.nat(10_000) }), { maxLength: 40 }), (cap, live, given) => {
			const arrivals = given.map(({ minute, id }, place) => comes(id, { key: `p:${place}`, arrivedAt: `2026-03-02T09:0${minute}:00.000Z` }))
			const { passing, holding } = admit(arrivals, { cap, live, held: 0, line: [] })
			expect(passing.length).toBe(Math.min(arrivals.length, Math.max(0, cap - live)))
			expect([...passing, ...holding].map(({ key }) => key).sort()).toEqual(arrivals.map(({ key }) => key).sort())
			const [last, first] = [passing.at(-1), holding[0]]
			if (last && first) expect(last.arrivedAt <= first.arrivedAt).toBe(true)
		}),
	)
})

test.each([
	[{ cap: null, live: 1000 }, 0],
	[{ cap: 100, live: 79 }, 0],
	[{ cap: 100, live: 80 }, 80],
	[{ cap: 100, live: 94 }, 80],
	[{ cap: 100, live: 95 }, 95],
	[{ cap: 100, live: 120 }, 95],
	[{ cap: 0, live: 0 }, 95],
] as const)('(A9) the warning at %j', (given, expected) => {
	expect(capWarning(given)).toBe(expected)
})
