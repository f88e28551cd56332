import { listPriceBooks as list } from '../../flows/merchandising/open-price-book.ts'
import { done, houseDoor } from './call.server.ts'
import { listPriceBooks } from './contract/house.ts'
import { cursorFor } from './cursor.ts'

/** GET /api/v1/house/price-books: the seller's books. */
export const loader = houseDoor(listPriceBooks, async ({ db, staff, query, place }) => {
	const after = place('price-books', /^[1-9]\d{0,14}$/)
	const { q: search = '', limit } = query
	const { books, nextAfter } = await list(db, staff, { search, rung: null, status: null, after: after === null ? null : Number(after), limit })
	return done({
		books: books.map(({ id, code, name, rung, currency, status, version, priority, validFrom, validTo, entries, audience }) => ({
			...{ id, code, name, rung, currency, status, version, priority, entries, audience },
			...{ validFrom: validFrom && new Date(validFrom).toISOString(), validTo: validTo && new Date(validTo).toISOString() },
		})),
		nextCursor: cursorFor('price-books', nextAfter),
	})
})
