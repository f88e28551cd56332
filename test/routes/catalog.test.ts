import { expect, test } from 'vitest'
import { openSession } from '../../app/platform/session.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { statementsOf } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'fog')
const house = () => testHouse(db)
const [login] = await db<{ id: number }[]>`select id from login where contact_id = ${company.contactId}`
const luka = (await openSession(house(), login?.id ?? 0)).split(';')[0] ?? ''
const coffee = `cof-${company.skus.bean.toLowerCase()}`
const accessories = `acc-${company.skus.bean.toLowerCase()}`
const page = async (path: string, cookie = luka) => (await ask(house(), path, { cookie })).text()

async function makeBeans(count: number): Promise<void> {
	await db`
		with made as (
			insert into product (seller_entity_id, sku, slug, product_class, stock_policy) select ${company.sellerId}, 'MANY-' || i, 'many-' || i, 'coffee', 'untracked' from generate_series(1, ${count}) i returning id, sku
		), named as (insert into product_text (product_id, locale, name) select id, 'en', 'Bean ' || sku from made),
		placed as (insert into product_category (product_id, category_id, position) select made.id, c.id, 100 from made, category c where c.slug = ${coffee})
		insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{10.00}' from made`
	await withTransaction(db, (tx) => refreshCatalog(tx))
}

test('a category page shows her own price, what more would cost, and a way to take some', async () => {
	const text = await page(`/catalog/${coffee}`)
	expect(text).toContain('New roast 1 kg')
	expect(text).toContain('$18.00')
	expect(text).toContain('from 5: $17.75')
	expect(text).toContain(`name="sku" value="${company.skus.bean}"`)
	expect(text).toContain('action="/cart/lines"')
	expect(text).not.toContain('$20.00')
})

test('the order sheet is the same products as rows to be filled in', async () => {
	const text = await page(`/catalog/${accessories}?view=sheet`)
	expect(text).toMatch(/<table/)
	expect([...text.matchAll(/name="quantity"/g)]).toHaveLength(2)
	expect(text).toContain('$49.90')
})

test('a guest of a shop without a guest policy sees no product and no price', async () => {
	const home = await page('/', '')
	expect(home).toContain('Sign in')
	expect(home).not.toContain('New roast')
	expect((await ask(house(), `/catalog/${coffee}`)).status).toBe(404)
})

test('a guest policy opens the shelf, never the prices', async () => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name, is_guest) values (${company.sellerId}, 'GUEST', 'Guests', true) returning id`
	await db`insert into policy_category (policy_id, category_id) select ${policy?.id ?? 0}, id from category where slug = ${coffee}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const text = await page(`/catalog/${coffee}`, '')
	expect(text).toContain('New roast 1 kg')
	expect(text).toContain('Sign in for your price')
	expect(text).not.toMatch(/\$\d/)
	expect((await ask(house(), `/catalog/${accessories}`)).status).toBe(404)
})

test('what a policy denies is nowhere on the page, and its category answers like one that does not exist', async () => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${company.sellerId}, 'DENY', 'Deny') returning id`
	const policyId = policy?.id ?? 0
	await db`insert into policy_account (policy_id, account_id) values (${policyId}, ${company.accountId})`
	await db`insert into policy_product (policy_id, product_id, effect) values (${policyId}, ${company.products.tamper}, 'deny'), (${policyId}, ${company.products.jug}, 'deny')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const missing = await ask(house(), `/catalog/${accessories}`, { cookie: luka })
	const unknown = await ask(house(), '/catalog/nowhere', { cookie: luka })
	expect([missing.status, unknown.status]).toEqual([404, 404])
	const said = [await missing.text(), await unknown.text()].map((text) => text.split('<script')[0]?.replaceAll(accessories, 'nowhere'))
	expect(said[0]).toContain('This is not on our shelves')
	expect(said[0]).toBe(said[1])
	expect(await page('/')).not.toMatch(/Tamper|Milk jug/)
	await db`delete from policy_product where policy_id = ${policyId}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	expect(await page(`/catalog/${accessories}`)).toContain('Tamper')
})

test('a page of 12, of 48 and of 96 products costs the same four statements, the whole HTML', async () => {
	await makeBeans(120)
	for (const limit of [12, 48, 96]) {
		const { result, statements } = await statementsOf(db, () => page(`/catalog/${coffee}?limit=${limit}`))
		expect([...result.matchAll(/data-quick-add/g)], `${limit} cards`).toHaveLength(limit)
		expect(statements.length, statements.join('\n')).toBe(4)
	}
	const { statements } = await statementsOf(db, () => page('/'))
	expect(statements.length).toBeLessThanOrEqual(4)
})

test('pages follow each other without gap or repetition', async () => {
	const seen: string[] = []
	let path: string | null = `/catalog/${coffee}?limit=48`
	while (path) {
		const text = await page(path)
		seen.push(...[...text.matchAll(/name="sku" value="([^"]+)"/g)].map(([, sku]) => sku ?? ''))
		path = /rel="next"[^>]*href="([^"]+)"|href="([^"]+)"[^>]*rel="next"/.exec(text)?.slice(1).find(Boolean)?.replaceAll('&amp;', '&') ?? null
	}
	expect(new Set(seen).size).toBe(seen.length)
	expect(seen).toHaveLength(122)
})

const linksIn = (text: string) => [...text.matchAll(/href="\/catalog\/([^"?]+)"/g)].map(([, slug]) => slug ?? '')

test('the navigation names a dozen shelves whatever the shop holds, a page of their own names all, and none that shows her nothing', async () => {
	await db`
		with made as (
			insert into category (seller_entity_id, code, slug, position) select ${company.sellerId}, 'T' || i, 'top-' || i, 100 + i from generate_series(1, 140) i returning id, slug, code
		), below as (
			insert into category (seller_entity_id, parent_id, code, slug, position) select ${company.sellerId}, id, code || x, slug || x, 1 from made, unnest(array['a', 'b']) x where slug = 'top-3' returning id
		) insert into product_category (product_id, category_id) select ${company.products.bean}::bigint, id from made where slug not in ('top-5', 'top-3') union all select ${company.products.bean}::bigint, id from below`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const around = await page('/orders')
	expect(new Set(linksIn(around.split('<main')[0] ?? '')).size).toBe(12)
	expect(around).toContain('All categories')
	const first = await statementsOf(db, () => page('/catalog'))
	expect(first.statements.length, first.statements.join('\n')).toBe(3)
	const shown = linksIn(first.result.split('<main')[1] ?? '')
	expect(shown.slice(2, 8)).toEqual(['top-1', 'top-2', 'top-3', 'top-3a', 'top-3b', 'top-4'])
	expect(shown).not.toContain('top-5')
	const on = /href="(\/catalog\?after=[^"]+)"/.exec(first.result)?.[1] ?? ''
	const rest = linksIn((await page(on)).split('<main')[1] ?? '')
	expect(rest.at(-1)).toBe('top-140')
	expect(new Set([...shown, ...rest]).size).toBe(2 + 139 + 2)
})

test('a category says what it stands in, and what stands below or beside it', async () => {
	// Cards and sheet are two addresses of its own.
	const inside = async (slug: string) => [...new Set(linksIn((await page(`/catalog/${slug}`)).split('<main')[1] ?? ''))]
	expect(await inside('top-3')).toEqual(['top-3', 'top-3a', 'top-3b'])
	expect(await inside('top-3b')).toEqual(['top-3', 'top-3b', 'top-3a'])
	expect(await inside('top-4')).toEqual(['top-4'])
	await db`update product_category set is_primary = category_id = (select id from category where slug = 'top-3b') where product_id = ${company.products.bean}`
	const product = (await page(`/products/${company.skus.bean.toLowerCase()}`)).split('<main')[1] ?? ''
	expect(linksIn(product)).toEqual(['top-3', 'top-3b'])
})

test('a price that changes is on the very next page', async () => {
	await db`update price_book_entry set tier_price = '{48.10}' where product_id = ${company.products.tamper}`
	expect(await page(`/catalog/${accessories}`)).toContain('$48.10')
})

test('a store of her own can be chosen, another account’s is a page that does not exist', async () => {
	const other = await makeCompany(db, 'mist')
	expect((await ask(house(), '/ship-to', { cookie: luka, form: { location: String(other.locations.a), to: '/' } })).status).toBe(404)
	const chosen = await ask(house(), '/ship-to', { cookie: luka, form: { location: String(company.locations.c), to: `/catalog/${coffee}` } })
	expect(chosen.headers.get('location')).toBe(`/catalog/${coffee}`)
	expect(await db`select location_id from session where location_id is not null`).toEqual([{ locationId: company.locations.c }])
	expect((await ask(house(), '/ship-to', { form: { location: String(company.locations.c) } })).headers.get('location')).toBe('/sign-in?to=%2F')
})
