import type { Db } from '../../../db/client.server.ts'
import { type InvoiceDocument, type InvoiceListRow, listInvoices, readInvoice, readOpenInvoices, readPayment } from '../../../db/queries/invoice.ts'
import { type CashRow, readUnappliedCash } from '../../../db/queries/payment.ts'
import { readCardFactsOfInvoice } from '../../../db/queries/payment-document.ts'
import { dayIn, daysBetween } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import { type Ageing, ageInvoices } from '../../engine/invoice/age-invoices.ts'
import type { Shopper } from '../../platform/actor.ts'

export type InvoicesQuery = { text: string | null; status: string | null; from: string | null; to: string | null; after: string | null; limit?: number }
export type ShownInvoice = InvoiceListRow & { overdueDays: number }
export type Statement = Ageing & { currency: string; unappliedMinor: number; openCount: number }
export type PaidNotice = { amountMinor: number; unappliedMinor: number; currency: string; numbers: string[] }
export type InvoicesPage = { invoices: ShownInvoice[]; next: string | null; statement: Statement; paid: PaidNotice | null }

const PAGE = 50

/** The statement of an account by age, and a page of its invoices. Four statements at most. Null for a guest. */
export async function openInvoices(db: Db, shopper: Shopper, query: InvoicesQuery & { paidId: number | null; at: Date }): Promise<InvoicesPage | null> {
	const { accountId, currency } = shopper.account
	if (accountId === null) return null
	const today = dayIn(query.at, shopper.seller.timeZone)
	const limit = query.limit ?? PAGE
	const [open, cash, found, paid] = await Promise.all([
		readOpenInvoices(db, accountId),
		readUnappliedCash(db, accountId),
		listInvoices(db, { ...query, accountId, today, after: cursorOf(query.after), limit: limit + 1 }),
		query.paidId === null ? null : readPayment(db, { accountId, paymentId: query.paidId }),
	])
	const own = open.filter((one) => one.currency === currency)
	const ageing = ageInvoices(
		own.map((one) => ({ ...one, invoiceId: one.id })),
		today,
	)
	const unappliedMinor = leftOf(cash, currency)
	const invoices = found.slice(0, limit)
	const last = invoices.at(-1)
	return {
		invoices: invoices.map((one) => shown(one, today)),
		next: found.length > limit && last ? `${last.issuedOn}~${last.id}` : null,
		statement: { ...ageing, currency, unappliedMinor, openCount: own.length },
		paid,
	}
}

const leftOf = (cash: readonly CashRow[], currency: string) =>
	cash.filter((one) => one.currency === currency).reduce((sum, { amountMinor, appliedMinor }) => sum + amountMinor - appliedMinor, 0)

function shown(invoice: InvoiceListRow, today: string): ShownInvoice {
	const isOpen = invoice.kind === 'invoice' && invoice.totalMinor !== invoice.settledMinor
	return { ...invoice, overdueDays: isOpen ? Math.max(0, daysBetween(invoice.dueOn, today)) : 0 }
}

function cursorOf(text: string | null): { issuedOn: string; id: number } | null {
	const match = /^(\d{4}-\d{2}-\d{2})~(\d{1,15})$/.exec(text ?? '')
	return match ? { issuedOn: match[1] ?? '', id: Number(match[2]) } : null
}

/** All invoices that the filters leave, as rows of an export: number, kind, issued, due, order, PO number, currency, total, open. */
export async function exportInvoices(db: Db, shopper: Shopper, query: InvoicesQuery & { at: Date }): Promise<string[][] | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const rows = await listInvoices(db, { ...query, accountId, today: dayIn(query.at, shopper.seller.timeZone), after: null, limit: null })
	return rows.map((one) => [
		...[one.number, one.kind, one.issuedOn, one.dueOn, one.orderNumber ?? '', one.poNumber ?? '', one.currency],
		...[printMinor(one.totalMinor, one.currency), printMinor(one.totalMinor - one.settledMinor, one.currency)],
	])
}

type CardFact = Awaited<ReturnType<typeof readCardFactsOfInvoice>>[number]
export type InvoicePage = { invoice: InvoiceDocument; overdueDays: number; cardFacts: CardFact[] }

/** One invoice. Null: none of that number of this account. */
export async function openInvoice(db: Db, shopper: Shopper, question: { number: string; at: Date }): Promise<InvoicePage | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const invoice = await readInvoice(db, { accountId, number: question.number })
	if (!invoice) return null
	const { timeZone } = shopper.seller
	const cardFacts = await readCardFactsOfInvoice(db, { accountId, invoiceId: invoice.id, timeZone })
	return { invoice, overdueDays: shown(invoice, dayIn(question.at, timeZone)).overdueDays, cardFacts }
}

export type PayPage = { invoices: ShownInvoice[]; creditNotes: ShownInvoice[]; currency: string; cashMinor: number; mayPay: boolean; isRep: boolean }

/** What may be paid together: the open invoices that were chosen, or all that is open, the oldest due first; and the credit notes to net. */
export async function openPayment(db: Db, shopper: Shopper, question: { ids: readonly number[]; at: Date }): Promise<PayPage | null> {
	const { accountId, currency } = shopper.account
	if (accountId === null) return null
	const today = dayIn(question.at, shopper.seller.timeZone)
	const [found, cash] = await Promise.all([readOpenInvoices(db, accountId), readUnappliedCash(db, accountId)])
	const open = found.filter((one) => one.currency === currency).map((one) => shown(one, today))
	const chosen = new Set(question.ids)
	const invoices = open.filter(({ kind, id }) => kind === 'invoice' && (chosen.size === 0 || chosen.has(id)))
	const isRep = shopper.kind === 'rep'
	const mayPay = !isRep && (shopper.role === 'owner' || shopper.role === 'buyer')
	return { invoices, creditNotes: open.filter(({ kind }) => kind === 'credit_note'), currency, cashMinor: leftOf(cash, currency), mayPay, isRep }
}
