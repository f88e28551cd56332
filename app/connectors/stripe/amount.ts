/**
 * Stripe counts as ISO 4217 does, but for these two, which it keeps with two digits although they have none
 * (docs.stripe.com/currencies, special cases).
 */
const countedInHundredths = new Set(['ISK', 'UGX'])

/** Minor units of ISO 4217 → what Stripe calls an amount. */
export function toStripeAmount(totalMinor: number, currency: string): number {
	return countedInHundredths.has(currency.toUpperCase()) ? totalMinor * 100 : totalMinor
}

/** What Stripe calls an amount → minor units of ISO 4217. */
export function fromStripeAmount(amount: number, currency: string): number {
	return countedInHundredths.has(currency.toUpperCase()) ? Math.trunc(amount / 100) : amount
}
