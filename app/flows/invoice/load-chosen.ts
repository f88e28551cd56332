import type { OpenInvoiceRow } from '../../../db/queries/invoice.ts'
import { parseMinor } from '../../engine/base/money.ts'
import { type Refusal, type Result, refusal } from '../../engine/base/refusal.ts'
import { applyPayment } from '../../engine/invoice/apply-payment.ts'
import type { ChosenInvoices } from './save-payment.ts'

/** A choice as it comes from a form: the amount as typed, empty meaning all that is open. */
export type TypedChoice = { invoices: readonly { invoiceId: number; amount: string }[]; creditNoteIds: readonly number[] }

export type LoadedChoice = {
	chosen: ChosenInvoices & { invoices: { invoiceId: number; amountMinor: number }[] }
	dueMinor: number
	nettedMinor: number
	currency: string
}

/**
 * What a choice of open invoices comes to, credit notes netted: minor units of their one currency. Refuses
 * `NOTHING_TO_PAY`, `AMOUNT_INVALID`, `PAYMENT_CURRENCIES` and what `applyPayment` refuses, all at once.
 */
export function loadChosen(open: readonly OpenInvoiceRow[], typed: TypedChoice, currency: string): Result<LoadedChoice> {
	const byId = new Map(open.map((one) => [one.id, one]))
	const refusals: Refusal[] = []
	const invoices = typed.invoices.flatMap(({ invoiceId, amount }) => {
		const invoice = byId.get(invoiceId)
		const openMinor = invoice ? invoice.totalMinor - invoice.settledMinor : 0
		const typedMinor = amount.trim() === '' ? openMinor : parseMinor(amount.replace(',', '.'), currency)
		if (typedMinor === null) refusals.push(refusal('AMOUNT_INVALID', { invoiceId, number: invoice?.number ?? '' }))
		if (invoice && invoice.currency !== currency) refusals.push(refusal('PAYMENT_CURRENCIES', { number: invoice.number, currency: invoice.currency }))
		// An amount of 0 leaves an open invoice for another day.
		return invoice && typedMinor === 0 ? [] : [{ invoiceId, amountMinor: typedMinor ?? openMinor }]
	})
	if (invoices.length === 0) refusals.push(refusal('NOTHING_TO_PAY'))
	if (refusals.length > 0) return { ok: false, refusals }
	const wantedMinor = invoices.reduce((sum, { amountMinor }) => sum + amountMinor, 0)
	const credits = typed.creditNoteIds.flatMap((id) => byId.get(id) ?? []).filter(({ kind }) => kind === 'credit_note')
	const creditMinor = credits.reduce((sum, one) => sum + one.settledMinor - one.totalMinor, 0)
	const nettedMinor = Math.min(creditMinor, wantedMinor)
	const plan = applyPayment({
		amountMinor: wantedMinor - nettedMinor,
		invoices: open.map((one) => ({ ...one, invoiceId: one.id })),
		chosen: invoices,
		creditNoteIds: typed.creditNoteIds,
	})
	if (!plan.ok) return plan
	return { ok: true, chosen: { invoices, creditNoteIds: typed.creditNoteIds }, dueMinor: wantedMinor - nettedMinor, nettedMinor, currency }
}
