import { type Result, refusal } from '../base/refusal.ts'
import type { OpenInvoice } from './age-invoices.ts'
import { applyPayment } from './apply-payment.ts'

/** Money that came and is not applied yet, in minor units of the invoices' currency. */
export type Cash = { paymentId: number; leftMinor: number }
export type CashApplication = { paymentId: number; invoiceId: number; amountMinor: number }
export type CashPlan = {
	cash: readonly Cash[]
	invoices: readonly OpenInvoice[]
	/** With the amount for each, or null for all that is open; null: the oldest first. */
	chosen: readonly { invoiceId: number; amountMinor: number | null }[] | null
	/** Not more than this of it; null: as far as it goes. */
	mostMinor: number | null
}

/**
 * Unapplied cash over open invoices, the earlier payment first, as `applyPayment` shares one payment (commerce-engine.md
 * section 8). Chosen amounts are met in their order as far as the money goes. Refuses `NO_CASH`, and what is no open invoice.
 *
 * Laws: what is applied of a payment is within what was left of it, and what an invoice gets within what was open; all is
 * applied or nothing wanted is open.
 */
export function spreadCash({ cash, invoices, chosen, mostMinor }: CashPlan): Result<{ applications: CashApplication[]; appliedMinor: number }> {
	const leftMinor = cash.reduce((sum, one) => sum + Math.max(0, one.leftMinor), 0)
	const amountMinor = Math.min(leftMinor, mostMinor ?? leftMinor)
	if (amountMinor <= 0) return { ok: false, refusals: [refusal('NO_CASH')] }
	const plan = applyPayment({ amountMinor, invoices, chosen: chosen && withinBudget(chosen, invoices, amountMinor), creditNoteIds: [] })
	if (!plan.ok) return plan
	const applications: CashApplication[] = []
	const wanted = plan.applications.map((one) => ({ ...one }))
	for (const { paymentId, leftMinor } of cash) {
		let left = leftMinor
		for (const target of wanted) {
			const taken = Math.min(left, target.amountMinor)
			if (taken <= 0) continue
			applications.push({ paymentId, invoiceId: target.invoiceId, amountMinor: taken })
			target.amountMinor -= taken
			left -= taken
		}
	}
	return { ok: true, applications, appliedMinor: amountMinor - plan.unappliedMinor }
}

type Chosen = readonly { invoiceId: number; amountMinor: number | null }[]

/** A choice as far as `budgetMinor` goes, in its order; what it does not reach is left out. */
export function withinBudget(chosen: Chosen, invoices: readonly OpenInvoice[], budgetMinor: number): { invoiceId: number; amountMinor: number | null }[] {
	const open = new Map(invoices.map((one) => [one.invoiceId, one.totalMinor - one.settledMinor]))
	let left = budgetMinor
	return chosen.flatMap(({ invoiceId, amountMinor }) => {
		const wanted = amountMinor ?? open.get(invoiceId) ?? 0
		const taken = Math.min(left, wanted)
		left -= Math.max(0, taken)
		// An invoice that is not open stays in, so that it is refused by name.
		return taken > 0 || !open.get(invoiceId) ? [{ invoiceId, amountMinor: open.get(invoiceId) ? taken : amountMinor }] : []
	})
}
