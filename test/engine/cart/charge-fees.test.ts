import fc from 'fast-check'
import { expect, test } from 'vitest'
import { chargeFees, type FeeRule } from '../../../app/engine/cart/charge-fees.ts'
import type { PricedCart, PricedGroup, PricedLine } from '../../../app/engine/cart/priced-cart.ts'
import { type TaxFacts, totalOrder } from '../../../app/engine/order/total-order.ts'
import { lawCases } from '../../support/laws.ts'

const group = (groupKey: string, netMinor: number, locationId = Number(groupKey)): PricedGroup => ({
	...{ groupKey, locationId, requestedOn: null, method: 'ground', netMinor, shippingMinor: 800, shippingDiscountMinor: 0, adjustments: [] },
})
/** One line, to every group that has an amount. */
function cartOf(groups: PricedGroup[], currency = 'USD'): PricedCart {
	const sold = groups.filter(({ netMinor }) => netMinor > 0)
	const netMinor = sold.reduce((sum, one) => sum + one.netMinor, 0)
	const line = {
		...{ sequence: 1, kind: 'goods', productId: 5, unit: 'each', taxCode: 'standard', quantity: sold.length * 10_000, unallocatedQuantity: 0 },
		...{ unitPriceMicros: 0n, resolvedMinor: netMinor, discountMinor: 0, netMinor, unallocatedMinor: 0, adjustments: [], parts: [], priceHash: 'p' },
		allocations: sold.map((one) => ({ groupKey: one.groupKey, quantity: 10_000, netMinor: one.netMinor })),
	} satisfies PricedLine
	const sums = { goodsMinor: netMinor, discountMinor: 0, netMinor, shippingMinor: 800 * groups.length, shippingDiscountMinor: 0 }
	return { currency, rounding: 'half_away', lines: sold.length > 0 ? [line] : [], groups, ...sums, termsDays: 30, explanation: [], hints: [], hash: 'h' }
}
const handling = (more: Partial<FeeRule> = {}): FeeRule => ({
	...{ id: 1, kind: 'handling', currency: 'USD', amountMinor: 450, per: 'order', belowMinor: null, buyerGroupId: null, validFrom: '2026-01-01', validTo: null },
	...more,
})
const small = (belowMinor: number, amountMinor: number, more: Partial<FeeRule> = {}) =>
	handling({ id: belowMinor, kind: 'small_order', belowMinor, amountMinor, ...more })
const who = { buyerGroupIds: [7], day: '2026-03-02' }
const feesOf = (cart: PricedCart, rules: FeeRule[], asker = who) =>
	chargeFees(cart, rules, asker).lines.flatMap((line) =>
		line.kind === 'fee' ? [[line.feeRuleId, line.netMinor, line.allocations.map(({ groupKey }) => groupKey).join()]] : [],
	)

const two = cartOf([group('8', 2000), group('9', 3000), group('10', 0)])
const rows: [string, FeeRule[], unknown[], Partial<typeof who>?][] = [
	['per order it goes with the delivery of most value', [handling()], [[1, 450, '9']]],
	['per delivery it is one for each that goods go to', [handling({ per: 'delivery' })], [[1, 900, '9,8']]],
	['of another currency it is not charged', [handling({ currency: 'CAD' })], []],
	['before its first day it is not charged', [handling({ validFrom: '2026-03-03' })], []],
	['on the day on which it no longer holds neither', [handling({ validTo: '2026-03-02' })], []],
	['below the threshold a small order pays', [small(5001, 1000)], [[5001, 1000, '9']]],
	['at the threshold it does not', [small(5000, 1000)], []],
	['of two thresholds the lower one that it stays below', [small(9000, 500), small(6000, 1000)], [[6000, 1000, '9']]],
	[
		'both kinds are charged beside each other',
		[handling(), small(6000, 1000)],
		[
			[1, 450, '9'],
			[6000, 1000, '9'],
		],
	],
	['a rule of the buyer’s group goes before everybody’s', [handling(), handling({ id: 2, amountMinor: 300, buyerGroupId: 7 })], [[2, 300, '9']]],
	['a group is freed by an amount of 0', [handling(), handling({ id: 2, amountMinor: 0, buyerGroupId: 7 })], []],
	['a group’s threshold that is not met frees it of everybody’s too', [small(9000, 500), small(2000, 700, { buyerGroupId: 7 })], []],
	['another’s group changes nothing', [handling(), handling({ id: 2, amountMinor: 0, buyerGroupId: 7 })], [[1, 450, '9']], { buyerGroupIds: [3] }],
]
test.each(rows)('%s', (_name, rules, expected, asker) => {
	expect(feesOf(two, rules, { ...who, ...asker })).toEqual(expected)
})

test('without goods there is no fee', () => {
	expect(feesOf(cartOf([group('8', 0)]), [handling(), small(5000, 900)])).toEqual([])
})

test('a fee is taxed where the jurisdiction says so, at its own rate, and due with its delivery', () => {
	const rate = {
		jurisdiction: 'US-ND',
		country: 'US',
		region: 'ND',
		postalPrefix: null,
		taxCode: 'standard',
		ratePpm: 75_000,
		taxesShipping: false,
		validFrom: '2000-01-01',
		validTo: null,
	}
	const facts = (taxesFees: boolean): TaxFacts => ({
		...{ taxedOn: '2026-03-02', pricesIncludeTax: false, rates: [{ ...rate, id: 1, taxesFees }], certificates: [], quote: null },
		places: new Map([['8', { country: 'US', region: 'ND', postalCode: '58102' }]]),
	})
	const cart = chargeFees(cartOf([group('8', 2000)]), [handling()], who)
	const [taxed, free] = [totalOrder(cart, facts(true)), totalOrder(cart, facts(false))]
	// 20.00 and 4.50 at 7.5 %: 1.50 and 0.34.
	expect([taxed.taxMinor, free.taxMinor]).toEqual([150 + 34, 150])
	expect([taxed.groups[0]?.netMinor, taxed.groups[0]?.dueMinor, taxed.totalMinor]).toEqual([2450, 2450 + 800 + 184, 2450 + 800 + 184])
	expect(taxed.taxLines.find(({ taxCode }) => taxCode === 'fee')).toMatchObject({ baseMinor: 450, taxMinor: 34 })
})

test.each([
	['USD', 450, 4_500_000n],
	['JPY', 450, 450_000_000n],
	['KWD', 4500, 4_500_000n],
])('a fee in %s of %i minor units stands with its unit price', (currency, amountMinor, micros) => {
	const lines = chargeFees({ ...cartOf([group('8', 2000)]), currency }, [handling({ currency, amountMinor })], who).lines
	expect(lines.find(({ kind }) => kind === 'fee')?.unitPriceMicros).toBe(micros)
})

test('laws: goods, discounts and shipping stay, net grows by the fees, groups sum to it, and the order of rows means nothing', () => {
	const rule = fc.record({
		id: fc.integer({ min: 1, max: 9999 }),
		kind: fc.constantFrom('handling' as const, 'small_order' as const),
		amountMinor: fc.nat(5000),
		per: fc.constantFrom('order' as const, 'delivery' as const),
		below: fc.integer({ min: 1, max: 60_000 }),
		buyerGroupId: fc.constantFrom(null, 7, 3),
	})
	const rulesOf = fc.uniqueArray(rule, { maxLength: 6, selector: ({ id }) => id })
	fc.assert(
		fc.property(fc.array(fc.nat(30_000), { minLength: 1, maxLength: 8 }), rulesOf, fc.nat(), (amounts, made, turn) => {
			const rules = made.map(({ below, ...one }): FeeRule => handling({ ...one, belowMinor: one.kind === 'small_order' ? below : null }))
			const cart = cartOf(amounts.map((amount, index) => group(String(index + 1), amount)))
			const after = chargeFees(cart, rules, who)
			const fees = after.lines.filter(({ kind }) => kind === 'fee')
			const feesMinor = fees.reduce((sum, { netMinor }) => sum + netMinor, 0)
			expect([after.goodsMinor, after.discountMinor, after.shippingMinor]).toEqual([cart.goodsMinor, cart.discountMinor, cart.shippingMinor])
			expect(after.netMinor).toBe(cart.netMinor + feesMinor)
			expect(after.groups.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(after.netMinor)
			for (const fee of fees) {
				expect(fee.allocations.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(fee.netMinor)
				expect(fee.allocations.reduce((sum, { quantity }) => sum + quantity, 0)).toBe(fee.quantity)
			}
			expect(new Set(after.lines.map(({ sequence }) => sequence)).size).toBe(after.lines.length)
			expect(after.hash === cart.hash).toBe(fees.length === 0)
			const at = rules.length === 0 ? 0 : turn % rules.length
			const turned = chargeFees({ ...cart, groups: [...cart.groups].reverse() }, [...rules.slice(at), ...rules.slice(0, at)], who)
			expect([turned.netMinor, turned.hash]).toEqual([after.netMinor, after.hash])
		}),
		lawCases(200),
	)
})
