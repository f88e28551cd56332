import { openPriceBook } from '../../flows/merchandising/open-price-book.ts'
import { setPrices } from '../../flows/merchandising/set-prices.ts'
import { done, houseDoor } from './call.server.ts'
import { listBookPrices, savePrices } from './contract/house.ts'
import { cursorFor } from './cursor.ts'

/** '1,5' and '18.50,17.75' are two tiers. */
function tiersOf(from: string, price: string) {
	const prices = price.split(',')
	return from.split(',').map((quantity, index) => ({ from: quantity, price: prices[index] ?? '' }))
}

/** GET /api/v1/house/price-books/:bookId/prices: what a book says, by SKU and unit. */
export const loader = houseDoor(listBookPrices, async ({ db, staff, query, locale, idOf, place }) => {
	const after = place('prices', /^[1-9]\d{0,14}$/)
	const { q: search = '', limit } = query
	const page = await openPriceBook(db, staff, { bookId: idOf('bookId'), search, after: after === null ? null : Number(after), limit, locale })
	if (!page) return null
	const { book, entries, nextAfter } = page
	return done({
		...{ version: book.version, currency: book.currency, nextCursor: cursorFor('prices', nextAfter) },
		prices: entries.map(({ id, sku, name, unitCode, tierFrom, tierPrice, validFrom, validTo, updatedAt }) => ({
			...{ entryId: id, sku, name, unit: unitCode, tiers: tiersOf(tierFrom, tierPrice) },
			...{ validFrom: validFrom?.toISOString() ?? null, validTo: validTo?.toISOString() ?? null, updatedAt: updatedAt.toISOString() },
		})),
	})
})

/** POST /api/v1/house/price-books/:bookId/prices: sets prices by SKU and unit; the shop has them with its next answer. */
export const action = houseDoor(savePrices, async ({ db, house, staff, body, idOf }) => {
	const saved = await setPrices(db, staff, { bookId: idOf('bookId'), prices: body.prices, at: house.at, requestId: house.requestId })
	if (!saved?.ok) return saved
	const { version, created, changed, warnings } = saved
	return done({ version, created, changed, warnings })
})
