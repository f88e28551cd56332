import type { Db } from '../../../db/client.server.ts'
import { readPriceBook } from '../../../db/queries/price-book.ts'
import { readSchedule, type ScheduleFilter } from '../../../db/queries/price-schedule.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** What of a book is valid when; null: no such book of this seller. Two statements. */
export async function openSchedule(db: Db, staff: StaffMember, filter: ScheduleFilter) {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId: filter.bookId })
	if (!book) return null
	const rows = await readSchedule(db, { ...filter, bookId: book.source?.id ?? book.id })
	const products = rows.slice(0, filter.limit)
	const last = products.at(-1)
	return { book, products, nextAfter: rows.length > filter.limit && last ? `${last.sku} ${last.unitCode}` : null }
}
