/** Amounts in minor units; a rate is a fraction in plain text, null where nothing says it. Amounts of a credit note are negative. */
export type TaxedPart = { rate: string | null; netMinor: number; taxMinor: number }
export type TaxDocument = { lines: readonly TaxedPart[]; shippingMinor: number; taxMinor: number; shippingRate: string | null }

/**
 * What an invoice says of its tax, by rate, the higher first: net and tax sum to the document's own (commerce-engine.md
 * section 6). Tax that no line has is the shipping's. What has neither rate nor tax stands last, as untaxed.
 */
export function sumTax({ lines, shippingMinor, taxMinor, shippingRate }: TaxDocument): TaxedPart[] {
	const shippingTaxMinor = taxMinor - lines.reduce((sum, line) => sum + line.taxMinor, 0)
	const hasShipping = shippingMinor !== 0 || shippingTaxMinor !== 0
	const parts = [
		...lines,
		...(hasShipping ? [{ rate: shippingTaxMinor === 0 ? null : shippingRate, netMinor: shippingMinor, taxMinor: shippingTaxMinor }] : []),
	]
	const sums = new Map<string, TaxedPart>()
	for (const part of parts) {
		const rate = rateOf(part)
		const known = sums.get(rate ?? '') ?? { rate, netMinor: 0, taxMinor: 0 }
		sums.set(rate ?? '', { rate, netMinor: known.netMinor + part.netMinor, taxMinor: known.taxMinor + part.taxMinor })
	}
	return [...sums.values()].sort((a, b) => Number(b.rate !== null) - Number(a.rate !== null) || Number(b.rate) - Number(a.rate))
}

/** Without tax there is no rate to speak of. */
function rateOf({ rate, taxMinor }: TaxedPart): string | null {
	if (rate === null) return taxMinor === 0 ? '0' : null
	return Number(rate) === 0 ? '0' : rate
}
