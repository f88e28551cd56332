import { describe, expect, test } from 'vitest'
import { taxBasesHash } from '../../../app/engine/tax/tax-bases.ts'
import { cartInput, cartLine, freeShipping, p2Input, p2Shipping } from '../cart/carts.ts'
import { BEAN, P1 } from '../pricing/books.ts'
import { p2Tax, taxRate, totalled } from './orders.ts'

describe('P2, to the cent', () => {
	const order = totalled(p2Input(), p2Shipping)
	test.each([
		['A', 9323, 699, 800, -711, 10_111],
		['B', 5004, 375, 800, -711, 5468],
		['C', 1686, 141, 650, -578, 1899],
	])('group %s', (key, net, tax, shipping, discount, due) => {
		const group = order.groups.find(({ groupKey }) => groupKey === key)
		expect([group?.netMinor, group?.taxMinor, group?.shippingMinor, -(group?.shippingDiscountMinor ?? 0), group?.dueMinor]).toEqual([
			net,
			tax,
			shipping,
			discount,
			due,
		])
	})
	test('the order', () => {
		expect(order).toMatchObject({
			netMinor: 16_013,
			taxMinor: 1215,
			shippingMinor: 2250,
			shippingDiscountMinor: 2000,
			totalMinor: 17_478,
			termsDays: 45,
			problems: [],
		})
		expect(order.lines.reduce((sum, { taxMinor }) => sum + taxMinor, 0)).toBe(1215)
	})
})

const bean = (spread: Record<string, number>) => cartLine(1, BEAN, spread, { candidates: [P1.base] })

test('taxed shipping joins the group after its discount', () => {
	const order = totalled(p2Input(), p2Shipping, { rates: [taxRate(1, 'ND', 75_000, { taxesShipping: true }), taxRate(2, 'MN', 83_750)] })
	// 0.89 × 7.5 % = 0.07 on each of A and B.
	expect(order.groups.map(({ taxMinor }) => taxMinor)).toEqual([706, 382, 141])
	expect(order.totalMinor).toBe(17_478 + 14)
})

test('where prices include tax, the total is what the shelf says and net is without it', () => {
	const order = totalled(cartInput([bean({ A: 1, C: 2 })]), freeShipping, { pricesIncludeTax: true })
	// 20.00 / 1.075 and 40.00 / 1.08375.
	expect(order.groups.map(({ netMinor, taxMinor, dueMinor }) => [netMinor, taxMinor, dueMinor])).toEqual([
		[1860, 140, 2000],
		[3691, 309, 4000],
	])
	expect(order).toMatchObject({ totalMinor: 6000, netMinor: 5551, taxMinor: 449 })
})

test('what is not allocated counts in the total, untaxed', () => {
	const input = cartInput([{ ...bean({ A: 1 }), quantity: 30_000 }])
	expect(totalled(input, freeShipping)).toMatchObject({ netMinor: 6000, taxMinor: 150, totalMinor: 6150 })
})

test('problems stand beside the figures: no shipping rate, no tax rate, a stale quote', () => {
	const input = cartInput([bean({ A: 1, C: 1 })])
	const order = totalled(input, ({ locationId }) => (locationId === 3 ? null : 500), {
		rates: [taxRate(1, 'ND', 75_000, { taxCode: 'food' }), taxRate(2, 'MN', 83_750)],
	})
	expect(order.problems.map(({ code, facts }) => `${code} ${facts['groupKey']}`)).toEqual(['SHIPPING_ON_REQUEST C', 'TAX_RATE_MISSING A'])
	expect(order).toMatchObject({ netMinor: 4000, shippingMinor: 500, taxMinor: 0, totalMinor: 4500 })
	expect(totalled(input, freeShipping, { quote: { basesHash: 'yesterday', lines: [] } }).problems.map(({ code }) => code)).toEqual(['TAX_STALE'])
})

test('an outside quote for these very bases counts as it stands', () => {
	const input = cartInput([bean({ A: 1 })])
	const own = totalled(input, freeShipping)
	const parts = [{ key: '1', kind: 'goods' as const, taxCode: 'standard', amountMinor: 2000 }]
	const place = p2Tax.places.get('A')
	if (!place) throw new Error('A has a place')
	const basesHash = taxBasesHash({
		taxedOn: p2Tax.taxedOn,
		pricesIncludeTax: false,
		certificates: [],
		groups: [{ groupKey: 'A', place, parts, shippingMinor: 0 }],
	})
	const [line] = own.taxLines
	const quoted = totalled(input, freeShipping, { quote: { basesHash, lines: line ? [{ ...line, taxMinor: 123 }] : [] } })
	expect(quoted).toMatchObject({ taxMinor: 123, totalMinor: 2123, problems: [] })
})

test('the hash that is consented to hears of tax', () => {
	const [one, other] = [totalled(p2Input(), p2Shipping), totalled(p2Input(), p2Shipping, { rates: [taxRate(1, 'ND', 75_000), taxRate(2, 'MN', 80_000)] })]
	expect(one.hash).toBe(totalled(p2Input(), p2Shipping).hash)
	expect(one.hash).not.toBe(other.hash)
})
