import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { parseQuantity } from '../base/units.ts'
import { type ChoiceWrite, judgeChoices, judgeOption, keptChoices } from './bundle-part.ts'
import { fitQuantity } from './quantity-terms.ts'

/** What a product's room edits tab by tab. A part is a few fields and rows of text, as its form holds them; a bundle has choices too. */
export const productParts = ['relations', 'bundle', 'variants', 'rules', 'media'] as const
export type ProductPart = (typeof productParts)[number]
export type PartContent = { head: Record<string, string>; rows: Record<string, string>[]; choices?: Record<string, string>[] }

/** A product that a row names. `inBundle`: it is inside a bundle; `holds`: it holds something. */
export type NamedProduct = { id: number; kind: string; parentId: number | null; inBundle: boolean; holds: boolean }
export type PartFacts = {
	product: NamedProduct
	products: ReadonlyMap<string, NamedProduct>
	/** Ids by account number and by code of a group of buyers. */
	accounts: ReadonlyMap<string, number>
	groups: ReadonlyMap<string, number>
	/** Units in which the product is sold. */
	units: readonly string[]
}

/** A row as it is written: ids in place of names, decimals as text. */
export type PartRow = Record<string, string | number | null>
export type PartWrite = { head: Record<string, string>; rows: PartRow[]; axes: string[]; choices: ChoiceWrite[] }

const relationKinds = ['accessory', 'cross_sell', 'up_sell', 'substitute', 'successor', 'spare_part']
const mediaKinds = ['picture', 'document', 'video', 'drawing']
const MOST_PPM = 1_000_000

/** What a row is judged beside: the axes of variants, the choices of a bundle. */
type Beside = { axes: readonly string[]; choices: readonly Record<string, string>[] }
type Judged = { row: PartRow } | { refusals: Refusal[] }
const no = (line: number, code: string, facts: Refusal['facts'] = {}): Judged => ({ refusals: [refusal(code, facts, line)] })

function named(row: Record<string, string>, line: number, facts: PartFacts): { found: NamedProduct } | { refusals: Refusal[] } {
	const sku = (row['sku'] ?? '').slice(0, 80)
	const found = facts.products.get(sku)
	if (!found) return { refusals: [refusal('SKU_UNKNOWN', { sku }, line)] }
	return found.id === facts.product.id ? { refusals: [refusal('PRODUCT_ITSELF', { sku }, line)] } : { found }
}

function judgeRelation(row: Record<string, string>, line: number, facts: PartFacts): Judged {
	const asked = named(row, line, facts)
	if ('refusals' in asked) return asked
	const kind = row['kind'] ?? ''
	return relationKinds.includes(kind) ? { row: { kind, id: asked.found.id } } : no(line, 'FIELD_INVALID', { key: 'kind', given: kind })
}

function judgeComponent(row: Record<string, string>, line: number, facts: PartFacts, { choices }: Beside): Judged {
	const asked = named(row, line, facts)
	if ('refusals' in asked) return asked
	const [sku, quantity] = [row['sku'] ?? '', row['quantity'] ?? '']
	const { kind, holds, id } = asked.found
	if (holds || ['bundle', 'kit', 'parent', 'fee'].includes(kind)) return no(line, 'BUNDLE_IN_BUNDLE', { sku })
	if (!((parseQuantity(quantity) ?? 0) > 0)) return no(line, 'QUANTITY_INVALID', { sku, quantity })
	const option = judgeOption(row, line, choices)
	return 'refusals' in option ? option : { row: { id, quantity, ...option.fields } }
}

function judgeVariant(row: Record<string, string>, line: number, facts: PartFacts, { axes }: Beside): Judged {
	const asked = named(row, line, facts)
	if ('refusals' in asked) return asked
	const { id, kind, parentId } = asked.found
	const sku = row['sku'] ?? ''
	const isOurs = parentId === facts.product.id
	if (!isOurs && (parentId !== null || kind !== 'simple')) return no(line, 'VARIANT_OF_ANOTHER', { sku })
	const missing = axes.find((axis) => !row[`axis.${axis}`])
	if (missing !== undefined) return no(line, 'VARIANT_VALUE_MISSING', { sku, axis: missing })
	return { row: { id, attributes: JSON.stringify(Object.fromEntries(axes.map((axis) => [axis, row[`axis.${axis}`] ?? '']))) } }
}

function judgeRule(row: Record<string, string>, line: number, facts: PartFacts): Judged {
	const unit = row['unit'] ?? ''
	if (!facts.units.includes(unit)) return no(line, 'FIELD_INVALID', { key: 'unit', given: unit })
	const [audience, code] = [row['audience'] ?? 'everybody', row['code'] ?? '']
	const accountId = audience === 'account' ? (facts.accounts.get(code) ?? null) : null
	const groupId = audience === 'group' ? (facts.groups.get(code) ?? null) : null
	if (audience !== 'everybody' && accountId === null && groupId === null) return no(line, 'AUDIENCE_UNKNOWN', { code })
	const read = (key: string) => (row[key] ? (parseQuantity(row[key] ?? '') ?? 0) : null)
	const [minimum, maximum, increment] = [read('minimum'), read('maximum'), read('increment')]
	const bad = (['minimum', 'maximum', 'increment'] as const).find((key) => read(key) === 0)
	if (bad) return no(line, 'FIELD_INVALID', { key: bad, given: row[bad] ?? '' })
	if (minimum === null && maximum === null && increment === null) return no(line, 'RULE_EMPTY')
	const terms = { minimumQuantity: minimum ?? increment ?? 1, maximumQuantity: maximum, incrementQuantity: increment ?? 1 }
	if (fitQuantity(0, terms) === null || (minimum !== null && maximum !== null && minimum > maximum)) return no(line, 'RULE_IMPOSSIBLE')
	return { row: { unit, accountId, groupId, minimum: row['minimum'] || null, maximum: row['maximum'] || null, increment: row['increment'] || null } }
}

function judgeMedia(row: Record<string, string>, line: number): Judged {
	const [kind, url, locale, alt] = [row['kind'] ?? '', row['url'] ?? '', row['locale'] ?? '', row['alt'] ?? '']
	if (!mediaKinds.includes(kind)) return no(line, 'FIELD_INVALID', { key: 'kind', given: kind })
	// Only a place of the shop or a safe address: what a buyer presses may not run anything.
	if (!/^(https:\/\/[^\s/]+\.[^\s]+|\/(?!\/)\S*)$/.test(url)) return no(line, 'ADDRESS_INVALID', { url: url.slice(0, 80) })
	return { row: { kind, url, locale: locale || null, alt: alt || null } }
}

const judges: Record<ProductPart, (row: Record<string, string>, line: number, facts: PartFacts, beside: Beside) => Judged> = {
	relations: judgeRelation,
	bundle: judgeComponent,
	variants: judgeVariant,
	rules: judgeRule,
	media: judgeMedia,
}

/** What makes a row the same as another: nothing may stand twice. */
const keys: Record<ProductPart, (row: PartRow) => string> = {
	relations: ({ kind, id }) => `${kind} ${id}`,
	bundle: ({ id }) => String(id),
	variants: ({ attributes }) => String(attributes),
	rules: ({ unit, accountId, groupId }) => `${unit} ${accountId} ${groupId}`,
	media: ({ url }) => String(url),
}

function judgeHead(part: ProductPart, { head, rows }: PartContent, axes: readonly string[], { product }: PartFacts): Refusal[] {
	if (part === 'variants') return rows.length > 0 && axes.length === 0 ? [refusal('AXES_MISSING')] : []
	if (part !== 'bundle') return []
	const { kind = '', pricing = '', off = '' } = head
	const percent = /^\d{1,2}(\.\d{1,4})?$/.test(off) ? Number(off) : Number.NaN
	return [
		...(['simple', 'bundle', 'kit'].includes(kind) ? [] : [refusal('FIELD_INVALID', { key: 'productKind', given: kind })]),
		...(pricing === 'own' || pricing === 'sum' ? [] : [refusal('FIELD_INVALID', { key: 'pricing', given: pricing })]),
		...(Number.isNaN(percent) ? [refusal('FIELD_INVALID', { key: 'off', given: off })] : []),
		...(kind !== 'simple' && rows.length === 0 ? [refusal('BUNDLE_EMPTY')] : []),
		...(kind === 'simple' && rows.length > 0 ? [refusal('BUNDLE_NOT_SIMPLE')] : []),
		...(kind !== 'simple' && (product.inBundle || product.parentId !== null || ['parent', 'fee'].includes(product.kind)) ? [refusal('BUNDLE_TAKEN')] : []),
	]
}

/**
 * A part of a product as it may be written, or everything that is wrong with it; `line` is the row's place from 1. Nothing
 * is dropped: each row is written or refused.
 */
export function judgeProductPart(part: ProductPart, content: PartContent, facts: PartFacts): Result<{ write: PartWrite }> {
	const axes = [...new Set((content.head['axes'] ?? '').split(',').map((axis) => axis.trim().toLowerCase()))].filter((axis) =>
		/^[\p{L}\d_ -]{1,40}$/u.test(axis),
	)
	const choices = part === 'bundle' ? keptChoices(content.choices ?? []) : []
	const judged = content.rows.map((row, index) => judges[part](row, index + 1, facts, { axes, choices }))
	const ofChoices = judgeChoices(choices, content.rows, content.head['kind'] ?? '')
	const ofHead = judgeHead(part, content, axes, facts)
	const refusals = [...ofHead, ...('refusals' in ofChoices ? ofChoices.refusals : []), ...judged.flatMap((one) => ('refusals' in one ? one.refusals : []))]
	const rows = judged.flatMap((one) => ('row' in one ? [one.row] : []))
	const seen = new Set<string>()
	for (const [index, one] of judged.entries()) {
		// Without axes all variants would be alike: that is said once.
		if ('refusals' in one || ofHead.length > 0) continue
		const key = keys[part](one.row)
		if (seen.has(key)) refusals.push(refusal('ROW_TWICE', {}, index + 1))
		seen.add(key)
	}
	if (refusals.length > 0 || 'refusals' in ofChoices) return { ok: false, refusals }
	const off = content.head['off'] ?? ''
	const offPpm = Math.round((Number(off) * MOST_PPM) / 100)
	return { ok: true, write: { head: part === 'bundle' ? { ...content.head, offPpm: String(offPpm) } : {}, rows, axes, choices: ofChoices.choices } }
}
