import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { ageInvoices, bucketOf, type OpenInvoice } from '../../../app/engine/invoice/age-invoices.ts'
import { applyPayment } from '../../../app/engine/invoice/apply-payment.ts'
import { cumulativeShare, shareBetween } from '../../../app/engine/invoice/cumulative-share.ts'
import { type CutDocument, cutCreditNote, cutInvoice, type InvoicedLine, type SoldAllocation } from '../../../app/engine/invoice/cut-invoice.ts'
import { lawCases } from '../../support/laws.ts'

const unit = 10_000
const seeded = lawCases(20260302)
const sum = (amounts: number[]) => amounts.reduce((a, b) => a + b, 0)

describe('cumulative shares', () => {
	test('P2: 50.59 over three is 16.86, 16.87, 16.86', () => {
		expect([0, 1, 2].map((k) => shareBetween(5059, { before: k * unit, after: (k + 1) * unit, quantity: 3 * unit }, 'half_away'))).toEqual([1686, 1687, 1686])
	})
	test.each([
		[4, 3],
		[-1, 3],
		[0, 0],
	])('%i of %i is no part', (taken, quantity) => {
		expect(() => cumulativeShare(100, taken, quantity, 'half_away')).toThrow('cannot take')
	})
	test('half-even is the seller’s choice', () => {
		expect(cumulativeShare(5, unit, 2 * unit, 'half_away')).toBe(3)
		expect(cumulativeShare(5, unit, 2 * unit, 'half_even')).toBe(2)
	})
	test('laws: cuts anywhere sum to the whole, none is negative, none is more than a unit off its exact share', () => {
		const cuts = fc.tuple(fc.integer({ min: 1, max: 2_000_000 }), fc.array(fc.nat(2_000_000), { maxLength: 300 }))
		fc.assert(
			fc.property(fc.nat(10_000_000), cuts, fc.constantFrom('half_away' as const, 'half_even' as const), (net, [quantity, at], rounding) => {
				const marks = [0, ...at.map((cut) => cut % (quantity + 1)).sort((a, b) => a - b), quantity]
				const parts = marks.slice(1).map((after, index) => ({ before: marks[index]!, after, quantity }))
				const shares = parts.map((span) => shareBetween(net, span, rounding))
				expect(sum(shares)).toBe(net)
				for (const [index, { before, after }] of parts.entries()) {
					expect(shares[index]).toBeGreaterThanOrEqual(0)
					// |share × q − net × taken| ≤ q, exactly.
					const off = BigInt(shares[index]!) * BigInt(quantity) - BigInt(net) * BigInt(after - before)
					expect(off <= BigInt(quantity) && -off <= BigInt(quantity)).toBe(true)
				}
			}),
			seeded,
		)
	})
})

const bean: SoldAllocation = {
	allocationId: 1,
	sequence: 1,
	groupKey: 'A',
	quantity: 3 * unit,
	cancelledQuantity: 0,
	netMinor: 5059,
	taxMinor: 379,
	invoicedQuantity: 0,
}
const acc: SoldAllocation = {
	allocationId: 2,
	sequence: 2,
	groupKey: 'A',
	quantity: unit,
	cancelledQuantity: 0,
	netMinor: 3319,
	taxMinor: 249,
	invoicedQuantity: 0,
}
const groupA = { groupKey: 'A', shippingMinor: 89, shippingTaxMinor: 7, isShippingInvoiced: false }
const made = (document: ReturnType<typeof cutInvoice>): CutDocument => {
	if (!document.ok) throw new Error(JSON.stringify(document.refusals))
	return document
}

describe('invoices of shipments', () => {
	test('two parcels: shipping on the first, both sum to what was sold', () => {
		const first = made(cutInvoice([{ allocationId: 1, quantity: 2 * unit }], [bean, acc], [groupA], 'half_away'))
		expect(first).toMatchObject({ netMinor: 3373, shippingMinor: 89, taxMinor: 253 + 7, totalMinor: 3373 + 89 + 260, shippingOfGroups: ['A'] })
		const rest = [
			{ allocationId: 2, quantity: unit },
			{ allocationId: 1, quantity: unit },
		]
		const second = made(cutInvoice(rest, [{ ...bean, invoicedQuantity: 2 * unit }, acc], [{ ...groupA, isShippingInvoiced: true }], 'half_away'))
		expect(second).toMatchObject({ netMinor: 1686 + 3319, shippingMinor: 0, taxMinor: 126 + 249 })
		expect(second.lines.map(({ sequence }) => sequence)).toEqual([1, 2])
	})
	test('allocations of one line stand in their own order', () => {
		const two = [acc, { ...bean, allocationId: 4 }, bean]
		const shipped = two.map(({ allocationId }) => ({ allocationId, quantity: unit }))
		expect(made(cutInvoice(shipped, two, [], 'half_away')).lines.map(({ id }) => id)).toEqual([1, 4, 2])
	})
	test('the same allocation in two parcels of one shipment is one line', () => {
		const twice = [
			{ allocationId: 1, quantity: unit },
			{ allocationId: 1, quantity: unit },
		]
		expect(made(cutInvoice(twice, [bean], [], 'half_away')).lines).toEqual([{ id: 1, sequence: 1, quantity: 2 * unit, netMinor: 3373, taxMinor: 253 }])
	})
	test('a short shipment keeps the price of each unit: a cancelled unit is left out, not spread', () => {
		const short = { ...bean, cancelledQuantity: unit }
		expect(made(cutInvoice([{ allocationId: 1, quantity: 2 * unit }], [short], [], 'half_away')).netMinor).toBe(3373)
	})
	test.each([
		['more than is open', [{ allocationId: 1, quantity: 3 * unit }], 2 * unit],
		[
			'more in two parcels',
			[
				{ allocationId: 1, quantity: unit },
				{ allocationId: 1, quantity: 2 * unit },
			],
			2 * unit,
		],
		['something never sold', [{ allocationId: 9, quantity: unit }], 0],
		['nothing', [{ allocationId: 1, quantity: 0 }], 2 * unit],
	])('refuses %s', (_, shipped, openQuantity) => {
		const outcome = cutInvoice(shipped, [{ ...bean, cancelledQuantity: unit }], [], 'half_away')
		expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'INVOICE_EXCEEDS_SOLD', facts: { openQuantity } }] })
	})
})

describe('credit notes', () => {
	const invoiced: InvoicedLine = { invoiceLineId: 7, sequence: 1, quantity: 3 * unit, netMinor: 5059, taxMinor: 379, creditedQuantity: 0 }
	test('units come back one by one: 16.86, 16.87, 16.86', () => {
		const back = [0, 1, 2].map(
			(k) => made(cutCreditNote([{ invoiceLineId: 7, quantity: unit }], [{ ...invoiced, creditedQuantity: k * unit }], [], 'half_away')).netMinor,
		)
		expect(back).toEqual([1686, 1687, 1686])
	})
	test('never more than its invoice line', () => {
		const outcome = cutCreditNote([{ invoiceLineId: 7, quantity: 2 * unit }], [{ ...invoiced, creditedQuantity: 2 * unit }], [], 'half_away')
		expect(outcome).toMatchObject({ ok: false, refusals: [{ code: 'CREDIT_EXCEEDS_INVOICE', line: 1, facts: { openQuantity: unit } }] })
	})
	test('law: parcels and returns in any portions sum to the order', () => {
		const portions = fc.array(fc.integer({ min: 1, max: 5 }), { minLength: 1, maxLength: 20 })
		fc.assert(
			fc.property(portions, fc.nat(1_000_000), fc.nat(200_000), (parcels, netMinor, taxMinor) => {
				const quantity = sum(parcels) * unit
				let invoicedQuantity = 0
				const totals = { invoiced: 0, credited: 0 }
				for (const parcel of parcels) {
					const allocation = { ...bean, quantity, netMinor, taxMinor, invoicedQuantity }
					const { lines, totalMinor } = made(cutInvoice([{ allocationId: 1, quantity: parcel * unit }], [allocation], [], 'half_away'))
					invoicedQuantity += parcel * unit
					totals.invoiced += totalMinor
					const line = lines[0]!
					for (let k = 0; k < parcel; k += 1) {
						const own = { invoiceLineId: 7, sequence: 1, quantity: line.quantity, netMinor: line.netMinor, taxMinor: line.taxMinor, creditedQuantity: k * unit }
						totals.credited += made(cutCreditNote([{ invoiceLineId: 7, quantity: unit }], [own], [], 'half_away')).totalMinor
					}
				}
				expect(totals).toEqual({ invoiced: netMinor + taxMinor, credited: netMinor + taxMinor })
			}),
			seeded,
		)
	})
})

const open = (invoiceId: number, dueOn: string, totalMinor: number, settledMinor = 0): OpenInvoice => ({
	invoiceId,
	kind: totalMinor < 0 ? 'credit_note' : 'invoice',
	issuedOn: '2026-01-01',
	dueOn,
	totalMinor,
	settledMinor,
})

describe('ageing', () => {
	test.each([
		['2026-03-02', 'current'],
		['2026-03-01', 'days1to30'],
		['2026-01-31', 'days1to30'],
		['2026-01-30', 'days31to60'],
		['2026-01-01', 'days31to60'],
		['2025-12-31', 'days61to90'],
		['2025-12-02', 'days61to90'],
		['2025-12-01', 'over90'],
	])('due %s is %s on 2026-03-02', (dueOn, bucket) => {
		expect(bucketOf(dueOn, '2026-03-02')).toBe(bucket)
	})
	test('open amounts by age, credit notes apart', () => {
		const invoices = [
			open(1, '2026-03-09', 1000),
			open(2, '2026-02-20', 500, 200),
			open(3, '2025-11-01', 700, 700),
			open(4, '2026-01-05', 100),
			open(5, '2026-01-05', -80, -30),
		]
		expect(ageInvoices(invoices, '2026-03-02')).toEqual({
			buckets: { current: 1000, days1to30: 300, days31to60: 100, days61to90: 0, over90: 0 },
			openMinor: 1400,
			overdueMinor: 400,
			oldestOverdueDays: 56,
			creditMinor: 50,
		})
	})
})

describe('payments', () => {
	const invoices = [
		open(3, '2026-02-10', 500),
		open(1, '2026-01-10', 1000, 400),
		open(2, '2026-01-20', 300),
		open(9, '2026-01-01', -250),
		open(4, '2025-01-01', 50, 50),
	]
	const pay = (amountMinor: number, more: Partial<Parameters<typeof applyPayment>[0]> = {}) =>
		applyPayment({ amountMinor, invoices, chosen: null, creditNoteIds: [], ...more })
	test('oldest first, the last one in part', () => {
		expect(pay(1000)).toEqual({
			ok: true,
			applications: [
				{ invoiceId: 1, amountMinor: 600 },
				{ invoiceId: 2, amountMinor: 300 },
				{ invoiceId: 3, amountMinor: 100 },
			],
			unappliedMinor: 0,
		})
	})
	test('of the same due day the one issued first, then the lower number', () => {
		const same = [{ ...open(6, '2026-01-10', 100), issuedOn: '2026-01-02' }, open(8, '2026-01-10', 100), open(7, '2026-01-10', 100)]
		expect(pay(300, { invoices: same })).toMatchObject({ applications: [{ invoiceId: 7 }, { invoiceId: 8 }, { invoiceId: 6 }] })
	})
	test('what is left stays unapplied cash', () => {
		expect(pay(1500)).toMatchObject({ unappliedMinor: 100 })
	})
	test('chosen ones, wholly and in part', () => {
		const chosen = [
			{ invoiceId: 3, amountMinor: null },
			{ invoiceId: 1, amountMinor: 50 },
		]
		expect(pay(550, { chosen })).toEqual({
			ok: true,
			applications: [
				{ invoiceId: 3, amountMinor: 500 },
				{ invoiceId: 1, amountMinor: 50 },
			],
			unappliedMinor: 0,
		})
	})
	test('a credit note is netted, only as far as needed', () => {
		expect(pay(250, { chosen: [{ invoiceId: 3, amountMinor: null }], creditNoteIds: [9, 9] })).toEqual({
			ok: true,
			applications: [
				{ invoiceId: 3, amountMinor: 500 },
				{ invoiceId: 9, amountMinor: -250 },
			],
			unappliedMinor: 0,
		})
		expect(pay(0, { chosen: [{ invoiceId: 2, amountMinor: 100 }], creditNoteIds: [9] })).toMatchObject({
			applications: [{ amountMinor: 100 }, { invoiceId: 9, amountMinor: -100 }],
		})
	})
	test.each([
		['an unknown invoice', { chosen: [{ invoiceId: 77, amountMinor: null }] }, 'INVOICE_NOT_OPEN'],
		['a settled one', { chosen: [{ invoiceId: 4, amountMinor: null }] }, 'INVOICE_NOT_OPEN'],
		[
			'one twice',
			{
				chosen: [
					{ invoiceId: 3, amountMinor: 5 },
					{ invoiceId: 3, amountMinor: 5 },
				],
			},
			'INVOICE_NOT_OPEN',
		],
		['a credit note as an invoice', { chosen: [{ invoiceId: 9, amountMinor: null }] }, 'INVOICE_NOT_OPEN'],
		['an invoice as a credit note', { creditNoteIds: [1] }, 'INVOICE_NOT_OPEN'],
		['more than is open', { chosen: [{ invoiceId: 2, amountMinor: 301 }] }, 'PAYMENT_EXCEEDS_OPEN'],
		['nothing', { chosen: [{ invoiceId: 2, amountMinor: 0 }] }, 'PAYMENT_EXCEEDS_OPEN'],
		[
			'more than was paid',
			{
				chosen: [
					{ invoiceId: 1, amountMinor: 600 },
					{ invoiceId: 3, amountMinor: 401 },
				],
			},
			'PAYMENT_SHORT',
		],
	])('refuses %s', (_, more, code) => {
		expect(pay(1000, more)).toMatchObject({ ok: false, refusals: [{ code }] })
	})
	test('what is short is what payment and credit notes together leave', () => {
		const chosen = [
			{ invoiceId: 1, amountMinor: 600 },
			{ invoiceId: 3, amountMinor: 500 },
		]
		expect(pay(800, { chosen, creditNoteIds: [9] })).toEqual({ ok: false, refusals: [{ code: 'PAYMENT_SHORT', facts: { shortMinor: 50 } }] })
		expect(pay(850, { chosen, creditNoteIds: [9] })).toMatchObject({ ok: true, unappliedMinor: 0 })
	})
	test('an unknown invoice asks for no money of its own', () => {
		const chosen = [
			{ invoiceId: 77, amountMinor: null },
			{ invoiceId: 1, amountMinor: 50 },
		]
		expect(pay(50, { chosen })).toEqual({ ok: false, refusals: [{ code: 'INVOICE_NOT_OPEN', facts: { invoiceId: 77 } }] })
	})
	test('laws: nothing is settled past its total; applied less netted plus unapplied is the payment', () => {
		const minor = fc.nat(100_000)
		const list = fc.array(fc.record({ total: minor, part: fc.nat(100), note: fc.nat(4), day: fc.integer({ min: 10, max: 28 }) }), { maxLength: 40 })
		fc.assert(
			fc.property(list, fc.nat(2_000_000), (drawn, amountMinor) => {
				const all = drawn.map(({ total, part, note, day }, index) => {
					const signed = note === 0 ? -total : total
					return open(index + 1, `2026-01-${day}`, signed, Math.trunc((signed * part) / 100))
				})
				const creditNoteIds = all.filter((one) => one.kind === 'credit_note' && one.totalMinor !== one.settledMinor).map(({ invoiceId }) => invoiceId)
				const outcome = applyPayment({ amountMinor, invoices: all, chosen: null, creditNoteIds })
				if (!outcome.ok) throw new Error('refused')
				expect(sum(outcome.applications.map((one) => one.amountMinor)) + outcome.unappliedMinor).toBe(amountMinor)
				for (const { invoiceId, amountMinor: applied } of outcome.applications) {
					const { totalMinor, settledMinor } = all[invoiceId - 1]!
					expect(Math.abs(settledMinor + applied)).toBeLessThanOrEqual(Math.abs(totalMinor))
					expect(Math.sign(applied)).toBe(Math.sign(totalMinor))
				}
				expect(applyPayment({ amountMinor, invoices: [...all].reverse(), chosen: null, creditNoteIds: [...creditNoteIds] })).toEqual(outcome)
			}),
			seeded,
		)
	})
})
