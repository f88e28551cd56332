import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const page = { Accept: 'text/html' }

async function open(lot: string) {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
	const cookie = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
	const { a, b, c } = company.locations
	const { bean, tamper, jug } = company.skus
	const sku = [bean, bean, bean, tamper, tamper, jug]
	const form = { intent: 'add', sku, quantity: ['3', '1', '1', '1', '1', '1'], locationId: [a, b, c, a, b, a].map(String) }
	await ask(house, '/cart/lines', { cookie, form, headers: page })
	return { company, cookie }
}

/** What the browser would send: the fields of the form of the page that it was shown. */
const formOf = async (cookie: string) => fieldsOf(await (await ask(house, '/checkout', { cookie })).text())

function fieldsOf(html: string): Record<string, string> {
	const form = /<form[^>]*id="place"[\s\S]*?<\/form>/.exec(html)?.[0] ?? ''
	const fields = [...form.matchAll(/<input[^>]*>/g)].map(([input]) => {
		const read = (name: string) => new RegExp(`\\b${name}="([^"]*)"`).exec(input)?.[1]?.replaceAll('&quot;', '"') ?? ''
		return [read('name'), read('value')] as const
	})
	return { ...Object.fromEntries(fields), intent: 'place' }
}

const place = (cookie: string, form: Record<string, string>) => ask(house, '/checkout', { cookie, form, headers: page })
const ordersOf = ({ accountId }: Company) =>
	db`select number, stage, po_number, total_minor, terms_days, channel, acted_by_user_id, on_behalf_of_contact_id from sales_order where account_id = ${accountId} and stage = 'placed'`

test('the signed-out are sent to sign in; without a cart there is nothing to check out', async () => {
	expect((await ask(house, '/checkout')).headers.get('location')).toBe('/sign-in?to=%2Fcheckout')
	expect((await ask(house, '/checkout', { form: { intent: 'place' } })).headers.get('location')).toMatch(/^\/sign-in/)
	const { company, cookie } = await open('quartz')
	await db`delete from order_line where account_id = ${company.accountId}`
	expect((await ask(house, '/ja/checkout', { cookie })).headers.get('location')).toBe('/ja/cart')
})

test('P2 placed through HTTP: three deliveries, 174.78, Net 45, one order', async () => {
	const { company, cookie } = await open('beryl')
	const form = await formOf(cookie)
	const html = await (await ask(house, '/checkout', { cookie })).text()
	for (const text of ['Downtown', 'Moorhead', 'Bismarck', '$101.11', '$54.68', '$18.99', '$174.78', 'Net 45', 'On invoice, by PO number'])
		expect(html).toContain(text)
	const placed = await place(cookie, { ...form, poNumber: 'PO-4711' })
	const orders = await ordersOf(company)
	expect(orders).toHaveLength(1)
	expect(orders[0]).toMatchObject({ poNumber: 'PO-4711', totalMinor: 17478, termsDays: 45, channel: 'web' })
	expect([placed.status, placed.headers.get('location')]).toEqual([302, `/orders/${orders[0]?.['number']}`])
	const again = await place(cookie, { ...form, poNumber: 'PO-4711' })
	expect(again.headers.get('location')).toBe(placed.headers.get('location'))
	expect(await ordersOf(company)).toHaveLength(1)
})

test('a repeat order goes out by one button under the next number; what is open leads to the whole checkout and says why', async () => {
	const { company, cookie } = await open('onyx')
	const express = () => ask(house, '/checkout/express', { cookie })
	expect((await express()).headers.get('location')).toBe('/checkout?open=po')
	expect(await (await ask(house, '/checkout?open=po', { cookie })).text()).toContain('Your PO number is needed')
	await place(cookie, { ...(await formOf(cookie)), poNumber: 'PO-0099' })
	await db`update credit_profile set limit_minor = 10000000 where account_id = ${company.accountId}`
	const { a } = company.locations
	await ask(house, '/cart/lines', { cookie, form: { intent: 'add', sku: company.skus.tamper, quantity: '1', locationId: String(a) }, headers: page })
	const html = await (await express()).text()
	for (const text of ['PO-0100', 'On invoice, by PO number', 'Downtown', 'Place order ·']) expect(html).toContain(text)
	await db`update price_book_entry set tier_price = '{59.90}' where product_id = ${company.products.tamper}`
	expect((await express()).headers.get('location')).toBe('/checkout?open=price&po=PO-0100')
	expect(await (await ask(house, '/checkout?open=price&po=PO-0100', { cookie })).text()).toMatch(/higher than what you last paid[\s\S]*value="PO-0100"/)
	await db`update price_book_entry set tier_price = '{49.90}' where product_id = ${company.products.tamper}`
	const sent = fieldsOf((await (await express()).text()).replace('id="express"', 'id="place"'))
	const placed = await place(cookie, sent)
	expect(placed.status).toBe(302)
	expect((await ordersOf(company)).map(({ poNumber }) => poNumber).sort()).toEqual(['PO-0099', 'PO-0100'])
	expect((await express()).headers.get('location')).toBe('/cart')
})

test('all refusals together, in the person’s words, with what was typed', async () => {
	const { company, cookie } = await open('coral')
	await db`update credit_profile set limit_minor = 10000 where account_id = ${company.accountId}`
	await db`update product set increment_quantity = 6 where id = ${company.products.jug}`
	const refused = await ask(house, '/fr-CA/checkout', { cookie, form: { ...(await formOf(cookie)), poNumber: 'PO-9'.repeat(20) }, headers: page })
	expect(refused.status).toBe(422)
	expect(await refused.text()).toContain('compte au plus 60 caractères')
	const answer = await ask(house, '/cs/checkout', { cookie, form: { ...(await formOf(cookie)), poNumber: '  ' }, headers: page })
	expect(answer.status).toBe(422)
	const html = await answer.text()
	for (const text of ['Zadejte své číslo objednávky.', 'Prodává se po 6 each. Zadejte 6.', 'přesahuje', 'Zaplatit']) expect(html, text).toContain(text)
	expect(await ordersOf(company)).toHaveLength(0)
})

test('a price that rose meanwhile is shown old and new, and placed only with consent to exactly that', async () => {
	const { company, cookie } = await open('jade')
	const form: Record<string, string> = { ...(await formOf(cookie)), poNumber: 'PO-1' }
	await db`update price_book_entry set tier_price = '{54.90}' where product_id = ${company.products.tamper}`
	const asked = await place(cookie, form)
	expect(asked.status).toBe(422)
	const html = await asked.text()
	for (const text of ['$49.90', '$54.90', 'I accept the new prices']) expect(html).toContain(text)
	const hash = /name="consent"[^>]*value="([0-9a-f]+)"/.exec(html)?.[1] ?? /value="([0-9a-f]+)"[^>]*name="consent"/.exec(html)?.[1] ?? ''
	expect(hash).toMatch(/^[0-9a-f]{64}$/)
	const { consent: _unticked, ...shown } = fieldsOf(html)
	expect(shown['seen']).toBe(form['seen'])
	expect((await place(cookie, { ...shown, poNumber: 'PO-1' })).status).toBe(422)
	await db`update price_book_entry set tier_price = '{59.90}' where product_id = ${company.products.tamper}`
	expect((await place(cookie, { ...form, consent: hash })).status).toBe(422)
	await db`update price_book_entry set tier_price = '{54.90}' where product_id = ${company.products.tamper}`
	expect((await place(cookie, { ...form, consent: hash })).status).toBe(302)
	expect(await ordersOf(company)).toHaveLength(1)
})

test('nobody places the cart of another company, nor one that was edited since', async () => {
	const { company, cookie } = await open('topaz')
	const other = await open('zircon')
	const form = { ...(await formOf(cookie)), poNumber: 'PO-1' }
	expect((await place(other.cookie, form)).status).toBe(404)
	await db`update sales_order set version = version + 1 where account_id = ${company.accountId}`
	const stale = await place(cookie, form)
	expect(stale.status).toBe(422)
	expect(await stale.text()).toContain('Somebody changed this cart in the meantime')
	expect(await ordersOf(company)).toHaveLength(0)
})

test('a new account sees why it cannot be invoiced, and what lifts it', async () => {
	const { company, cookie } = await open('pearl')
	await db`update account set standing = 'new', onboarding_step = 'card_only', order_cap_minor = 10000 where id = ${company.accountId}`
	const html = await (await ask(house, '/checkout', { cookie })).text()
	for (const text of ['New accounts pay by card at first.', 'After some paid orders you get terms.', 'One order may come to $100.00 at most'])
		expect(html).toContain(text)
	const refused = await place(cookie, { ...(await formOf(cookie)), method: 'po', poNumber: 'PO-1' })
	expect(refused.status).toBe(422)
})

test('a delivery gets another day, way and note; two alike are refused; an empty one is no part of the order', async () => {
	const { company, cookie } = await open('amber')
	await db`insert into shipping_rate (seller_entity_id, method, currency, country, region, price_minor, transit_days) values (${company.sellerId}, 'express', 'USD', 'US', 'ND', 2500, 1)`
	const [cart] = await db<{ id: number }[]>`select id from sales_order where account_id = ${company.accountId}`
	const [group] = await db<{ id: number }[]>`select id from delivery_group where account_id = ${company.accountId} and location_id = ${company.locations.a}`
	const change = (form: Record<string, string>) =>
		ask(house, '/cart', { cookie, form: { intent: `changeDelivery:${group?.id}`, cartId: String(cart?.id), back: '/checkout?pay=po', ...form }, headers: page })
	const changed = await change({ method: 'express', requestedOn: '2026-03-12', instructions: 'Back door', window: 'morning', costCentre: 'K-7' })
	expect(changed.headers.get('location')).toBe('/checkout?pay=po')
	const html = await (await ask(house, '/checkout', { cookie })).text()
	for (const text of ['Express, $25.00, 1 day', 'Thu, Mar 12', 'Back door']) expect(html).toContain(text)
	await ask(house, '/cart', { cookie, form: { intent: 'addDelivery', cartId: String(cart?.id), locationId: String(company.locations.a) }, headers: page })
	expect((await change({ method: 'ground' })).status).toBe(422)
	// Nothing is cut and no hour guessed: what cannot be kept is named, and what was kept stays.
	for (const [name, value, words] of [
		['instructions', 'x'.repeat(501), 'longer than 500 characters'],
		['window', 'night', 'delivery hours are not known'],
		['costCentre', 'K'.repeat(81), 'at most 80 characters'],
	] as const) {
		const refused = await change({ method: 'express', requestedOn: '2026-03-12', [name]: value })
		expect([refused.status, (await refused.text()).includes(words)], name).toEqual([422, true])
	}
	expect((await place(cookie, { ...(await formOf(cookie)), poNumber: 'PO-1' })).status).toBe(302)
	const groups = await db`select method, requested_on, instructions, delivery_window from delivery_group where account_id = ${company.accountId} order by id`
	expect(groups).toHaveLength(3)
	expect(groups[0]).toEqual({ method: 'express', requestedOn: '2026-03-12', instructions: 'Back door', deliveryWindow: 'morning' })
})

test('the day that can be kept is taken with the hours, the way and the notes as they were', async () => {
	const { company, cookie } = await open('garnet')
	const [cart] = await db<{ id: number }[]>`select id from sales_order where account_id = ${company.accountId}`
	const [group] = await db<{ id: number }[]>`select id from delivery_group where account_id = ${company.accountId} and location_id = ${company.locations.a}`
	const intent = `changeDelivery:${group?.id}`
	const notes = { method: 'ground', instructions: 'Back door', window: 'morning', costCentre: 'K-7' }
	const today = house.at.toISOString().slice(0, 10)
	expect((await ask(house, '/cart', { cookie, form: { intent, cartId: String(cart?.id), requestedOn: today, ...notes }, headers: page })).status).toBe(302)
	const html = await (await ask(house, '/cart', { cookie })).text()
	const [late = ''] = html.split('<form').filter((form) => form.includes(`value="${intent}"`))
	const hidden = Object.fromEntries([...late.matchAll(/<input type="hidden" name="(\w+)" value="([^"]*)"/g)].map(([, name, value]) => [name, value]))
	expect(hidden).toMatchObject({ cartId: String(cart?.id), ...notes })
	expect(hidden['requestedOn']?.localeCompare(today)).toBe(1)
	expect((await ask(house, '/cart', { cookie, form: { intent, ...hidden }, headers: page })).status).toBe(302)
	const [kept] =
		await db`select requested_on, method, instructions, delivery_window, cost_centre from delivery_group where account_id = ${company.accountId} and id = ${group?.id ?? 0}`
	expect(kept).toEqual({ requestedOn: hidden['requestedOn'], method: 'ground', instructions: 'Back door', deliveryWindow: 'morning', costCentre: 'K-7' })
	expect(await (await ask(house, '/cart', { cookie })).text()).not.toContain(`value="${intent}"`)
})

test('the checkout costs the same statements for six rows and for a hundred', async () => {
	const { company, cookie } = await open('lapis')
	await ask(house, '/checkout', { cookie })
	await expectStatements(db, 8, () => ask(house, '/checkout', { cookie }))
	await db`
		with made as (insert into product (seller_entity_id, sku, slug, grant_policy_ids, stock_policy) select ${company.sellerId}, 'L' || n, 'l' || n, ${db.array([...company.shopper.account.policyIds], 23)}::int[], 'untracked' from generate_series(1, 100) n returning id, sku)
		insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{5.00}' from made`
	const sku = Array.from({ length: 100 }, (_, index) => `L${index + 1}`)
	await ask(house, '/cart/lines', { cookie, form: { intent: 'add', sku, quantity: '1' }, headers: page })
	await expectStatements(db, 8, () => ask(house, '/checkout', { cookie }))
})
