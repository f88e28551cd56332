import { afterAll, beforeAll, expect, test } from 'vitest'
import { destinationsOf } from '../../../app/cli/work.ts'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { openAvatax } from '../../../app/connectors/tax/avatax/avatax.server.ts'
import { openAvataxStandIn, type StandIn } from '../../../app/connectors/tax/avatax/stand-in/open-stand-in.server.ts'
import { openTaxTable } from '../../../app/connectors/tax/embedded/table.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import type { Company } from '../../support/company.ts'
import { tell, write } from '../../support/deliver.ts'
import { makePlacedStory, makeStaff, morning } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const keys = { accountId: '1', licenseKey: 'license-of-the-tests' }
let standIn: StandIn
beforeAll(async () => {
	standIn = await openAvataxStandIn({ ...keys, companies: ['ROASTER'] })
})
afterAll(() => standIn.close())

let now = morning
const report = () => {
	const tax = { table: openTaxTable(), avatax: openAvatax({ ...keys, origin: standIn.origin, timeoutMs: 500 }) }
	const destinations = destinationsOf({ db, clock: () => now, connectors: { tax }, secrets: ['x'], publicUrl: '' } as never)
	return tell(db, 'tax', destinations.tax.outside, () => now)
}

/** The order of P2, shipped and invoiced delivery by delivery. */
async function invoiced(lot: string) {
	const { company, orderId } = await makePlacedStory(db, lot)
	const userId = await makeStaff(db, company, ['rep'])
	const staff = {
		kind: 'staff',
		userId,
		name: 'Natalie Ortiz',
		email: '',
		locale: 'en',
		roles: ['rep'],
		seller: company.shopper.seller,
		sessionHash: '',
		actingFor: null,
	}
	const groups = await db<{ id: number }[]>`select id from delivery_group where order_id = ${orderId} order by sequence, id`
	const input = { quantities: null, closesShort: false, warehouseId: null, carrier: null, trackingNumber: null, at: morning, requestId: 'r' }
	for (const { id } of groups) expect(await shipGroup(db, noPayment(), staff as unknown as StaffMember, { ...input, groupId: id })).toMatchObject({ ok: true })
	return { company, orderId }
}
const serviceSays = ({ sellerId }: Company) =>
	db`update seller_entity set tax_service = 'avatax', tax_company_code = 'ROASTER', tax_service_codes = '{"standard":"P0000000","shipping":"FR020100"}' where id = ${sellerId}`
const documentsOf = (prefix: string) =>
	standIn
		.documents()
		.filter(({ code }) => code.startsWith(prefix))
		.sort((a, b) => (a.code < b.code ? -1 : 1))
const rowsOf = ({ accountId }: Company) =>
	db`select code, state, tax_minor, voided_at is not null as voided from tax_document where account_id = ${accountId} order by code`

test('each invoice is recorded with the tax that it charged, once however often it is told', async () => {
	const { company } = await invoiced('agate')
	await serviceSays(company)
	await report()
	expect(
		documentsOf('AGATE').map(({ code, type, totalTax, lines }) => [code, type, totalTax, lines.map(({ amount, taxCode }) => `${taxCode} ${amount}`)]),
	).toEqual([
		['AGATE-000001', 'SalesInvoice', 6.99, ['P0000000 50.59', 'P0000000 33.19', 'P0000000 9.45', 'FR020100 0.89']],
		['AGATE-000002', 'SalesInvoice', 3.75, ['P0000000 16.86', 'P0000000 33.18', 'FR020100 0.89']],
		['AGATE-000003', 'SalesInvoice', 1.41, ['P0000000 16.86', 'FR020100 0.72']],
	])
	expect(documentsOf('AGATE')[1]?.lines[0]?.addresses.shipTo).toMatchObject({ city: 'Moorhead', region: 'MN', postalCode: '56560' })
	const once = await rowsOf(company)
	expect(once.map((row) => [row['code'], row['state'], row['taxMinor']])).toEqual([
		['AGATE-000001', 'committed', 699],
		['AGATE-000002', 'committed', 375],
		['AGATE-000003', 'committed', 141],
	])
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${now} where destination = 'tax'`
	await report()
	expect([documentsOf('AGATE').length, await rowsOf(company)]).toEqual([3, once])
})

test('a service that is down is asked again later; nothing is written down before it took it', async () => {
	const { company } = await invoiced('beryl')
	await serviceSays(company)
	standIn.faults.failCalls = 100
	await report()
	expect(await rowsOf(company)).toEqual([])
	standIn.faults.failCalls = 0
	now = new Date(morning.getTime() + 3_600_000)
	await report()
	expect(await rowsOf(company)).toHaveLength(3)
})

test('what was recorded of an order that is cancelled is taken back, once', async () => {
	const { company, orderId } = await invoiced('coral')
	await serviceSays(company)
	await report()
	const cancelled = { topic: 'order.cancelled' as const, subject: `order:${orderId}`, accountId: company.accountId, payload: { orderId }, occurredAt: now }
	await write(db, cancelled, { ...cancelled, subject: `order:${orderId}:again` })
	await report()
	expect(documentsOf('CORAL').map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled', 'Cancelled'])
	expect((await rowsOf(company)).map((row) => [row['state'], row['voided']])).toEqual([
		['voided', true],
		['voided', true],
		['voided', true],
	])
	// A late repetition of the invoice does not bring it back.
	standIn.calls.length = 0
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${now} where destination = 'tax'`
	await report()
	expect(documentsOf('CORAL').map(({ status }) => status)).toEqual(['Cancelled', 'Cancelled', 'Cancelled'])
	expect(standIn.calls.filter((path) => path.endsWith('createoradjust')).length).toBe(6)
})

test('what comes back is recorded as a return, with the tax that was credited', async () => {
	const { company, orderId } = await invoiced('amber')
	await serviceSays(company)
	await report()
	const [note] = await db<{ id: number }[]>`
		insert into invoice (account_id, seller_entity_id, kind, number, order_id, credits_invoice_id, currency, issued_on, due_on, net_minor, tax_minor, total_minor)
		select account_id, seller_entity_id, 'credit_note', 'AMBER-C1', order_id, id, currency, issued_on, due_on, -1686, -126, -1812 from invoice where account_id = ${company.accountId} order by id limit 1 returning id`
	await db`
		insert into invoice_line (account_id, invoice_id, allocation_id, sequence, name, quantity, net_minor, tax_minor)
		select l.account_id, ${note?.id ?? 0}, l.allocation_id, 1, l.name, -1, -1686, -126 from invoice_line l where l.account_id = ${company.accountId} and l.net_minor = 5059`
	const facts = { orderId, creditIds: [note?.id], credits: ['AMBER-C1'] }
	await write(db, { topic: 'return.received', subject: `order:${orderId}`, accountId: company.accountId, payload: facts, occurredAt: now })
	await report()
	const [returned] = documentsOf('AMBER-C')
	expect(returned).toMatchObject({ type: 'ReturnInvoice', totalTax: -1.26, lines: [{ amount: -16.86, taxCode: 'P0000000' }] })
	expect((await rowsOf(company)).map((row) => row['taxMinor'])).toEqual([699, 375, 141, -126])
})

test('a seller with a table of its own tells nobody', async () => {
	const calls = standIn.calls.length
	const { company } = await invoiced('jade')
	expect(await report()).toBe(3)
	expect([standIn.calls.length, await rowsOf(company)]).toEqual([calls, []])
})
