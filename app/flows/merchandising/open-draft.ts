import type { Db } from '../../../db/client.server.ts'
import { readPriceBook } from '../../../db/queries/price-book.ts'
import { type DraftRowFilter, type DraftRowStatus, readDraft, readDraftRows, readOpenDrafts } from '../../../db/queries/price-draft.ts'
import { readWholeBook } from '../../../db/queries/price-version.ts'
import { dayIn, startOfDay } from '../../engine/base/calendar.ts'
import { priceFileHead } from '../../engine/pricing/read-price-rows.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { everyPage } from '../../platform/every-page.ts'

/** A book with the drafts that wait; null: no such book of this seller. Two statements. */
export async function openDrafts(db: Db, staff: StaffMember, bookId: number) {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId })
	return book && { book, drafts: await readOpenDrafts(db, bookId) }
}

export type DraftQuestion = { bookId: number; draftId: number } & Omit<DraftRowFilter, 'draftId'>

/** A draft with one page of what it would change; null: no such draft of this seller. Three statements. */
export async function openDraft(db: Db, staff: StaffMember, { bookId, draftId, ...filter }: DraftQuestion) {
	const key = { sellerEntityId: staff.seller.id, bookId }
	const [book, draft] = await Promise.all([readPriceBook(db, key), readDraft(db, { ...key, draftId })])
	if (!book || !draft) return null
	const found = await readDraftRows(db, { ...filter, draftId })
	const rows = found.slice(0, filter.limit)
	return { book, draft, rows, nextAfter: found.length > filter.limit ? (rows.at(-1)?.rowNumber ?? null) : null }
}

/** The same for a file: all rows to the last, `filter.limit` at a time; null: no such draft of this seller. */
export async function exportDraft(db: Db, staff: StaffMember, { bookId, draftId, ...filter }: Omit<DraftQuestion, 'after'>) {
	const key = { sellerEntityId: staff.seller.id, bookId }
	const [book, draft] = await Promise.all([readPriceBook(db, key), readDraft(db, { ...key, draftId })])
	if (!book || !draft) return null
	const pages = everyPage(async (after: number | null) => {
		const found = await readDraftRows(db, { ...filter, draftId, after })
		const rows = found.slice(0, filter.limit)
		return { rows, next: found.length > filter.limit ? (rows.at(-1)?.rowNumber ?? null) : null }
	})
	return { book, draft, pages }
}

export type { DraftRowStatus }

/** A book as a file that can be imported again without loss: one row per tier, days of the seller's zone where a window is one. */
export async function exportPriceBook(db: Db, staff: StaffMember, bookId: number): Promise<{ code: string; head: readonly string[]; rows: string[][] } | null> {
	const book = await readPriceBook(db, { sellerEntityId: staff.seller.id, bookId })
	if (!book) return null
	const zone = staff.seller.timeZone
	const prices = await readWholeBook(db, book.source?.id ?? bookId)
	const rows = prices.flatMap(({ sku, unitCode, tierFrom, tierPrice, validFrom, validTo, mixGroup }) => {
		const unitPrices = tierPrice.split(',')
		const window = [momentOf(validFrom, zone), momentOf(validTo, zone)]
		return tierFrom.split(',').map((from, tier) => [sku, unitCode, from, unitPrices[tier] ?? '', ...window, mixGroup ?? ''])
	})
	return { code: book.code, head: priceFileHead, rows }
}

function momentOf(instant: Date | null, zone: string): string {
	if (instant === null) return ''
	const day = dayIn(instant, zone)
	return startOfDay(day, zone).getTime() === instant.getTime() ? day : instant.toISOString()
}
