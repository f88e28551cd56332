import type { Db } from '../../../db/client.server.ts'
import { type InvoiceDocument, readInvoice } from '../../../db/queries/invoice.ts'
import { type PrintFacts, readPrintFacts } from '../../../db/queries/invoice-print.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Shopper } from '../../platform/actor.ts'

export type InvoicePrint = Omit<InvoiceDocument, 'payments'> &
	PrintFacts & { payments: { method: string; reference: string | null; amountMinor: number; receivedOn: string }[] }

/** An invoice with all that its print says. Null: none of that number of this account. Two statements. */
export async function printInvoice(db: Db, shopper: Shopper, question: { number: string }): Promise<InvoicePrint | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const invoice = await readInvoice(db, { accountId, number: question.number })
	const facts = invoice && (await readPrintFacts(db, { accountId, invoiceId: invoice.id }))
	if (!facts) return null
	const zone = shopper.seller.timeZone
	const payments = invoice.payments.map(({ receivedAt, ...payment }) => ({ ...payment, receivedOn: dayIn(new Date(receivedAt), zone) }))
	return { ...invoice, ...facts, payments }
}
