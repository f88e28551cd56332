import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type Movement, statementOf } from '../../../app/engine/invoice/statement.ts'
import { lawCases } from '../../support/laws.ts'

const movement = (kind: Movement['kind'], amountMinor: number): Movement => ({
	...{ on: '2026-03-02', kind, number: null, method: null, poNumber: null, dueOn: null, paymentId: null, amountMinor },
})

test('an invoice, a credit note and a payment, each with the balance after it', () => {
	const statement = statementOf('USD', 500, [movement('invoice', 10111), movement('credit_note', -300), movement('payment', -5000)])
	expect(statement.lines.map(({ balanceMinor }) => balanceMinor)).toEqual([10611, 10311, 5311])
	expect(statement).toMatchObject({ openingMinor: 500, chargedMinor: 10111, paidMinor: 5300, closingMinor: 5311 })
})

test('law: closing is opening and all that moved; cut anywhere, the second statement begins where the first ends', () => {
	fc.assert(
		fc.property(fc.integer(), fc.array(fc.integer({ min: -1e9, max: 1e9 }), { maxLength: 40 }), fc.nat(40), (opening, amounts, cut) => {
			const moves = amounts.map((amount) => movement(amount > 0 ? 'invoice' : 'payment', amount))
			const whole = statementOf('USD', opening, moves)
			expect(whole.closingMinor).toBe(opening + whole.chargedMinor - whole.paidMinor)
			const first = statementOf('USD', opening, moves.slice(0, cut))
			expect(statementOf('USD', first.closingMinor, moves.slice(cut)).closingMinor).toBe(whole.closingMinor)
		}),
		lawCases(20260346),
	)
})
