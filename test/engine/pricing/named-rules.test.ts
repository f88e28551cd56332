import { expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import { authorityOver } from '../../../app/engine/pricing/authority.ts'
import { priceParts } from '../../../app/engine/pricing/price-parts.ts'
import { resolvePrice } from '../../../app/engine/pricing/resolve-price.ts'
import { shareGraduated } from '../../../app/engine/pricing/share-graduated.ts'
import { asking, candidate, P1 } from './books.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
test('a line that goes to one place is priced there', () => {
	const parts = priceParts(asking(3), [{ key: 'A', locationId: 3, deliverOn: '2026-06-20', quantity: wholeQuantity(3) }], [P1.base])
	expect(parts).toMatchObject([{ locationId: 3, deliverOn: '2026-06-20', quantity: 30_000, resolvedMinor: 6000 }])
})

test('two quotes of the same price are two decisions', () => {
	const hashOf = (quoteId: number, version = 1) =>
		resolvePrice(asking(3, { quoted: { quoteId, version, quantity: 30_000, minimum: 10_000, unitPriceMicros: microsOf('17.00') } }), [P1.base]).hash
	expect(new Set([hashOf(1), hashOf(2), hashOf(1, 2)]).size).toBe(3)
	expect(hashOf(1)).toBe(hashOf(1))
})

test('the smallest quantity that reaches a graduated tier is a band of its own', () => {
	const grams = candidate(
		50,
		'base',
		[
			[1, '2.00'],
			[5, '1.75'],
		],
		{ tierMode: 'graduated' },
	)
	const { winner } = resolvePrice(asking(5, { unitStep: 1 }), [grams])
	expect(winner?.bands?.map(({ quantity }) => quantity)).toEqual([49_999, 1])
})

test('only graduated prices are rounded together: of the others each line is rounded alone', () => {
	const half = candidate(60, 'base', [[1, '0.335']])
	const share = (key: string) => [{ key, locationId: 1, deliverOn: null, quantity: wholeQuantity(1) }]
	const lines = [priceParts(asking(1), share('A'), [half]), priceParts(asking(1), share('B'), [half])]
	expect(shareGraduated(lines, 'USD', 'half_away').map((parts) => parts.map(({ resolvedMinor }) => resolvedMinor))).toEqual([[34], [34]])
})

test('a rep may give the floor price itself, and nothing under it', () => {
	const given = (unitPrice: string) => {
		const authority = { maxPercent: 1_000_000, floorMicros: microsOf('15.00') }
		return resolvePrice(asking(3, { override: { unitPriceMicros: microsOf(unitPrice), reason: 'Opening', authority } }), [P1.base]).winner?.rung
	}
	expect([given('15.00'), given('14.999999')]).toEqual(['override', 'base'])
})

test('a rep’s least margin is a floor beside the product’s: the higher one holds, and a millionth under it does not', () => {
	const cost = { costMicros: microsOf('12.00'), floorMicros: microsOf('13.00') }
	// 12.00 at 15 % margin: 12 / 0.85 = 14.117647058…, rounded up.
	expect(authorityOver(cost, { maxPercent: 30, minMarginPercent: 15 })).toEqual({ maxPercent: 300_000, floorMicros: microsOf('14.117648') })
	expect(authorityOver(cost, { maxPercent: 30, minMarginPercent: 0 }).floorMicros).toBe(microsOf('13.00'))
	expect(authorityOver({ ...cost, costMicros: null }, { maxPercent: 30, minMarginPercent: 15 }).floorMicros).toBe(microsOf('13.00'))
	expect(authorityOver({ costMicros: null, floorMicros: null }, { maxPercent: 30, minMarginPercent: null }).floorMicros).toBeNull()
})
