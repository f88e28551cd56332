import { isDayWithin } from '../base/calendar.ts'
import { byNarrowness, isInZone } from '../base/place.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { divideRounded } from '../base/rounding.ts'
import { type ExemptionCertificate, FEE_CODE, SHIPPING_CODE, type TaxInput, type TaxLine, type TaxRate } from './tax.ts'
import { compare, type TaxBase } from './tax-bases.ts'

const MILLION = 1_000_000

/**
 * The tax of one base in every jurisdiction that reaches it, each rounded once. Refuses `TAX_RATE_MISSING` where a
 * jurisdiction taxes other things there but says nothing of this code: no tax is stated as a rate of 0.
 */
export function taxLinesOf(base: TaxBase, input: TaxInput): { lines: TaxLine[]; refusals: Refusal[] } {
	const here = input.rates.filter((rate) => isInZone(base.group.place, rate) && isDayWithin({ from: rate.validFrom, to: rate.validTo }, input.taxedOn))
	const jurisdictions = [...Map.groupBy(here, ({ jurisdiction }) => jurisdiction)].sort(([a], [b]) => compare(a, b))
	const refusals: Refusal[] = []
	const rates: TaxRate[] = []
	for (const [jurisdiction, rows] of jurisdictions) {
		const rate = rateFor(base.taxCode, [...rows].sort(byRateOrder))
		if (rate === 'missing') refusals.push(refusal('TAX_RATE_MISSING', { groupKey: base.group.groupKey, jurisdiction, taxCode: base.taxCode }))
		else if (rate !== 'untaxed') rates.push(rate)
	}
	const allRatesPpm = rates.reduce((sum, { ratePpm }) => sum + ratePpm, 0)
	return { lines: rates.map((rate) => taxLine(base, rate, allRatesPpm, input)), refusals }
}

function byRateOrder(a: TaxRate, b: TaxRate): number {
	return byNarrowness(a, b) || compare(b.validFrom, a.validFrom) || a.id - b.id
}

/** Shipping and fees are taxed where the jurisdiction says so: at a rate of their own, else at that of the row that says it. */
function rateFor(taxCode: string, rows: readonly TaxRate[]): TaxRate | 'untaxed' | 'missing' {
	const own = rows.find((rate) => rate.taxCode === taxCode)
	if (own) return own
	if (taxCode === SHIPPING_CODE) return rows.find(({ taxesShipping }) => taxesShipping) ?? 'untaxed'
	if (taxCode === FEE_CODE) return rows.find(({ taxesFees }) => taxesFees) ?? 'untaxed'
	return 'missing'
}

function taxLine({ group, taxCode, baseMinor }: TaxBase, { jurisdiction, ratePpm }: TaxRate, allRatesPpm: number, input: TaxInput): TaxLine {
	// Where prices include tax the base holds every jurisdiction's tax, so each takes its rate of 1 + all rates.
	const whole = BigInt(input.pricesIncludeTax ? MILLION + allRatesPpm : MILLION)
	const minor = Number(divideRounded(BigInt(baseMinor) * BigInt(ratePpm), whole, input.rounding))
	const certificate = certificateFor(jurisdiction, taxCode, input)
	return {
		groupKey: group.groupKey,
		taxCode,
		jurisdiction,
		ratePpm,
		baseMinor,
		taxMinor: certificate ? 0 : minor,
		relievedMinor: certificate ? minor : 0,
		certificateId: certificate?.id ?? null,
	}
}

function certificateFor(jurisdiction: string, taxCode: string, { certificates, taxedOn }: TaxInput): ExemptionCertificate | undefined {
	const valid = certificates.filter((one) => one.jurisdiction === jurisdiction && one.validFrom <= taxedOn && taxedOn <= one.expiresOn)
	return valid.filter(({ taxCodes }) => taxCodes === null || taxCodes.includes(taxCode)).sort((a, b) => compare(b.expiresOn, a.expiresOn) || a.id - b.id)[0]
}
