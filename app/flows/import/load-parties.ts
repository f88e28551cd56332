import type { Tx } from '../../../db/client.server.ts'
import { knownAccounts } from '../../../db/queries/import-account.ts'
import { knownSkus } from '../../../db/queries/import-catalog.ts'
import { insertAccounts, insertProducts } from '../../../db/queries/import-order.ts'
import { productSlug } from '../../engine/catalog/import-product.ts'
import { isGoods } from '../../engine/order/import-history.ts'
import type { HistoryDocument } from './read-history.ts'
import type { ImportContext } from './types.ts'

/** Above this many names a cache starts anew: memory stays flat, and a name costs one lookup more. */
const mostRemembered = 50_000

function remember(cache: Map<string, number>, found: readonly { key: string; id: number }[]): void {
	if (cache.size > mostRemembered) cache.clear()
	for (const { key, id } of found) cache.set(key, id)
}

/** Ids of the accounts that documents name, by number; made where the map allows it. */
export async function loadAccounts(tx: Tx, context: ImportContext, documents: readonly HistoryDocument[]): Promise<Map<string, number>> {
	const names = new Map(documents.flatMap(({ header }) => (header.account === null ? [] : [[header.account, header.accountName]])))
	const { seller, map, accountIds } = context
	const ids = new Map([...names.keys()].flatMap((number) => (accountIds.has(number) ? [[number, accountIds.get(number) ?? 0]] : [])))
	const asked = [...names.keys()].filter((number) => !ids.has(number))
	if (asked.length === 0) return ids
	const found = await knownAccounts(tx, seller.id, asked)
	const known = new Set(found.map(({ number }) => number))
	const missing = map.create?.includes('accounts') ? asked.filter((number) => !known.has(number)) : []
	const rows = missing.map((number) => ({ number, name: names.get(number) ?? number, currency: seller.currency, locale: seller.locale }))
	const all = [...found, ...(rows.length > 0 ? await insertAccounts(tx, seller.id, rows) : [])]
	remember(
		accountIds,
		all.map(({ number, id }) => ({ key: number, id })),
	)
	for (const { number, id } of all) ids.set(number, id)
	return ids
}

/** Ids of the products that goods lines name, by SKU; made where the map allows it, under the first name that the file gives. */
export async function loadProducts(tx: Tx, context: ImportContext, documents: readonly HistoryDocument[]): Promise<Map<string, number>> {
	const names = new Map<string, string>()
	for (const { lines } of documents) {
		for (const { sku, name, class: lineClass } of lines) if (isGoods(lineClass) && sku && (names.get(sku) ?? sku) === sku) names.set(sku, name)
	}
	const { seller, map, productIds } = context
	const ids = new Map([...names.keys()].flatMap((sku) => (productIds.has(sku) ? [[sku, productIds.get(sku) ?? 0]] : [])))
	const asked = [...names.keys()].filter((sku) => !ids.has(sku))
	if (asked.length === 0) return ids
	const found = await knownSkus(tx, seller.id, asked)
	const known = new Set(found.map(({ sku }) => sku))
	const missing = map.create?.includes('products') ? asked.filter((sku) => !known.has(sku)) : []
	const rows = missing.map((sku) => ({ sku, name: names.get(sku) ?? sku, slug: productSlug(names.get(sku) ?? sku, sku) }))
	const all = [...found, ...(rows.length > 0 ? await insertProducts(tx, seller.id, seller.locale, rows) : [])]
	remember(
		productIds,
		all.map(({ sku, id }) => ({ key: sku, id })),
	)
	for (const { sku, id } of all) ids.set(sku, id)
	return ids
}
