import type { Place } from '../../../app/engine/base/place.ts'
import type { CartInput, ShippingOf } from '../../../app/engine/cart/cart-input.ts'
import { type TaxFacts, type TotalledCart, totalOrder } from '../../../app/engine/order/total-order.ts'
import type { TaxRate } from '../../../app/engine/tax/tax.ts'
import { priced } from '../cart/carts.ts'

export function taxRate(id: number, region: string, ratePpm: number, more: Partial<TaxRate> = {}): TaxRate {
	return {
		id,
		country: 'US',
		region,
		postalPrefix: null,
		jurisdiction: `US-${region}`,
		taxCode: 'standard',
		ratePpm,
		taxesShipping: false,
		taxesFees: false,
		validFrom: '2020-01-01',
		validTo: null,
		...more,
	}
}

const place = (region: string): Place => ({ country: 'US', region, postalCode: null })

/** Stores A and B in North Dakota at 7.5 %, C in Minnesota at 8.375 %, as P2 has it. */
export const p2Tax: TaxFacts = {
	taxedOn: '2026-06-15',
	pricesIncludeTax: false,
	places: new Map([
		['A', place('ND')],
		['B', place('ND')],
		['C', place('MN')],
	]),
	rates: [taxRate(1, 'ND', 75_000), taxRate(2, 'MN', 83_750)],
	certificates: [],
	quote: null,
}

export function totalled(input: CartInput, shippingOf: ShippingOf, tax: Partial<TaxFacts> = {}): TotalledCart {
	return totalOrder(priced(input, shippingOf), { ...p2Tax, ...tax })
}
