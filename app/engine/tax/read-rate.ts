import type { Day } from '../base/calendar.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'

/** One rate of a jurisdiction as a form has it; the rate in percent. */
export type RateFields = {
	jurisdiction: string
	country: string
	region: string
	postalPrefix: string
	taxCode: string
	ratePercent: string
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: Day | null
	/** The first day on which it no longer holds. */
	validTo: Day | null
}

export type RateWrite = {
	jurisdiction: string
	country: string
	region: string | null
	postalPrefix: string | null
	taxCode: string
	/** A share of one, six digits: 7.5 percent is 0.075000. */
	rate: string
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: Day
	validTo: Day | null
}

/** A rate from what was typed, or every refusal by field: FIELD_INVALID, WINDOW_EMPTY. Percent has at most four digits after the point. */
export function readRate(fields: RateFields): Result<{ rate: RateWrite }> {
	const wrong = (isRight: boolean, key: keyof RateFields): Refusal[] =>
		isRight ? [] : [refusal('FIELD_INVALID', { key, given: String(fields[key] ?? '').slice(0, 80) })]
	const share = shareOf(fields.ratePercent)
	const { validFrom, validTo } = fields
	const refusals = [
		...wrong(/^[A-Z0-9][A-Z0-9 ._-]{0,29}$/i.test(fields.jurisdiction), 'jurisdiction'),
		...wrong(/^[A-Z]{2}$/.test(fields.country), 'country'),
		...wrong(/^[A-Z0-9]{0,3}$/.test(fields.region), 'region'),
		...wrong(/^[A-Z0-9 -]{0,10}$/.test(fields.postalPrefix), 'postalPrefix'),
		...wrong(/^[a-z][a-z0-9_-]{0,29}$/.test(fields.taxCode), 'taxCode'),
		...wrong(share !== null, 'ratePercent'),
		...wrong(validFrom !== null, 'validFrom'),
		...(validFrom && validTo && validTo <= validFrom ? [refusal('WINDOW_EMPTY', { sku: '' })] : []),
	]
	if (refusals.length > 0 || share === null || validFrom === null) return { ok: false, refusals }
	const { jurisdiction, country, taxCode, taxesShipping, taxesFees } = fields
	const zone = { jurisdiction, country, region: fields.region || null, postalPrefix: fields.postalPrefix || null }
	return { ok: true, rate: { ...zone, taxCode, rate: share, taxesShipping, taxesFees, validFrom, validTo } }
}

/** 8.375 is 0.083750: the point two places to the left, without a float. */
function shareOf(percent: string): string | null {
	const match = /^(\d{1,2})(?:\.(\d{1,4}))?$/.exec(percent)
	return match ? `0.${(match[1] ?? '').padStart(2, '0')}${(match[2] ?? '').padEnd(4, '0')}` : null
}
