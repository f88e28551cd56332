import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type AuditRow, insertAudit } from '../../../db/queries/audit.ts'
import { type EntryRow, type EntryWrite, lockPriceBook, readEntries, writeEntries } from '../../../db/queries/price-book.ts'
import { type Day, startOfDay } from '../../engine/base/calendar.ts'
import { printMicros } from '../../engine/base/money.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { printQuantity } from '../../engine/base/units.ts'
import { checkTiers, type PriceWarning, type TypedTier } from '../../engine/pricing/check-tiers.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** One entry as it was typed. `seen` is what the person had before her, as `seenOf` prints it. */
export type PriceEdit = {
	entryId: number
	seen: string
	tiers: readonly TypedTier[]
	/** Days of the seller's zone, the second exclusive; null: as it was, to the minute. */
	window: { from: Day | null; to: Day | null } | null
}

export type PriceChanges = { bookId: number; edits: readonly PriceEdit[]; at: Date; requestId: string }

export type ChangedPrices = { ok: true; version: number; changed: number; warnings: PriceWarning[] } | { ok: false; refusals: Refusal[] }

/** What an entry holds, as one text: how an edit proves which state it was made from. */
export function seenOf(entry: Pick<EntryRow, 'tierFrom' | 'tierPrice'>): string {
	return `${entry.tierFrom}|${entry.tierPrice}`
}

/**
 * Saves edits of entries, all or none: checks every tier, notes what each entry held, raises the book's version, writes
 * the audit trail. The shop reads the new prices with its next statement. Refuses what `checkTiers` does, ENTRY_GONE,
 * ENTRY_CHANGED (somebody else was faster; the facts hold her prices), WINDOW_EMPTY. Null: no such book of this seller.
 */
export async function changePrices(db: Db, staff: StaffMember, { bookId, edits, at, requestId }: PriceChanges): Promise<ChangedPrices | null> {
	return withTransaction(db, async (tx): Promise<ChangedPrices | null> => {
		const book = await lockPriceBook(tx, { sellerEntityId: staff.seller.id, bookId })
		if (!book) return null
		const rows = await readEntries(
			tx,
			bookId,
			edits.map(({ entryId }) => entryId),
		)
		const byId = new Map(rows.map((row) => [row.id, row]))
		const judged = edits.map((edit, line) => judge(edit, byId.get(edit.entryId), { line, zone: staff.seller.timeZone }))
		const refusals = judged.flatMap((one) => (one.ok ? [] : one.refusals))
		if (refusals.length > 0) return { ok: false, refusals }
		const good = judged.flatMap((one) => (one.ok ? [one] : []))
		if (good.length === 0) return { ok: true, version: book.version, changed: 0, warnings: [] }
		const version = await writeEntries(
			tx,
			{ bookId, userId: staff.userId, at },
			good.map(({ write }) => write),
		)
		await insertAudit(
			tx,
			good.map(({ row, write }): AuditRow => ({ ...auditOf(row, write), subject: `price_book:${bookId}`, userId: staff.userId, requestId, at })),
		)
		return { ok: true, version, changed: good.length, warnings: good.flatMap(({ warnings }) => warnings) }
	})
}

type Judged = { ok: true; row: EntryRow; write: EntryWrite; warnings: PriceWarning[] } | { ok: false; refusals: Refusal[] }

function judge(edit: PriceEdit, row: EntryRow | undefined, { line, zone }: { line: number; zone: string }): Judged {
	if (!row) return { ok: false, refusals: [refusal('ENTRY_GONE', {}, line)] }
	const { sku, floorPrice, unitCost } = row
	if (edit.seen !== seenOf(row)) return { ok: false, refusals: [refusal('ENTRY_CHANGED', { sku, prices: row.tierPrice.replaceAll(',', ' · ') }, line)] }
	const checked = checkTiers(edit.tiers, { sku, unit: { code: row.unitCode, digits: row.unitDigits }, floorPrice, unitCost }, line)
	const { validFrom, validTo } = edit.window ? instantsOf(edit.window, zone) : row
	const empty = validFrom && validTo && validTo <= validFrom ? [refusal('WINDOW_EMPTY', { sku }, line)] : []
	if (!checked.ok || empty.length > 0) return { ok: false, refusals: [...(checked.ok ? [] : checked.refusals), ...empty] }
	const tierFrom = checked.tiers.map(({ from }) => printQuantity(from))
	const tierPrice = checked.tiers.map(({ unitPriceMicros }) => printMicros(unitPriceMicros))
	return { ok: true, row, write: { id: row.id, tierFrom, tierPrice, validFrom, validTo }, warnings: checked.warnings }
}

function instantsOf({ from, to }: NonNullable<PriceEdit['window']>, zone: string): { validFrom: Date | null; validTo: Date | null } {
	return { validFrom: from === null ? null : startOfDay(from, zone), validTo: to === null ? null : startOfDay(to, zone) }
}

function auditOf(row: EntryRow, write: EntryWrite) {
	const { sku, unitCode } = row
	const before = { sku, unitCode, tierFrom: row.tierFrom.split(','), tierPrice: row.tierPrice.split(','), validFrom: row.validFrom, validTo: row.validTo }
	const after = { sku, unitCode, tierFrom: write.tierFrom, tierPrice: write.tierPrice, validFrom: write.validFrom, validTo: write.validTo }
	return { action: 'price.changed', before, after }
}
