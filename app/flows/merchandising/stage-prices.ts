import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPriceBook } from '../../../db/queries/price-book.ts'
import { insertDraft } from '../../../db/queries/price-draft.ts'
import { type Day, startOfDay } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { readPriceRows } from '../../engine/pricing/read-price-rows.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { readPriceTable } from './read-price-table.ts'

export type StagedFile = {
	bookId: number
	sourceName: string
	source: string
	decimalComma: boolean
	/** The day of the seller's zone on which all of it begins; null: as soon as it is published. */
	beginsOn: Day | null
	/** The file is the whole book: what it does not name is taken out. */
	isWhole: boolean
	jumpPercent: number
	at: Date
	requestId: string
}

/**
 * Keeps a file of prices as a draft of a book, for the worker to compare with what the book holds. Nobody sees its prices
 * before it is published. Refuses what `readPriceTable` and `readPriceRows` do, BOOK_IS_CONVERTED (its prices are another's)
 * and BEGINS_NOT_LATER. Null: no such book of this seller.
 */
export async function stagePrices(db: Db, staff: StaffMember, file: StagedFile): Promise<Result<{ draftId: number }> | null> {
	const { bookId, sourceName, source, decimalComma, isWhole, jumpPercent, at, requestId } = file
	const table = readPriceTable(source)
	const rows = table.ok ? readPriceRows(table.table, decimalComma) : table
	const beginsAt = file.beginsOn === null ? null : startOfDay(file.beginsOn, staff.seller.timeZone)
	return withTransaction(db, async (tx): Promise<Result<{ draftId: number }> | null> => {
		const book = await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId })
		if (!book) return null
		const refusals = [
			...(rows.ok ? [] : rows.refusals),
			...(book.rung === 'fx' ? [refusal('BOOK_IS_CONVERTED')] : []),
			...(beginsAt && beginsAt <= at ? [refusal('BEGINS_NOT_LATER', { beginsOn: file.beginsOn })] : []),
		]
		if (!rows.ok || refusals.length > 0) return refused(...refusals)
		const made = { bookId, sourceName, source, decimalComma, beginsAt, isWhole, jumpPercent, baseVersion: book.version, priceCount: rows.prices.length }
		const draftId = await insertDraft(tx, { ...made, userId: staff.userId, at })
		const after = { draftId, sourceName, prices: rows.prices.length, beginsAt, isWhole }
		await insertAudit(tx, [{ userId: staff.userId, action: 'prices.staged', subject: `price_book:${bookId}`, after, requestId, at }])
		return { ok: true, draftId }
	})
}
