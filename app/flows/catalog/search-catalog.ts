import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Availability } from '../../../db/queries/availability.ts'
import { readSearch, readWordsAlone, type SearchQuestion, type SearchRow } from '../../../db/queries/search.ts'
import { countMiss } from '../../../db/queries/search-rules.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { judgingOf, loadPricedCards, type PricedProduct } from './load-list-prices.ts'
import { printPlace, readOffset, readPlace, type SearchSort } from './read-place.ts'
import { readWords } from './read-words.ts'

export type SearchAsked = Availability & {
	text: string
	category: string | null
	productClass: string | null
	/** `key:value` of chosen attributes. */
	attributes: readonly string[]
	sort: SearchSort
	/** The words as they were typed: nothing mended, no synonyms, led nowhere. */
	isExact: boolean
	limit: number
	cursor: string | null
	locale: string
	at: Date
}

export type Found = Pick<SearchRow, 'total' | 'categories' | 'classes' | 'attributes' | 'stocks' | 'prices' | 'corrections' | 'redirect'> & {
	products: PricedProduct[]
	nextCursor: string | null
	/** Whether the answer is short enough to be sorted by price. */
	canSortByPrice: boolean
	/** When nothing was found: words of the search that find something alone. */
	alone: { word: string; products: number }[]
}

/** As many hits as are priced to sort them: prices are decided by the engine, which no index knows. */
const MOST_TO_SORT = 500

const nothing: Found = {
	...{ total: 0, categories: [], classes: [], attributes: [], stocks: [], prices: [], corrections: [], redirect: null },
	...{ products: [], nextCursor: null, canSortByPrice: false, alone: [] },
}

/**
 * Searches what the account may see, in its language: two statements for any page. A search in vain asks for its words
 * alone and is counted without who asked; a buyer's is told to both sides (`search.performed`): it says what is missing.
 */
export async function searchCatalog(db: Db, shopper: Shopper, asked: SearchAsked): Promise<Found> {
	const words = readWords(asked.text, asked.locale)
	if (words.length === 0) return nothing
	const { sellerEntityId, policyIds, accountId } = shopper.account
	const sort = asked.sort === 'price' && accountId === null ? 'relevance' : asked.sort
	const entitled = { sellerEntityId, policyIds, locale: asked.locale }
	const question: SearchQuestion = {
		...{ entitled, words, isExact: asked.isExact, categorySlug: asked.category, productClass: asked.productClass, attributes: asked.attributes },
		availability: { judging: judgingOf(shopper, asked.at), chosen: { stocks: asked.stocks, price: asked.price } },
		order: sort === 'name' ? 'name' : 'relevance',
		after: sort === 'price' ? null : readPlace(sort, asked.cursor),
		limit: sort === 'price' ? MOST_TO_SORT : asked.limit,
	}
	const found = await readSearch(db, question)
	const isPlain = asked.cursor === null && !isNarrowed(asked)
	if (isPlain && found.total === 0) await noteMiss(db, shopper, asked, words)
	const { hits, ...rest } = found
	return {
		...rest,
		...(sort === 'price' ? await byPrice(db, shopper, hits, asked) : await byPlace(db, shopper, hits, asked, sort)),
		redirect: isPlain && !asked.isExact ? found.redirect : null,
		canSortByPrice: accountId !== null && found.total <= MOST_TO_SORT,
		alone: found.total === 0 ? await readWordsAlone(db, { entitled, words }) : [],
	}
}

const isNarrowed = ({ category, productClass, attributes, stocks, price }: SearchAsked) =>
	category !== null || productClass !== null || price !== null || attributes.length + stocks.length > 0

async function byPlace(db: Db, shopper: Shopper, hits: SearchRow['hits'], asked: SearchAsked, sort: SearchSort) {
	const shown = hits.slice(0, asked.limit)
	const products = await loadPricedCards(
		db,
		shopper,
		shown.map(({ id }) => id),
		asked,
	)
	const last = shown.at(-1)
	return { products, nextCursor: hits.length > asked.limit && last ? printPlace(sort, last) : null }
}

/** The cheapest first, what has no price last. A longer answer than can be sorted stays by relevance: the page does not offer it. */
async function byPrice(db: Db, shopper: Shopper, hits: SearchRow['hits'], asked: SearchAsked) {
	if (hits.length > MOST_TO_SORT) return byPlace(db, shopper, hits.slice(0, asked.limit), asked, 'relevance')
	const all = await loadPricedCards(
		db,
		shopper,
		hits.map(({ id }) => id),
		asked,
	)
	// Prices are decimals with six digits as text: of equal length they sort as they read.
	const key = ({ price }: PricedProduct) => (price === null ? '~' : price.unitPrice.padStart(30, '0'))
	const sorted = all
		.map((product, index) => ({ product, index, key: key(product) }))
		.sort((a, b) => (a.key < b.key ? -1 : a.key > b.key ? 1 : a.index - b.index))
	const from = readOffset(asked.cursor)
	const until = from + asked.limit
	return { products: sorted.slice(from, until).map(({ product }) => product), nextCursor: sorted.length > until ? String(until) : null }
}

/** Addresses and long numbers may be somebody's: they are not kept. */
const isHarmless = (text: string) => !/@|\d{6,}/.test(text)

async function noteMiss(db: Db, shopper: Shopper, { text, locale, at }: SearchAsked, words: readonly string[]): Promise<void> {
	const { account, contactId, kind } = shopper
	// What a rep looks for is not what the buyer wanted.
	if (kind !== 'buyer' && kind !== 'guest') return
	const payload = { text: text.slice(0, 100), locale, total: 0 }
	await withTransaction(db, async (tx) => {
		if (isHarmless(text)) await countMiss(tx, { sellerEntityId: account.sellerEntityId, locale, term: words.join(' ').slice(0, 100), at })
		if (kind === 'buyer')
			await saveEvents(tx, [
				{ topic: 'search.performed', subject: `contact:${contactId}`, accountId: account.accountId, contactId, ...actedBy(shopper), payload, occurredAt: at },
			])
	})
}
