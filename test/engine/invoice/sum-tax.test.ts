import fc from 'fast-check'
import { expect, test } from 'vitest'
import { sumTax } from '../../../app/engine/invoice/sum-tax.ts'
import { lawCases } from '../../support/laws.ts'

const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)

test('P2, store A with taxed shipping: one rate for the goods, another for the shipping, what is untaxed last', () => {
	const lines = [
		{ rate: '0.075000', netMinor: 5059, taxMinor: 379 },
		{ rate: '0.075000', netMinor: 4264, taxMinor: 320 },
		{ rate: '0.000000', netMinor: 100, taxMinor: 0 },
	]
	expect(sumTax({ lines, shippingMinor: 800, taxMinor: 765, shippingRate: '0.082500' })).toEqual([
		{ rate: '0.082500', netMinor: 800, taxMinor: 66 },
		{ rate: '0.075000', netMinor: 9323, taxMinor: 699 },
		{ rate: '0', netMinor: 100, taxMinor: 0 },
	])
	expect(sumTax({ lines: lines.slice(0, 1), shippingMinor: 89, taxMinor: 379, shippingRate: '0.082500' })).toEqual([
		{ rate: '0.075000', netMinor: 5059, taxMinor: 379 },
		{ rate: '0', netMinor: 89, taxMinor: 0 },
	])
})

test('laws: nets and taxes sum to the document, credit notes too; each rate once', () => {
	const line = fc.record({ rate: fc.constantFrom(null, '0.075000', '0.083750', '0.000000'), netMinor: fc.integer(), taxMinor: fc.integer() })
	fc.assert(
		fc.property(
			fc.array(line, { maxLength: 40 }),
			fc.integer(),
			fc.integer(),
			fc.constantFrom(null, '0.05'),
			(lines, shippingMinor, shippingTax, shippingRate) => {
				const taxMinor = sum(lines.map((one) => one.taxMinor)) + shippingTax
				const parts = sumTax({ lines, shippingMinor, taxMinor, shippingRate })
				expect(sum(parts.map((part) => part.taxMinor))).toBe(taxMinor)
				expect(sum(parts.map((part) => part.netMinor))).toBe(sum(lines.map((one) => one.netMinor)) + shippingMinor)
				expect(new Set(parts.map(({ rate }) => rate)).size).toBe(parts.length)
			},
		),
		lawCases(20260344),
	)
})
