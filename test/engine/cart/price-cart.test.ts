import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { microsOf } from '../../../app/engine/base/money.ts'
import { wholeQuantity } from '../../../app/engine/base/units.ts'
import type { CartInput } from '../../../app/engine/cart/cart-input.ts'
import { priceCart } from '../../../app/engine/cart/price-cart.ts'
import { lawCases } from '../../support/laws.ts'
import { BEAN, candidate, P1 } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { ACC1, cartInput, cartLine, EACH, freeShipping, p2Input, p2Shipping, priced } from './carts.ts'

const all = Object.values(P1)
const nets = (line: { allocations: { groupKey: string; netMinor: number }[] } | undefined) =>
	Object.fromEntries(line?.allocations.map(({ groupKey, netMinor }) => [groupKey, netMinor]) ?? [])

describe('P2 before tax, to the cent', () => {
	const cart = priced(p2Input(), p2Shipping)
	test('lines', () => {
		expect(cart.lines.map(({ resolvedMinor, discountMinor, netMinor }) => [resolvedMinor, discountMinor, netMinor])).toEqual([
			[8875, 444, 8431],
			[9980, 3343, 6637],
			[1995, 1050, 945],
		])
		expect(cart.lines.map(nets)).toEqual([{ A: 5059, B: 1686, C: 1686 }, { A: 3319, B: 3318 }, { A: 945 }])
	})
	test('groups and sums', () => {
		expect(cart.groups.map(({ netMinor, shippingMinor, shippingDiscountMinor }) => [netMinor, shippingMinor, shippingDiscountMinor])).toEqual([
			[9323, 800, 711],
			[5004, 800, 711],
			[1686, 650, 578],
		])
		expect(cart).toMatchObject({ goodsMinor: 20_850, discountMinor: 4837, netMinor: 16_013, shippingMinor: 2250, shippingDiscountMinor: 2000, termsDays: 45 })
	})
	test('random keys, sequences and row order change neither figures nor hash', () => {
		const key = (groupKey: string) => `g-${'CAB'.indexOf(groupKey)}`
		const input = p2Input()
		const other: CartInput = {
			...input,
			lines: [...input.lines].reverse().map((line) => ({
				...line,
				sequence: line.sequence * 10,
				candidates: [...line.candidates].reverse(),
				allocations: [...line.allocations].reverse().map((allocation) => ({ ...allocation, groupKey: key(allocation.groupKey) })),
			})),
			groups: [...input.groups].reverse().map((group) => ({ ...group, groupKey: key(group.groupKey) })),
			promotion: { ...input.promotion, channel: 'rep', promotions: [...input.promotion.promotions].reverse() },
			pricedAt: new Date(input.pricedAt.getTime() + 60_000),
		}
		const again = priced(other, p2Shipping)
		expect(again.hash).toBe(cart.hash)
		expect(nets(again.lines[0])).toEqual({ [key('A')]: 5059, [key('B')]: 1686, [key('C')]: 1686 })
	})
	test('the same cart a minute later, by a rep, in another row order: one hash', () => {
		const input = p2Input()
		const rep = {
			...input,
			lines: [...input.lines].reverse(),
			pricedAt: new Date(input.pricedAt.getTime() + 60_000),
			promotion: { ...input.promotion, channel: 'rep' },
		}
		expect(priced(rep, p2Shipping).hash).toBe(cart.hash)
		expect(priced(rep, freeShipping).hash).not.toBe(cart.hash)
	})
})

test('a tie of a cent falls by place, whatever the keys', () => {
	const input = cartInput([cartLine(1, BEAN, { A: 1, B: 1 }, { candidates: [candidate(1, 'base', [[1, '0.505']])] })])
	const swap = (groupKey: string) => (groupKey === 'A' ? 'Z' : 'B')
	const swapped = {
		...input,
		groups: input.groups.map((group) => ({ ...group, groupKey: swap(group.groupKey) })).reverse(),
		lines: input.lines.map((line) => ({ ...line, allocations: line.allocations.map((one) => ({ ...one, groupKey: swap(one.groupKey) })) })),
	}
	expect(nets(priced(input).lines[0])).toEqual({ A: 51, B: 50 })
	expect(nets(priced(swapped).lines[0])).toEqual({ Z: 51, B: 50 })
	const free = promotion(1, { kind: 'shipping_percent', percentPpm: 1_000_000, capMinor: 1 })
	const discounts = (made: CartInput) =>
		priced({ ...made, promotion: { ...made.promotion, promotions: [free] } }, () => 500).groups.map(({ groupKey, shippingDiscountMinor }) => [
			groupKey,
			shippingDiscountMinor,
		])
	expect(discounts(input)).toEqual([
		['A', 1],
		['B', 0],
	])
	expect(discounts(swapped)).toEqual([
		['Z', 1],
		['B', 0],
	])
})

describe('tiers over the order', () => {
	const units = (sequence: number, spread: Record<string, number>, more = {}) => cartLine(sequence, BEAN, spread, { candidates: all, ...more })
	test('P1: 3 + 1 + 1 over three lines and stores reach the tier of 5 together', () => {
		const cart = priced(cartInput([units(1, { A: 3 }), units(2, { B: 1 }), units(3, { C: 1 })]))
		expect(cart.lines.map(({ unitPriceMicros, netMinor }) => [unitPriceMicros, netMinor])).toEqual([
			[microsOf('17.75'), 5325],
			[microsOf('17.75'), 1775],
			[microsOf('17.75'), 1775],
		])
	})
	test('another unit of the product is another tier', () => {
		const cases = units(2, { A: 4 }, { unit: { code: 'case', digits: 0 }, candidates: [candidate(10, 'base', [[1, '200.00']], { unit: 'case' })] })
		expect(priced(cartInput([units(1, { A: 3 }), cases])).lines[0]?.netMinor).toBe(5400)
	})
	test('a mix group counts different products of one book together', () => {
		const mixed = (productId: number, entryId: number) =>
			candidate(
				40,
				'contract',
				[
					[1, '10.00'],
					[5, '9.00'],
				],
				{ productId, entryId, basis: 'mix_group', mixGroup: 'beans', policy: 'exclusive' },
			)
		const lines = [cartLine(1, 1, { A: 3 }, { candidates: [mixed(1, 1)] }), cartLine(2, 2, { A: 2 }, { candidates: [mixed(2, 2)] })]
		expect(priced(cartInput(lines)).netMinor).toBe(4500)
		expect(priced(cartInput(lines.slice(0, 1))).netMinor).toBe(3000)
	})
	test('a graduated price on the order is one amount, rounded once and shared by quantity', () => {
		const graduated = [
			candidate(
				1,
				'base',
				[
					[1, '0.333'],
					[3, '0.111'],
				],
				{ tierMode: 'graduated' },
			),
		]
		const cart = priced(cartInput([1, 2, 3].map((sequence) => cartLine(sequence, BEAN, { A: 1 }, { candidates: graduated }))))
		// 2 × 0.333 + 0.111 = 0.777; apart they would be 0.26 each, 0.78 together as well, but shared 26 26 26.
		expect(cart.goodsMinor).toBe(78)
		const five = priced(
			cartInput(
				[1, 2].map((sequence) =>
					cartLine(
						sequence,
						BEAN,
						{ A: sequence === 1 ? 4 : 1 },
						{
							candidates: [
								candidate(
									1,
									'base',
									[
										[1, '0.10'],
										[3, '0.085'],
									],
									{ tierMode: 'graduated' },
								),
							],
						},
					),
				),
			),
		)
		// 2 × 0.10 + 3 × 0.085 = 0.455 → 0.46; by quantity 36.8 and 9.2.
		expect(five.lines.map(({ resolvedMinor }) => resolvedMinor)).toEqual([37, 9])
	})
})

describe('price parts', () => {
	const atB = candidate(60, 'contract', [[1, '15.00']], { locationId: 2, scope: 0 })
	test('a book bound to a store prices only what goes there, and stores keep their own net', () => {
		const cart = priced(cartInput([cartLine(1, BEAN, { A: 2, B: 2 }, { candidates: [P1.base, atB] })]))
		expect(cart.lines[0]?.parts.map(({ locationId, quantity, resolvedMinor }) => [locationId, quantity, resolvedMinor])).toEqual([
			[1, 20_000, 4000],
			[2, 20_000, 3000],
		])
		expect(nets(cart.lines[0])).toEqual({ A: 4000, B: 3000 })
		expect(cart.lines[0]?.unitPriceMicros).toBe(microsOf('17.5'))
	})
	test('a store’s book that no allocation reaches splits nothing, even when the session stands at that store', () => {
		const line = cartLine(1, BEAN, { A: 2, C: 2 }, { candidates: [P1.base, atB] })
		const cart = priced(cartInput([line], { sessionLocationId: 2 }))
		expect(cart.lines[0]?.parts).toHaveLength(1)
		expect(cart.netMinor).toBe(8000)
	})
	test('what is not allocated yet is priced at the session’s ship-to and belongs to no group', () => {
		const line = { ...cartLine(1, BEAN, { A: 1 }, { candidates: [P1.base, atB] }), quantity: wholeQuantity(3) }
		const cart = priced(cartInput([line], { sessionLocationId: 2 }))
		expect(cart.lines[0]).toMatchObject({ unallocatedQuantity: 20_000, unallocatedMinor: 3000, netMinor: 5000 })
		expect(cart.groups[0]?.netMinor).toBe(2000)
	})
	test('a book by delivery date prices each day', () => {
		const july = candidate(61, 'sale', [[1, '16.00']], { dateBasis: 'delivery', validFrom: new Date('2026-07-01T05:00:00Z') })
		const input = cartInput([cartLine(1, BEAN, { A: 1, B: 1 }, { candidates: [P1.base, july] })])
		const groups = input.groups.map((group, index) => ({ ...group, requestedOn: index === 0 ? '2026-06-30' : '2026-07-01' }))
		expect(nets(priced({ ...input, groups }).lines[0])).toEqual({ A: 2000, B: 1600 })
	})
	test('a quote for 3 of 5 is a part of its own, locked and without promotions; the tier basis stays 5', () => {
		const quoted = { quoteId: 1, version: 1, quantity: wholeQuantity(3), minimum: wholeQuantity(1), unitPriceMicros: microsOf('19.00') }
		const input = cartInput([cartLine(1, BEAN, { A: 4, B: 1 }, { candidates: all, quoted })])
		const cart = priced({ ...input, promotion: { ...input.promotion, promotions: [promotion(1, percentOff(100_000))] } })
		expect(cart.lines[0]?.parts.map(({ quantity, resolvedMinor, isQuoted }) => [quantity, resolvedMinor, isQuoted])).toEqual([
			[20_000, 3550, false],
			[30_000, 5700, true],
		])
		// 10 % of 35.50 only.
		expect(cart.lines[0]).toMatchObject({ discountMinor: 355, netMinor: 8895 })
		expect(nets(cart.lines[0])).toEqual({ A: 5700 + 1598, B: 1597 })
	})
})

describe('what a cart carries', () => {
	test('a line on request stays with no price, takes no part in sums, and is never 0 to a promotion', () => {
		const cart = priced(cartInput([cartLine(1, BEAN, { A: 1 }, { candidates: [P1.base] }), cartLine(2, 99, { A: 1 })]))
		expect(cart.lines[1]).toMatchObject({ unitPriceMicros: null, netMinor: 0, parts: [{ resolvedMinor: null }] })
		expect(cart.netMinor).toBe(2000)
	})
	test('shipping hears weight and goods at resolved price; no rate is on request', () => {
		const heard: unknown[] = []
		const input = p2Input()
		const cart = priced(input, ({ locationId, weightGrams, goodsMinor }) => {
			heard.push([locationId, weightGrams, goodsMinor])
			return locationId === 3 ? null : 800
		})
		expect(heard).toEqual([
			[1, 5000, 5325 + 4990 + 1995],
			[2, 2000, 1775 + 4990],
			[3, 1000, 1775],
		])
		expect(cart.groups[2]).toMatchObject({ shippingMinor: null, shippingDiscountMinor: 0 })
	})
	test('a delivery to which nothing goes costs nothing', () => {
		const input = cartInput([cartLine(1, BEAN, { A: 1 }, { candidates: [P1.base] })])
		const groups = [...input.groups, { groupKey: 'Z', locationId: 26, requestedOn: null, method: 'ground' }]
		expect(priced({ ...input, groups }, () => 700).groups.map(({ shippingMinor }) => shippingMinor)).toEqual([700, 0])
	})
	test('a floor holds, but a price already under it may stay', () => {
		const input = cartInput([cartLine(1, BEAN, { A: 1 }, { candidates: [P1.base], cost: { costMicros: null, floorMicros: microsOf('19.50') } })])
		const offer = (candidates: typeof all, line = input.lines[0]) =>
			priced({
				...input,
				lines: [{ ...(line as CartInput['lines'][0]), candidates }],
				promotion: { ...input.promotion, promotions: [promotion(1, percentOff(500_000))] },
			}).netMinor
		expect(offer([P1.base])).toBe(1950)
		expect(offer([P1.sale])).toBe(1800)
	})
	test('a gift is a line with a discount of all of it, where its trigger goes', () => {
		const input = cartInput([cartLine(4, BEAN, { A: 1, B: 4 }, { candidates: all })])
		const gift = promotion(9, { kind: 'gift', productId: ACC1, unit: 'each', quantity: 10_000, every: 50_000, maxUses: null })
		const candidates = [{ ...P1.base, productId: ACC1, tiers: [{ from: 10_000, unitPriceMicros: microsOf('49.90') }] }]
		const offered = { productId: ACC1, unit: EACH, taxCode: 'goods', isEntitled: true, quantity: 10_000, candidates, availableQuantity: null }
		const cart = priced({
			...input,
			promotion: { ...input.promotion, promotions: [gift] },
			giftProducts: [offered],
		})
		expect(cart.lines[1]).toMatchObject({
			sequence: 5,
			kind: 'gift',
			taxCode: 'goods',
			resolvedMinor: 4990,
			discountMinor: 4990,
			netMinor: 0,
			allocations: [{ groupKey: 'B', quantity: 10_000 }],
		})
		expect(cart).toMatchObject({ goodsMinor: 8875 + 4990, netMinor: 8875 })
	})
})

describe('limits, by name', () => {
	const codes = (input: CartInput) => {
		const answer = priceCart(input, freeShipping)
		return answer.ok ? [] : answer.refusals.map(({ code, line }) => (line === undefined ? code : `${code} ${line}`))
	}
	const plain = (sequence: number) => cartLine(sequence, BEAN, { A: 1 }, { candidates: [P1.base] })
	test('2,000 lines pass, 2,001 do not', () => {
		expect(codes(cartInput(Array.from({ length: 2000 }, (_, index) => plain(index + 1))))).toEqual([])
		expect(codes(cartInput(Array.from({ length: 2001 }, (_, index) => plain(index + 1))))).toEqual(['CART_LINES_LIMIT'])
	})
	test('allocations and groups', () => {
		const wide = (groups: number, lines: number) => {
			const spread = Object.fromEntries(Array.from({ length: groups }, (_, index) => [`g${index}`, 1]))
			const input = cartInput(Array.from({ length: lines }, (_, index) => cartLine(index + 1, BEAN, spread, { candidates: [P1.base] })))
			return { ...input, groups: Object.keys(spread).map((groupKey, index) => ({ groupKey, locationId: index + 1, requestedOn: null, method: null })) }
		}
		expect(codes(wide(50, 200))).toEqual([])
		expect(codes(wide(51, 197))).toEqual(['CART_ALLOCATIONS_LIMIT', 'CART_GROUPS_LIMIT'])
	})
	test('amounts above 10¹³ minor units, of a line or of all', () => {
		const dear = (sequence: number, price: string) => cartLine(sequence, BEAN, { A: 1 }, { candidates: [candidate(1, 'base', [[1, price]])] })
		expect(codes(cartInput([dear(1, '100000000000.00')]))).toEqual([])
		expect(codes(cartInput([dear(1, '100000000000.01')]))).toEqual(['AMOUNT_TOO_LARGE 1'])
		expect(codes(cartInput([dear(1, '60000000000'), dear(2, '60000000000')]))).toEqual(['AMOUNT_TOO_LARGE'])
	})
})

test('laws: everything sums, whatever is in the cart', () => {
	const price = fc.integer({ min: 1, max: 9_999_999 }).map((micros) => `${Math.floor(micros / 1e5)}.${String(micros % 1e5).padStart(6, '0')}`)
	const line = fc.record({
		product: fc.integer({ min: 1, max: 4 }),
		spread: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.integer({ min: 1, max: 9 }), { minKeys: 1 }),
		loose: fc.nat(2),
		price,
		bound: fc.constantFrom(null, 1, 2),
		graduated: fc.boolean(),
	})
	fc.assert(
		fc.property(fc.array(line, { minLength: 1, maxLength: 8 }), fc.nat(500_000), fc.constantFrom('USD', 'JPY', 'KWD'), (made, percentPpm, currency) => {
			const lines = made.map(({ product, spread, loose, price: amount, bound, graduated }, index) => {
				const tiers: [number, string][] = [
					[1, amount],
					[4, '0.5'],
				]
				const base = candidate(product, 'base', [[1, '20.00']], { productId: product, currency })
				const contract = candidate(100 + index, 'contract', tiers, {
					productId: product,
					currency,
					locationId: bound,
					tierMode: graduated ? 'graduated' : 'all_units',
				})
				const own = cartLine(index + 1, product, spread, { candidates: [base, contract] })
				return { ...own, quantity: own.quantity + wholeQuantity(loose) }
			})
			const input = cartInput(lines, { currency })
			const cart = priced(
				{ ...input, promotion: { ...input.promotion, promotions: [promotion(1, percentOff(Math.max(1, percentPpm), 'order'), { currency })] } },
				() => 700,
			)
			for (const { resolvedMinor, discountMinor, netMinor, adjustments, parts, allocations, unallocatedMinor, unallocatedQuantity, quantity } of cart.lines) {
				expect(resolvedMinor - discountMinor).toBe(netMinor)
				expect(adjustments.reduce((sum, { amountMinor }) => sum + amountMinor, 0)).toBe(discountMinor)
				expect(parts.reduce((sum, part) => sum + (part.resolvedMinor ?? 0), 0)).toBe(resolvedMinor)
				expect(allocations.reduce((sum, one) => sum + one.netMinor, unallocatedMinor)).toBe(netMinor)
				expect(allocations.reduce((sum, one) => sum + one.quantity, unallocatedQuantity)).toBe(quantity)
			}
			const loose = cart.lines.reduce((sum, { unallocatedMinor }) => sum + unallocatedMinor, 0)
			expect(cart.groups.reduce((sum, { netMinor }) => sum + netMinor, loose)).toBe(cart.netMinor)
			expect(cart.goodsMinor - cart.discountMinor).toBe(cart.netMinor)
		}),
		lawCases(41),
	)
})
