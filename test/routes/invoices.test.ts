import { afterAll, expect, test } from 'vitest'
import { noPayment } from '../../app/connectors/payment/no-payment.ts'
import { shipGroup } from '../../app/flows/shipping/ship-group.ts'
import type { Connectors } from '../../app/platform/house.ts'
import { open as openStandIn } from '../connectors/stand-in-desk.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makePlacedStory, makeStaff, morning } from '../support/placed.ts'
import { readPdf } from '../support/read-pdf.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const standIn = await openStandIn()
afterAll(() => standIn.close())
const house = testHouse(db, { connectors: { payment: standIn.pay } as Connectors })
const { company, orderId } = await makePlacedStory(db, 'agate')
const other = await makeCompany(db, 'flint')
const samuelId = await makeStaff(db, company, ['credit_manager'], 'Samuel')
const staff = {
	kind: 'staff',
	userId: samuelId,
	name: '',
	email: '',
	locale: 'en',
	roles: ['rep'],
	seller: company.shopper.seller,
	sessionHash: '',
	actingFor: null,
} as const
const groups = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id`
for (const { id } of groups)
	await shipGroup(db, noPayment(), staff, {
		groupId: id,
		quantities: null,
		closesShort: false,
		warehouseId: null,
		carrier: null,
		trackingNumber: null,
		at: morning,
		requestId: 'r',
	})
const ids = (await db<{ id: number }[]>`select id from invoice where account_id = ${company.accountId} order by id`).map(({ id }) => String(id))
const luka = await cookieOf(db, company)
const stranger = await cookieOf(db, other)
const samuel = await cookieOf(db, { userId: samuelId })
const ledger = `/receivables/${company.accountId}`

test('signed out, every door leads to sign in; another account finds nothing and pays nothing', async () => {
	for (const door of [
		'/invoices',
		'/invoices.csv',
		'/invoices/pay',
		'/invoices/AGATE-000001',
		'/invoices/AGATE-000001/pdf',
		'/receivables',
		ledger,
		`${ledger}/credit-note`,
	])
		expect((await ask(house, door)).headers.get('location'), door).toBe(`/sign-in?to=${encodeURIComponent(door)}`)
	const form = { intent: 'pay', invoice: ids, key: 'key-of-nobody', paymentMethodId: 'pm_card_visa' }
	for (const door of ['/invoices/pay', ledger]) expect((await ask(house, door, { form })).headers.get('location'), door).toBe('/sign-in?to=%2F')
	for (const door of ['/invoices/AGATE-000001', '/invoices/AGATE-000001/pdf']) expect((await ask(house, door, { cookie: stranger })).status, door).toBe(404)
	expect(await (await ask(house, `/invoices/pay?id=${ids[0]}`, { cookie: stranger })).text()).toContain('Nothing is open')
	const refused = await ask(house, '/invoices/pay', { form, cookie: stranger })
	expect(refused.status).toBe(422)
	expect((await ask(house, '/invoices/pay', { form: { intent: 'finish', key: 'key-of-nobody' }, cookie: stranger })).status).toBe(404)
	for (const cookie of [luka, stranger]) for (const door of ['/receivables', ledger]) expect((await ask(house, door, { cookie })).status).toBe(404)
	expect((await ask(house, ledger, { form: { amount: '1', reference: 'x' }, cookie: luka })).status).toBe(404)
	expect(await db`select 1 from payment`).toHaveLength(0)
})

test('the list ages what is open and an invoice shows its papers', async () => {
	const list = await (await ask(house, '/invoices', { cookie: luka })).text()
	for (const words of ['AGATE-000001', 'AGATE-000003', '$174.78', 'Not yet due', 'nothing is late', 'Pay what is chosen']) expect(list).toContain(words)
	expect(await (await ask(house, '/invoices?status=paid', { cookie: luka })).text()).toContain('No invoices yet')
	const invoice = await (await ask(house, '/cs/invoices/AGATE-000001', { cookie: luka })).text()
	for (const words of ['Faktura', 'New roast 1 kg', '101,11', 'PO-agate', 'Coffeehaus agate', 'Downtown', 'K úhradě']) expect(invoice).toContain(words)
	expect(await (await ask(house, '/invoices.csv', { cookie: luka })).text()).toContain(
		'AGATE-000001,Invoice,2026-03-02,2026-04-16,AGATE-000001,PO-agate,USD,101.11,101.11',
	)
})

test('its print says who sold and bought, what, at which rates, and where to pay; a seller that moves changes nothing', async () => {
	const print = async () => new Uint8Array(await (await ask(house, '/cs/invoices/AGATE-000001/pdf', { cookie: luka })).arrayBuffer())
	const answer = await ask(house, '/invoices/AGATE-000001/pdf', { cookie: luka })
	expect([answer.headers.get('content-type'), answer.headers.get('content-disposition')]).toEqual([
		'application/pdf',
		'inline; filename="invoice-AGATE-000001.pdf"',
	])
	const before = await print()
	const [page] = readPdf(before)
	for (const words of ['Faktura', 'New roast 1 kg', '7,5\u00a0%', '93,23', '101,11', 'PO-agate', 'Coffeehaus agate', 'Downtown', 'AGATE-000001 / '])
		expect(page).toContain(words)
	await db`update seller_entity set name = 'Elsewhere', address = '{"line1":"Nowhere"}' where id = ${company.shopper.seller.id}`
	expect(Buffer.compare(before, await print())).toBe(0)
})

test('what was typed is kept when it is refused; two invoices are paid at once, one of them in part', async () => {
	const form = {
		intent: 'pay',
		invoice: ids.slice(0, 2),
		[`amount-${ids[0]}`]: '999',
		[`amount-${ids[1]}`]: '',
		key: 'first-payment',
		paymentMethodId: 'pm_card_visa',
	}
	const refused = await ask(house, `/invoices/pay?id=${ids[0]}&id=${ids[1]}`, { form, cookie: luka })
	expect(refused.status).toBe(422)
	const page = await refused.text()
	for (const words of ['More would be paid on an invoice than is open on it.', 'value="999"']) expect(page).toContain(words)
	const paid = await ask(house, '/invoices/pay', { form: { ...form, [`amount-${ids[0]}`]: '50.00', key: 'second-payment' }, cookie: luka })
	expect(paid.status).toBe(302)
	const thanks = await (await ask(house, paid.headers.get('location') ?? '', { cookie: luka })).text()
	for (const words of ['Thank you', '$104.68', '2 invoices with one payment', 'AGATE-000001', 'Partly paid']) expect(thanks).toContain(words)
	const again = await ask(house, '/invoices/pay', { form: { ...form, [`amount-${ids[0]}`]: '50.00', key: 'second-payment' }, cookie: luka })
	expect(again.headers.get('location')).toBe(paid.headers.get('location'))
	expect(await db`select 1 from payment`).toHaveLength(1)
})

test('the credit manager books a transfer, and what is wrong keeps what she typed', async () => {
	expect(await (await ask(house, '/receivables', { cookie: samuel })).text()).toContain('Coffeehaus agate')
	const refused = await ask(house, ledger, { form: { amount: 'ten', reference: 'WIRE 9', key: 'transfer-one', order: 'oldest' }, cookie: samuel })
	expect(refused.status).toBe(422)
	const page = await refused.text()
	for (const words of ['This is not an amount of money.', 'value="ten"', 'value="WIRE 9"']) expect(page).toContain(words)
	const form = { amount: '18.99', reference: 'WIRE 9', key: 'transfer-two', order: 'chosen', invoice: ids, chosen: [ids[2] ?? ''], method: 'bank_transfer' }
	expect((await ask(house, ledger, { form, cookie: samuel })).headers.get('location')).toBe(`${ledger}?booked=1`)
	const [third] = await db`select settled_minor from invoice where id = ${Number(ids[2])} and account_id = ${company.accountId}`
	expect(third).toEqual({ settledMinor: 1899 })
	const kept = { amount: '25.00', reference: 'WIRE 10', key: 'transfer-kept', order: 'keep', method: 'bank_transfer' }
	expect((await ask(house, ledger, { form: kept, cookie: samuel })).headers.get('location')).toBe(`${ledger}?booked=1`)
	const [cash] = await db`select id, applied_minor from payment where account_id = ${company.accountId} and reference = 'WIRE 10'`
	expect(cash?.['appliedMinor']).toBe(0)
	expect(await (await ask(house, '/invoices/pay', { cookie: luka })).text()).toContain('Use payments that are not applied yet')
	expect((await ask(house, ledger, { form: { apply: String(cash?.['id']), order: 'oldest' }, cookie: samuel })).headers.get('location')).toBe(
		`${ledger}?applied=1`,
	)
	expect((await ask(house, `/receivables/${other.accountId}`, { cookie: samuel })).status).toBe(404)
	const foreign = await ask(house, `/receivables/${other.accountId}`, { form: { apply: String(cash?.['id']), order: 'oldest' }, cookie: samuel })
	expect(foreign.status).toBe(404)
})

test('her statement carries the balance from before to its end, as a page, a PDF and a CSV; the house reads the same', async () => {
	const days = 'from=2026-03-01&to=2026-03-31'
	const page = await (await ask(house, `/invoices/statement?${days}`, { cookie: luka })).text()
	for (const words of ['Account statement', 'Invoice AGATE-000001', 'Bank transfer', 'Balance before']) expect(page).toContain(words)
	const csv = await (await ask(house, `/invoices/statement/csv?${days}`, { cookie: luka })).text()
	const amounts = csv
		.trim()
		.split('\r\n')
		.slice(1)
		.map((row) => row.split(',').slice(-3))
	// Movements with their balance, then what is open by age.
	const movements = amounts.filter(([, after]) => after !== '').map((row) => row.map(Number))
	const aged = amounts.filter(([, after]) => after === '').map(([, , open]) => Math.round(Number(open) * 100))
	let balance = 0
	for (const [amount = 0, after = 0] of movements) {
		balance += Math.round(amount * 100)
		expect(Math.round(after * 100)).toBe(balance)
	}
	// What is open, less what waits to be applied.
	const [books] =
		await db`select (select sum(total_minor - settled_minor) from invoice where account_id = ${company.accountId})::int as open, (select sum(amount_minor - applied_minor) from payment where account_id = ${company.accountId})::int as unapplied`
	expect(balance).toBe(Number(books?.['open']) - Number(books?.['unapplied']))
	expect([aged.length, aged.reduce((sum, minor) => sum + minor, 0)]).toEqual([5, Number(books?.['open'])])
	expect(page).toContain('by age</h3>')
	const sheets = readPdf(new Uint8Array(await (await ask(house, `/invoices/statement/pdf?${days}`, { cookie: luka })).arrayBuffer()))
	expect(sheets.join(' ')).toContain('by age')
	// One that ends before today reads the same in a year.
	expect(await (await ask(house, '/invoices/statement?from=2026-02-01&to=2026-03-01', { cookie: luka })).text()).not.toContain('by age</h3>')
	expect(readPdf(new Uint8Array(await (await ask(house, `/ja/invoices/statement/pdf?${days}`, { cookie: luka })).arrayBuffer()))[0]).toContain('取引明細書')
	expect((await ask(house, `/invoices/statement/xls?${days}`, { cookie: luka })).status).toBe(404)
	expect(await (await ask(house, `${ledger}/statement/csv?${days}`, { cookie: samuel })).text()).toBe(csv)
	expect((await ask(house, `/receivables/${other.accountId}/statement`, { cookie: samuel })).status).toBe(404)
	// Before any of it, nothing moved.
	expect(await (await ask(house, '/invoices/statement?from=2025-01-01&to=2025-02-01', { cookie: luka })).text()).toContain('Nothing moved in these days')
})

test('a payment has a receipt, says what was given back or is disputed, and its applying is undone in the list of payments', async () => {
	const [card] = await db<
		{ id: number; stripeIntentId: string }[]
	>`select id, stripe_intent_id from payment where account_id = ${company.accountId} and method = 'card' order by id limit 1`
	const receipt = `/invoices/payments/${card?.id}`
	await db`insert into card_refund (account_id, stripe_refund_id, stripe_intent_id, currency, amount_minor, status, refunded_at, updated_at) values (${company.accountId}, 're_1', ${card?.stripeIntentId ?? ''}, 'USD', 321, 'succeeded', '2026-03-02T12:00Z', '2026-03-02T12:00Z')`
	await db`insert into card_dispute (account_id, stripe_dispute_id, stripe_intent_id, currency, amount_minor, reason, status, opened_at, updated_at) values (${company.accountId}, 'dp_1', ${card?.stripeIntentId ?? ''}, 'USD', 900, 'fraudulent', 'needs_response', '2026-03-02T12:00Z', '2026-03-02T12:00Z')`
	const page = await (await ask(house, receipt, { cookie: luka })).text()
	for (const words of ['Receipt', 'AGATE-000001', 'Refund on the card', '3.21', 'Disputed by the card', '9.00']) expect(page).toContain(words)
	expect(await (await ask(house, '/invoices/AGATE-000001', { cookie: luka })).text()).toContain('Disputed by the card')
	const pdf = readPdf(new Uint8Array(await (await ask(house, `${receipt}/pdf`, { cookie: luka })).arrayBuffer()))[0]
	for (const words of ['Receipt', 'AGATE-000001', '104.68', '-$3.21']) expect(pdf).toContain(words)
	for (const door of [receipt, `${receipt}/pdf`]) expect((await ask(house, door, { cookie: stranger })).status, door).toBe(404)
	expect(await (await ask(house, '/desk/payments?state=disputed', { cookie: samuel })).text()).toContain('Coffeehaus agate')
	expect(await (await ask(house, '/desk/payments.csv?q=WIRE%209', { cookie: samuel })).text()).toContain('18.99,18.99,0.00,AGATE-000003')
	const [wire] = await db`select id from payment where account_id = ${company.accountId} and reference = 'WIRE 9'`
	const form = { account: String(company.accountId), payment: String(wire?.['id']) }
	const undone = await ask(house, '/desk/payments', { form, cookie: samuel })
	expect(decodeURIComponent(undone.headers.get('location') ?? '')).toContain('undone=AGATE-000003')
	expect(await db`select settled_minor from invoice where id = ${Number(ids[2])} and account_id = ${company.accountId}`).toEqual([{ settledMinor: 0 }])
	expect((await ask(house, '/desk/payments', { form, cookie: samuel })).status).toBe(422)
	expect((await ask(house, '/desk/payments', { form: { ...form, account: String(other.accountId) }, cookie: samuel })).status).toBe(404)
})

test('the credit manager credits what no invoice covers: once however often she presses, open until a payment nets it', async () => {
	const door = `${ledger}/credit-note`
	const refused = await ask(house, door, {
		form: { reason: '', 'name-1': 'Roast of March', 'quantity-1': '2', 'price-1': 'ten', key: 'credit-one' },
		cookie: samuel,
	})
	expect(refused.status).toBe(422)
	const page = await refused.text()
	for (const words of ['Say why it is credited.', 'This is not a price.', 'Row 1', 'value="Roast of March"', 'value="ten"']) expect(page).toContain(words)
	const form = { reason: 'Price as agreed in March', reference: 'DN-7', 'name-1': 'Roast of March', 'quantity-1': '3', 'price-1': '0,335', key: 'credit-two' }
	const [first, again] = [await ask(house, door, { form, cookie: samuel }), await ask(house, door, { form, cookie: samuel })]
	expect(first.headers.get('location')).toMatch(/credited=AGATE-\d+$/)
	expect(again.headers.get('location')).toBe(first.headers.get('location'))
	const notes = await db`select i.po_number, i.total_minor, l.name, trim_scale(l.quantity)::text as quantity, l.net_minor from invoice i
		join invoice_line l on l.account_id = i.account_id and l.invoice_id = i.id where i.account_id = ${company.accountId} and i.kind = 'credit_note'`
	expect(notes).toEqual([{ poNumber: 'DN-7', totalMinor: -101, name: 'Roast of March', quantity: '-3', netMinor: -101 }])
	expect((await ask(house, door, { form: { ...form, 'price-1': '9' }, cookie: samuel })).status).toBe(422)
	const hers = await (await ask(house, '/invoices', { cookie: luka })).text()
	for (const words of ['DN-7', '$1.01']) expect(hers).toContain(words)
	const [event] =
		await db`select payload->>'totalMinor' as total, (select string_agg(d.destination, ' ' order by d.destination) from outbox_delivery d where d.event_id = e.id) as told
		from outbox_event e where topic = 'credit_note.issued' and account_id = ${company.accountId}`
	expect(event).toEqual({ total: '101', told: 'crm mail' })
	expect(await db`select after->>'reason' as reason from audit_entry where action = 'credit_note.issued'`).toEqual([{ reason: 'Price as agreed in March' }])
	expect((await ask(house, `/receivables/${other.accountId}/credit-note`, { form, cookie: samuel })).status).toBe(404)
	expect((await ask(house, door, { form, cookie: luka })).status).toBe(404)
})
