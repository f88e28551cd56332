import type { TraceComparison } from '../../engine/pricing/compare-traces.ts'
import type { PrivateTrace, PublicTrace } from '../../engine/pricing/price-trace.ts'

/** One day's answer; decimals with six digits. `unitPrice` null is on request. */
export type DayPriceView = {
	on: string
	unitPrice: string | null
	extendedMinor: number | null
	hash: string
	trace: PublicTrace
	privateTrace: PrivateTrace
	ladder: readonly { from: string; unitPrice: string }[]
}

/** What the inspector shows, as its loader sends it. */
export type InspectedView = {
	account: { name: string; number: string; currency: string }
	product: { name: string; sku: string; slug: string; unitCode: string; units: readonly string[] }
	shipTos: readonly { id: number; code: string; name: string; isDefault: boolean }[]
	locationId: number | null
	isEntitled: boolean
	quantity: string
	isPast: boolean
	price: DayPriceView
	other: (DayPriceView & { comparison: TraceComparison; unitChange: string | null; extendedChangeMinor: number | null }) | null
}
