import type { PublicTrace } from '../../engine/pricing/price-trace.ts'
import type { Listed } from './listed.ts'

/** A price with its reasons; decimals as text. `unitPrice` null is on request. */
export type PriceView = {
	currency: string
	unit: string
	quantity: string
	unitPrice: string | null
	tiers: readonly { from: string; unitPrice: string; isCurrent: boolean }[]
	nextTier: { addQuantity: string; unitPrice: string; savingMinor: number } | null
	trace: PublicTrace
	hash: string
	/** What an order must fit in this unit. */
	terms: { minimum: string; maximum: string | null; increment: string }
	/** What she asked for when it cannot be ordered: `quantity` is the nearest that can. */
	askedFor: string | null
}

/** What a product's page shows, as its loader sends it. */
export type ProductView = {
	product: {
		id: number
		sku: string
		slug: string
		name: string
		summary: string | null
		description: string | null
		productClass: string
		attributes: Record<string, string | number>
		picture: string | null
		unitCode: string
		minimumQuantity: string
		incrementQuantity: string
		weightGrams: number
		units: readonly { code: string; numerator: number; denominator: number }[]
		line: readonly { slug: string; name: string }[]
		media: readonly { kind: string; url: string; alt: Record<string, string> }[]
		fits: readonly { name: string; slug: string; place: string | null }[]
		successor: { name: string; slug: string } | null
		ownedAt: readonly string[]
	}
	/** Null: a guest, who sees no prices. */
	price: PriceView | null
	/** `arrivesOn` and `store`: there, by the usual way; null where no store is chosen, or nobody can say. */
	promise: { stock: Listed['stock']; shipsOn: string | null; arrivesOn: string | null; store: string | null }
	blocks: readonly { code: string; liftedBy: string }[]
	shelves: readonly { kind: string; products: readonly Listed[] }[]
	components: readonly { quantity: string; product: Listed }[]
	choices: readonly {
		code: string
		name: string
		minimum: number
		maximum: number
		options: readonly { sku: string; quantity: string; isChosen: boolean; difference: string | null; next: readonly string[]; product: Listed }[]
	}[]
	chosen: readonly string[]
	variants: readonly Listed[]
	options: readonly { axis: string; options: readonly { value: string; slug: string | null; isCurrent: boolean; keepsRest: boolean }[] }[]
}
