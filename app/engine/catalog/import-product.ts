import { hashOf } from '../base/hash.ts'
import { type Currency, parseMicros, printMicros } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'
import { parseQuantity } from '../base/units.ts'

export type CategoryPath = { code: string; slug: string; name: string; parentCode: string | null }
export type ProductPrice = { alias: string; currency: Currency; price: string }
export type ProductDraft = {
	sku: string
	slug: string
	name: string
	summary: string | null
	description: string | null
	family: string | null
	productClass: string | null
	status: 'active' | 'retired' | 'draft'
	unitCode: string
	taxCode: string | null
	weightGrams: number | null
	externalKey: string | null
	parentSku: string | null
	/** What always comes in a bundle; null: the file does not say. */
	components: { sku: string; quantity: string }[] | null
	attributes: Record<string, string>
	/** The attributes by which it differs from its siblings, where the file says so. */
	axes: string[]
	categories: CategoryPath[][]
	prices: ProductPrice[]
	media: { kind: 'picture' | 'document'; url: string; alt: string; position: number }[]
	entitlements: string[]
}

/** So many attributes of a variation a file of Salesforce's has. */
export const MOST_AXES = 5
const longest = { sku: 120, name: 500, text: 100_000 }

/** What a row of a product file says, by its fields (import-headers.ts), or all that is wrong with it. */
export function readProduct(
	fields: Readonly<Record<string, string>>,
	currency: Currency,
): { ok: true; product: ProductDraft } | { ok: false; refusals: Refusal[] } {
	const refusals: Refusal[] = []
	const text = (field: string) => fields[field] || null
	const sku = fields['sku'] ?? ''
	const name = fields['name'] ?? ''
	if (!sku) refusals.push(refusal('sku.missing'))
	if (!name) refusals.push(refusal('name.missing'))
	if (sku.length > longest.sku) refusals.push(refusal('sku.too_long', { length: sku.length }))
	if (name.length > longest.name) refusals.push(refusal('name.too_long', { length: name.length }))
	if ((fields['description'] ?? '').length > longest.text) refusals.push(refusal('description.too_long', { length: (fields['description'] ?? '').length }))
	const weight = fields['weightGrams'] ?? ''
	if (weight && !/^\d{1,9}$/.test(weight)) refusals.push(refusal('weight.not_whole', { value: weight }))
	const status = readStatus(fields, refusals)
	const prices = readPrices(fields, currency, refusals)
	const media = readMedia(fields, refusals)
	const components = readComponents(fields, refusals)
	const attributes = readAttributes(fields, refusals)
	if (refusals.length > 0) return { ok: false, refusals }
	const product: ProductDraft = {
		sku,
		slug: productSlug(name, sku),
		name,
		summary: text('summary'),
		description: text('description'),
		family: text('family'),
		productClass: text('class'),
		status,
		unitCode: fields['unit'] || 'each',
		taxCode: text('taxCode'),
		weightGrams: weight ? Number(weight) : null,
		externalKey: text('externalKey'),
		parentSku: text('parent'),
		components,
		...attributes,
		categories: numbered(fields, 'category')
			.map(categoryPath)
			.filter((path) => path.length > 0),
		prices,
		media,
		entitlements: numbered(fields, 'entitlement'),
	}
	return { ok: true, product }
}

function numbered(fields: Readonly<Record<string, string>>, prefix: string): string[] {
	return Object.keys(fields)
		.filter((field) => field.startsWith(`${prefix}.`) && fields[field])
		.sort((a, b) => a.localeCompare(b, 'en', { numeric: true }))
		.map((field) => fields[field] ?? '')
}

function readStatus(fields: Readonly<Record<string, string>>, refusals: Refusal[]): ProductDraft['status'] {
	const said = fields['status'] ?? ''
	if (said && said !== 'active' && said !== 'retired' && said !== 'draft')
		refusals.push(refusal('status.unknown', { value: said, allowed: 'active, retired, draft' }))
	if (said === 'retired' || said === 'draft') return said
	const active = (fields['isActive'] ?? '').toLowerCase()
	if (!['', 'true', 'false', '1', '0', 'yes', 'no'].includes(active)) refusals.push(refusal('flag.unknown', { field: 'isActive', value: active }))
	return ['false', '0', 'no'].includes(active) ? 'retired' : 'active'
}

function readPrices(fields: Readonly<Record<string, string>>, currency: Currency, refusals: Refusal[]): ProductPrice[] {
	return Object.keys(fields).flatMap((field) => {
		const value = fields[field]
		if (!field.startsWith('price.') || !value) return []
		const [, alias = '', own] = field.split('.')
		const micros = parseMicros(value.replace(/^[$€£]\s?/, ''))
		if (micros === null) refusals.push(refusal('price.not_a_price', { field, value }))
		else if (micros < 0n) refusals.push(refusal('price.negative', { field, value }))
		else return [{ alias, currency: own ?? currency, price: printMicros(micros) }]
		return []
	})
}

function readMedia(fields: Readonly<Record<string, string>>, refusals: Refusal[]): ProductDraft['media'] {
	const alt = fields['alt.1'] || fields['name'] || ''
	const of = (prefix: string, kind: 'picture' | 'document') => numbered(fields, prefix).map((url) => ({ kind, url, alt }))
	const all = [...of('media', 'picture'), ...of('listing', 'picture'), ...of('attachment', 'document')]
	for (const { url } of all) if (!/^(https?:\/\/|\/)\S+$/i.test(url)) refusals.push(refusal('media.not_an_address', { value: url.slice(0, 200) }))
	return all.map((one, position) => ({ ...one, position }))
}

/** `SKU:quantity;SKU:quantity`; without a quantity it is one. A SKU may hold a colon, so the last one counts. */
function readComponents(fields: Readonly<Record<string, string>>, refusals: Refusal[]): ProductDraft['components'] {
	const value = fields['components'] ?? ''
	if (!value) return null
	const parts = value.split(';').map((part) => part.trim())
	const components = parts.filter(Boolean).map((part) => {
		const [, sku = '', quantity = ''] = /^(.*):([^:]*)$/.exec(part) ?? [part, part, '1']
		return { sku: sku.trim(), quantity: quantity.trim() }
	})
	const skus = components.map(({ sku }) => sku)
	for (const { sku, quantity } of components) {
		if (!sku) refusals.push(refusal('components.missing', { value: value.slice(0, 200) }))
		else if (!((parseQuantity(quantity) ?? 0) > 0)) refusals.push(refusal('components.not_a_quantity', { sku, quantity: quantity.slice(0, 40) }))
	}
	const twice = skus.find((sku, index) => skus.indexOf(sku) !== index)
	if (twice !== undefined) refusals.push(refusal('components.duplicate', { sku: twice }))
	if (skus.includes(fields['sku'] ?? '')) refusals.push(refusal('components.itself', { sku: fields['sku'] ?? '' }))
	if (fields['parent']) refusals.push(refusal('components.of_a_variant', { parent: fields['parent'] }))
	return components
}

/** By the names that the rooms give them, which are in small letters; those of a variation are its axes, too. */
function readAttributes(fields: Readonly<Record<string, string>>, refusals: Refusal[]): Pick<ProductDraft, 'attributes' | 'axes'> {
	const own = Object.entries(fields).filter(([field, value]) => field.startsWith('attribute.') && value)
	const attributes = Object.fromEntries(own.map(([field, value]) => [field.slice('attribute.'.length), value]))
	const axes: string[] = []
	for (let number = 1; number <= MOST_AXES; number++) {
		const [name, value] = [fields[`variation.name${number}`]?.toLowerCase(), fields[`variation.value${number}`]]
		if (!name || !value) continue
		if (!/^[\p{L}\d_ -]{1,40}$/u.test(name)) refusals.push(refusal('variation.not_a_name', { value: name.slice(0, 80) }))
		attributes[name] = value
		axes.push(name)
	}
	return { attributes, axes }
}

/** A word for addresses; what has no Latin letters keeps a digest of itself. */
export function slugOf(text: string): string {
	const plain = text
		.normalize('NFKD')
		.replaceAll(/[\u0300-\u036f]/g, '')
		.toLowerCase()
		.replaceAll('&', ' and ')
		.replaceAll(/[^a-z0-9]+/g, '-')
		.replaceAll(/^-+|-+$/g, '')
		.slice(0, 80)
	return plain || `x-${hashOf(text).slice(0, 8)}`
}

/** Unique because the SKU is: a SKU that loses something on the way to an address carries a digest. */
export function productSlug(name: string, sku: string): string {
	const slug = slugOf(sku)
	return `${slugOf(name)}-${slug === sku ? slug : `${slug}-${hashOf(sku).slice(0, 6)}`}`
}

/** `Gear/Backpacks/Kids Backpacks`: each level with its parent, from the top. A slash between spaces is one too. */
export function categoryPath(text: string): CategoryPath[] {
	const names = text
		.split('/')
		.map((name) => name.trim())
		.filter(Boolean)
	const path: CategoryPath[] = []
	for (const name of names) {
		const parent = path.at(-1)
		const slug = slugOf(name)
		path.push({ code: parent ? `${parent.code}/${slug}` : slug, slug: parent ? `${parent.slug}--${slug}` : slug, name, parentCode: parent?.code ?? null })
	}
	return path
}
