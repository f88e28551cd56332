import { afterAll, expect, test } from 'vitest'
import type { PaymentConnector } from '../../../app/connectors/payment/contract.ts'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { payInvoices } from '../../../app/flows/invoice/pay-invoices.ts'
import { openInvoiceLink } from '../../../app/flows/payment/open-invoice-link.ts'
import { sendInvoiceLink } from '../../../app/flows/payment/send-invoice-link.ts'
import { settleLeftPayments } from '../../../app/flows/payment/settle-left-payments.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { open as openStandIn } from '../../connectors/stand-in-desk.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makePlacedStory, makeStaff, morning } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const standIn = await openStandIn({ now: () => morning.getTime() })
afterAll(() => standIn.close())
const minutes = (count: number) => new Date(morning.getTime() + count * 60_000)

/** Luka's order of P2, shipped: invoices of 101.11, 54.68 and 18.99. */
async function invoiced(lot: string) {
	const { company, orderId } = await makePlacedStory(db, lot)
	const userId = await makeStaff(db, company, ['rep'], 'Samuel')
	const staff = { kind: 'staff', userId, name: '', email: '', locale: 'en', roles: ['rep'], seller: company.shopper.seller, sessionHash: '', actingFor: null }
	for (const { id } of await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by id`)
		await shipGroup(db, noPayment(), staff as StaffMember, {
			...{ groupId: id, quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at: morning, requestId: 'r' },
		})
	const ids = (await db<{ id: number }[]>`select id from invoice where account_id = ${company.accountId} order by id`).map(({ id }) => id)
	const wish = {
		invoices: ids.map((invoiceId) => ({ invoiceId, amount: '' })),
		creditNoteIds: [],
		paymentMethodId: 'pm_card_visa',
		idempotencyKey: lot,
		at: morning,
	}
	const pay = (payment: PaymentConnector) => payInvoices(asShopper(db, company.shopper), payment, company.shopper, wish)
	const stands = async () => {
		const [row] = await db`
			select a.state, (select count(*)::int from payment p where p.account_id = a.account_id) as payments, (select sum(settled_minor)::int from invoice i where i.account_id = a.account_id) as settled,
				(select open_invoice_minor from credit_profile c where c.account_id = a.account_id) as owed
			from payment_attempt a where a.account_id = ${company.accountId}`
		return { ...row }
	}
	const [attempt] = await db<{ id: number }[]>`select id from payment_attempt where account_id = ${company.accountId}`
	return { company, staff: staff as StaffMember, ids, pay, stands, attempt }
}

/** The process dies right after this call of the processor has been made. */
const dyingAfter = (name: 'capture' | 'createIntent'): PaymentConnector => ({
	...standIn.pay,
	[name]: async (ask: never) => {
		await standIn.pay[name](ask)
		throw new Error('the process is gone')
	},
})
const intentsOf = async (accountId: number) => {
	const listed = await standIn.pay.listIntents({ createdFrom: new Date(0) })
	return listed.ok ? listed.intents.filter(({ metadata }) => metadata['account'] === String(accountId)).map(({ status }) => status) : []
}

test('captured and not booked: ten minutes later the money is in the books, once, and her own press again is the same payment', async () => {
	const { pay, stands, company } = await invoiced('agate')
	await expect(pay(dyingAfter('capture'))).rejects.toThrow('gone')
	expect(await stands()).toEqual({ state: 'authorised', payments: 0, settled: 0, owed: 17478 })
	expect(await settleLeftPayments(db, standIn.pay, minutes(9))).toBe(0)
	expect(await settleLeftPayments(db, standIn.pay, minutes(11))).toBe(1)
	const settled = { state: 'captured', payments: 1, settled: 17478, owed: 0 }
	expect(await stands()).toEqual(settled)
	expect(await db`select 1 from outbox_event where account_id = ${company.accountId} and topic = 'invoice.paid'`).toHaveLength(3)
	expect(await settleLeftPayments(db, standIn.pay, minutes(12))).toBe(0)
	expect(await pay(standIn.pay)).toMatchObject({ ok: true, isReplay: true, paid: { appliedMinor: 17478 } })
	expect(await stands()).toEqual(settled)
})

test('she pressed again before the worker came: it finds nothing left to do', async () => {
	const { pay, stands } = await invoiced('beryl')
	await expect(pay(dyingAfter('capture'))).rejects.toThrow('gone')
	expect(await pay(standIn.pay)).toMatchObject({ ok: true, isReplay: false })
	expect(await settleLeftPayments(db, standIn.pay, minutes(11))).toBe(0)
	expect(await stands()).toEqual({ state: 'captured', payments: 1, settled: 17478, owed: 0 })
})

test('authorised and no more: nobody was told that she has paid, so it is given back', async () => {
	const { pay, stands, company } = await invoiced('coral')
	await expect(pay(dyingAfter('createIntent'))).rejects.toThrow('gone')
	expect([await stands(), await intentsOf(company.accountId)]).toMatchObject([{ state: 'prepared', payments: 0 }, ['requires_capture']])
	expect(await settleLeftPayments(db, standIn.pay, minutes(11))).toBe(1)
	expect([await stands(), await intentsOf(company.accountId)]).toEqual([{ state: 'released', payments: 0, settled: 0, owed: 17478 }, ['canceled']])
})

test('never asked, and a processor that cannot be asked now', async () => {
	const { pay, stands } = await invoiced('delta')
	const unheard = { ...standIn.pay, createIntent: () => Promise.reject(new Error('the process is gone')) }
	await expect(pay(unheard)).rejects.toThrow('gone')
	const away: PaymentConnector = { ...standIn.pay, listIntents: async () => ({ ok: false, refusals: [{ code: 'payment.unreachable', facts: {} }] }) }
	expect(await settleLeftPayments(db, away, minutes(11))).toBe(0)
	expect(await stands()).toMatchObject({ state: 'prepared' })
	expect(await settleLeftPayments(db, standIn.pay, minutes(11))).toBe(1)
	expect(await stands()).toEqual({ state: 'released', payments: 0, settled: 0, owed: 17478 })
})

/** Samuel asks Luka to pay the first two invoices, of the first a part. */
async function asked(lot: string) {
	const { company, staff, ids } = await invoiced(lot)
	const { accountId, contactId, shopper } = company
	const invoices = [
		{ invoiceId: ids[0] ?? 0, amount: '100.00' },
		{ invoiceId: ids[1] ?? 0, amount: '' },
	]
	const send = async () => {
		const sent = await sendInvoiceLink(db, staff, { accountId, contactId, invoices, at: morning, requestId: 'r' })
		return sent?.ok ? sent.linkId : 0
	}
	const open = (id: number, at = morning) => openInvoiceLink(asShopper(db, shopper), shopper, { id, at })
	const payBy = async (id: number, payment: PaymentConnector, paymentMethodId = 'pm_card_visa') => {
		const link = await open(id)
		const wish = { invoices: link?.asked ?? [], creditNoteIds: [], paymentMethodId, idempotencyKey: link?.key ?? '', at: morning }
		return payInvoices(asShopper(db, shopper), payment, shopper, wish)
	}
	const paymentsOf = () => db`select amount_minor, applied_minor from payment where account_id = ${accountId} order by id`
	return { company, staff, ids, invoices, send, open, payBy, paymentsOf }
}

test('a link to pay invoices is bound to them and to what is asked of each, opens for one person, and pays once', async () => {
	const { company, staff, ids, send, open, payBy, paymentsOf } = await asked('topaz')
	const { accountId, contactId } = company
	const first = await send()
	const second = await send()
	expect([(await open(first))?.state, (await open(second))?.state]).toEqual(['withdrawn', 'open'])
	expect(await open(second)).toMatchObject({ totalMinor: 10_000 + 5468, senderName: 'Samuel Ortiz', asked: [{ amount: '100.00' }, { amount: '54.68' }] })
	expect(await openInvoiceLink(db, { ...company.shopper, contactId: contactId + 1 }, { id: second, at: morning })).toBeNull()
	expect((await open(second, new Date('2026-03-16T00:00:00Z')))?.state).toBe('expired')
	expect(await payBy(second, standIn.pay, 'pm_card_chargeDeclined')).toMatchObject({ ok: false, refusals: [{ code: 'card.declined' }] })
	const presses = await Promise.all([1, 2, 3].map(() => payBy(second, standIn.pay)))
	expect(presses.map((one) => one?.ok)).toEqual([true, true, true])
	expect(await paymentsOf()).toEqual([{ amountMinor: 15_468, appliedMinor: 15_468 }])
	expect(await open(second)).toMatchObject({ state: 'paid', paymentId: expect.any(Number) })
	const told = await db`select payload from outbox_event where account_id = ${accountId} and topic = 'pay_link.sent' order by id`
	expect(told.map(({ payload }) => payload)).toEqual([first, second].map((invoiceLinkId) => ({ invoiceLinkId, totalMinor: 15_468, currency: 'USD' })))
	const refused = await sendInvoiceLink(db, staff, { accountId, contactId: 0, invoices: [{ invoiceId: ids[1] ?? 0, amount: '' }], at: morning, requestId: 'r' })
	expect(refused?.ok === false && refused.refusals.map(({ code }) => code)).toEqual(expect.arrayContaining(['PAYER_MISSING']))
})

test('what was paid otherwise voids a link; money that was left behind uses it up', async () => {
	const { send, open, payBy, company, staff } = await asked('garnet')
	const link = await send()
	await expect(payBy(link, dyingAfter('capture'))).rejects.toThrow('the process is gone')
	expect((await open(link))?.state).toBe('open')
	expect(await settleLeftPayments(db, standIn.pay, minutes(11))).toBe(1)
	expect((await open(link))?.state).toBe('paid')
	const [rest] = await db<
		{ id: number }[]
	>`select id from invoice where account_id = ${company.accountId} and settled_minor < total_minor order by id desc limit 1`
	const ask = { accountId: company.accountId, contactId: company.contactId, invoices: [{ invoiceId: rest?.id ?? 0, amount: '' }], at: morning, requestId: 'r' }
	const sent = await sendInvoiceLink(db, staff, ask)
	const other = sent?.ok ? sent.linkId : 0
	await payInvoices(asShopper(db, company.shopper), standIn.pay, company.shopper, {
		...{
			invoices: [{ invoiceId: rest?.id ?? 0, amount: '1.00' }],
			creditNoteIds: [],
			paymentMethodId: 'pm_card_visa',
			idempotencyKey: 'otherwise',
			at: morning,
		},
	})
	expect((await open(other))?.state).toBe('settled')
})
