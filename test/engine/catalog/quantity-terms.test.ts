import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { fitQuantity, maximumOrderable, type QuantityRule, quantityTerms, type SoldUnit } from '../../../app/engine/catalog/quantity-terms.ts'
import { lawCases } from '../../support/laws.ts'

const n = (units: number) => units * 10_000
const own = { minimumQuantity: n(2), maximumQuantity: null, incrementQuantity: n(1) }
const rule = (ruleId: number, scope: number, minimum: number | null, maximum: number | null, increment: number | null, unit = 'each'): QuantityRule => ({
	ruleId,
	scope,
	unit,
	minimumQuantity: minimum === null ? null : n(minimum),
	maximumQuantity: maximum === null ? null : n(maximum),
	incrementQuantity: increment === null ? null : n(increment),
})
const terms = (minimum: number, maximum: number | null, increment: number) => ({
	minimumQuantity: n(minimum),
	maximumQuantity: maximum === null ? null : n(maximum),
	incrementQuantity: n(increment),
})
const caseOf12: SoldUnit = { unit: { code: 'case-12', digits: 0 }, ratio: { numerator: 12, denominator: 1 } }

describe('the narrowest rule that says a thing counts', () => {
	const rows: [string, QuantityRule[], ReturnType<typeof terms>][] = [
		['no rule: what the product asks', [], terms(2, null, 1)],
		[
			'everybody, a group, the parent, the account: the account',
			[rule(1, 9, 4, null, null), rule(2, 8, 6, null, null), rule(3, 1, 8, null, null), rule(4, 0, 12, null, null)],
			terms(12, null, 1),
		],
		['without the account its parent', [rule(1, 9, 4, null, null), rule(2, 8, 6, null, null), rule(3, 1, 8, null, null)], terms(8, null, 1)],
		['each thing by itself', [rule(1, 9, 4, 48, null), rule(2, 0, null, null, 6)], terms(4, 48, 6)],
		['of two alike the older', [rule(7, 8, 10, null, null), rule(5, 8, 6, null, null)], terms(6, null, 1)],
		['another unit says nothing here', [rule(1, 0, 5, null, null, 'case-12')], terms(2, null, 1)],
		['a wider minimum gives way to a narrower maximum', [rule(1, 9, 50, null, null), rule(2, 0, null, 10, null)], terms(2, 10, 1)],
		['a wider maximum gives way to a narrower increment that it cannot hold', [rule(1, 9, null, 10, null), rule(2, 0, null, null, 24)], terms(2, null, 24)],
	]
	test.each(rows)('%s', (_name, rules, expected) => {
		expect(quantityTerms(own, 'each', null, rules)).toEqual(expected)
	})
})

test('in another unit whole packs, and no more of them than the maximum of the product holds', () => {
	expect(quantityTerms({ ...own, maximumQuantity: n(30) }, 'case-12', caseOf12, [])).toEqual(terms(1, 2, 1))
	expect(quantityTerms(own, 'case-12', caseOf12, [rule(1, 0, 3, null, null, 'case-12')])).toEqual(terms(3, null, 1))
})

test('a quantity goes up to the minimum and the next step, and down under the maximum', () => {
	const asked = terms(4, 20, 6)
	expect([1, 6, 7, 18, 19, 99].map((units) => fitQuantity(n(units), asked))).toEqual([6, 6, 12, 18, 18, 18].map(n))
	expect(fitQuantity(n(3), terms(4, 5, 6))).toBeNull()
	expect(maximumOrderable(asked)).toBe(n(18))
})

const maybe = (most: number) => fc.option(fc.integer({ min: 1, max: most }), { nil: null })
const aRule = fc.record({
	ruleId: fc.integer({ min: 1, max: 1_000_000 }),
	scope: fc.integer({ min: 0, max: 4 }),
	minimumQuantity: maybe(40),
	maximumQuantity: maybe(40),
	incrementQuantity: maybe(12),
	unit: fc.constant('each'),
})
const rules = fc.uniqueArray(aRule, { maxLength: 6, selector: ({ ruleId }) => ruleId })

test('laws: row order is nothing, something can be ordered, and what is told to fit does fit and is the nearest', () => {
	fc.assert(
		fc.property(rules, fc.integer({ min: 1, max: 30 }), fc.integer({ min: 1, max: 6 }), fc.nat(60), (some, minimumQuantity, incrementQuantity, asked) => {
			const product = { minimumQuantity, maximumQuantity: null, incrementQuantity }
			const found = quantityTerms(product, 'each', null, some)
			expect(quantityTerms(product, 'each', null, [...some].reverse())).toEqual(found)
			// By trying every quantity there is, without any formula.
			const fits = (quantity: number) =>
				quantity > 0 &&
				quantity >= found.minimumQuantity &&
				quantity % found.incrementQuantity === 0 &&
				(found.maximumQuantity === null || quantity <= found.maximumQuantity)
			const all = Array.from({ length: 200 }, (_, quantity) => quantity).filter(fits)
			const nearest = all.find((quantity) => quantity >= asked) ?? all.at(-1)
			expect(nearest).toBeDefined()
			expect(fitQuantity(asked, found)).toBe(nearest)
			// The narrowest rule of all is kept whole, unless it contradicts itself.
			const [narrowest] = [...some].sort((a, b) => a.scope - b.scope || a.ruleId - b.ruleId)
			if (narrowest?.incrementQuantity) expect(found.incrementQuantity).toBe(narrowest.incrementQuantity)
			else if (narrowest?.minimumQuantity) expect(found.minimumQuantity).toBe(narrowest.minimumQuantity)
		}),
		lawCases(2201),
	)
})
