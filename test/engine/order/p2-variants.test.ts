import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { CartLineInput } from '../../../app/engine/cart/cart-input.ts'
import { lawCases } from '../../support/laws.ts'
import { type NaiveOffer, type NaiveProduct, type NaiveStore, naiveOrder } from '../../support/naive-order.ts'
import type { NaiveBook } from '../../support/naive-pricer.ts'
import { cartInput, cartLine } from '../cart/carts.ts'
import { candidate } from '../pricing/books.ts'
import { amountOffEach, percentOff, promotion } from '../promotion/cases.ts'
import { taxRate, totalled } from './orders.ts'

const book = (id: number, rung: NaiveBook['rung'], tiers: [number, string][], graduated: boolean): NaiveBook => ({
	id,
	rung,
	exclusive: false,
	graduated,
	basis: 'order',
	priority: 0,
	scope: 1,
	currency: 'USD',
	unit: 'each',
	active: true,
	from: 0,
	to: null,
	location: null,
	tiers,
	committed: 0,
	rate: null,
})

function engineOrder(stores: readonly NaiveStore[], products: readonly NaiveProduct[], offer: NaiveOffer) {
	const lines = products.map(({ books, isAccessory, units }, index): CartLineInput => {
		const productId = 500 + index
		const candidates = books.map((own) =>
			candidate(own.id, own.rung as 'base', own.tiers, { productId, entryId: own.id * 100 + index, tierMode: own.graduated ? 'graduated' : 'all_units' }),
		)
		return cartLine(index + 1, productId, units, { candidates, relations: isAccessory ? [{ kind: 'accessory', productId: 900, owned: true }] : [] })
	})
	const owned = { relation: { kind: 'accessory', of: 'owned' as const } }
	const promotions = [
		promotion(1, percentOff(offer.accessoryPercent * 10_000), { lane: 'acc', conditions: owned }),
		promotion(2, amountOffEach(offer.accessoryCentsEach), { lane: 'acc', conditions: owned }),
		promotion(3, percentOff(offer.orderPercent * 10_000, 'order'), {
			conditions: { amount: { minMinor: offer.orderFromCents, over: 'order', of: 'phase_entry' } },
		}),
		promotion(4, { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: offer.shippingCapCents }),
	]
	const input = cartInput(lines)
	const groups = stores.map(({ name, location }) => ({ groupKey: name, locationId: location, requestedOn: null, method: 'ground' }))
	return totalled(
		{ ...input, groups, promotion: { ...input.promotion, promotions } },
		({ groupKey }) => stores.find(({ name }) => name === groupKey)?.shippingCents ?? 0,
		{
			places: new Map(stores.map(({ name }) => [name, { country: 'US', region: name, postalCode: null }])),
			rates: stores.map(({ name, rate }, index) => taxRate(index + 1, name, Math.round(Number(rate) * 1_000_000))),
		},
	)
}

const cents = (least: number, most: number) => fc.integer({ min: least, max: most }).map((n) => `${Math.floor(n / 100)}.${String(n % 100).padStart(2, '0')}`)
const tiers = fc.tuple(cents(500, 9999), fc.integer({ min: 2, max: 9 }), cents(100, 499)).map(([first, from, later]): [number, string][] => [
	[1, first],
	[from, later],
])
const product: fc.Arbitrary<NaiveProduct> = fc
	.record({
		base: cents(1000, 9999),
		tiers,
		graduated: fc.boolean(),
		isAccessory: fc.boolean(),
		units: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 5 }), { minKeys: 1 }),
	})
	.map(({ base, tiers: own, graduated, isAccessory, units }) => ({
		books: [book(10, 'base', [[1, base]], false), book(40, 'contract', own, graduated)],
		isAccessory,
		units,
	}))
const store = (name: string, location: number) =>
	fc.record({
		name: fc.constant(name),
		location: fc.constant(location),
		rate: fc.constantFrom('0', '0.05', '0.075', '0.08375', '0.09975'),
		shippingCents: fc.integer({ min: 0, max: 2500 }),
	})
const offer = fc.record({
	accessoryPercent: fc.integer({ min: 1, max: 60 }),
	accessoryCentsEach: fc.integer({ min: 1, max: 3000 }),
	orderPercent: fc.integer({ min: 1, max: 40 }),
	orderFromCents: fc.integer({ min: 1, max: 30_000 }),
	shippingCapCents: fc.integer({ min: 1, max: 5000 }),
})

test('P2 itself, by the independent reading: 174.78', () => {
	const stores = [
		{ name: 'A', location: 1, rate: '0.075', shippingCents: 800 },
		{ name: 'B', location: 2, rate: '0.075', shippingCents: 800 },
		{ name: 'C', location: 3, rate: '0.08375', shippingCents: 650 },
	]
	const products: NaiveProduct[] = [
		{ books: [book(1, 'base', [[1, '17.75']], false)], isAccessory: false, units: { A: 3, B: 1, C: 1 } },
		{ books: [book(1, 'base', [[1, '49.90']], false)], isAccessory: true, units: { A: 1, B: 1 } },
		{ books: [book(1, 'base', [[1, '19.95']], false)], isAccessory: true, units: { A: 1 } },
	]
	const figures = { accessoryPercent: 30, accessoryCentsEach: 1000, orderPercent: 5, orderFromCents: 15_000, shippingCapCents: 2000 }
	expect(naiveOrder(stores, products, figures).total).toBe(17_478n)
	expect(engineOrder(stores, products, figures).totalMinor).toBe(17_478)
})

test('law: any figures, the same cents in every line, store and sum as the independent reading', () => {
	let withOrderDiscount = 0
	fc.assert(
		fc.property(
			fc.tuple(store('A', 1), store('B', 2), store('C', 3)),
			fc.array(product, { minLength: 1, maxLength: 6 }),
			offer,
			(stores, products, figures) => {
				const [naive, engine] = [naiveOrder(stores, products, figures), engineOrder(stores, products, figures)]
				if (engine.explanation.some(({ promotionId, applied }) => promotionId === 3 && applied)) withOrderDiscount += 1
				expect(
					engine.lines.map(({ resolvedMinor, netMinor, allocations }) => ({
						resolved: BigInt(resolvedMinor),
						net: BigInt(netMinor),
						stores: Object.fromEntries(allocations.map((one) => [one.groupKey, BigInt(one.netMinor)])),
					})),
				).toEqual(naive.lines)
				expect(
					Object.fromEntries(
						engine.groups.map((one) => [
							one.groupKey,
							{ net: BigInt(one.netMinor), tax: BigInt(one.taxMinor), shippingDiscount: BigInt(one.shippingDiscountMinor), due: BigInt(one.dueMinor) },
						]),
					),
				).toEqual(naive.groups)
				expect(BigInt(engine.totalMinor)).toBe(naive.total)
			},
		),
		lawCases(61),
	)
	expect(withOrderDiscount).toBeGreaterThan(200)
})
