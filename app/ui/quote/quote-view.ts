import type { Instant } from '../format/date.ts'

export type QuoteLineView = {
	position: number
	sku: string
	slug: string
	name: string
	unitCode: string
	unitDigits: number
	quantity: string
	minimum: string
	unitPrice: string | null
	listPrice: string | null
	totalMinor: number | null
}
export type QuoteVersionView = {
	version: number
	kind: string
	by: string
	note: string | null
	validOn: string | null
	totalMinor: number | null
	createdAt: Instant
	lines: readonly QuoteLineView[]
}
export type QuoteView = {
	number: string
	version: number
	currency: string
	orderNumber: string | null
	/** As the seller's prices are: so the cart that it goes into will read it. */
	pricesIncludeTax: boolean
	versions: readonly QuoteVersionView[]
}
type Both = { before: string | null; after: string | null }
export type ChangeView = { position: number; change: string; quantity?: Both; minimum?: Both; price?: Both }
export type HousePriceView = { position: number; list: string | null; least: string | null; cost: string | null }
export type TypedView = {
	lines: readonly { position: number; quantity: string; price: string; minimum?: string }[]
	note: string | null
	validOn: string
}

/** The names of all lines that ever stood in it. */
export const namesOf = ({ versions }: QuoteView) => new Map(versions.flatMap(({ lines }) => lines.map(({ position, name }) => [position, name] as const)))
