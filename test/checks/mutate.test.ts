import { resolve } from 'node:path'
import { expect, test } from 'vitest'
import { importGraph, testsOf } from './mutant-tests.ts'
import { applyMutant, draw, mutantsOf } from './mutate.ts'

const source = `import { one } from './one.ts'
type Step = 1 | 2
export function price(quantity: number, tiers: readonly number[]): number {
	if (quantity < 3 && !tiers.length) return one + 1
	else log(quantity)
	const live = tiers.filter((tier) => tier >= -2)
	while (quantity % 5n === 0n) break
	return live.some((tier) => tier === 7) ? Math.max(...live) : (quantity ?? 0)
}
`

const lines = (all: { line: number; from: string; to: string }[], line: number) =>
	all.filter((one) => one.line === line).map(({ from, to }) => `${from} → ${to}`)

test('every kind of change is made, each where it says', () => {
	const all = mutantsOf(source)
	expect(lines(all, 4).sort()).toEqual(
		[
			'quantity < 3 && !tiers.length → !(quantity < 3 && !tiers.length)',
			'if (quantity < 3 && !tiers.length) return one + 1\n\telse log(quantity) → log(quantity)',
			'< → <=',
			'&& → ||',
			'3 → 4',
			'3 → 2',
			'!tiers.length → (tiers.length)',
			'+ → -',
			'1 → 2',
			'1 → 0',
		].sort(),
	)
	expect(lines(all, 5)).toEqual(['log(quantity) → ;'])
	expect(lines(all, 6).sort()).toEqual(['tiers.filter((tier) => tier >= -2) → tiers', '>= → >', '-2 → (2)', '2 → 3', '2 → 1'].sort())
	expect(lines(all, 7).sort()).toEqual(['quantity % 5n === 0n → false', '=== → !==', '% → *', '5n → 6n', '0n → 1n', 'break → ;'].sort())
	expect(lines(all, 8).sort()).toEqual(
		[
			'some → every',
			'=== → !==',
			'7 → 8',
			'7 → 6',
			'live.some((tier) => tier === 7) → !(live.some((tier) => tier === 7))',
			'max → min',
			'?? → &&',
			'0 → 1',
		].sort(),
	)
})

test('types and imports are left alone, and each change is one place', () => {
	const all = mutantsOf(source)
	expect(all.filter(({ line }) => line <= 3)).toEqual([])
	for (const one of all) {
		const changed = applyMutant(source, one)
		expect(changed).not.toBe(source)
		expect(changed.length - source.length).toBe(one.to.length - one.from.length)
	}
	expect(applyMutant(source, all.find(({ to }) => to === '<=') ?? { line: 0, start: 0, end: 0, from: '', to: '' })).toContain('if (quantity <= 3 &&')
})

test('the same seed draws the same, another seed others, and none twice', () => {
	const all = Array.from({ length: 500 }, (_, index) => index)
	expect(draw(all, 200, 1)).toEqual(draw(all, 200, 1))
	expect(draw(all, 200, 1)).not.toEqual(draw(all, 200, 2))
	expect(new Set(draw(all, 200, 1)).size).toBe(200)
	expect(draw(all, 900, 3).sort((a, b) => a - b)).toEqual(all)
})

test('a change is judged by the tests of its room and of the rooms that import it', () => {
	const root = resolve(import.meta.dirname, '../..')
	const graph = importGraph(root, ['test/engine/base/hash.test.ts', 'test/engine/pricing/resolve-price.test.ts', 'test/engine/promotion/p2.test.ts'])
	expect(testsOf(graph, 'app/engine/pricing/decide-price.ts')).toEqual(['test/engine/pricing/resolve-price.test.ts'])
	expect(testsOf(graph, 'app/engine/promotion/line-phase.ts')).toEqual(['test/engine/promotion/p2.test.ts'])
	expect(testsOf(graph, 'app/engine/base/hash.ts')).toEqual(['test/engine/base/hash.test.ts', 'test/engine/pricing/resolve-price.test.ts'])
})
