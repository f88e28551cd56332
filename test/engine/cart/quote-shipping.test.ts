import { describe, expect, test } from 'vitest'
import { quoteMethods, quoteShipping, type ShippingGroup, type ShippingRate } from '../../../app/engine/cart/quote-shipping.ts'

const rate = (id: number, priceMinor: number, more: Partial<ShippingRate> = {}): ShippingRate => ({
	id,
	method: 'road',
	currency: 'USD',
	country: 'US',
	region: null,
	postalPrefix: null,
	bandBy: 'weight',
	bandFrom: 0,
	priceMinor,
	transitDays: 2,
	transitBy: 'working',
	...more,
})
const fargo: ShippingGroup = {
	groupKey: 'A',
	method: 'road',
	place: { country: 'US', region: 'ND', postalCode: '58102' },
	weightGrams: 5000,
	amountMinor: 9323,
}
const cost = (rates: ShippingRate[], more: Partial<ShippingGroup> = {}) => quoteShipping([{ ...fargo, ...more }], rates, 'USD').groups[0]?.rateId

describe('the rate', () => {
	test.each<[string, ShippingRate[], Partial<ShippingGroup>, number | null]>([
		['of the country', [rate(1, 900)], {}, 1],
		['of the region before the country', [rate(1, 900), rate(2, 1200, { region: 'ND' })], {}, 2],
		['of the longer postal prefix', [rate(1, 900, { postalPrefix: '58' }), rate(2, 950, { postalPrefix: '581 0' }), rate(3, 100, { region: 'ND' })], {}, 2],
		['of the band that began', [rate(1, 900), rate(2, 1400, { bandFrom: 5000 }), rate(3, 2400, { bandFrom: 5001 })], {}, 2],
		['by amount: free from 90.00', [rate(1, 900, { bandBy: 'amount' }), rate(2, 0, { bandBy: 'amount', bandFrom: 9000 })], {}, 2],
		[
			'the band of its own measure',
			[rate(1, 900), rate(2, 1400, { bandFrom: 5000 }), rate(3, 1500, { bandBy: 'amount' }), rate(4, 1600, { bandBy: 'amount', bandFrom: 1 })],
			{},
			2,
		],
		['the lower of weight and amount', [rate(1, 900), rate(2, 700, { bandBy: 'amount' })], {}, 2],
		['of a broader zone where the narrow one has no band yet', [rate(1, 900), rate(2, 700, { region: 'ND', bandFrom: 9000 })], {}, 1],
		['of the method asked', [rate(1, 900), rate(2, 3000, { method: 'air' })], { method: 'air' }, 2],
		['of the currency', [rate(1, 900, { currency: 'CAD' })], {}, null],
		['of the place', [rate(1, 900, { region: 'MN' })], {}, null],
		['never by a weight that nobody knows', [rate(1, 900)], { weightGrams: null }, null],
		['never without a method', [rate(1, 900)], { method: null }, null],
	])('%s', (_, rates, more, id) => {
		expect(cost(rates, more)).toBe(id)
		expect(cost([...rates].reverse(), more)).toBe(id)
	})
})

test('no rate is a refusal by name for that group alone', () => {
	const quote = quoteShipping([fargo, { ...fargo, groupKey: 'B', place: { country: 'CA', region: 'QC', postalCode: null } }], [rate(1, 900)], 'USD')
	expect(quote.refusals).toEqual([{ code: 'SHIPPING_ON_REQUEST', facts: { groupKey: 'B', method: 'road' } }])
	expect(quote.groups.map(({ shippingMinor }) => shippingMinor)).toEqual([900, 0])
})

test('the methods to choose from, cheapest first', () => {
	const rates = [rate(1, 3000, { method: 'air' }), rate(2, 900), rate(3, 0, { method: 'pickup', region: 'MN' })]
	expect(quoteMethods(fargo, rates, 'USD').map(({ method }) => method)).toEqual(['road', 'air'])
})

test('each measure has its own highest band: a higher band by amount hides none by weight', () => {
	expect(cost([rate(1, 500), rate(2, 700, { bandBy: 'amount', bandFrom: 9000 })])).toBe(1)
})
