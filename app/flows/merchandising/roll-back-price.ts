import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ChangeRow, deleteEntry, lockPriceBook, readEntries, readPriceChange, writeEntries } from '../../../db/queries/price-book.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

/**
 * Takes one change back: the entry holds again what it held before, and the taking back is a change of its own. Refuses
 * CHANGE_OVERTAKEN when the entry has changed since, so that nobody's later price is lost. Null: no such change.
 */
export async function rollBackPrice(
	db: Db,
	staff: StaffMember,
	{ bookId, changeId, at, requestId }: { bookId: number; changeId: number; at: Date; requestId: string },
): Promise<Result<{ sku: string }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ sku: string }> | null> => {
		if (!(await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId }))) return null
		const change = await readPriceChange(tx, { bookId, changeId })
		if (!change || change.entryId === null) return null
		const { sku } = change
		if (!change.isCurrent || change.newTierFrom === null) return refused(refusal('CHANGE_OVERTAKEN', { sku }))
		await restore(tx, { bookId, userId: staff.userId, at }, change)
		const before = { sku, tierFrom: change.newTierFrom, tierPrice: change.newTierPrice }
		const after = { sku, tierFrom: change.oldTierFrom, tierPrice: change.oldTierPrice, changeId }
		await insertAudit(tx, [{ userId: staff.userId, action: 'price.rolled_back', subject: `price_book:${bookId}`, before, after, requestId, at }])
		return { ok: true, sku }
	})
}

async function restore(tx: Tx, book: { bookId: number; userId: number; at: Date }, change: ChangeRow): Promise<void> {
	const entryId = change.entryId ?? 0
	// What the change put into the book goes out of it again.
	if (change.oldTierFrom === null || change.oldTierPrice === null) return deleteEntry(tx, book, entryId)
	const [entry] = await readEntries(tx, book.bookId, [entryId])
	const window = change.hasWindow
		? { validFrom: change.oldValidFrom, validTo: change.oldValidTo }
		: { validFrom: entry?.validFrom ?? null, validTo: entry?.validTo ?? null }
	await writeEntries(tx, book, [{ id: entryId, tierFrom: change.oldTierFrom.split(','), tierPrice: change.oldTierPrice.split(','), ...window }])
}
