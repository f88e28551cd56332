import type { Db } from '../../../db/client.server.ts'
import { type Availability, type AvailabilityCounts, readCategoryAvailability } from '../../../db/queries/availability.ts'
import { type CategoryRow, type PricedRows, readCategoryPage, readProductPage } from '../../../db/queries/catalog.ts'
import type { Shopper } from '../../platform/actor.ts'
import { judgingOf, listQuestion, type PricedProduct, priceList } from './load-list-prices.ts'

export type CatalogQuestion = { category: string | null; limit: number; cursor: string | null; locale: string; at: Date }
/** `chosen`: what its shelf is narrowed to; its counts are asked for with it. */
export type ShelfQuestion = CatalogQuestion & { category: string; chosen: Availability }
export type CatalogPage = {
	category: CategoryRow | null
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
	return { category: categoryOf(page), ...pageOf(shopper, page, question) }
}

/** A category for looking round: its page, and what it holds by stock and price; two statements side by side. */
export async function openShelf(db: Db, shopper: Shopper, question: ShelfQuestion): Promise<(CatalogPage & { counts: AvailabilityCounts }) | null> {
	const { account } = shopper
	const { category: slug, chosen, limit, at } = question
	const entitled = { sellerEntityId: account.sellerEntityId, policyIds: account.policyIds, locale: question.locale }
	const judging = judgingOf(shopper, at)
	const narrowed = chosen.price !== null || chosen.stocks.length > 0 ? { judging, chosen } : null
	const after = cursorOf(question.cursor)
	const [page, counts] = await Promise.all([
		readCategoryPage(db, entitled, { slug, limit, after, narrowed }, listQuestion(shopper, at)),
		readCategoryAvailability(db, entitled, { slug, judging, chosen }),
	])
	if (!page || counts.total === 0) return null
	return { category: categoryOf(page), ...pageOf(shopper, page, question), counts }
}

const categoryOf = ({ id, name, description, picture, line, near }: CategoryRow): CategoryRow => ({ id, name, description, picture, line, near })

function pageOf(shopper: Shopper, { products, prices }: PricedRows, { limit, at }: CatalogQuestion) {
	const shown = products.slice(0, limit)
	const last = shown.at(-1)
	const nextCursor = products.length > limit && last ? `${last.position}.${last.id}` : null
	return { products: priceList(shopper, { products: shown, prices }, at), nextCursor }
}
