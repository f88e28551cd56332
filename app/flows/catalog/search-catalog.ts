import { type Db, withTransaction } from '../../../db/client.server.ts'
import { readSearch, type SearchRow } from '../../../db/queries/search.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { loadPricedCards, type PricedProduct } from './load-list-prices.ts'
import { readWords } from './read-words.ts'

export type SearchAsked = { text: string; category: string | null; productClass: string | null; limit: number; cursor: string | null; locale: string; at: Date }
export type Found = Pick<SearchRow, 'total' | 'categories' | 'classes' | 'corrections'> & { products: PricedProduct[]; nextCursor: string | null }

const nothing: Found = { total: 0, categories: [], classes: [], corrections: [], products: [], nextCursor: null }

function cursorOf(text: string | null): { rank: number; productId: number } | null {
	const match = /^(\d{1,4}(?:\.\d{1,20})?(?:e-?\d{1,3})?)_(\d{1,15})$/.exec(text ?? '')
	return match ? { rank: Number(match[1]), productId: Number(match[2]) } : null
}

/**
 * Searches what the account may see, in its language: two statements for any page. Whoever searched for something
 * that is not there has told what is missing: the first page tells both sides (`search.performed`).
 */
export async function searchCatalog(db: Db, shopper: Shopper, asked: SearchAsked): Promise<Found> {
	const words = readWords(asked.text)
	if (words.length === 0) return nothing
	const { sellerEntityId, policyIds } = shopper.account
	const entitled = { sellerEntityId, policyIds, locale: asked.locale }
	const after = cursorOf(asked.cursor)
	const found = await readSearch(db, { entitled, words, categorySlug: asked.category, productClass: asked.productClass, after, limit: asked.limit })
	const shown = found.hits.slice(0, asked.limit)
	const products = await loadPricedCards(
		db,
		shopper,
		shown.map(({ id }) => id),
		asked,
	)
	const last = shown.at(-1)
	const nextCursor = found.hits.length > asked.limit && last ? `${last.rank}_${last.id}` : null
	if (after === null && asked.category === null && asked.productClass === null) await noteSearch(db, shopper, asked, found.total)
	const { total, categories, classes, corrections } = found
	return { total, categories, classes, corrections, nextCursor, products }
}

async function noteSearch(db: Db, shopper: Shopper, { text, locale, at }: SearchAsked, total: number): Promise<void> {
	const { account, contactId, kind } = shopper
	// What a rep looks for is not what the buyer wanted; and what is found is no news.
	if (kind !== 'buyer' || total > 0) return
	const payload = { text: text.slice(0, 100), locale, total }
	await withTransaction(db, (tx) =>
		saveEvents(tx, [
			{ topic: 'search.performed', subject: `contact:${contactId}`, accountId: account.accountId, contactId, ...actedBy(shopper), payload, occurredAt: at },
		]),
	)
}
