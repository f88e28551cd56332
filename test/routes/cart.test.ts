import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)

async function cookieOf({ contactId }: Company): Promise<string> {
	const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${contactId}`
	return (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
}

async function open(lot: string) {
	const company = await makeCompany(db, lot)
	await makeStoryPromotions(db, company)
	return { company, cookie: await cookieOf(company) }
}

async function story(company: Company, cookie: string) {
	const { a, b, c } = company.locations
	const { bean, tamper, jug } = company.skus
	const rows = [
		[bean, '3', a],
		[bean, '1', b],
		[bean, '1', c],
		[tamper, '1', a],
		[tamper, '1', b],
		[jug, '1', a],
	] as const
	const form = { intent: 'add', sku: rows.map(([sku]) => sku), quantity: rows.map(([, quantity]) => quantity), locationId: rows.map(([, , id]) => String(id)) }
	return ask(house, '/cart/lines', { cookie, form, headers: { Accept: 'text/html' } })
}

async function cellsOf(company: Company) {
	const [cart] = await db<{ id: number; version: number }[]>`select id, version from sales_order where account_id = ${company.accountId}`
	const cells = await db<{ lineId: number; groupId: number; quantity: string; sku: string; code: string }[]>`
		select a.line_id, a.group_id, a.quantity::int::text as quantity, p.sku, l.code from allocation a join order_line o on o.account_id = a.account_id and o.id = a.line_id join product p on p.id = o.product_id
			join delivery_group g on g.account_id = a.account_id and g.id = a.group_id join location l on l.id = g.location_id where a.account_id = ${company.accountId} order by p.sku, l.code`
	return { cart: cart ?? { id: 0, version: 0 }, cells }
}

test('the signed-out are sent to sign in, from every door', async () => {
	for (const path of ['/cart', '/cart/lines']) {
		expect((await ask(house, path, { form: { intent: 'add', sku: 'X' } })).headers.get('location')).toMatch(/^\/sign-in\?to=/)
	}
	expect((await ask(house, '/cs/cart')).headers.get('location')).toBe('/sign-in?to=%2Fcs%2Fcart')
})

test('P2 put into the cart through HTTP: the page shows every store, price, promotion and the total of the specification', async () => {
	const { company, cookie } = await open('opal')
	const added = await story(company, cookie)
	expect([added.status, added.headers.get('location')]).toEqual([302, '/cart'])
	const page = await (await ask(house, '/cart', { cookie })).text()
	for (const text of ['Downtown', 'Moorhead', 'Bismarck', '$17.75', '$174.78', '$160.13', 'Net 45', 'Why this price?', 'L1', 'O1', '-$20.00'])
		expect(page).toContain(text)
	const japanese = await (await ask(house, '/ja/cart', { cookie })).text()
	expect(japanese).toContain('この価格の理由')
})

test('a fetcher gets the new count, and every refused row by name with nothing added', async () => {
	const { company, cookie } = await open('onyx')
	const { Accept: _page, ...headers } = { Accept: '' }
	const one = await ask(house, '/cart/lines.data', { cookie, form: { intent: 'add', sku: company.skus.bean, quantity: '3' }, headers })
	expect(one.status).toBe(200)
	expect(await one.text()).toContain('"lines",1,"quantity",3')
	const refused = await ask(house, '/cart/lines.data', {
		cookie,
		form: { intent: 'add', sku: [company.skus.jug, 'NO-SUCH', company.skus.tamper], quantity: ['1', '1', '-4'] },
	})
	expect(refused.status).toBe(422)
	const text = await refused.text()
	for (const code of ['PRODUCT_UNKNOWN', 'QUANTITY_INVALID']) expect(text).toContain(code)
	const [lines] = await db`select count(*)::int as count from order_line where account_id = ${company.accountId}`
	expect(lines).toEqual({ count: 1 })
})

test('without scripts a refused row comes back in words with what was typed', async () => {
	const { cookie } = await open('jasper')
	const answer = await ask(house, '/cs/cart/lines', { cookie, form: { intent: 'add', sku: 'NO-SUCH', quantity: '7' }, headers: { Accept: 'text/html' } })
	expect(answer.status).toBe(422)
	const page = await answer.text()
	expect(page).toContain('„NO-SUCH“ ve vašem katalogu není.')
	expect(page).toContain('value="7"')
})

test('a form never leads to another site', async () => {
	const { company, cookie } = await open('ruby')
	const form = { intent: 'add', sku: company.skus.bean, back: '//evil.test/x' }
	expect((await ask(house, '/cart/lines', { cookie, form, headers: { Accept: 'text/html' } })).headers.get('location')).toBe('/cart')
})

test('the matrix without scripts: every cell of the form is written, an emptied line goes', async () => {
	const { company, cookie } = await open('amber')
	await story(company, cookie)
	const { cart, cells } = await cellsOf(company)
	const quantities = Object.fromEntries(
		cells.map(({ lineId, groupId, quantity, sku }) => [`cell:${lineId}:${groupId}`, sku === company.skus.jug ? '' : quantity]),
	)
	const form = { ...quantities, intent: 'set', cartId: String(cart.id), version: String(cart.version), consent: 'yes' }
	expect((await ask(house, '/cart', { cookie, form, headers: { Accept: 'text/html' } })).headers.get('location')).toBe('/cart')
	expect((await cellsOf(company)).cells).toHaveLength(5)
})

test('a smaller quantity that loses a tier asks first, and says what it would cost instead', async () => {
	const { company, cookie } = await open('pearl')
	await db`delete from price_book_entry where price_book_id = ${company.books.group}`
	await story(company, cookie)
	const { cart, cells } = await cellsOf(company)
	const less = cells.filter(({ sku, code }) => sku === company.skus.bean && code !== 'A').map(({ lineId, groupId }) => ({ lineId, groupId, quantity: '0' }))
	const form = { intent: 'set', cells: JSON.stringify(less), cartId: String(cart.id), version: String(cart.version) }
	const asked = await ask(house, '/cart.data', { cookie, form })
	expect(asked.status).toBe(422)
	const text = await asked.text()
	for (const fact of ['PRICE_RISES', '"before","17.750000"', '"after","18.000000"', '"resolvedMinor",5400,"insteadOfMinor",5325']) expect(text).toContain(fact)
	expect((await cellsOf(company)).cells).toHaveLength(6)
	expect((await ask(house, '/cart.data', { cookie, form: { ...form, consent: 'yes' } })).status).toBe(200)
	expect((await cellsOf(company)).cells).toHaveLength(4)
})

test('an older version is a conflict, and nobody edits the cart of another company', async () => {
	const { company, cookie } = await open('topaz')
	await story(company, cookie)
	const { cart, cells } = await cellsOf(company)
	const [cell] = cells
	const edit = { intent: 'set', cells: JSON.stringify([{ ...cell, quantity: '9' }]), cartId: String(cart.id), version: String(cart.version) }
	expect((await ask(house, '/cart.data', { cookie, form: edit })).status).toBe(200)
	const stale = await ask(house, '/cart.data', { cookie, form: edit })
	expect([stale.status, (await stale.text()).includes('CART_CHANGED')]).toEqual([422, true])
	const other = await open('zircon')
	const id = String(cart.id)
	const [location, line, group] = [String(company.locations.a), String(cell?.lineId), String(cell?.groupId)]
	const wishes: Record<string, string>[] = [
		{ intent: 'set', cells: edit.cells },
		{ intent: `remove:${line}` },
		{ intent: `removeDelivery:${group}` },
		{ intent: 'addDelivery', locationId: location },
		{ intent: `changeDelivery:${group}`, method: 'ground' },
		{ intent: 'dropCoupon:X' },
		{ intent: 'paste', rows: `${other.company.skus.bean} 1` },
		{ intent: 'nothing' },
	]
	for (const wish of wishes) expect((await ask(house, '/cart.data', { cookie: other.cookie, form: { ...wish, cartId: id } })).status, wish['intent']).toBe(404)
	expect((await cellsOf(company)).cells).toHaveLength(6)
})

test('a store of another company is refused by name in a cart of one’s own', async () => {
	const { company, cookie } = await open('agate')
	const other = await open('beryl')
	await story(company, cookie)
	const { cart } = await cellsOf(company)
	const answer = await ask(house, '/cart.data', {
		cookie,
		form: { intent: 'addDelivery', cartId: String(cart.id), locationId: String(other.company.locations.a) },
	})
	expect([answer.status, (await answer.text()).includes('SHIP_TO_UNKNOWN')]).toEqual([422, true])
})

test('a column is added with its day, taken out with what went there, and comes back with it', async () => {
	const { company, cookie } = await open('coral')
	await story(company, cookie)
	const { cart } = await cellsOf(company)
	const send = (form: Record<string, string>) => ask(house, '/cart.data', { cookie, form: { cartId: String(cart.id), ...form } })
	expect((await send({ intent: 'addDelivery', locationId: String(company.locations.d), requestedOn: '2026-03-09' })).status).toBe(200)
	expect((await send({ intent: 'addDelivery', locationId: String(company.locations.d), requestedOn: '2026-03-01' })).status).toBe(422)
	expect((await send({ intent: 'addDelivery', locationId: String(company.locations.d), requestedOn: '2026-02-30' })).status).toBe(422)
	expect(await (await ask(house, '/cart', { cookie })).text()).toContain('Mon, Mar 9')
	const [b] = await db<{ id: number }[]>`select id from delivery_group where account_id = ${company.accountId} and location_id = ${company.locations.b}`
	expect((await send({ intent: `removeDelivery:${b?.id}` })).status).toBe(200)
	expect((await cellsOf(company)).cells.map(({ code }) => code)).not.toContain('B')
	const rows = JSON.stringify([{ sku: company.skus.bean, quantity: '1', unit: 'each', locationId: company.locations.b, requestedOn: null }])
	expect((await send({ intent: 'restore', rows })).status).toBe(200)
	expect((await cellsOf(company)).cells.map(({ code }) => code)).toContain('B')
})

test('pasted rows go in together; a row that cannot be read is named and nothing goes in', async () => {
	const { company, cookie } = await open('jade')
	const paste = (rows: string) => ask(house, '/cart.data', { cookie, form: { intent: 'paste', rows } })
	const { bean, jug } = company.skus
	const refused = await paste(`${bean}\t3\nhello world and more\n${jug};2`)
	expect([refused.status, (await refused.text()).includes('ROW_UNREADABLE')]).toEqual([422, true])
	expect((await cellsOf(company)).cells).toHaveLength(0)
	expect((await paste(`${bean}\t3\n\n2 x ${jug}\n`)).status).toBe(200)
	expect((await cellsOf(company)).cells.map(({ sku, quantity }) => [sku, quantity])).toEqual([
		[bean, '3'],
		[jug, '2'],
	])
})

test('an unknown coupon and one that is addressed to others answer alike', async () => {
	const { company, cookie } = await open('flint')
	await story(company, cookie)
	const { cart } = await cellsOf(company)
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from, coupon_code)
		values (${company.sellerId}, 'SPRING', 'order', 'spring', 'USD', '{"amount":{"minMinor":1000000}}', '{"kind":"percent","scope":"order","percentPpm":100000}', 'published', '2026-01-01', 'SPRING26') returning id`
	const send = async (form: Record<string, string>) => {
		const answer = await ask(house, '/cart.data', { cookie, form: { cartId: String(cart.id), ...form } })
		return [answer.status, (await answer.text()).includes('COUPON_UNKNOWN')]
	}
	expect(await send({ intent: 'coupon', code: 'spring26' })).toEqual([200, false])
	expect(await send({ intent: 'coupon', code: 'nope' })).toEqual([422, true])
	expect(await (await ask(house, '/cart', { cookie })).text()).toContain('more to get it')
	expect(await send({ intent: 'dropCoupon:SPRING26' })).toEqual([200, false])
	const [group] = await db<{ id: number }[]>`insert into buyer_group (seller_entity_id, code, name) values (${company.sellerId}, 'ELSE', 'Others') returning id`
	await db`insert into promotion_audience (promotion_id, buyer_group_id) values (${promotion?.id ?? 0}, ${group?.id ?? 0})`
	expect(await send({ intent: 'coupon', code: 'spring26' })).toEqual([422, true])
})

/** 153 products over 49 deliveries: the page brings the first rows and columns, and without scripts a way to all others. */
async function holdsFirstDraw({ locations, skus }: Company, cookie: string, sku: string[]) {
	const places = [locations.a, locations.b].flatMap((id) =>
		Array.from({ length: 23 }, (_, day) => [String(id), `2099-03-${String(day + 1).padStart(2, '0')}`] as const),
	)
	const form = {
		intent: 'add',
		sku: sku.slice(0, places.length),
		quantity: '1',
		locationId: places.map(([id]) => id),
		requestedOn: places.map(([, day]) => day),
	}
	expect((await ask(house, '/cart/lines.data', { cookie, form })).status).toBe(200)
	const read = async (query: string) => {
		const page = await (await ask(house, `/cart${query}`, { cookie })).text()
		return { page, cells: [...page.matchAll(/data-cell="(\d+:\d+)"/g)].map(([, place]) => place) }
	}
	const { page, cells } = await read('')
	expect([cells.length, cells[0], cells.at(-1)]).toEqual([200, '0:0', '19:9'])
	const [, onward = ''] = /href="[^"]*\?(line=\d+)"/.exec(page) ?? []
	expect((await read(`?${onward}`)).cells[0]).toBe('20:0')
	const [, aside = ''] = /href="[^"]*\?(store=\d+)"/.exec(page) ?? []
	expect((await read(`?${aside}&${onward}`)).cells[0]).toBe('20:10')
	expect((await read(`?find=${skus.jug}`)).cells.map((place) => place?.split(':')[0])).toEqual(Array(10).fill('0'))
	expect((await read('?find=nothing-like-it')).cells).toEqual([])
}

test('a cart page costs the same eight statements for one line and for many', async () => {
	const { company, cookie } = await open('lapis')
	await story(company, cookie)
	await ask(house, '/cart', { cookie })
	await expectStatements(db, 8, () => ask(house, '/cart', { cookie }))
	await db`
		with made as (insert into product (seller_entity_id, sku, slug, grant_policy_ids, stock_policy) select ${company.sellerId}, 'L' || n, 'l' || n, ${db.array([...company.shopper.account.policyIds], 23)}::int[], 'untracked' from generate_series(1, 150) n returning id, sku)
		insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{5.00}' from made`
	const sku = Array.from({ length: 150 }, (_, index) => `L${index + 1}`)
	expect((await ask(house, '/cart/lines.data', { cookie, form: { intent: 'add', sku, quantity: '1' } })).status).toBe(200)
	await expectStatements(db, 8, () => ask(house, '/cart', { cookie }))
	await holdsFirstDraw(company, cookie, sku)
	// A long cart carries no reasons: they are asked for line by line, by nobody else.
	expect(await (await ask(house, '/cart', { cookie })).text()).not.toContain('CONTRACT')
	const why = await (await ask(house, '/cart/lines.data?line=1', { cookie })).text()
	expect([why.includes('CONTRACT'), why.includes('privateTrace')]).toEqual([true, false])
	expect((await ask(house, '/cart/lines.data?line=9999', { cookie })).status).toBe(404)
	expect((await ask(house, '/cart/lines.data?line=1', { cookie: (await open('garnet')).cookie })).status).toBe(404)
})

/** Natalie of this seller, acting for the company's buyer, with a tenth of the price to give. */
async function repFor({ accountId, contactId, sellerId }: Company, lot: string): Promise<string> {
	const [user] = await db<{ id: number }[]>`
		insert into crm_user (seller_entity_id, first_name, last_name, email, roles, max_discount_percent) values (${sellerId}, 'Natalie', 'Ortiz', ${`natalie@${lot}.test`}, '{rep}', 10) returning id`
	const [login] = await db<{ id: number }[]>`insert into login (email, user_id) values (${`natalie@${lot}.test`}, ${user?.id ?? 0}) returning id`
	const cookie = (await openSession(house, login?.id ?? 0)).split(';')[0] ?? ''
	await db`update session set acting_account_id = ${accountId}, acting_contact_id = ${contactId} where login_id = ${login?.id ?? 0}`
	return cookie
}

test('a rep gives a price within her authority with a reason; buyer and rep see the one price and why', async () => {
	const { company, cookie } = await open('amethyst')
	await story(company, cookie)
	const natalie = await repFor(company, 'amethyst')
	const { cart, cells } = await cellsOf(company)
	const lineId = cells.find(({ sku }) => sku === company.skus.tamper)?.lineId
	const override = (who: string, form: Record<string, string>) =>
		ask(house, '/cart.data', { cookie: who, form: { intent: `override:${lineId}`, cartId: String(cart.id), ...form } })
	expect((await override(cookie, { unitPrice: '1.00', reason: 'I want it' })).status).toBe(404)
	const refused = await override(natalie, { unitPrice: 'cheap', reason: ' ' })
	const text = await refused.text()
	expect([refused.status, text.includes('OVERRIDE_PRICE_INVALID'), text.includes('OVERRIDE_REASON_MISSING')]).toEqual([422, true, true])
	const beyond = await override(natalie, { unitPrice: '44.90', reason: 'Trial' })
	expect([beyond.status, (await beyond.text()).includes('OVERRIDE_BEYOND_AUTHORITY')]).toEqual([422, true])
	expect((await override(natalie, { unitPrice: '44.91', reason: 'Trial at two stores' })).status).toBe(200)
	for (const who of [cookie, natalie]) {
		const page = await (await ask(house, '/cart', { cookie: who })).text()
		for (const shown of ['$44.91', 'Special price: Trial at two stores']) expect(page).toContain(shown)
	}
	const hashes = await Promise.all(
		[cookie, natalie].map(async (who) => /"hash\\?",\\?"([0-9a-f]{64})/.exec(await (await ask(house, '/cart', { cookie: who })).text())?.[1]),
	)
	expect(hashes[0]).toMatch(/^[0-9a-f]{64}$/)
	expect(hashes[1]).toBe(hashes[0])
	const audit = await db`select action, on_behalf_of_contact_id as "for", after->>'reason' as reason from audit_entry where account_id = ${company.accountId}`
	expect(audit).toEqual([{ action: 'price.overridden', for: company.contactId, reason: 'Trial at two stores' }])
	expect((await ask(house, '/cart.data', { cookie: natalie, form: { intent: `dropOverride:${lineId}`, cartId: String(cart.id) } })).status).toBe(200)
	expect(await (await ask(house, '/cart', { cookie })).text()).not.toContain('$44.91')
})

test('a rep sees cost, floor, margin and books to come beside the ledger, within her rights; no buyer does', async () => {
	const { company, cookie } = await open('slate')
	await story(company, cookie)
	// Figures that stand nowhere else.
	await db`update product set unit_cost = 7.13, floor_price = 9.37 where id = ${company.products.bean}`
	const [later] = await db<{ id: number }[]>`
		insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${company.sellerId}, 'SECRETLATER', 'Umber of autumn', 'base', 'USD', 'published', '2026-09-01') returning id`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${later?.id ?? 0}, ${company.products.bean}, 'each', '{1}', '{13.31}')`
	const secrets = ['7.13', '9.37', '53.10', 'Umber of autumn', '13.31', 'unitCost', 'floorPrice']
	const told = async (path: string, as: string) => {
		const text = await (await ask(house, path, { cookie: as })).text()
		return secrets.filter((word) => text.includes(word))
	}
	const natalie = await repFor(company, 'slate')
	for (const path of ['/cart', '/cart/lines.data?line=1', '/checkout', '/cart.data']) expect(await told(path, cookie), path).toEqual([])
	// Without a margin to hold, only the floor and what is to come are hers.
	expect(await told('/cart', natalie)).toEqual(['9.37', 'Umber of autumn', 'unitCost', 'floorPrice'])
	await db`update crm_user set min_margin_percent = 10 where email = 'natalie@slate.test'`
	// 5 × (17.75 − 7.13).
	expect(await told('/cart', natalie)).toEqual(['7.13', '9.37', '53.10', 'Umber of autumn', 'unitCost', 'floorPrice'])
	expect(await told('/cart/lines.data?line=1', natalie)).toContain('7.13')
	expect(await told('/cart', cookie)).toEqual([])
})
