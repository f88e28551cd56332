import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BundleChoice, chooseInside, pressOption } from '../../../app/engine/catalog/bundle-choice.ts'
import { lawCases } from '../../support/laws.ts'

const grinders: BundleChoice = {
	...{ code: 'grinder', minimum: 1, maximum: 1 },
	options: [
		{ id: 11, sku: 'HAND', isUsual: true },
		{ id: 12, sku: 'SMALL', isUsual: false },
		{ id: 13, sku: 'LARGE', isUsual: false },
	],
}
const beans: BundleChoice = {
	...{ code: 'beans', minimum: 0, maximum: 2 },
	options: [
		{ id: 21, sku: 'DARK', isUsual: false },
		{ id: 22, sku: 'LIGHT', isUsual: false },
		{ id: 23, sku: 'DECAF', isUsual: false },
	],
}
const both = [grinders, beans]
const codes = (skus: readonly string[]) => {
	const chosen = chooseInside(both, skus, 4)
	return chosen.ok ? chosen.ids : chosen.refusals.map(({ code, line }) => [code, line])
}

test('nothing said is as usual; what is named takes its place; more, fewer and unknown things are refused by name', () => {
	expect(codes([])).toEqual([11])
	expect(codes(['small', 'LIGHT', 'dark'])).toEqual([12, 21, 22])
	expect(codes(['SMALL', 'LARGE', 'ROCK'])).toEqual([
		['BUNDLE_CHOICE_UNKNOWN', 4],
		['BUNDLE_CHOICE_MANY', 4],
	])
	expect(codes(['DARK', 'LIGHT', 'DECAF'])).toEqual([['BUNDLE_CHOICE_MANY', 4]])
	expect(chooseInside([{ ...beans, minimum: 1 }], [])).toMatchObject({ ok: false, refusals: [{ code: 'BUNDLE_CHOICE_FEW' }] })
	expect(chooseInside([], ['DARK'])).toMatchObject({ ok: false })
	expect(chooseInside([beans, grinders], ['LIGHT'])).toEqual({ ok: true, ids: [11, 22] })
})

test('a press takes the place of the other in a choice of one, and adds or takes out in a choice of several', () => {
	expect(pressOption(both, ['HAND'], 'LARGE')).toEqual(['LARGE'])
	expect(pressOption(both, ['LARGE'], 'LARGE')).toEqual(['LARGE'])
	expect(pressOption(both, ['HAND', 'DARK'], 'LIGHT')).toEqual(['DARK', 'HAND', 'LIGHT'])
	expect(pressOption(both, ['HAND', 'DARK', 'LIGHT'], 'DECAF')).toEqual(['DECAF', 'HAND', 'LIGHT'])
	expect(pressOption(both, ['HAND', 'DARK'], 'DARK')).toEqual(['HAND'])
	expect(pressOption([{ ...grinders, minimum: 0 }], ['HAND'], 'HAND')).toEqual([])
	expect(pressOption([{ ...beans, minimum: 1 }], ['DARK'], 'DARK')).toEqual(['DARK'])
	expect(pressOption(both, ['HAND'], 'ROCK')).toEqual(['HAND'])
})

test('law: whatever is pressed, in whatever order, can be ordered', () => {
	const skus = both.flatMap(({ options }) => options.map(({ sku }) => sku))
	fc.assert(
		fc.property(
			fc.array(fc.constantFrom(...skus), { maxLength: 30 }),
			fc.integer({ min: 1, max: 3 }),
			fc.integer({ min: 0, max: 1 }),
			(presses, maximum, minimum) => {
				const choices = [grinders, { ...beans, maximum, minimum }]
				const chosen = presses.reduce<string[]>((now, sku) => pressOption(choices, now, sku), ['DARK', 'HAND'])
				expect(chooseInside(choices, chosen)).toMatchObject({ ok: true })
			},
		),
		lawCases(2211),
	)
})
