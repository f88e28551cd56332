import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Variant, variantOptions } from '../../../app/engine/catalog/variant-options.ts'
import { lawCases } from '../../support/laws.ts'

const towel = (id: number, size: string, colour: string): Variant => ({ id, slug: `${size}-${colour}`, attributes: { size, colour } })
const towels = [towel(1, '60', 'ink'), towel(2, '40', 'ink'), towel(3, '40', 'sand')]

test('each value leads to the variant that has it and keeps the rest, or says that it cannot', () => {
	expect(variantOptions(['size', 'colour'], towels, 3)).toEqual([
		{
			axis: 'size',
			options: [
				{ value: '40', slug: '40-sand', isCurrent: true, keepsRest: true },
				{ value: '60', slug: '60-ink', isCurrent: false, keepsRest: false },
			],
		},
		{
			axis: 'colour',
			options: [
				{ value: 'ink', slug: '40-ink', isCurrent: false, keepsRest: true },
				{ value: 'sand', slug: '40-sand', isCurrent: true, keepsRest: true },
			],
		},
	])
	expect(variantOptions(['size', 'colour'], towels, null).flatMap(({ options }) => options.filter(({ isCurrent }) => isCurrent))).toEqual([])
	expect(variantOptions(['material'], towels, 1)).toEqual([])
})

const axes = ['size', 'colour', 'weave']
const everyOne = ['30', '40', '60'].flatMap((size) =>
	['ink', 'sand', 'clay'].flatMap((colour) => ['plain', 'waffle'].map((weave) => ({ size, colour, weave }))),
)

test('laws: a value leads to a variant that has it; where all are made, choosing each axis once reaches any of them', () => {
	fc.assert(
		fc.property(
			fc.shuffledSubarray(everyOne, { minLength: 2 }),
			fc.nat(17),
			fc.nat(17),
			fc.shuffledSubarray(axes, { minLength: 3, maxLength: 3 }),
			fc.boolean(),
			(some, from, to, order, isWhole) => {
				const variants = (isWhole ? everyOne : some).map((attributes, index): Variant => ({ id: index + 1, slug: String(index + 1), attributes }))
				const wanted = variants[to % variants.length] as Variant
				let at = variants[from % variants.length] as Variant
				for (const axis of order) {
					const options = variantOptions(axes, variants, at.id).find((one) => one.axis === axis)?.options ?? []
					for (const { value, slug } of options) expect(variants.find((one) => one.slug === slug)?.attributes[axis]).toBe(value)
					expect(options.filter(({ isCurrent }) => isCurrent).map(({ slug }) => slug)).toEqual(options.length === 0 ? [] : [at.slug])
					at = variants.find(({ slug }) => slug === options.find(({ value }) => value === wanted.attributes[axis])?.slug) ?? at
				}
				if (isWhole) expect(at).toBe(wanted)
			},
		),
		lawCases(2204),
	)
})
