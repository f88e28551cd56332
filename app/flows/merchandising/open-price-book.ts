import type { Db } from '../../../db/client.server.ts'
import { type BookFilter, readBookEntries, readPriceBook, readPriceBooks, readPriceChanges } from '../../../db/queries/price-book.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { nameInFull } from '../catalog/load-variant-words.ts'

/** One page of the seller's price books. */
export async function listPriceBooks(db: Db, staff: StaffMember, filter: Omit<BookFilter, 'sellerEntityId'>) {
	const rows = await readPriceBooks(db, { ...filter, sellerEntityId: staff.seller.id })
	const books = rows.slice(0, filter.limit)
	return { books, nextAfter: rows.length > filter.limit ? (books.at(-1)?.id ?? null) : null }
}

export type BookQuestion = { bookId: number; search: string; after: number | null; limit: number; locale: string }

/** A book with one page of its entries; null: no such book of this seller. Two statements. */
export async function openPriceBook(db: Db, staff: StaffMember, { bookId, ...question }: BookQuestion) {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId })
	if (!book) return null
	// A converted book has no entries of its own: it shows those that it converts.
	const rows = await readBookEntries(db, { ...question, bookId: book.source?.id ?? bookId })
	const entries = nameInFull(rows.slice(0, question.limit), question.locale)
	return { book, entries, nextAfter: rows.length > question.limit ? (entries.at(-1)?.id ?? null) : null }
}

/** What changed in a book, newest first; null: no such book of this seller. */
export async function openPriceHistory(db: Db, staff: StaffMember, { bookId, before, limit }: { bookId: number; before: number | null; limit: number }) {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId })
	if (!book) return null
	const rows = await readPriceChanges(db, { bookId, before, limit })
	const changes = rows.slice(0, limit)
	return { book, changes, olderBefore: rows.length > limit ? (changes.at(-1)?.id ?? null) : null }
}
