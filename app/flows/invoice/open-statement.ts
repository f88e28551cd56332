import type { Db } from '../../../db/client.server.ts'
import { readOpenInvoices } from '../../../db/queries/invoice.ts'
import { readStatement, readStatementHead, type StatementHead } from '../../../db/queries/statement.ts'
import { addDays, dayIn } from '../../engine/base/calendar.ts'
import { type Ageing, ageInvoices } from '../../engine/invoice/age-invoices.ts'
import { type Statement, statementOf } from '../../engine/invoice/statement.ts'
import type { Shopper, StaffMember } from '../../platform/actor.ts'

/** A quarter is what people reconcile. */
const SHOWN_DAYS = 90

export type StatementQuestion = { from: string | null; to: string | null; at: Date }
/** `ageing`: what is open today by age; null where the statement ends before today, so that it reads the same in a year. */
export type AgedStatement = Statement & { ageing: (Ageing & { on: string }) | null }
export type StatementPage = { head: StatementHead; from: string; to: string; statements: AgedStatement[] }

/** The statement of her own account from one day through another; the last 90 days unless she says otherwise. Null for a guest. Three statements. */
export async function openStatement(db: Db, shopper: Shopper, question: StatementQuestion): Promise<StatementPage | null> {
	const { accountId, currency } = shopper.account
	return accountId === null ? null : load(db, { accountId, currency, seller: shopper.seller }, question)
}

/** The same for the house. Null: no such account of this seller. */
export async function openAccountStatement(db: Db, staff: StaffMember, question: StatementQuestion & { accountId: number }): Promise<StatementPage | null> {
	return load(db, { accountId: question.accountId, currency: staff.seller.currency, seller: staff.seller }, question)
}

type Of = { accountId: number; currency: string; seller: { id: number; timeZone: string } }

async function load(db: Db, { accountId, currency, seller }: Of, question: StatementQuestion): Promise<StatementPage | null> {
	const today = dayIn(question.at, seller.timeZone)
	const to = question.to ?? today
	const from = question.from && question.from <= to ? question.from : addDays(to, -SHOWN_DAYS)
	const head = await readStatementHead(db, { accountId, sellerEntityId: seller.id })
	if (!head) return null
	const rows = await readStatement(db, { accountId, timeZone: seller.timeZone, from, to })
	const moved = rows.map((row) => statementOf(row.currency, row.openingMinor, row.movements))
	const open = to < today ? null : await readOpenInvoices(db, accountId)
	const aged = (statement: Statement): AgedStatement => {
		const own = open?.filter((one) => one.currency === statement.currency).map((one) => ({ ...one, invoiceId: one.id }))
		return { ...statement, ageing: own ? { ...ageInvoices(own, today), on: today } : null }
	}
	return { head, from, to, statements: (moved.length > 0 ? moved : [statementOf(currency, 0, [])]).map(aged) }
}
