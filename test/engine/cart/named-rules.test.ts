import { expect, test } from 'vitest'
import { BEAN, candidate } from '../pricing/books.ts'
import { percentOff, promotion } from '../promotion/cases.ts'
import { cartInput, cartLine, priced } from './carts.ts'

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
