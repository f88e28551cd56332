import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { endTaxRate, insertTaxRate } from '../../../db/queries/rates.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type RateFields, readRate } from '../../engine/tax/read-rate.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type TaxAct = { at: Date; requestId: string }

/**
 * Puts a tax rate into the table; the one that held before it ends on its first day. Refuses what `readRate` does, and
 * RATE_EXISTS when another begins within its days.
 */
export async function saveTaxRate(db: Db, staff: StaffMember, fields: RateFields, { at, requestId }: TaxAct): Promise<Result<{ ended: number }>> {
	const read = readRate(fields)
	if (!read.ok) return read
	return withTransaction(db, async (tx): Promise<Result<{ ended: number }>> => {
		const made = await insertTaxRate(tx, staff.seller.id, read.rate)
		if (!made) return refused(refusal('RATE_EXISTS', { jurisdiction: read.rate.jurisdiction, taxCode: read.rate.taxCode }))
		await insertAudit(tx, [{ userId: staff.userId, action: 'tax_rate.added', subject: `tax_rate:${made.id}`, after: read.rate, requestId, at }])
		return { ok: true, ended: made.ended }
	})
}

/** Ends a tax rate with yesterday; one that has not begun goes. Null: no such rate of this seller that still counts. */
export async function closeTaxRate(db: Db, staff: StaffMember, rateId: number, { at, requestId }: TaxAct): Promise<{ ok: true; ended: number } | null> {
	return withTransaction(db, async (tx) => {
		const on = dayIn(at, staff.seller.timeZone)
		const before = await endTaxRate(tx, { sellerEntityId: staff.seller.id, rateId, on })
		if (!before) return null
		await insertAudit(tx, [{ userId: staff.userId, action: 'tax_rate.ended', subject: `tax_rate:${rateId}`, before, after: { endedOn: on }, requestId, at }])
		return { ok: true as const, ended: 1 }
	})
}
