import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { deleteFee, type FeeRow, insertFee, readFees, updateFee } from '../../../db/queries/fee.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import { type FeeFields, type FeeWrite, readFee } from '../../engine/cart/read-fee.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type FeeAct = { at: Date; requestId: string }

/** What a fee was before an act, so that it can be put back; null: it was not there. */
export type FeeChange = { id: number; before: FeeRow | null }

/** Adds a fee, or changes one: at once for every open cart. Refuses what `readFee` does, and a buyer group of somebody else. Null: no such fee of this seller. */
export async function saveFee(db: Db, staff: StaffMember, id: number | null, fields: FeeFields, act: FeeAct): Promise<Result<FeeChange> | null> {
	const read = readFee(fields)
	if (!read.ok) return read
	const unknownGroup = refused(refusal('FIELD_INVALID', { key: 'buyerGroup', given: '' }))
	return withTransaction(db, async (tx): Promise<Result<FeeChange> | null> => {
		const sellerEntityId = staff.seller.id
		if (id === null) {
			const made = await insertFee(tx, sellerEntityId, read.fee)
			if (made === null) return unknownGroup
			await insertAudit(tx, [auditOf(staff, made, null, read.fee, act)])
			return { ok: true, id: made, before: null }
		}
		const [before] = await readFees(tx, { sellerEntityId, search: '', on: '1000-01-01', past: true, id })
		if (!before) return null
		if (!(await updateFee(tx, { sellerEntityId, id }, read.fee))) return unknownGroup
		await insertAudit(tx, [auditOf(staff, id, before, read.fee, act)])
		return { ok: true, id, before }
	})
}

/** Ends a fee with yesterday; one that has not begun goes. Null: no such fee of this seller that still counts. */
export async function endFee(db: Db, staff: StaffMember, id: number, act: FeeAct): Promise<({ ok: true } & FeeChange) | null> {
	return withTransaction(db, async (tx) => {
		const on = dayIn(act.at, staff.seller.timeZone)
		const sellerEntityId = staff.seller.id
		const [before] = await readFees(tx, { sellerEntityId, search: '', on, past: false, id })
		if (!before) return null
		const hasBegun = before.validFrom < on
		await (hasBegun ? updateFee(tx, { sellerEntityId, id }, { ...before, validTo: on }) : deleteFee(tx, { sellerEntityId, id }))
		await insertAudit(tx, [auditOf(staff, id, before, hasBegun ? { ...before, validTo: on } : null, act)])
		// What had not begun is put back as a new one.
		return { ok: true as const, id: hasBegun ? id : 0, before }
	})
}

/** Takes away a fee that was just added. Null: no such fee of this seller. */
export async function removeFee(db: Db, staff: StaffMember, id: number, act: FeeAct): Promise<{ ok: true } | null> {
	return withTransaction(db, async (tx) => {
		const key = { sellerEntityId: staff.seller.id, id }
		const [before] = await readFees(tx, { ...key, search: '', on: '1000-01-01', past: true })
		if (!before || !(await deleteFee(tx, key))) return null
		await insertAudit(tx, [auditOf(staff, id, before, null, act)])
		return { ok: true as const }
	})
}

function auditOf(staff: StaffMember, id: number, before: FeeRow | null, after: FeeWrite | FeeRow | null, { at, requestId }: FeeAct) {
	const action = before === null ? 'fee.added' : after === null ? 'fee.removed' : 'fee.changed'
	return { userId: staff.userId, action, subject: `fee:${id}`, before, after, requestId, at }
}
