import { expect, test } from 'vitest'
import { sumsWithTax } from '../../../app/engine/order/sums-with-tax.ts'

const goods = { goodsMinor: 11500, discountMinor: 0, feesMinor: 0, shippingDiscountMinor: 0 }

test('what an order of prices with tax comes to: shipping with its own tax, and what a certificate took off', () => {
	const taxed = { ...goods, shippingMinor: 1000, taxMinor: 1650, linesTaxMinor: 1500, totalMinor: 12650 }
	expect(sumsWithTax(taxed)).toEqual({ shippingMinor: 1150, relievedMinor: 0 })
	const untaxedShipping = {
		...goods,
		discountMinor: 1150,
		feesMinor: 230,
		shippingMinor: 1000,
		shippingDiscountMinor: 400,
		taxMinor: 1380,
		linesTaxMinor: 1380,
		totalMinor: 11180,
	}
	expect(sumsWithTax(untaxedShipping)).toEqual({ shippingMinor: 1000, relievedMinor: 0 })
	const exempt = { ...goods, shippingMinor: 1000, taxMinor: 0, linesTaxMinor: 0, totalMinor: 11000 }
	expect(sumsWithTax(exempt)).toEqual({ shippingMinor: 1000, relievedMinor: 1500 })
})
