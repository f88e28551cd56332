import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'rime')
const morning = new Date('2026-03-02T09:00:00Z')
const house = (at = morning) => testHouse(db, { at })
const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
const luka = (await openSession(house(), login?.id ?? 0)).split(';')[0] ?? ''
const bean = `/products/${company.skus.bean.toLowerCase()}`
const machine = `/products/${company.skus.machine.toLowerCase()}`
const tamper = `/products/${company.skus.tamper.toLowerCase()}`
/** The page as it is read, without its scripts. */
const read = async (path: string, cookie = luka) => (await (await ask(house(), path, { cookie })).text()).split('<script')[0] ?? ''
const events = () =>
	db<{ topic: string; payload: Record<string, unknown>; contactId: number }[]>`select topic, payload, contact_id from outbox_event order by id`

test('one unit: the sale wins, and the ledger says why each other book did not', async () => {
	const text = await read(bean)
	expect(text).toContain('$18.00')
	expect(text).toContain('Why this price?')
	for (const said of ['Your contract', 'Your buyer group', 'List price', 'Sale', 'Your price', 'Dearer', '$18.50', '$18.90', '$20.00'])
		expect(text, said).toContain(said)
	expect(text).toContain('Add 4 to pay $17.75, saving $1.25.')
})

test('five units: the contract’s tier wins; the address carries the quantity', async () => {
	const text = await read(`${bean}?quantity=5&unit=each`)
	expect(text).toMatch(/lining-nums[^>]*>\$17\.75</)
	expect(text).toContain('from 5')
	expect(await read(`${bean}?quantity=nonsense`)).toMatch(/lining-nums[^>]*>\$18\.00</)
	expect(await read(`${bean}?quantity=99999999999`)).toMatch(/lining-nums[^>]*>\$17\.75</)
})

test('no book of another account or of the future is named', async () => {
	const other = await makeCompany(db, 'hoar')
	const [later] = await db<{ id: number }[]>`
		insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${company.sellerId}, 'SPRING', 'Spring surprise', 'sale', 'USD', 'published', '2026-04-01') returning id`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${later?.id ?? 0}, ${company.products.bean}, 'each', '{1}', '{15.00}')`
	const page = await (await ask(house(), bean, { cookie: luka })).text()
	expect(page).not.toContain('Spring surprise')
	expect(page).not.toContain(`CONTRACT ${other.tag}`)
	expect(page).not.toContain('15.00')
})

test('a machine shows what goes with it, an accessory shows that it fits the one she owns, and where', async () => {
	const page = await read(machine)
	expect(page).toContain('Goes with it')
	expect(page).toContain('Milk jug')
	const accessory = await read(tamper)
	expect(accessory).toContain('Fits what you own')
	expect(accessory).toContain('at Downtown')
})

test('a product page costs at most five statements, however much goes with it', async () => {
	const { statements } = await statementsOf(db, () => ask(house(), machine, { cookie: luka }).then((page) => page.text()))
	expect(statements.length, statements.join('\n')).toBe(5)
})

test('what is denied is nowhere: not by its address, not beside another, not as a view or a question', async () => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${company.sellerId}, 'NO-JUG', 'No jug') returning id`
	await db`insert into policy_account (policy_id, account_id) values (${policy?.id ?? 0}, ${company.accountId})`
	await db`insert into policy_product (policy_id, product_id, effect) values (${policy?.id ?? 0}, ${company.products.jug}, 'deny')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const jug = `/products/${company.skus.jug.toLowerCase()}`
	const answers = await Promise.all([ask(house(), jug, { cookie: luka }), ask(house(), '/products/nowhere', { cookie: luka })])
	expect(answers.map(({ status }) => status)).toEqual([404, 404])
	expect(await read(machine)).not.toContain('Milk jug')
	expect((await ask(house(), `${jug}/viewed`, { cookie: luka, method: 'POST' })).status).toBe(404)
	expect((await ask(house(), jug, { cookie: luka, form: { intent: 'ask' } })).status).toBe(404)
	expect(await db`select from price_request`).toHaveLength(0)
})

test('looking is told once a day, and only when she herself looks', async () => {
	await db`truncate outbox_event cascade`
	for (let times = 0; times < 3; times += 1) expect((await ask(house(), `${bean}/viewed`, { cookie: luka, method: 'POST' })).status).toBe(204)
	await ask(house(), `${bean}/viewed`, { method: 'POST' })
	expect(await events()).toEqual([
		{ topic: 'product.viewed', contactId: company.contactId, payload: { productId: company.products.bean, sku: company.skus.bean, day: '2026-03-02' } },
	])
	await ask(house(new Date('2026-03-03T09:00:00Z')), `${bean}/viewed`, { cookie: luka, method: 'POST' })
	expect(await events()).toHaveLength(2)
	const [user] = await db<
		{ id: number }[]
	>`insert into crm_user (seller_entity_id, first_name, last_name, email, roles) values (${company.sellerId}, 'Natalie', 'Ortiz', 'natalie@rime.test', '{rep}') returning id`
	const [rep] = await db<{ id: number }[]>`insert into login (email, user_id) values ('natalie@rime.test', ${user?.id ?? 0}) returning id`
	const natalie = (await openSession(house(), rep?.id ?? 0)).split(';')[0] ?? ''
	await db`update session set acting_account_id = ${company.accountId}, acting_contact_id = ${company.contactId} where login_id = ${rep?.id ?? 0}`
	const banner = await read(bean, natalie)
	expect(banner).toContain('You are ordering for Coffeehaus rime (Luka Novak rime).')
	expect((await ask(house(), `${tamper}/viewed`, { cookie: natalie, method: 'POST' })).status).toBe(204)
	expect(await events()).toHaveLength(2)
	expect(banner).toContain('action="/desk/stop-acting"')
})

test('without a price she asks for one: kept once, told to her representative, and never shown as 0', async () => {
	await db`delete from price_book_entry where product_id = ${company.products.tamper}`
	const text = await read(tamper)
	expect(text).toContain('Price on request')
	expect(text).not.toContain('$0')
	expect(text).not.toContain('action="/cart/lines"')
	await db`truncate outbox_event cascade`
	const asked = await ask(house(), tamper, { cookie: luka, form: { intent: 'ask' } })
	expect(await asked.text()).toContain('Asked. Your representative will come back to you.')
	await ask(house(), tamper, { cookie: luka, form: { intent: 'ask' } })
	expect(await db`select account_id, product_id, seen_count from price_request`).toEqual([
		{ accountId: company.accountId, productId: company.products.tamper, seenCount: 2 },
	])
	expect((await events()).map(({ topic }) => topic)).toEqual(['price.requested', 'price.requested'])
	expect((await ask(house(), tamper, { form: { intent: 'ask' } })).headers.get('location')).toBe('/sign-in?to=%2F')
})

test('what she may see and not buy says why, and what lifts it', async () => {
	await db`update account set allowed_classes = '{coffee}', onboarding_step = 'card_only' where id = ${company.accountId}`
	const text = await read(machine)
	expect(text).toContain('Your account cannot buy this kind of product yet.')
	expect(text).toContain('It opens with the next step of your account.')
	expect(await read(bean)).toContain('Add to cart')
	await db`update account set allowed_classes = null where id = ${company.accountId}`
	await db`update contact set role = 'viewer' where id = ${company.contactId}`
	expect(await read(bean)).toContain('Your role lets you look, not buy.')
})
