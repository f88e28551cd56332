import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readBillTo } from '../../../db/queries/invoice.ts'
import { deleteApplications, lockApplications } from '../../../db/queries/payment.ts'
import { lockCredit } from '../../../db/queries/submit.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type UnapplyPayment = { accountId: number; paymentId: number; at: Date; requestId: string }

/**
 * Undoes what a payment settled: its money stays in the house as unapplied cash, its invoices are open again (decision
 * 0345). Refuses `NOTHING_APPLIED`, and `CREDIT_FULL` where the invoices that open again would stand above the limit.
 * Null: no such payment of this seller.
 */
export async function unapplyPayment(
	db: Db,
	staff: StaffMember,
	{ accountId, paymentId, at, requestId }: UnapplyPayment,
): Promise<{ ok: true; numbers: string[]; amountMinor: number } | { ok: false; refusals: Refusal[] } | null> {
	return withTransaction(db, async (tx) => {
		const billTo = await readBillTo(tx, { accountId, sellerEntityId: staff.seller.id })
		if (!billTo) return null
		const { billToAccountId } = billTo
		const credit = await lockCredit(tx, billToAccountId)
		const payment = await lockApplications(tx, { accountId, paymentId })
		if (!payment) return null
		const { applications } = payment
		if (applications.length === 0) return { ok: false as const, refusals: [refusal('NOTHING_APPLIED')] }
		const reopenedMinor = applications.reduce((sum, { amountMinor }) => sum + Math.max(0, amountMinor), 0)
		const overMinor = credit ? credit.openInvoiceMinor + credit.unbilledMinor + credit.reservedMinor + reopenedMinor - credit.limitMinor : 0
		if (overMinor > 0) return { ok: false as const, refusals: [refusal('CREDIT_FULL', { overMinor, currency: payment.currency })] }
		await deleteApplications(tx, { accountId, paymentId, billToAccountId, reopenedMinor, at })
		const before = { applications }
		await insertAudit(tx, [{ userId: staff.userId, accountId, action: 'payment.unapplied', subject: `payment:${paymentId}`, before, requestId, at }])
		return { ok: true as const, numbers: applications.map(({ number }) => number), amountMinor: reopenedMinor }
	})
}
