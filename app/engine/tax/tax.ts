import type { Day } from '../base/calendar.ts'
import type { Place, Zone } from '../base/place.ts'
import type { Rounding } from '../base/rounding.ts'

/** Shipping and fees are taxed under codes of their own (commerce-engine.md section 6). */
export const SHIPPING_CODE = 'shipping'
export const FEE_CODE = 'fee'

/** One allocation's share of a line, after all discounts. `key` is the caller's own. */
export type TaxPart = { key: string; kind: 'goods' | 'fee'; taxCode: string; amountMinor: number }

/** `shippingMinor` after its discount. */
export type TaxGroup = { groupKey: string; place: Place; parts: readonly TaxPart[]; shippingMinor: number }

/** What one jurisdiction takes of one code in one zone, parts per million; days from `validFrom` until before `validTo`. */
export type TaxRate = Zone & {
	id: number
	jurisdiction: string
	taxCode: string
	ratePpm: number
	taxesShipping: boolean
	taxesFees: boolean
	validFrom: Day
	validTo: Day | null
}

/** Valid through the day `expiresOn`; `taxCodes` null frees every code. */
export type ExemptionCertificate = { id: number; jurisdiction: string; number: string; taxCodes: readonly string[] | null; validFrom: Day; expiresOn: Day }

export type TaxInput = {
	rounding: Rounding
	/** The seller's day of the decision. */
	taxedOn: Day
	pricesIncludeTax: boolean
	groups: readonly TaxGroup[]
	rates: readonly TaxRate[]
	certificates: readonly ExemptionCertificate[]
}

/** Tax of one (group, code, jurisdiction). Under a certificate `taxMinor` is 0 and `relievedMinor` what it would have been. */
export type TaxLine = {
	groupKey: string
	taxCode: string
	jurisdiction: string
	ratePpm: number
	baseMinor: number
	taxMinor: number
	relievedMinor: number
	certificateId: number | null
}

/** `netMinor` is the part without tax: the amount itself, or what is left of it where prices include tax. */
export type TaxedPart = { groupKey: string; key: string; netMinor: number; taxMinor: number }
export type TaxedGroup = { groupKey: string; netMinor: number; shippingNetMinor: number; shippingTaxMinor: number; taxMinor: number }

export type TaxOutcome = { lines: TaxLine[]; parts: TaxedPart[]; groups: TaxedGroup[]; taxMinor: number; basesHash: string }
