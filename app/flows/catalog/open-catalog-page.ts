import type { Db } from '../../../db/client.server.ts'
import { type PricedRows, readCategoryPage, readProductPage } from '../../../db/queries/catalog.ts'
import type { Shopper } from '../../platform/actor.ts'
import { listQuestion, type PricedProduct, priceList } from './load-list-prices.ts'

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
 * One priced page of a category, or of everything (house.md, Ways through the house): one statement beside the
 * session's, for any page size. Null when the category does not exist or shows this account nothing.
 */
export async function openCatalogPage(db: Db, shopper: Shopper, question: CatalogQuestion): Promise<CatalogPage | null> {
	const { account } = shopper
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale: question.locale }
	const after = cursorOf(question.cursor)
	const prices = listQuestion(shopper, question.at)
	if (question.category === null) {
		const rows = await readProductPage(db, entitled, { limit: question.limit, after: after?.productId ?? null }, prices)
		return { category: null, ...pageOf(shopper, rows, question) }
	}
	const page = await readCategoryPage(db, entitled, { slug: question.category, limit: question.limit, after }, prices)
	if (!page || (page.products.length === 0 && after === null)) return null
	const { id, name, description, picture } = page
	return { category: { id, name, description, picture }, ...pageOf(shopper, page, question) }
}

function pageOf(shopper: Shopper, { products, prices }: PricedRows, { limit, at }: CatalogQuestion) {
	const shown = products.slice(0, limit)
	const last = shown.at(-1)
	const nextCursor = products.length > limit && last ? `${last.position}.${last.id}` : null
	return { products: priceList(shopper, { products: shown, prices }, at), nextCursor }
}
