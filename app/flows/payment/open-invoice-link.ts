import type { Db } from '../../../db/client.server.ts'
import { dayIn, daysBetween } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import { type InvoiceLinkState, invoiceLinkKey } from '../../engine/invoice/invoice-link.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { ShownInvoice } from '../invoice/open-invoices.ts'
import { loadInvoiceLink } from './load-invoice-link.ts'

export type OpenedInvoiceLink = {
	id: number
	state: InvoiceLinkState
	totalMinor: number
	currency: string
	senderName: string
	paymentId: number | null
	invoices: ShownInvoice[]
	/** What is asked of each, as one would type it. */
	asked: { invoiceId: number; amount: string }[]
	/** Of the one card call that may pay it now. */
	key: string
}

/** A link to pay invoices, for the person it was sent to; it only reads. Null: no such link of hers. */
export async function openInvoiceLink(db: Db, shopper: Shopper, question: { id: number; at: Date }): Promise<OpenedInvoiceLink | null> {
	const link = await loadInvoiceLink(db, shopper, question)
	if (!link) return null
	const { id, totalMinor, currency, senderName, paymentId, failedCalls, invoices } = link.row
	const today = dayIn(question.at, shopper.seller.timeZone)
	return {
		...{ id, totalMinor, currency, senderName, paymentId, state: link.state },
		invoices: link.invoices.map((one) => ({ ...one, overdueDays: Math.max(0, daysBetween(one.dueOn, today)) })),
		asked: invoices.map(({ invoiceId, amountMinor }) => ({ invoiceId, amount: printMinor(amountMinor, currency) })),
		key: invoiceLinkKey(id, failedCalls),
	}
}
