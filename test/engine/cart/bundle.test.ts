import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { printMicros } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { PricedLine } from '../../../app/engine/cart/priced-cart.ts'
import { shareBundle } from '../../../app/engine/cart/share-bundle.ts'
import { totalOrder } from '../../../app/engine/order/total-order.ts'
import type { Bundle } from '../../../app/engine/pricing/bundle-price.ts'
import { lawCases } from '../../support/laws.ts'
import { naiveShares, naiveSum } from '../../support/naive-bundle.ts'
import { candidate } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { cartInput, cartLine, EACH, priced } from './carts.ts'

const SET = 70
const price = (productId: number, text: string, from = 1) => candidate(10, 'base', [[from, text]], { productId, entryId: productId * 10 + from })
const inside = (productId: number, perBundle: number, text: string | null, taxCode = 'standard'): Bundle['components'][number] => ({
	productId,
	unit: EACH,
	quantity: wholeQuantity(perBundle),
	taxCode,
	candidates: text === null ? [] : [price(productId, text)],
})
const set = (components: Bundle['components'], more: Partial<Bundle> = {}): Bundle => ({ unit: 'each', pricing: 'own', offPpm: 0, components, ...more })

/** A tamper at 49.90, two jugs at 19.95 and a bag of beans at 17.75, which is food: 107.55 one by one. */
const barista = set([inside(81, 1, '49.90'), inside(82, 2, '19.95'), inside(83, 1, '17.75', 'food')])
const spread = { A: 2, B: 1 }
const line = (bundle: Bundle, own: string | null, places = spread) => cartLine(1, SET, places, { bundle, candidates: own === null ? [] : [price(SET, own)] })
const only = (lines: readonly PricedLine[]) => lines[0] as PricedLine

test('at its own price 99.00 each thing inside carries its part, delivery by delivery', () => {
	const found = only(priced(cartInput([line(barista, '99.00')])).lines)
	expect([found.unitPriceMicros, found.netMinor]).toEqual([99_000_000n, 29_700])
	// By hand: 198.00 and 99.00 by 49.90 : 39.90 : 17.75 of 107.55 are 91.866…, 73.455…, 32.677… and 45.933…, 36.727…, 16.338….
	expect(found.components?.map(({ allocations }) => allocations.map(({ netMinor }) => netMinor))).toEqual([
		[9187, 4593],
		[7345, 3673],
		[3268, 1634],
	])
	expect(found.components?.map(({ quantity }) => quantity / 10_000)).toEqual([3, 6, 3])
})

describe('by its sum', () => {
	test('less ten percent it is 96.795, and what stands in its base book does not count', () => {
		const found = only(priced(cartInput([line(set(barista.components, { pricing: 'sum', offPpm: 100_000 }), '50.00')])).lines)
		expect([found.unitPriceMicros, found.netMinor]).toEqual([96_795_000n, 29_039])
	})
	test('a contract price for the bundle itself still counts', () => {
		const contract = candidate(20, 'contract', [[1, '80.00']], { productId: SET, entryId: 2001 })
		const bundle = set(barista.components, { pricing: 'sum' })
		expect(only(priced(cartInput([cartLine(1, SET, spread, { bundle, candidates: [contract] })])).lines).unitPriceMicros).toBe(80_000_000n)
	})
	test('on request when anything inside is', () => {
		const bundle = set([...barista.components, inside(84, 1, null)], { pricing: 'sum' })
		expect(only(priced(cartInput([line(bundle, '99.00')])).lines).unitPriceMicros).toBeNull()
	})
	test('what is inside counts its own tiers by what the bundles hold', () => {
		const tiered = candidate(
			10,
			'base',
			[
				[1, '10.00'],
				[6, '8.00'],
			],
			{ productId: 85, entryId: 850 },
		)
		const bundle = set([{ ...inside(85, 2, null), candidates: [tiered] }], { pricing: 'sum' })
		expect(only(priced(cartInput([line(bundle, null, { A: 2, B: 0 })])).lines).unitPriceMicros).toBe(20_000_000n)
		expect(only(priced(cartInput([line(bundle, null)])).lines).unitPriceMicros).toBe(16_000_000n)
	})
})

test('each thing inside is taxed under its own code, and a discount on the bundle is shared before tax', () => {
	const cart = priced(cartInput([line(barista, '99.00')], { promotion: { ...cartInput([]).promotion, promotions: [promotion(1, percentOff(100_000))] } }))
	const rate = (id: number, taxCode: string, ratePpm: number) => ({
		...{ id, jurisdiction: 'US-ND', country: 'US', region: 'ND', postalPrefix: null, taxCode, ratePpm },
		...{ taxesShipping: false, taxesFees: false, validFrom: '2020-01-01', validTo: null },
	})
	const place = { country: 'US', region: 'ND', postalCode: '58102' }
	const total = totalOrder(cart, {
		...{ taxedOn: '2026-03-02', pricesIncludeTax: false, certificates: [], quote: null },
		places: new Map([
			['A', place],
			['B', place],
		]),
		rates: [rate(1, 'standard', 75_000), rate(2, 'food', 0)],
	})
	// Net 178.20 and 89.10; of them food is 29.410… and 14.705…, which leaves 148.79 and 74.40 at 7.5 %.
	expect(total.taxLines.map(({ groupKey, taxCode, baseMinor, taxMinor }) => [groupKey, taxCode, baseMinor, taxMinor])).toEqual([
		['A', 'food', 2941, 0],
		['A', 'standard', 14_879, 1116],
		['B', 'food', 1470, 0],
		['B', 'standard', 7440, 558],
	])
	const [set0] = total.lines
	expect(set0?.components?.map(({ taxMinor }) => taxMinor).reduce((a, b) => a + b, 0)).toBe(set0?.taxMinor)
	expect(total.taxMinor).toBe(1674)
})

const aComponent = fc.record({ cents: fc.integer({ min: 1, max: 99_999 }), perBundle: fc.integer({ min: 1, max: 12 }) })

test('laws: shares come to the line in every delivery, as worked out by hand in exact fractions; so does the sum', () => {
	fc.assert(
		fc.property(
			fc.array(aComponent, { minLength: 1, maxLength: 6 }),
			fc.array(fc.integer({ min: 1, max: 9 }), { minLength: 1, maxLength: 4 }),
			fc.integer({ min: 0, max: 500_000 }),
			fc.integer({ min: 0, max: 60 }),
			(some, stores, cents, off) => {
				const text = (amount: number) => `${Math.trunc(amount / 100)}.${String(amount % 100).padStart(2, '0')}`
				const naive = some.map((one) => ({ unitPrice: text(one.cents), perBundle: one.perBundle }))
				const components = naive.map(({ unitPrice, perBundle }, index) => inside(index + 100, perBundle, unitPrice))
				const bundles = stores.reduce((a, b) => a + b, 0)
				const places = stores.map((count, index) => ({
					groupKey: String(index),
					quantity: wholeQuantity(count),
					netMinor: Math.trunc((cents * count) / bundles),
				}))
				const prices = some.map((one) => BigInt(one.cents) * 10_000n)
				const shared = shareBundle({ quantity: wholeQuantity(bundles), resolvedMinor: cents, allocations: places, unallocatedMinor: 7 }, components, prices, {
					currency: 'USD',
					rounding: 'half_away',
				})
				for (const [index, { netMinor }] of places.entries())
					expect(shared.map((component) => component.allocations[index]?.netMinor)).toEqual(naiveShares(netMinor, bundles, naive))
				expect(shared.reduce((all, { netMinor }) => all + netMinor, 0)).toBe(places.reduce((all, { netMinor }) => all + netMinor, 7))
				const one = only(priced(cartInput([line(set(components, { pricing: 'sum', offPpm: off * 10_000 }), null, { A: 1, B: 0 })])).lines)
				expect(printMicros(one.unitPriceMicros ?? 0n).replace('.', '')).toBe(String(naiveSum(naive, off)).padStart(7, '0'))
			},
		),
		lawCases(2203),
	)
})
