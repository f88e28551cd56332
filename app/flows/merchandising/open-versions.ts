import type { Db } from '../../../db/client.server.ts'
import { readPriceBook } from '../../../db/queries/price-book.ts'
import { readVersions } from '../../../db/queries/price-version.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** The versions of a book, newest first; null: no such book of this seller. Two statements. */
export async function openVersions(db: Db, staff: StaffMember, { bookId, before, limit }: { bookId: number; before: number | null; limit: number }) {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId })
	if (!book) return null
	const rows = await readVersions(db, { bookId, before, limit })
	const versions = rows.slice(0, limit)
	return { book, versions, olderBefore: rows.length > limit ? (versions.at(-1)?.version ?? null) : null }
}
