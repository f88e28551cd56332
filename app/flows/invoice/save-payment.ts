import type { Tx } from '../../../db/client.server.ts'
import { applyToInvoices, insertPayment, type LockedInvoice, lockInvoices, type PaymentRow } from '../../../db/queries/invoice.ts'
import { lockCredit } from '../../../db/queries/submit.ts'
import type { Result } from '../../engine/base/refusal.ts'
import { applyPayment } from '../../engine/invoice/apply-payment.ts'
import { withinBudget } from '../../engine/invoice/spread-cash.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'

/** What the payer chose: null takes the oldest first. `amountMinor` null is all that is open on an invoice. */
export type ChosenInvoices = {
	invoices: readonly { invoiceId: number; amountMinor: number | null }[] | null
	creditNoteIds: readonly number[]
	/** So much of it is met by unapplied cash, before this payment. */
	cashMinor?: number
}

export type SavedPayment = { paymentId: number; appliedMinor: number; unappliedMinor: number; settled: string[]; currency: string }

type Received = Omit<PaymentRow, 'appliedMinor'> & {
	billToAccountId: number
	chosen: ChosenInvoices
	/** Money that has come is kept whatever became of the invoices meanwhile: what no longer fits stays unapplied cash. */
	keeps: boolean
}

/**
 * Books a payment over many invoices: locks credit, then the invoices, ids ascending, decides on what is open now, and
 * settles them in one statement (commerce-engine.md section 8). Null: this card payment is booked already.
 */
export async function savePayment(tx: Tx, received: Received): Promise<Result<SavedPayment> | null> {
	const { accountId, billToAccountId, chosen, amountMinor, currency, at } = received
	await lockCredit(tx, billToAccountId)
	const ids = chosen.invoices && [...new Set([...chosen.invoices.map(({ invoiceId }) => invoiceId), ...chosen.creditNoteIds])]
	const open = (await lockInvoices(tx, { accountId, invoiceIds: ids })).filter((one) => one.currency === currency)
	const question = received.keeps ? withinOpen(chosen, open, amountMinor) : chosen
	const plan = applyPayment({
		amountMinor: received.method === 'credit' ? 0 : amountMinor,
		invoices: open,
		chosen: question.invoices,
		creditNoteIds: question.creditNoteIds,
	})
	if (!plan.ok) return plan
	const appliedMinor = received.method === 'credit' ? amountMinor : amountMinor - plan.unappliedMinor
	const made = await insertPayment(tx, { ...received, appliedMinor: Math.max(0, appliedMinor) })
	if (!made) return null
	if (plan.applications.length > 0) await applyToInvoices(tx, { accountId, paymentId: made.id, billToAccountId, applications: plan.applications, at })
	const settled = open.filter((one) => one.kind === 'invoice' && one.settledMinor + (amountOf(plan.applications, one.invoiceId) ?? 0) === one.totalMinor)
	const hasReceipt = received.method !== 'credit'
	const paid = settled.map((one) => paidEvent(received, one, made.id, amountOf(plan.applications, one.invoiceId) ?? 0))
	await saveEvents(tx, [
		...paid.map((event) => ({ ...event, payload: { ...event.payload, hasReceipt } })),
		// Nothing came where credit notes were netted alone.
		...(hasReceipt ? [receivedEvent(received, made.id)] : []),
	])
	return { ok: true, paymentId: made.id, appliedMinor, unappliedMinor: plan.unappliedMinor, settled: settled.map(({ number }) => number), currency }
}

const amountOf = (applications: readonly { invoiceId: number; amountMinor: number }[], id: number) =>
	applications.find(({ invoiceId }) => invoiceId === id)?.amountMinor

/** The choice as far as it is still open: another payment may have come between. */
function withinOpen(chosen: ChosenInvoices, open: readonly LockedInvoice[], amountMinor: number): ChosenInvoices {
	const rest = new Map(open.map((one) => [one.invoiceId, one.totalMinor - one.settledMinor]))
	const invoices = chosen.invoices?.flatMap(({ invoiceId, amountMinor }) => {
		const left = rest.get(invoiceId)
		return left === undefined ? [] : [{ invoiceId, amountMinor: amountMinor === null ? null : Math.min(amountMinor, left) }]
	})
	const creditNoteIds = chosen.creditNoteIds.filter((id) => rest.has(id))
	// A credit note or cash that was counted on may be spent by now: the money goes as far as it goes.
	const budgetMinor = creditNoteIds.reduce((sum, id) => sum - (rest.get(id) ?? 0), amountMinor)
	return { invoices: invoices ? withinBudget(invoices, open, budgetMinor) : null, creditNoteIds }
}

function receivedEvent({ accountId, contactId, actedByUserId, amountMinor, currency, at }: Received, paymentId: number): DomainEvent {
	return {
		topic: 'payment.received',
		subject: `payment:${paymentId}`,
		accountId,
		contactId,
		actedByUserId,
		occurredAt: at,
		payload: { paymentId, amountMinor, currency },
	}
}

export function paidEvent(
	{ accountId, contactId, actedByUserId, at }: Pick<Received, 'accountId' | 'contactId' | 'actedByUserId' | 'at'>,
	invoice: LockedInvoice,
	paymentId: number,
	amountMinor: number,
): DomainEvent {
	const { invoiceId, number, totalMinor, currency, orderNumber } = invoice
	return {
		...{ topic: 'invoice.paid', subject: `invoice:${invoiceId}`, accountId, contactId, actedByUserId, occurredAt: at },
		payload: { invoiceId, number, totalMinor, currency, orderNumber, paymentId, amountMinor },
	}
}
