import type { Day } from '../base/calendar.ts'

/** What moved an account: amounts in minor units, above 0 where more is owed by it. */
export type Movement = {
	on: Day
	kind: 'invoice' | 'credit_note' | 'payment' | 'refund' | 'settled'
	/** Of the document; of a payment its reference. */
	number: string | null
	method: string | null
	/** Of an invoice: its PO number and the day it is due. */
	poNumber: string | null
	dueOn: Day | null
	paymentId: number | null
	amountMinor: number
}

export type StatementLine = Movement & { balanceMinor: number }
export type Statement = {
	currency: string
	openingMinor: number
	lines: StatementLine[]
	/** What documents and refunds put on, and what credit notes and payments took off. */
	chargedMinor: number
	paidMinor: number
	closingMinor: number
}

/** An account's movements in one currency with the balance after each. Law: closing = opening + charged − paid. */
export function statementOf(currency: string, openingMinor: number, movements: readonly Movement[]): Statement {
	let balanceMinor = openingMinor
	const lines = movements.map((movement) => {
		balanceMinor += movement.amountMinor
		return { ...movement, balanceMinor }
	})
	const sum = (sign: 1 | -1) => movements.reduce((total, { amountMinor }) => total + Math.max(0, sign * amountMinor), 0)
	return { currency, openingMinor, lines, chargedMinor: sum(1), paidMinor: sum(-1), closingMinor: balanceMinor }
}
