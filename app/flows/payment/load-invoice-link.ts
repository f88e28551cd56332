import type { Sql } from '../../../db/client.server.ts'
import { type OpenInvoiceRow, readOpenInvoices } from '../../../db/queries/invoice.ts'
import { type InvoiceLinkRow, readInvoiceLink } from '../../../db/queries/invoice-link.ts'
import { type InvoiceLinkState, judgeInvoiceLink } from '../../engine/invoice/invoice-link.ts'
import type { Shopper } from '../../platform/actor.ts'

export type LoadedInvoiceLink = { row: InvoiceLinkRow; state: InvoiceLinkState; invoices: OpenInvoiceRow[] }

/** A link that was sent to this person, as it is worth now, with what is still open of its invoices. Null: no such link of hers. */
export async function loadInvoiceLink(sql: Sql, { account, contactId }: Shopper, { id, at }: { id: number; at: Date }): Promise<LoadedInvoiceLink | null> {
	const { accountId } = account
	const row = accountId === null || contactId === null ? null : await readInvoiceLink(sql, { accountId, contactId, id })
	if (!row || accountId === null) return null
	const asked = new Set(row.invoices.map(({ invoiceId }) => invoiceId))
	const invoices = (await readOpenInvoices(sql, accountId)).filter((one) => asked.has(one.id))
	const open = new Map(invoices.map((one) => [one.id, one.totalMinor - one.settledMinor]))
	return { row, state: judgeInvoiceLink(row, open, at), invoices }
}
