import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPriceBook } from '../../../db/queries/price-book.ts'
import { raiseVersion, removeSince, restoreSince } from '../../../db/queries/price-version.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type RolledBack = { version: number; restored: number; removed: number }

/**
 * Brings a book's prices back to what they were before `version`, with everything that changed since taken back too; that is
 * a version of its own, and can be taken back like any other. `seenVersion` is the newest one that the person saw. Five
 * statements for any number of prices. Refuses BOOK_CHANGED when somebody was faster, VERSION_UNKNOWN. Null: no such book.
 */
export async function rollBackVersion(
	db: Db,
	staff: StaffMember,
	{ bookId, version, seenVersion, at, requestId }: { bookId: number; version: number; seenVersion: number; at: Date; requestId: string },
): Promise<Result<RolledBack> | null> {
	return withTransaction(db, async (tx): Promise<Result<RolledBack> | null> => {
		const book = await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId })
		if (!book) return null
		if (book.version !== seenVersion) return refused(refusal('BOOK_CHANGED', { version: book.version }))
		if (version < 1 || version > book.version) return refused(refusal('VERSION_UNKNOWN', { version }))
		const act = { bookId, userId: staff.userId, at }
		const next = await raiseVersion(tx, act)
		// What came in goes out first: what left may have stood in the same place.
		const removed = await removeSince(tx, act, { since: version - 1, version: next })
		const restored = await restoreSince(tx, act, { since: version - 1, version: next })
		const after = { version: next, backBefore: version, restored, removed }
		await insertAudit(tx, [
			{ userId: staff.userId, action: 'prices.rolled_back', subject: `price_book:${bookId}`, before: { version: book.version }, after, requestId, at },
		])
		return { ok: true, version: next, restored, removed }
	})
}
