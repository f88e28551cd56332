import type { Words } from '../words.ts'

export type Texts = { name: Words; summary: Words; description: Words }

/** A product as the demo company describes it; prices and costs in cents of a US dollar for one `unit`. */
export type SeedProduct = {
	sku: string
	productClass: 'coffee' | 'machine' | 'accessory' | 'part' | 'consumable'
	family: string
	/** The first is the primary one. */
	categories: readonly string[]
	texts: Texts
	art: { kind: string } & Record<string, string | number>
	price: number
	cost: number
	weightGrams: number
	attributes?: Record<string, string | number>
	unit?: 'each' | 'kg' | 'box-500' | 'box-1000'
	minimum?: string
	increment?: string
	taxCode?: 'standard' | 'food'
	leadDays?: number
	stockPolicy?: 'backorder' | 'refuse' | 'substitute' | 'untracked'
	kind?: 'simple' | 'bundle'
	status?: 'active' | 'retired' | 'draft'
	supersededBy?: string
	/** Also sold in a case of `pieces`, at this share of the single price in per mille. */
	cases?: { unit: 'case-6' | 'case-12' | 'case-24'; pieces: number; perMille: number }
	/** Missing from the Canadian book: price on request there. */
	notInCanada?: boolean
	/** SKUs of the machines or grinders that this is an accessory of, or a spare part for. */
	accessoryOf?: readonly string[]
	partOf?: readonly string[]
	components?: readonly { sku: string; quantity: number }[]
	/** What can be chosen in place of a component: one of them comes; `more` in US and Canadian dollars. */
	choices?: readonly { code: string; names: Words; usual: string; others: readonly { sku: string; usd: string; cad: string }[] }[]
}
