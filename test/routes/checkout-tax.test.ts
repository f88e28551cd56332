import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest'
import { destinationsOf } from '../../app/cli/work.ts'
import { openMailbox } from '../../app/connectors/email/embedded/mailbox.server.ts'
import { noPayment } from '../../app/connectors/payment/no-payment.ts'
import { openAvatax } from '../../app/connectors/tax/avatax/avatax.server.ts'
import { openAvataxStandIn, type StandIn } from '../../app/connectors/tax/avatax/stand-in/open-stand-in.server.ts'
import { openTaxTable } from '../../app/connectors/tax/embedded/table.ts'
import type { Connectors, House } from '../../app/platform/house.ts'
import { openSession } from '../../app/platform/session.server.ts'
import { renderMail } from '../../app/ui/mail/render-mail.ts'
import { makeCompany, makeStoryPromotions } from '../support/company.ts'
import { tell } from '../support/deliver.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makeStaff } from '../support/placed.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const mailbox = openMailbox({ db, render: renderMail, seller: { name: 'Roaster', url: 'http://shop.test' } })
const keys = { accountId: '1', licenseKey: 'license-of-the-tests' }
let standIn: StandIn
let house: House
beforeAll(async () => {
	standIn = await openAvataxStandIn({ ...keys, companies: ['ROASTER'] })
	house = testHouse(db, {
		connectors: {
			payment: noPayment(),
			tax: { table: openTaxTable(), avatax: openAvatax({ ...keys, origin: standIn.origin, timeoutMs: 1000 }) },
		} as Connectors,
	})
})
beforeEach(() => {
	Object.assign(standIn.faults, { failCalls: 0, cutCalls: 0, delayMs: 0 })
	standIn.calls.length = 0
})
afterAll(() => standIn.close())

const page = { Accept: 'text/html' }

/** P2's cart for a seller whose tax AvaTax says. */
async function open(lot: string, { onFailure = 'refuse', codes = { standard: 'P0000000', shipping: 'FR020100' } as object } = {}) {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	await db`update seller_entity set tax_service = 'avatax', tax_company_code = 'ROASTER', tax_on_failure = ${onFailure}, tax_service_codes = ${JSON.stringify(codes)}::text::jsonb where id = ${company.sellerId}`
	const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
	const cookie = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
	const { a, b, c } = company.locations
	const { bean, tamper, jug } = company.skus
	const form = {
		intent: 'add',
		sku: [bean, bean, bean, tamper, tamper, jug],
		quantity: ['3', '1', '1', '1', '1', '1'],
		locationId: [a, b, c, a, b, a].map(String),
	}
	await ask(house, '/cart/lines', { cookie, form, headers: page })
	return { company, cookie }
}

function fieldsOf(html: string): Record<string, string> {
	const form = /<form[^>]*id="place"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
	return Object.fromEntries(
		[...form.matchAll(/<input[^>]*>/g)].map(([input]) => {
			const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&quot;', '"') ?? ''
			return [read('name'), read('value')] as const
		}),
	)
}
/** What is on the page, without the texts that its scripts carry. */
const visible = (html: string) => html.replaceAll('<!-- -->', '').replaceAll(/<script[\s\S]*?<\/script>/g, '')
const shown = async (cookie: string, path = '/checkout') => visible(await (await ask(house, path, { cookie })).text())
const send = async (cookie: string, form: Record<string, string>, path = '/checkout') => {
	const answer = await ask(house, path, { cookie, form, headers: page })
	return { status: answer.status, html: visible(await answer.text()) }
}
const placedOf = (accountId: number) =>
	db<{ totalMinor: number; taxMinor: number }[]>`select total_minor, tax_minor from sales_order where account_id = ${accountId} and stage = 'placed'`
const quoteOf = async (accountId: number) =>
	(await db`select q.source, q.bases_hash, jsonb_array_length(q.lines) as lines from tax_quote q where account_id = ${accountId}`)[0]

// A 93.23 at 5 % and 2.5 %: 4.66 + 2.33. B 50.04 at 6.875 % and 0.5 %: 3.44 + 0.25, its shipping 0.89: 0.06. C 16.86 at 4.2 %: 0.71, its shipping 0.72: 0.03.
const TAX = 466 + 233 + 344 + 25 + 6 + 71 + 3
const TOTAL = 16013 + 2250 - 2000 + TAX

test('the checkout asks the service once, stores its quote, and the order is placed with exactly that', async () => {
	const { company, cookie } = await open('agate')
	const cart = await shown(cookie, '/cart')
	for (const text of ['at checkout', 'Total before tax', '$162.63']) expect(cart).toContain(text)
	expect([standIn.calls.length, cart.includes('has not been told'), cart.includes('with shipping and tax')]).toEqual([0, false, false])
	const html = await shown(cookie)
	for (const text of ['$11.48', '$174.11']) expect(html).toContain(text)
	await shown(cookie)
	expect(standIn.calls).toEqual(['/api/v2/transactions/create'])
	expect(await quoteOf(company.accountId)).toMatchObject({ source: 'service', lines: 8 })
	const form = { ...fieldsOf(html), intent: 'place', poNumber: 'PO-1' }
	expect((await Promise.all([send(cookie, form), send(cookie, form)])).map(({ status }) => status)).toEqual([302, 302])
	expect(await placedOf(company.accountId)).toEqual([{ totalMinor: TOTAL, taxMinor: TAX }])
	const lines = await db`select jurisdiction, sum(tax_minor)::int as tax from tax_line where account_id = ${company.accountId} group by 1 order by 1`
	expect(lines).toEqual([
		{ jurisdiction: 'US-MN', tax: 350 },
		{ jurisdiction: 'US-MN MOORHEAD', tax: 25 },
		{ jurisdiction: 'US-ND', tax: 466 },
		{ jurisdiction: 'US-ND FARGO', tax: 233 },
		{ jurisdiction: 'US-SD', tax: 74 },
	])
	expect(standIn.calls).toHaveLength(1)
})

test('a certificate that comes after the quote makes it stale; one press asks again, shows the difference and keeps what was typed', async () => {
	const { company, cookie } = await open('beryl')
	const form = { ...fieldsOf(await shown(cookie)), intent: 'place', poNumber: 'PO-77' }
	await db`insert into exemption_certificate (account_id, jurisdiction, number, valid_from, expires_on) values (${company.accountId}, 'US-ND', 'E-1', '2026-01-01', '2026-12-31')`
	// As a browser with scripts: what it shows is what was quoted before.
	const stale = await ask(house, '/checkout.data?_routes=routes%2Fcheckout%2Fcheckout', { cookie, form })
	expect([stale.status, (await stale.text()).includes('TAX_STALE')]).toEqual([422, true])
	expect(await placedOf(company.accountId)).toEqual([])
	const again = await send(cookie, { ...form, intent: 'requote' })
	expect(again.status).toBe(200)
	for (const text of ['The tax has changed', 'Tax was $11.48 and is $4.49; the total was $174.11 and is $167.12', 'value="PO-77"'])
		expect(again.html).toContain(text)
	expect((await send(cookie, { ...fieldsOf(again.html), intent: 'place', poNumber: 'PO-77' })).status).toBe(302)
	expect(await placedOf(company.accountId)).toEqual([{ totalMinor: TOTAL - 699, taxMinor: TAX - 699 }])
	const [freed] = await db`select count(*)::int as lines from tax_line where account_id = ${company.accountId} and certificate_id is not null`
	expect(freed).toEqual({ lines: 2 })
})

test('a street that moved, a changed quantity and a new day are each another order for the tax', async () => {
	const { company, cookie } = await open('coral')
	const form = { ...fieldsOf(await shown(cookie)), intent: 'place', poNumber: 'PO-1' }
	await db`update location set line1 = '9 Elm St' where account_id = ${company.accountId} and code = 'C'`
	expect((await send(cookie, form, '/cs/checkout')).html).toContain('Objednávka se od výpočtu daně změnila')
	expect(standIn.calls).toHaveLength(2)
	const tomorrow = { ...house, at: new Date('2026-03-03T09:00:00Z') }
	expect((await ask(tomorrow, '/checkout', { cookie, form, headers: page })).status).toBe(422)
	expect(await placedOf(company.accountId)).toEqual([])
})

test('nothing is ordered without a quote, by whichever door', async () => {
	const { company, cookie } = await open('jade')
	const [cart] = await db<{ id: number; version: number }[]>`select id, version from sales_order where account_id = ${company.accountId}`
	const form = { intent: 'place', cartId: String(cart?.id), version: String(cart?.version), method: 'po', poNumber: 'PO-1', seen: '' }
	standIn.faults.failCalls = 9
	const { status, html } = await send(cookie, form)
	expect([status, html.includes('has not been told yet')]).toEqual([422, true])
	expect(await placedOf(company.accountId)).toEqual([])
})

test('while the service is down: no order, said in the buyer’s language with what to do, or the own table where the seller says so', async () => {
	const { company, cookie } = await open('opal')
	standIn.faults.failCalls = 1
	const down = await shown(cookie, '/ja/checkout')
	for (const text of ['税サービスが応答しないため', '1分ほど待って', '税をもう一度照会する']) expect(down).toContain(text)
	expect(await quoteOf(company.accountId)).toBeUndefined()
	expect(await shown(cookie)).toContain('$174.11')
	const own = await open('pearl', { onFailure: 'table' })
	standIn.faults.failCalls = 1
	const html = await shown(own.cookie, '/fr-CA/checkout')
	expect(html).toContain('La taxe suit notre propre barème')
	expect(await quoteOf(own.company.accountId)).toMatchObject({ source: 'table' })
	// The table of P2: 12.15 of tax; within the minute nobody waits for the service again.
	const calls = standIn.calls.length
	expect((await send(own.cookie, { ...fieldsOf(html), intent: 'place', poNumber: 'PO-1' })).status).toBe(302)
	expect(await placedOf(own.company.accountId)).toEqual([{ totalMinor: 17478, taxMinor: 1215 }])
	expect(standIn.calls).toHaveLength(calls)
})

test('an address that the service cannot place is the buyer’s to put right, whatever the seller says of failures', async () => {
	const { company, cookie } = await open('quartz', { onFailure: 'table' })
	await db`update location set postal_code = '90210' where account_id = ${company.accountId} and code = 'B'`
	const html = await shown(cookie)
	for (const text of ['does not know this address', 'Moorhead']) expect(html).toContain(text)
	expect(await quoteOf(company.accountId)).toBeUndefined()
})

test('a code that the service has no word for is refused before anybody is asked', async () => {
	const { cookie } = await open('ruby', { codes: { shipping: 'FR020100' } })
	expect(await shown(cookie, '/es/checkout')).toContain('no puede gravar este pedido')
	expect(standIn.calls).toEqual([])
})

test('an outside service costs one statement when it is asked and none when its quote holds', async () => {
	const { cookie } = await open('topaz')
	await shown(cookie, '/cart')
	await expectStatements(db, 9, () => shown(cookie))
	await expectStatements(db, 8, () => shown(cookie))
	expect(standIn.calls).toHaveLength(1)
})

test('where prices include tax the shop, the checkout, the order, its invoice and its mails all say so, and say the same', async () => {
	const { company, cookie } = await open('lapis')
	const { sellerId, accountId } = company
	await db`update seller_entity set tax_service = null, prices_include_tax = true where id = ${sellerId}`
	const plain = async (path: string) => (await shown(cookie, path)).replaceAll(/<[^>]*>/g, ' ').replaceAll(/\s+/g, ' ')
	const slug = company.skus.bean.toLowerCase()
	for (const path of [`/catalog/cof-${slug}`, `/catalog/cof-${slug}?view=sheet`, `/products/${slug}`]) expect(await plain(path), path).toContain('incl. tax')
	expect((await ask(house, '/quotes', { cookie, form: { sku: company.skus.bean, quantity: '5' }, headers: page })).status).toBe(302)
	const [quote] = await db<{ number: string }[]>`select number from quote where account_id = ${accountId}`
	const rep = await cookieOf(db, { userId: await makeStaff(db, company, ['rep', 'head_office']) })
	for (const [who, path] of [
		[cookie, '/quotes'],
		[cookie, `/quotes/${quote?.number}`],
		[rep, '/desk/quotes'],
		[rep, `/desk/quotes/${quote?.number}`],
	] as const)
		expect(await shown(who, path), path).toContain('Total incl. tax')
	expect(await shown(rep, `/desk/quotes/${quote?.number}`)).toContain('Unit price incl. tax')
	expect(await (await ask(house, '/desk/quotes.csv', { cookie: rep })).text()).toContain('Total incl. tax in minor units')
	const checkout = await plain('/checkout')
	// A 93.23 / 1.075: 6.50; B 50.04 / 1.075: 3.49; C 16.86 / 1.08375: 1.30. Shipping 22.50 less 20.00 is not taxed there.
	for (const text of ['Goods, tax included $208.50', 'Shipping $22.50', 'Total incl. tax $162.63', 'of which tax $11.29']) expect(checkout).toContain(text)
	expect((await send(cookie, { ...fieldsOf(await shown(cookie)), intent: 'place', poNumber: 'PO-1' })).status).toBe(302)
	expect(await placedOf(accountId)).toEqual([{ totalMinor: 16263, taxMinor: 1129 }])
	const groups = await db<
		{ id: number; gross: number }[]
	>`select id, net_minor + tax_minor as gross from delivery_group where account_id = ${accountId} order by sequence, id`
	expect(groups.map(({ gross }) => gross)).toEqual([9323, 5004, 1686])

	// The seller may change its mind: what was sold stays what it was.
	await db`update seller_entity set prices_include_tax = false where id = ${sellerId}`
	const [order] = await db<{ number: string }[]>`select number from sales_order where account_id = ${accountId}`
	const sold = await plain(`/orders/${order?.number}`)
	const sums = ['Goods incl. tax $208.50', 'Discounts -$48.37', 'Shipping $22.50', 'Shipping discount -$20.00', 'Total incl. tax $162.63 of which tax $11.29']
	for (const text of [...sums, 'Amount incl. tax', 'Goods incl. tax $93.23', 'This delivery incl. tax $94.12 of which tax North Dakota 7.5 % $6.50'])
		expect(sold).toContain(text)
	expect(sold).not.toMatch(/\bNet\b(?! 45)/)

	const shipped = await ask(house, `/desk/warehouse/${groups[0]?.id}`, { cookie: rep, form: await everyPieceOf(groups[0]?.id ?? 0) })
	expect(shipped.status).toBe(302)
	const [bill] = await db<{ number: string }[]>`select number from invoice where account_id = ${accountId}`
	const invoice = await plain(`/invoices/${bill?.number}`)
	for (const text of ['Unit price incl. tax', 'Amount incl. tax', 'Goods incl. tax $93.23 Shipping $0.89 Total incl. tax $94.12 of which tax $6.50'])
		expect(invoice).toContain(text)

	const { mail } = destinationsOf({ db, clock: () => house.at, connectors: { email: mailbox }, secrets: ['x'], publicUrl: 'http://shop.test' } as never)
	await tell(db, 'mail', mail.outside, () => house.at)
	const mails = new Map(
		(await db<{ kind: string; text: string }[]>`select kind, text from outgoing_mail where account_id = ${accountId}`).map(({ kind, text }) => [
			kind,
			text.replaceAll(/\s+/g, ' '),
		]),
	)
	for (const text of ['Amount incl. tax', 'Goods incl. tax', '$208.50', '-$48.37', 'Total incl. tax', '$162.63', 'of which tax', '$11.29'])
		expect(mails.get('order.placed')).toContain(text)
	for (const text of ['Invoice amount incl. tax', '$94.12', 'of which tax', '$6.50']) expect(mails.get('invoice.issued')).toContain(text)
})

/** The form of the packing page with all that is open. */
async function everyPieceOf(groupId: number): Promise<Record<string, string>> {
	const rows = await db<{ id: number; quantity: string }[]>`select id, trim_scale(quantity)::text as quantity from allocation where group_id = ${groupId}`
	return Object.fromEntries(rows.map(({ id, quantity }) => [`quantity-${id}`, quantity]))
}
