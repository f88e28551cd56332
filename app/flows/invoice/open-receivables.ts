import type { Db } from '../../../db/client.server.ts'
import { type OverdueDays, readOverdueDays } from '../../../db/queries/account-standing.ts'
import { listReceivables, type ReceivableRow, readBillTo, readOpenInvoices } from '../../../db/queries/invoice.ts'
import { readPayers } from '../../../db/queries/invoice-link.ts'
import { type CashRow, readUnappliedCash } from '../../../db/queries/payment.ts'
import { dayIn, daysBetween } from '../../engine/base/calendar.ts'
import type { StaffMember } from '../../platform/actor.ts'
import type { ShownInvoice } from './open-invoices.ts'

/** The accounts a person can look through; the search finds the others. */
const SHOWN = 100

export type ReceivablesPage = { rows: (ReceivableRow & { overdueDays: number })[]; isCut: boolean; policy: OverdueDays }

/** Who owes what, the most overdue first, and from which day that has consequences. */
export async function openReceivables(db: Db, staff: StaffMember, question: { text: string | null; at: Date }): Promise<ReceivablesPage> {
	const today = dayIn(question.at, staff.seller.timeZone)
	const found = await listReceivables(db, { sellerEntityId: staff.seller.id, text: question.text, today, limit: SHOWN + 1 })
	const rows = found.slice(0, SHOWN).map((row) => ({ ...row, overdueDays: row.oldestDueOn ? Math.max(0, daysBetween(row.oldestDueOn, today)) : 0 }))
	return { rows, isCut: found.length > SHOWN, policy: await readOverdueDays(db, staff.seller.id) }
}

export type LedgerPage = {
	accountId: number
	name: string
	currency: string
	invoices: ShownInvoice[]
	cash: CashRow[]
	payers: { contactId: number; name: string }[]
	today: string
}

/** What one account owes. Null: none of this seller. */
export async function openLedger(db: Db, staff: StaffMember, question: { accountId: number; at: Date }): Promise<LedgerPage | null> {
	const { accountId } = question
	if (!Number.isSafeInteger(accountId)) return null
	const today = dayIn(question.at, staff.seller.timeZone)
	const billTo = await readBillTo(db, { accountId, sellerEntityId: staff.seller.id })
	if (!billTo) return null
	const [open, cash, payers] = await Promise.all([readOpenInvoices(db, accountId), readUnappliedCash(db, accountId), readPayers(db, accountId)])
	const invoices = open.map((one) => ({ ...one, overdueDays: one.kind === 'invoice' ? Math.max(0, daysBetween(one.dueOn, today)) : 0 }))
	return { accountId, name: billTo.name, currency: billTo.currency, invoices, cash, payers, today }
}
