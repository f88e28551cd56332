import type { Sql } from '../../../db/client.server.ts'
import { type InvoiceDocument, readInvoice } from '../../../db/queries/invoice.ts'
import { type PrintFacts, readPrintFacts } from '../../../db/queries/invoice-print.ts'
import { dayIn } from '../../engine/base/calendar.ts'

export type InvoicePrint = Omit<InvoiceDocument, 'payments'> &
	PrintFacts & { payments: { method: string; reference: string | null; amountMinor: number; receivedOn: string }[] }

/** An invoice of an account with all that its print says. Null: none of that number. Two statements. */
export async function loadInvoicePrint(
	sql: Sql,
	{ accountId, number, timeZone }: { accountId: number; number: string; timeZone: string },
): Promise<InvoicePrint | null> {
	const invoice = await readInvoice(sql, { accountId, number })
	const facts = invoice && (await readPrintFacts(sql, { accountId, invoiceId: invoice.id }))
	if (!facts) return null
	const payments = invoice.payments.map(({ receivedAt, ...payment }) => ({ ...payment, receivedOn: dayIn(new Date(receivedAt), timeZone) }))
	return { ...invoice, ...facts, payments }
}
