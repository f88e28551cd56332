import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { OpenInvoice } from '../../../app/engine/invoice/age-invoices.ts'
import { spreadCash } from '../../../app/engine/invoice/spread-cash.ts'
import { lawCases } from '../../support/laws.ts'

const invoice = (invoiceId: number, totalMinor: number, settledMinor: number, dueOn: string): OpenInvoice => ({
	...{ invoiceId, kind: 'invoice', issuedOn: '2026-01-01', dueOn, totalMinor, settledMinor },
})
const open = [invoice(1, 10111, 0, '2026-04-01'), invoice(2, 5468, 468, '2026-03-01'), invoice(3, 1899, 0, '2026-05-01')]
const cash = [
	{ paymentId: 7, leftMinor: 4000 },
	{ paymentId: 9, leftMinor: 3000 },
]

test('two payments over the oldest invoices: the earlier money goes first, the rest waits', () => {
	expect(spreadCash({ cash, invoices: open, chosen: null, mostMinor: null })).toEqual({
		ok: true,
		appliedMinor: 7000,
		applications: [
			{ paymentId: 7, invoiceId: 2, amountMinor: 4000 },
			{ paymentId: 9, invoiceId: 2, amountMinor: 1000 },
			{ paymentId: 9, invoiceId: 1, amountMinor: 2000 },
		],
	})
})

test.each([
	[
		'chosen, as far as it goes',
		[
			{ invoiceId: 1, amountMinor: 6500 },
			{ invoiceId: 3, amountMinor: null },
		],
		null,
		[
			[7, 1, 4000],
			[9, 1, 2500],
			[9, 3, 500],
		],
	],
	['not more than was asked for', [{ invoiceId: 3, amountMinor: 1000 }], 600, [[7, 3, 600]]],
	['less chosen than there is', [{ invoiceId: 3, amountMinor: 100 }], null, [[7, 3, 100]]],
] as const)('%s', (_name, chosen, mostMinor, expected) => {
	const plan = spreadCash({ cash, invoices: open, chosen, mostMinor })
	expect(plan.ok && plan.applications.map((one) => [one.paymentId, one.invoiceId, one.amountMinor])).toEqual(expected)
})

test.each([
	['nothing left', [{ paymentId: 7, leftMinor: 0 }], null, 'NO_CASH'],
	['an invoice that is not open', cash, [{ invoiceId: 8, amountMinor: 100 }], 'INVOICE_NOT_OPEN'],
	['more than is open', cash, [{ invoiceId: 3, amountMinor: 1900 }], 'PAYMENT_EXCEEDS_OPEN'],
])('%s is refused', (_name, money, chosen, code) => {
	expect(spreadCash({ cash: money, invoices: open, chosen, mostMinor: null })).toMatchObject({ ok: false, refusals: [{ code }] })
})

test('laws: within each payment, within each invoice, and all is applied or nothing that was wanted is open', () => {
	const invoices = fc.array(fc.tuple(fc.integer({ min: 1, max: 100_000 }), fc.double({ min: 0, max: 0.99, noNaN: true }), fc.integer({ min: 1, max: 28 })), {
		maxLength: 30,
	})
	const money = fc.array(fc.integer({ min: 0, max: 200_000 }), { minLength: 1, maxLength: 8 })
	fc.assert(
		fc.property(invoices, money, fc.option(fc.nat(300_000)), fc.boolean(), (rows, left, mostMinor, chooses) => {
			const papers = rows.map(([total, part, day], index) => invoice(index + 1, total, Math.floor(total * part), `2026-03-${String(day).padStart(2, '0')}`))
			const payments = left.map((leftMinor, index) => ({ paymentId: index + 1, leftMinor }))
			const chosen = chooses ? papers.map(({ invoiceId }) => ({ invoiceId, amountMinor: null })) : null
			const plan = spreadCash({ cash: payments, invoices: papers, chosen, mostMinor })
			const there = Math.min(
				left.reduce((a, b) => a + b, 0),
				mostMinor ?? Number.MAX_SAFE_INTEGER,
			)
			if (there === 0) {
				expect(plan.ok).toBe(false)
				return
			}
			if (!plan.ok) throw new Error(JSON.stringify(plan))
			const sum = (of: (one: { paymentId: number; invoiceId: number }) => boolean) => plan.applications.filter(of).reduce((a, b) => a + b.amountMinor, 0)
			for (const { paymentId, leftMinor } of payments) expect(sum((one) => one.paymentId === paymentId)).toBeLessThanOrEqual(leftMinor)
			for (const paper of papers) expect(sum((one) => one.invoiceId === paper.invoiceId)).toBeLessThanOrEqual(paper.totalMinor - paper.settledMinor)
			const open = papers.reduce((a, one) => a + one.totalMinor - one.settledMinor, 0)
			expect(sum(() => true)).toBe(Math.min(there, open))
			expect(plan.appliedMinor).toBe(Math.min(there, open))
			expect(plan.applications.every(({ amountMinor }) => amountMinor > 0)).toBe(true)
		}),
		lawCases(20260345),
	)
})
