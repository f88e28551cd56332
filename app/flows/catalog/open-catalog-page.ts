import type { Db } from '../../../db/client.server.ts'
import { readCategoryPage, readProductPage } from '../../../db/queries/catalog.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadListPrices, type PricedProduct } from './load-list-prices.ts'

export type CatalogQuestion = { category: string | null; limit: number; cursor: string | null; locale: string; at: Date }
export type CatalogPage = {
	category: { id: number; name: string; description: string | null; picture: string | null } | null
	products: PricedProduct[]
	nextCursor: string | null
}

/** `position.productId` of the last row shown. Anything else reads as the first page. */
function cursorOf(text: string | null): { position: number; productId: number } | null {
	const match = /^(\d{1,9})\.(\d{1,15})$/.exec(text ?? '')
	return match ? { position: Number(match[1]), productId: Number(match[2]) } : null
}

/**
 * One priced page of a category, or of everything (house.md, Ways through the house): two statements beside the
 * session's, for any page size. Null when the category does not exist or shows this account nothing.
 */
export async function openCatalogPage(db: Db, shopper: Shopper, question: CatalogQuestion): Promise<CatalogPage | null> {
	const { account } = shopper
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale: question.locale }
	const after = cursorOf(question.cursor)
	if (question.category === null) {
		const rows = await readProductPage(db, entitled, { limit: question.limit, after: after?.productId ?? null })
		return { category: null, ...(await pageOf(db, shopper, rows, question)) }
	}
	const page = await readCategoryPage(db, entitled, { slug: question.category, limit: question.limit, after })
	if (!page || (page.products.length === 0 && after === null)) return null
	const { products, ...category } = page
	return { category, ...(await pageOf(db, shopper, products, question)) }
}

async function pageOf(db: Db, shopper: Shopper, rows: Parameters<typeof loadListPrices>[2], { limit, at }: CatalogQuestion) {
	const shown = rows.slice(0, limit)
	const last = shown.at(-1)
	const nextCursor = rows.length > limit && last ? `${last.position}.${last.id}` : null
	return { products: await loadListPrices(db, shopper, shown, at), nextCursor }
}
