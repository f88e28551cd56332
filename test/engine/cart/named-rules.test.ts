import { expect, test } from 'vitest'
import { quoteMethods } from '../../../app/engine/cart/quote-shipping.ts'
import { readLane } from '../../../app/engine/cart/read-lane.ts'
import { shareBundle } from '../../../app/engine/cart/share-bundle.ts'
import { BEAN, candidate } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { cartInput, cartLine, EACH, priced } from './carts.ts'

/** Rules that stood in the code and in no test: each of these was found by a change that nothing noticed. */
const OTHER = 72
const base = (productId: number) => candidate(10, 'base', [[1, '20.00']], { productId })

test('a mix group counts only entries whose tiers look at it, even where another entry names the group', () => {
	const tiers: [number, string][] = [
		[1, '20.00'],
		[5, '15.00'],
	]
	const mixed = candidate(40, 'contract', tiers, { basis: 'mix_group', mixGroup: 'roasts' })
	const unmixed = candidate(40, 'contract', tiers, { basis: 'order', mixGroup: 'roasts', productId: OTHER, entryId: 4001 })
	const lines = [cartLine(1, BEAN, { A: 3 }, { candidates: [mixed] }), cartLine(2, OTHER, { A: 3 }, { candidates: [unmixed] })]
	expect(priced(cartInput(lines)).lines.map(({ netMinor }) => netMinor)).toEqual([6000, 6000])
	const both = [lines[0]!, cartLine(2, OTHER, { A: 3 }, { candidates: [{ ...unmixed, basis: 'mix_group' }] })]
	expect(priced(cartInput(both)).lines.map(({ netMinor }) => netMinor)).toEqual([4500, 4500])
})

test('an offer for a store reaches what goes there, and nothing that has no store yet', () => {
	const input = cartInput([cartLine(1, BEAN, { A: 1, B: 1 }, { candidates: [base(BEAN)] })])
	const at = (...locationIds: number[]) => ({ ...input.promotion, promotions: [promotion(1, percentOff(500_000), { conditions: { locationIds } })] })
	expect(priced({ ...input, promotion: at(1) }).discountMinor).toBe(1000)
	expect(priced({ ...input, promotion: at(1, 2) }).discountMinor).toBe(2000)
	const nowhere = input.groups.map((group) => (group.groupKey === 'A' ? { ...group, locationId: null } : group))
	expect(priced({ ...input, groups: nowhere, promotion: at(1) }).discountMinor).toBe(0)
	expect(priced({ ...input, groups: nowhere, promotion: at(2) }).discountMinor).toBe(1000)
})

test('a line with one price has that price’s fingerprint', () => {
	const [own] = priced(cartInput([cartLine(1, BEAN, { A: 1 }, { candidates: [base(BEAN)] })])).lines
	expect(own?.priceHash).toMatch(/^[0-9a-f]{64}$/)
	expect(own?.priceHash).toBe(own?.parts[0]?.price.hash)
})

test('a quantity for a delivery that is not there is a bug, not a price', () => {
	expect(() => priced(cartInput([cartLine(1, BEAN, { A: 1 }, { candidates: [base(BEAN)] })], { groups: [] }))).toThrow('no delivery group')
})

test('a threshold is compared with exactly the quantity of the line', () => {
	const kilos = { unit: { code: 'kg', digits: 4 } }
	const input = cartInput([cartLine(1, BEAN, { A: 5 }, { ...kilos, candidates: [{ ...base(BEAN), unit: 'kg' }] })])
	const from = (min: number) => ({
		...input,
		promotion: { ...input.promotion, promotions: [promotion(1, percentOff(500_000), { conditions: { quantity: { min, per: 'selected' } } })] },
	})
	expect([50_000, 50_001].map((min) => priced(from(min)).discountMinor)).toEqual([5000, 0])
})

test('fifty bands are a lane, and what is on request comes to nothing', () => {
	const fields = {
		method: 'ground',
		currency: 'USD',
		country: 'US',
		region: '',
		postalPrefix: '',
		bandBy: 'weight' as const,
		transitDays: '3',
		transitBy: 'working' as const,
	}
	const bands = (count: number) => Array.from({ length: count }, (_, from) => `${from} 1`).join('\n')
	expect([50, 51].map((count) => readLane({ ...fields, bands: bands(count) }).ok)).toEqual([true, false])
	const [onRequest] = priced(cartInput([cartLine(1, BEAN, { A: 1 })])).lines
	expect(onRequest).toMatchObject({ unitPriceMicros: null, resolvedMinor: 0, netMinor: 0, discountMinor: 0 })
})

test('a bundle with a thing inside that has no price is shared by what it holds', () => {
	const inside = (productId: number, pieces: number) => ({ productId, unit: EACH, quantity: pieces * 10_000, taxCode: 'standard', candidates: [] })
	const line = { quantity: 10_000, resolvedMinor: 900, unallocatedMinor: 0, allocations: [{ groupKey: 'A', quantity: 10_000, netMinor: 900 }] }
	const shares = (prices: (bigint | null)[]) =>
		shareBundle(line as never, [inside(81, 1), inside(82, 2)], prices, { currency: 'USD', rounding: 'half_away' }).map(({ netMinor }) => netMinor)
	expect(shares([5_000_000n, null])).toEqual([300, 600])
	expect(shares([0n, 0n])).toEqual([300, 600])
	expect(shares([4_000_000n, 1_000_000n])).toEqual([600, 300])
})

test('methods at one price: the faster first, then by name', () => {
	const rate = (id: number, method: string, priceMinor: number, transitDays: number) => ({
		...{ id, method, priceMinor, transitDays, transitBy: 'working' as const, currency: 'USD', bandBy: 'weight' as const, bandFrom: 0 },
		...{ country: 'US', region: null, postalPrefix: null },
	})
	const group = { groupKey: 'A', place: { country: 'US', region: 'ND', postalCode: null }, weightGrams: 1000, amountMinor: 1000 }
	const order = (...rates: ReturnType<typeof rate>[]) => quoteMethods(group, rates, 'USD').map(({ method }) => method)
	expect(order(rate(1, 'rail', 900, 5), rate(2, 'road', 900, 2), rate(3, 'air', 1900, 1))).toEqual(['road', 'rail', 'air'])
	expect(order(rate(1, 'road', 900, 2), rate(2, 'boat', 900, 2))).toEqual(['boat', 'road'])
	expect(order(rate(1, 'boat', 900, 2), rate(2, 'road', 900, 2))).toEqual(['boat', 'road'])
})

test('the order in which rows came is no part of what a person consents to; how many of them is', () => {
	const hash = (first: number, second: number, pieces = 2) =>
		priced(
			cartInput([cartLine(first, BEAN, { A: pieces }, { candidates: [base(BEAN)] }), cartLine(second, OTHER, { A: 1, B: 1 }, { candidates: [base(OTHER)] })]),
		).hash
	expect(hash(2, 1)).toBe(hash(1, 2))
	expect(hash(1, 2, 3)).not.toBe(hash(1, 2))
})
