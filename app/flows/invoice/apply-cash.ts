import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readBillTo, readOpenInvoices } from '../../../db/queries/invoice.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadChosen, type TypedChoice } from './load-chosen.ts'
import { type AppliedCash, saveCash } from './save-cash.ts'

export type ApplyCash = {
	accountId: number
	paymentId: number
	/** Null: the oldest first. */
	typed: TypedChoice['invoices'] | null
	at: Date
	requestId: string
}

/**
 * Applies what is left of a payment to invoices, chosen or the oldest first (commerce-engine.md section 8). Sent twice, the
 * second finds what the first left. Refuses `NO_CASH` and what `loadChosen` refuses. Null: no such account of this seller.
 */
export async function applyCash(
	db: Db,
	staff: StaffMember,
	input: ApplyCash,
): Promise<({ ok: true } & AppliedCash) | { ok: false; refusals: Refusal[] } | null> {
	const { accountId, paymentId, at } = input
	return withTransaction(db, async (tx) => {
		const billTo = await readBillTo(tx, { accountId, sellerEntityId: staff.seller.id })
		if (!billTo) return null
		const choice = input.typed && loadChosen(await readOpenInvoices(tx, accountId), { invoices: input.typed, creditNoteIds: [] }, billTo.currency)
		if (choice && !choice.ok) return choice
		const { billToAccountId, contactId, currency } = billTo
		const wish = { accountId, billToAccountId, contactId, currency, paymentId, actedByUserId: staff.userId, mostMinor: null, at }
		const saved = await saveCash(tx, { ...wish, chosen: choice?.chosen.invoices ?? null })
		if (!saved.ok) return saved
		if (saved.applications.length === 0) return { ok: false as const, refusals: [refusal('NOTHING_TO_PAY')] }
		const after = { applications: saved.applications, settled: saved.settled }
		await insertAudit(tx, [
			{ userId: staff.userId, accountId, action: 'payment.applied', subject: `payment:${paymentId}`, after, requestId: input.requestId, at },
		])
		return saved
	})
}
