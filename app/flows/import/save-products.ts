import type { Tx } from '../../../db/client.server.ts'
import {
	type CategoryInput,
	insertProductCategories,
	insertProductMedia,
	knownSkus,
	linkCategories,
	linkComponents,
	linkVariants,
	readKinds,
	upsertCategories,
	upsertCategoryTexts,
	upsertProducts,
	upsertProductTexts,
} from '../../../db/queries/import-catalog.ts'
import { ensurePolicies, insertPolicyProducts } from '../../../db/queries/import-entitlement.ts'
import { type BookInput, ensureBooks, upsertEntries } from '../../../db/queries/import-price.ts'
import { ensureUnits } from '../../../db/queries/import-run.ts'
import type { CategoryPath, ProductDraft } from '../../engine/catalog/import-product.ts'
import { readProduct } from '../../engine/catalog/import-product.ts'
import { rejectedBy } from './read-outcomes.ts'
import type { ImportContext, RowOutcome, SourceRow } from './types.ts'

type Draft = { row: SourceRow; product: ProductDraft }

/** One chunk of products with their categories, pictures, prices and entitlements: the same statements for 1 row and for 1,000. */
export async function saveProducts(tx: Tx, context: ImportContext, rows: readonly SourceRow[]): Promise<RowOutcome[]> {
	const outcomes: RowOutcome[] = []
	const read: Draft[] = []
	for (const row of rows) {
		const result = readProduct(row.fields, context.seller.currency)
		if (result.ok) read.push({ row, product: result.product })
		else outcomes.push(rejectedBy(row, result.refusals))
	}
	const drafts = await withKnownComponents(tx, context, await withKnownParents(tx, context, read, outcomes), outcomes)
	if (drafts.length === 0) return outcomes
	const { created, touched } = await saveDrafts(tx, context, drafts)
	for (const { row, product } of drafts) {
		const outcome = created.has(product.sku) ? 'created' : touched.has(product.sku) ? 'updated' : 'unchanged'
		outcomes.push({ rowNumber: row.rowNumber, outcome })
	}
	return outcomes
}

/** A variant needs its parent before it, in the house or earlier in the file. */
async function withKnownParents(tx: Tx, context: ImportContext, drafts: Draft[], outcomes: RowOutcome[]): Promise<Draft[]> {
	const parents = drafts.flatMap(({ product }) => product.parentSku ?? [])
	if (parents.length === 0) return drafts
	const known = new Set((await knownSkus(tx, context.seller.id, parents)).map(({ sku }) => sku))
	for (const { product } of drafts) known.add(product.sku)
	return drafts.filter(({ row, product }) => {
		if (product.parentSku === null || (known.has(product.parentSku) && product.parentSku !== product.sku)) return true
		outcomes.push({ rowNumber: row.rowNumber, outcome: 'rejected', reason: 'parent.unknown', facts: { parent: product.parentSku } })
		return false
	})
}

/** What a bundle holds stands in the house or in the same chunk, and holds nothing itself; what stands in a bundle or has variants is none. */
async function withKnownComponents(tx: Tx, context: ImportContext, drafts: Draft[], outcomes: RowOutcome[]): Promise<Draft[]> {
	const named = drafts.flatMap(({ product }) => (product.components ? [product.sku, ...product.components.map(({ sku }) => sku)] : []))
	if (named.length === 0) return drafts
	const known = new Map((await readKinds(tx, context.seller.id, named)).map((one) => [one.sku, one]))
	const coming = new Map(drafts.map(({ product }) => [product.sku, product]))
	const parents = new Set(drafts.flatMap(({ product }) => product.parentSku ?? []))
	const inside = new Set(drafts.flatMap(({ product }) => product.components?.map(({ sku }) => sku) ?? []))
	const holds = (sku: string) =>
		['bundle', 'kit', 'parent', 'fee'].includes(known.get(sku)?.kind ?? '') || Boolean(coming.get(sku)?.components?.length) || parents.has(sku)
	const isTaken = (sku: string) =>
		['variant', 'parent', 'fee'].includes(known.get(sku)?.kind ?? '') || Boolean(known.get(sku)?.isInside) || inside.has(sku) || parents.has(sku)
	return drafts.filter(({ row, product: { sku, components } }) => {
		const unknown = components?.find((one) => !known.has(one.sku) && !coming.has(one.sku))
		const full = components?.find((one) => holds(one.sku))
		// What can be chosen in the set already cannot also come always: the room says which it is to be.
		const option = components?.find((one) => known.get(sku)?.options.includes(one.sku))
		const reason = reasonOf({ unknown, full, option, isTaken: Boolean(components?.length) && isTaken(sku) })
		if (!reason) return true
		outcomes.push({ rowNumber: row.rowNumber, outcome: 'rejected', reason, facts: { component: (unknown ?? full ?? option)?.sku ?? sku } })
		return false
	})
}

function reasonOf({ unknown, full, option, isTaken }: { unknown: unknown; full: unknown; option: unknown; isTaken: boolean }): string | null {
	if (unknown) return 'component.unknown'
	if (full) return 'component.is_a_bundle'
	if (option) return 'component.is_an_option'
	return isTaken ? 'components.taken' : null
}

async function saveDrafts(tx: Tx, context: ImportContext, drafts: Draft[]): Promise<{ created: Set<string>; touched: Set<string> }> {
	const { seller } = context
	const products = drafts.map(({ product }) => product)
	await ensureUnits(tx, [...new Set(products.map(({ unitCode }) => unitCode))])
	await saveCategoryPaths(
		tx,
		context,
		products.flatMap(({ categories }) => categories),
	)
	const saved = await upsertProducts(
		tx,
		seller.id,
		products.map((product) => ({ ...product, picture: product.media.find(({ kind }) => kind === 'picture')?.url ?? null })),
	)
	const created = new Set(saved.filter((row) => row.created).map(({ sku }) => sku))
	const touched = new Set(saved.map(({ sku }) => sku))
	const also = (changed: readonly { sku: string }[]) => {
		for (const { sku } of changed) touched.add(sku)
	}
	also(await upsertProductTexts(tx, seller.id, seller.locale, products))
	const variants = products.flatMap(({ sku, parentSku, axes }) => (parentSku ? [{ sku, parentSku, axes }] : []))
	if (variants.length > 0) also(await linkVariants(tx, seller.id, variants))
	const components = products.flatMap(({ sku, components: all }) => (all ?? []).map((one, index) => ({ bundle: sku, ...one, position: index + 1 })))
	if (components.length > 0) also(await linkComponents(tx, seller.id, components))
	const placed = products.flatMap(({ sku, categories }) => categories.map((path, index) => ({ sku, code: path.at(-1)?.code ?? '', isPrimary: index === 0 })))
	if (placed.length > 0) also(await insertProductCategories(tx, seller.id, placed))
	const media = products.flatMap(({ sku, media }) => media.map((one) => ({ sku, ...one })))
	if (media.length > 0) also(await insertProductMedia(tx, seller.id, seller.locale, media))
	also(await savePrices(tx, context, products))
	also(await saveEntitlements(tx, context, products))
	return { created, touched }
}

async function saveCategoryPaths(tx: Tx, context: ImportContext, paths: readonly CategoryPath[][]): Promise<void> {
	const nodes = new Map<string, CategoryInput>()
	for (const node of paths.flat()) if (!nodes.has(node.code)) nodes.set(node.code, { ...node, description: null, externalKey: null, position: null })
	if (nodes.size === 0) return
	await upsertCategories(tx, context.seller.id, [...nodes.values()])
	await linkCategories(tx, context.seller.id, [...nodes.values()])
	await upsertCategoryTexts(tx, context.seller.id, context.seller.locale, [...nodes.values()])
}

const rungs: Record<string, BookInput['rung']> = { sale: 'sale', original: 'base', list: 'base', standard: 'base' }

/** The alias in a price header names a book; the map says which, and of what rung. A book nobody described is a group's, and a draft. */
async function savePrices(tx: Tx, context: ImportContext, products: readonly ProductDraft[]): Promise<{ sku: string }[]> {
	const books = new Map<string, BookInput>()
	const entries = products.flatMap(({ sku, unitCode, prices }) =>
		prices.map(({ alias, currency, price }) => {
			const own = currency === context.seller.currency ? '' : `-${currency}`
			const ownBooks = context.map.priceBooks ?? {}
			const described = Object.hasOwn(ownBooks, alias) ? ownBooks[alias] : undefined
			const code = `${described?.code ?? alias.toUpperCase()}${own}`
			const rung = described?.rung ?? (Object.hasOwn(rungs, alias) ? rungs[alias] : undefined) ?? 'group'
			const status = described?.status ?? (rung === 'group' || rung === 'contract' ? 'draft' : 'published')
			books.set(code, { code, name: `${described?.name ?? alias}${own}`, rung, currency, priority: 0, status, externalKey: null })
			return { sku, book: code, unitCode, tierFrom: ['1'], tierPrice: [price] }
		}),
	)
	if (entries.length === 0) return []
	await ensureBooks(tx, context.seller.id, [...books.values()])
	return upsertEntries(tx, context.seller.id, entries)
}

async function saveEntitlements(tx: Tx, context: ImportContext, products: readonly ProductDraft[]): Promise<{ sku: string }[]> {
	const rows = products.flatMap(({ sku, entitlements }) => entitlements.map((policy) => ({ sku, policy, effect: 'grant' })))
	if (rows.length === 0) return []
	await ensurePolicies(tx, context.seller.id, [...new Set(rows.map(({ policy }) => policy))])
	return insertPolicyProducts(tx, context.seller.id, rows)
}
