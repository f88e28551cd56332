export type SumsWithTax = {
	/** Goods, discount and fees at the prices agreed, tax included; shipping without its tax. */
	goodsMinor: number
	discountMinor: number
	feesMinor: number
	shippingMinor: number
	shippingDiscountMinor: number
	taxMinor: number
	/** What of the tax is of lines; the rest is of shipping. */
	linesTaxMinor: number
	totalMinor: number
}

/**
 * Shipping with its tax, and what certificates took off the lines, of an order whose prices include tax (commerce-engine.md
 * section 6): a cart, an order and a mail say the same. Whole minor units. Of an exempt buyer's shipping only what she pays is told.
 *
 * Law: goods − discount + fees − relieved + shipping − shipping discount = total.
 */
export function sumsWithTax(sums: SumsWithTax): { shippingMinor: number; relievedMinor: number } {
	const shippingMinor = sums.shippingMinor + sums.taxMinor - sums.linesTaxMinor
	const relievedMinor = sums.goodsMinor - sums.discountMinor + sums.feesMinor + shippingMinor - sums.shippingDiscountMinor - sums.totalMinor
	return { shippingMinor, relievedMinor }
}
