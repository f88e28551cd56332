import { afterAll, expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { applyCash } from '../../../app/flows/invoice/apply-cash.ts'
import { openInvoice, openInvoices, openPayment } from '../../../app/flows/invoice/open-invoices.ts'
import { openStatement } from '../../../app/flows/invoice/open-statement.ts'
import { finishPayment, type PayInvoices, payInvoices } from '../../../app/flows/invoice/pay-invoices.ts'
import { printInvoice } from '../../../app/flows/invoice/print-invoice.ts'
import { recordPayment } from '../../../app/flows/invoice/record-payment.ts'
import { unapplyPayment } from '../../../app/flows/invoice/unapply-payment.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { open as openStandIn } from '../../connectors/stand-in-desk.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makePlacedStory, makeStaff, morning } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 40 })
const standIn = await openStandIn()
afterAll(() => standIn.close())

/** Luka's order of P2, shipped: three invoices of 101.11, 54.68 and 18.99. */
async function invoiced(lot: string): Promise<{ company: Company; staff: StaffMember; ids: number[] }> {
	const { company, orderId } = await makePlacedStory(db, lot)
	const staff: StaffMember = {
		...{
			kind: 'staff',
			userId: await makeStaff(db, company, ['rep', 'credit_manager']),
			name: 'Samuel Osei',
			email: '',
			locale: 'en',
			roles: ['credit_manager'],
		},
		...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
	}
	const groups = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id`
	for (const { id } of groups)
		await shipGroup(db, noPayment(), staff, {
			...{ groupId: id, quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at: morning, requestId: 'r' },
		})
	const invoices = await db<{ id: number }[]>`select id from invoice where account_id = ${company.accountId} order by id`
	return { company, staff, ids: invoices.map(({ id }) => id) }
}

const all = (ids: readonly number[]) => ids.map((invoiceId) => ({ invoiceId, amount: '' }))
const by = (ids: readonly number[], more: Partial<PayInvoices> = {}): PayInvoices => ({
	...{ invoices: all(ids), creditNoteIds: [], paymentMethodId: 'pm_card_visa', idempotencyKey: 'k1', at: morning },
	...more,
})
const settledOf = async ({ accountId }: Company) =>
	(await db`select settled_minor from invoice where account_id = ${accountId} and kind = 'invoice' order by id`).map((one) => one['settledMinor'])
const openCreditOf = async ({ accountId }: Company) =>
	(await db`select open_invoice_minor from credit_profile where account_id = ${accountId}`)[0]?.['openInvoiceMinor']
const paymentsOf = ({ accountId }: Company) => db`select method, amount_minor, applied_minor, status from payment where account_id = ${accountId} order by id`

async function creditNote({ accountId, sellerId }: Company, totalMinor: number): Promise<number> {
	const [note] = await db<{ id: number }[]>`
		insert into invoice (account_id, seller_entity_id, kind, number, currency, issued_on, due_on, net_minor, total_minor) values (${accountId}, ${sellerId}, 'credit_note', 'CN-1', 'USD', '2026-03-02', '2026-03-02', ${-totalMinor}, ${-totalMinor}) returning id`
	return note?.id ?? 0
}

test('three invoices, one card payment: all settled, one payment, credit free again, each invoice told; the same key again is the same payment', async () => {
	const { company, ids } = await invoiced('agate')
	const paid = await payInvoices(db, standIn.pay, company.shopper, by(ids))
	expect(paid).toMatchObject({ ok: true, isReplay: false, paid: { appliedMinor: 17478, unappliedMinor: 0, currency: 'USD' } })
	expect(await settledOf(company)).toEqual([10111, 5468, 1899])
	expect(await openCreditOf(company)).toBe(0)
	expect(await paymentsOf(company)).toEqual([{ method: 'card', amountMinor: 17478, appliedMinor: 17478, status: 'received' }])
	expect(await db`select state from payment_attempt where account_id = ${company.accountId}`).toEqual([{ state: 'captured' }])
	expect(await db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'invoice.paid'`).toHaveLength(3)
	expect(await payInvoices(db, standIn.pay, company.shopper, by(ids))).toEqual({ ...paid, isReplay: true })
	expect(await payInvoices(db, standIn.pay, company.shopper, by(ids.slice(1)))).toMatchObject({ ok: false, refusals: [{ code: 'payment.key_reused' }] })
	expect(await payInvoices(db, standIn.pay, company.shopper, by(ids, { idempotencyKey: 'k2' }))).toMatchObject({
		ok: false,
		refusals: Array(3).fill({ code: 'INVOICE_NOT_OPEN' }),
	})
	expect(await paymentsOf(company)).toHaveLength(1)
})

test('the same payment sent six times at once is one payment and one charge', async () => {
	const { company, ids } = await invoiced('amber')
	const before = ((await standIn.rest('GET', '/v1/payment_intents', { limit: '100' })).body['data'] as unknown[]).length
	const answers = await Promise.all(Array.from({ length: 6 }, () => payInvoices(db, standIn.pay, company.shopper, by(ids))))
	expect(answers.filter((answer) => answer?.ok && 'paid' in answer && !answer.isReplay)).toHaveLength(1)
	const told = answers.map((answer) => (answer?.ok && 'paid' in answer ? answer.paid.paymentId : null))
	expect(new Set(told).size, 'every one is told of the same payment').toBe(1)
	expect(told[0]).toBeTypeOf('number')
	expect(await paymentsOf(company)).toHaveLength(1)
	expect(await settledOf(company)).toEqual([10111, 5468, 1899])
	const after = ((await standIn.rest('GET', '/v1/payment_intents', { limit: '100' })).body['data'] as unknown[]).length
	expect(after - before).toBe(1)
})

test('two people who pay the same invoices at once: nothing is settled twice, the second’s money is kept as unapplied cash', async () => {
	const { company, ids } = await invoiced('beryl')
	const answers = await Promise.all(['one', 'two'].map((idempotencyKey) => payInvoices(db, standIn.pay, company.shopper, by(ids, { idempotencyKey }))))
	const paid = answers.flatMap((answer) => (answer?.ok && 'paid' in answer ? [answer.paid] : []))
	expect(await settledOf(company)).toEqual([10111, 5468, 1899])
	const cash = await paymentsOf(company)
	expect(cash.reduce((sum, one) => sum + Number(one['appliedMinor']), 0)).toBe(17478)
	expect(cash).toHaveLength(paid.length)
	expect(await openCreditOf(company)).toBe(0)
})

test('partly, with a credit note netted; what is wrong is refused with every reason and nothing is charged', async () => {
	const { company, ids } = await invoiced('coral')
	const noteId = await creditNote(company, 500)
	const [first = 0, second = 0] = ids
	const bad = await payInvoices(
		db,
		standIn.pay,
		company.shopper,
		by([], {
			invoices: [
				{ invoiceId: first, amount: '200.00' },
				{ invoiceId: second, amount: 'ten' },
			],
		}),
	)
	expect(bad).toMatchObject({ ok: false, refusals: [{ code: 'AMOUNT_INVALID' }] })
	expect(await payInvoices(db, standIn.pay, company.shopper, by([], { invoices: [{ invoiceId: first, amount: '200.00' }] }))).toMatchObject({
		refusals: [{ code: 'PAYMENT_EXCEEDS_OPEN' }],
	})
	for (const none of [[], [{ invoiceId: first, amount: '0' }]])
		expect(await payInvoices(db, standIn.pay, company.shopper, by([], { invoices: none }))).toMatchObject({ refusals: [{ code: 'NOTHING_TO_PAY' }] })
	expect(await payInvoices(db, standIn.pay, company.shopper, by(ids, { paymentMethodId: null }))).toMatchObject({ refusals: [{ code: 'CARD_NEEDED' }] })
	expect(await payInvoices(db, standIn.pay, { ...company.shopper, kind: 'rep' }, by(ids))).toMatchObject({ refusals: [{ code: 'CARD_BY_BUYER' }] })
	expect(await payInvoices(db, standIn.pay, { ...company.shopper, role: 'viewer' }, by(ids))).toMatchObject({ refusals: [{ code: 'ROLE_MAY_NOT' }] })
	expect(await paymentsOf(company)).toHaveLength(0)
	const invoices = [
		{ invoiceId: first, amount: '50,00' },
		{ invoiceId: second, amount: '' },
	]
	const paid = await payInvoices(db, standIn.pay, company.shopper, by([], { invoices, creditNoteIds: [noteId], idempotencyKey: 'k3' }))
	expect(paid).toMatchObject({ ok: true, paid: { appliedMinor: 5000 + 5468 - 500, unappliedMinor: 0 } })
	expect(await settledOf(company)).toEqual([5000, 5468, 0])
	const [note] = await db`select settled_minor from invoice where id = ${noteId} and account_id = ${company.accountId}`
	expect(note).toEqual({ settledMinor: -500 })
	expect(await openCreditOf(company)).toBe(17478 - 5000 - 5468)
})

test('a credit note that covers it all charges no card', async () => {
	const { company, ids } = await invoiced('flint')
	const noteId = await creditNote(company, 6000)
	const answer = await payInvoices(db, noPayment(), company.shopper, by([ids[1] ?? 0], { creditNoteIds: [noteId], paymentMethodId: null }))
	expect(answer).toMatchObject({ ok: true, paid: { settled: ['FLINT-000002'] } })
	expect(await settledOf(company)).toEqual([0, 5468, 0])
	expect(await paymentsOf(company)).toEqual([{ method: 'credit', amountMinor: 5468, appliedMinor: 5468, status: 'received' }])
})

test('a declined card settles nothing and is told; another card under a new key pays', async () => {
	const { company, ids } = await invoiced('jade')
	const refused = await payInvoices(db, standIn.pay, company.shopper, by(ids, { paymentMethodId: 'pm_card_visa_chargeDeclined' }))
	expect(refused).toMatchObject({ ok: false, refusals: [{ code: 'card.declined' }] })
	expect(await settledOf(company)).toEqual([0, 0, 0])
	expect(await db`select state, failure_code from payment_attempt where account_id = ${company.accountId}`).toEqual([
		{ state: 'declined', failureCode: 'card.declined' },
	])
	expect(await db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'payment.declined'`).toHaveLength(1)
	expect(await payInvoices(db, standIn.pay, company.shopper, by(ids, { idempotencyKey: 'k2' }))).toMatchObject({ ok: true })
})

test('a bank that asks first: nothing is settled until the processor says that it was answered', async () => {
	const { company, ids } = await invoiced('marble')
	const asked = await payInvoices(db, standIn.pay, company.shopper, by(ids, { paymentMethodId: 'pm_card_authenticationRequired' }))
	expect(asked).toMatchObject({ ok: true, nextAction: { kind: 'script' }, idempotencyKey: 'k1' })
	expect(await settledOf(company)).toEqual([0, 0, 0])
	const [attempt] = await db<{ stripeIntentId: string }[]>`select stripe_intent_id from payment_attempt where account_id = ${company.accountId}`
	expect(await finishPayment(db, standIn.pay, company.shopper, { idempotencyKey: 'k1', at: morning })).toMatchObject({
		ok: true,
		nextAction: { kind: 'script' },
	})
	expect(await finishPayment(db, standIn.pay, (await invoiced('onyx')).company.shopper, { idempotencyKey: 'k1', at: morning })).toBeNull()
	expect(await settledOf(company)).toEqual([0, 0, 0])
	expect(attempt?.stripeIntentId).toMatch(/^pi_/)
})

test('a transfer pays the oldest first, keeps what is over as unapplied cash, and is booked once', async () => {
	const { company, staff, ids } = await invoiced('pyrite')
	await db`update invoice set due_on = '2026-01-01' where id = ${ids[2] ?? 0} and account_id = ${company.accountId}`
	const input = {
		...{
			accountId: company.accountId,
			method: 'bank_transfer' as const,
			amount: '100.00',
			reference: 'WIRE 77',
			oldestFirst: true,
			invoices: [],
			creditNoteIds: [],
		},
		...{ idempotencyKey: 'w1', at: morning, requestId: 'r' },
	}
	expect(await recordPayment(db, staff, input)).toMatchObject({ ok: true, paid: { settled: ['PYRITE-000003'], unappliedMinor: 0 } })
	expect(await settledOf(company)).toEqual([10000 - 1899, 0, 1899])
	expect(await recordPayment(db, staff, input)).toMatchObject({ ok: true, isReplay: true })
	expect(await recordPayment(db, staff, { ...input, amount: '200', idempotencyKey: 'w2' })).toMatchObject({
		ok: true,
		paid: { unappliedMinor: 20000 - (17478 - 10000) },
	})
	expect(await openCreditOf(company)).toBe(0)
	expect(
		(
			await openInvoices(asShopper(db, company.shopper), company.shopper, {
				text: null,
				status: null,
				from: null,
				to: null,
				after: null,
				paidId: null,
				at: morning,
			})
		)?.statement,
	).toMatchObject({ openMinor: 0, unappliedMinor: 12522 })
	expect(await recordPayment(db, staff, { ...input, amount: '0', reference: ' ', idempotencyKey: 'w3' })).toMatchObject({
		refusals: [{ code: 'AMOUNT_INVALID' }, { code: 'REFERENCE_MISSING' }],
	})
	expect(await recordPayment(db, staff, { ...input, receivedOn: '2026-03-03', idempotencyKey: 'w5' })).toMatchObject({
		refusals: [{ code: 'VALUE_DAY_FUTURE' }],
	})
	expect(await recordPayment(db, staff, { ...input, amount: '5', reference: 'LATE', receivedOn: '2026-02-27', idempotencyKey: 'w6' })).toMatchObject({
		ok: true,
	})
	expect(
		await db`select (received_at at time zone 'America/Chicago')::date as on from payment where account_id = ${company.accountId} and reference = 'LATE'`,
	).toEqual([{ on: '2026-02-27' }])
	const stranger = { ...staff, seller: (await makeCompany(db, 'quartz')).shopper.seller }
	expect(await recordPayment(db, stranger, { ...input, idempotencyKey: 'w4' })).toBeNull()
	expect(await db`select action from audit_entry where account_id = ${company.accountId} and action = 'payment.recorded'`).toHaveLength(3)
})

const wired = (company: Company, amount: string, idempotencyKey: string) => ({
	...{ accountId: company.accountId, method: 'bank_transfer' as const, amount, reference: 'WIRE', oldestFirst: false, invoices: [], creditNoteIds: [] },
	...{ idempotencyKey, at: morning, requestId: 'r' },
})
/** What the books say of themselves: every payment, invoice and the open credit, each against what is applied. */
const unbalancedOf = ({ accountId }: Company) => db`
	select 'payment' as kind, p.id from payment p where p.account_id = ${accountId} and p.method <> 'credit' and p.applied_minor <> (select coalesce(sum(x.amount_minor), 0) from payment_application x where x.account_id = p.account_id and x.payment_id = p.id)
	union all select 'invoice', i.id from invoice i where i.account_id = ${accountId} and i.settled_minor <> (select coalesce(sum(x.amount_minor), 0) from payment_application x where x.account_id = i.account_id and x.invoice_id = i.id)
	union all select 'credit', c.account_id from credit_profile c where c.account_id = ${accountId} and c.open_invoice_minor <> (select coalesce(sum(i.total_minor - i.settled_minor), 0) from invoice i where i.account_id = c.account_id and i.kind = 'invoice')`

test('money without an invoice is kept, applied later to what is chosen, and its applying is undone; every sum agrees', async () => {
	const { company, staff, ids } = await invoiced('zircon')
	const booked = await recordPayment(db, staff, { ...wired(company, '120.00', 'z1'), keepsAll: true })
	expect(booked).toMatchObject({ ok: true, paid: { appliedMinor: 0, unappliedMinor: 12000 } })
	const paymentId = booked?.ok ? booked.paid.paymentId : 0
	const wish = { accountId: company.accountId, paymentId, at: morning, requestId: 'r' }
	expect(await applyCash(db, staff, { ...wish, typed: [{ invoiceId: ids[2] ?? 0, amount: '' }] })).toMatchObject({ ok: true, settled: ['ZIRCON-000003'] })
	expect(await applyCash(db, staff, { ...wish, typed: null })).toMatchObject({ ok: true, appliedMinor: 12000 - 1899 })
	expect(await settledOf(company)).toEqual([12000 - 1899, 0, 1899])
	expect(await applyCash(db, staff, { ...wish, typed: null })).toMatchObject({ ok: false, refusals: [{ code: 'NO_CASH' }] })
	expect(await unbalancedOf(company)).toEqual([])
	expect(await unapplyPayment(db, staff, wish)).toMatchObject({ ok: true, amountMinor: 12000 })
	expect(await settledOf(company)).toEqual([0, 0, 0])
	expect(await openCreditOf(company)).toBe(17478)
	expect(await unbalancedOf(company)).toEqual([])
	expect(await unapplyPayment(db, staff, wish)).toMatchObject({ refusals: [{ code: 'NOTHING_APPLIED' }] })
	const stranger = { ...staff, seller: (await makeCompany(db, 'zeolite')).shopper.seller }
	expect([await applyCash(db, stranger, { ...wish, typed: null }), await unapplyPayment(db, stranger, wish)]).toEqual([null, null])
	expect((await db`select action from audit_entry where account_id = ${company.accountId} order by id`).map((one) => one['action'])).toEqual(
		expect.arrayContaining(['payment.recorded', 'payment.applied', 'payment.applied', 'payment.unapplied']),
	)
	// What opens again would stand above a limit that was lowered meanwhile.
	await applyCash(db, staff, { ...wish, typed: null })
	await db`update credit_profile set limit_minor = 10000 where account_id = ${company.accountId}`
	expect(await unapplyPayment(db, staff, wish)).toMatchObject({ ok: false, refusals: [{ code: 'CREDIT_FULL', facts: { overMinor: 7478 } }] })
})

test('at her next payment her unapplied money pays first, credit notes before it, and a card what is left', async () => {
	const { company, staff, ids } = await invoiced('sphene')
	const noteId = await creditNote(company, 500)
	await recordPayment(db, staff, { ...wired(company, '30.00', 's1'), keepsAll: true })
	const wish = by(ids.slice(0, 2), { creditNoteIds: [noteId], usesCash: true, idempotencyKey: 'card' })
	expect(await payInvoices(db, standIn.pay, company.shopper, wish)).toMatchObject({ ok: true, paid: { appliedMinor: 15579 - 500 - 3000, unappliedMinor: 0 } })
	expect(await settledOf(company)).toEqual([10111, 5468, 0])
	expect(await unbalancedOf(company)).toEqual([])
	expect((await paymentsOf(company)).map((one) => [one['method'], one['amountMinor'], one['appliedMinor']])).toEqual([
		['bank_transfer', 3000, 3000],
		['card', 12079, 12079],
	])
	// Cash alone settles without a card, for a rep too; there is none left for the next.
	await recordPayment(db, staff, { ...wired(company, '10.00', 's2'), keepsAll: true })
	const part = by([], { invoices: [{ invoiceId: ids[2] ?? 0, amount: '10.00' }], usesCash: true, paymentMethodId: null, idempotencyKey: 'cash' })
	const rep = { ...company.shopper, kind: 'rep' as const }
	expect(await payInvoices(db, noPayment(), rep, part)).toMatchObject({ ok: true, paid: { appliedMinor: 1000 } })
	expect(await payInvoices(db, noPayment(), rep, { ...part, idempotencyKey: 'cash-2', invoices: [{ invoiceId: ids[2] ?? 0, amount: '1.00' }] })).toMatchObject({
		refusals: [{ code: 'CARD_BY_BUYER' }],
	})
	expect(await settledOf(company)).toEqual([10111, 5468, 1000])
	expect(await unbalancedOf(company)).toEqual([])
})

test("the statement ages what is open; another account's invoice is none", async () => {
	const { company, ids } = await invoiced('slate')
	await creditNote(company, 300)
	await db`update invoice set due_on = '2026-01-20' where id = ${ids[0] ?? 0} and account_id = ${company.accountId}`
	const none = { text: null, status: null, from: null, to: null, after: null, paidId: null, at: morning }
	const { result, statements } = await statementsOf(db, () => openInvoices(asShopper(db, company.shopper), company.shopper, none))
	expect(statements).toHaveLength(3)
	expect(result?.statement).toMatchObject({
		openMinor: 17478,
		overdueMinor: 10111,
		creditMinor: 300,
		oldestOverdueDays: 41,
		buckets: { current: 5468 + 1899, days31to60: 10111 },
	})
	expect((await openInvoices(asShopper(db, company.shopper), company.shopper, { ...none, status: 'overdue' }))?.invoices.map(({ number }) => number)).toEqual([
		'SLATE-000001',
	])
	const other = await makeCompany(db, 'topaz')
	expect(await openInvoice(asShopper(db, other.shopper), other.shopper, { number: 'SLATE-000001', at: morning })).toBeNull()
	expect((await openPayment(asShopper(db, other.shopper), other.shopper, { ids, at: morning }))?.invoices).toEqual([])
	expect(await payInvoices(db, standIn.pay, other.shopper, by(ids))).toMatchObject({ ok: false, refusals: Array(3).fill({ code: 'INVOICE_NOT_OPEN' }) })
	const invoice = await openInvoice(asShopper(db, company.shopper), company.shopper, { number: 'SLATE-000001', at: morning })
	expect(invoice?.invoice).toMatchObject({ netMinor: 9323, totalMinor: 10111, lines: [{}, {}, {}], billTo: { name: 'Coffeehaus slate' } })
})

test('the same statements for 3 invoices and for 300: to book, to state and to print', async () => {
	const { company, staff } = await invoiced('garnet')
	const counts: string[] = []
	for (const count of [3, 300]) {
		await db`insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor)
			select ${company.accountId}, ${company.sellerId}, 'X-' || ${count}::int || '-' || n, 'USD', '2026-03-01', '2026-03-31', 100, 100 from generate_series(1, ${count}::int) n`
		const input = {
			accountId: company.accountId,
			method: 'check' as const,
			amount: '9000',
			reference: 'C',
			oldestFirst: true,
			invoices: [],
			creditNoteIds: [],
			idempotencyKey: `g${count}`,
			at: morning,
			requestId: 'r',
		}
		const { result, statements } = await statementsOf(db, () => recordPayment(db, staff, input))
		expect(result).toMatchObject({ ok: true })
		const shopper = asShopper(db, company.shopper)
		const read = await statementsOf(db, () => openStatement(shopper, company.shopper, { from: null, to: null, at: morning }))
		const print = await statementsOf(db, () => printInvoice(shopper, company.shopper, { number: 'GARNET-000001' }))
		counts.push(`${statements.length} ${read.statements.length} ${print.statements.length}`)
	}
	expect(counts[0]).toBe(counts[1])
})
