import { expect, test } from 'vitest'
import { hashToken } from '../../app/platform/session.server.ts'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

type Page = {
	category: { name: string } | null
	products: { sku: string; price: { unitPrice: string; lowest: { unitPrice: string; from: string } | null } | null }[]
	nextCursor: string | null
}

const { db } = await testDb()
const company = await makeCompany(db, 'sleet')
const keys = { reads: 'a key that may read', carts: 'a key for carts' }
for (const [name, key] of Object.entries(keys)) {
	await db`insert into api_key (name, key_hash, prefix, account_id, contact_id, scopes) values (${name}, ${hashToken(key.replaceAll(' ', '-'))}, 'k', ${company.accountId}, ${company.contactId}, ${name === 'reads' ? ['catalog:read'] : ['carts:write']})`
}
const coffee = `cof-${company.skus.bean.toLowerCase()}`
const get = (query: string, key: string = keys.reads) =>
	ask(testHouse(db), `/api/v1/catalog/products${query}`, key ? { headers: { Authorization: `Bearer ${key.replaceAll(' ', '-')}` } } : {})
const pageOf = async (query: string) => (await (await get(query)).json()) as Page

test('an account reads its own prices as decimals, in nobody else’s cache', async () => {
	const answer = await get(`?category=${coffee}`)
	expect([answer.status, answer.headers.get('cache-control'), answer.headers.get('content-type')]).toEqual([
		200,
		'private, no-store',
		'application/json; charset=utf-8',
	])
	const { products, nextCursor } = (await answer.json()) as Page
	expect(products.find(({ sku }) => sku === company.skus.bean)?.price).toMatchObject({
		unitPrice: '18.000000',
		currency: 'USD',
		quantity: '1',
		rung: 'sale',
		lowest: { unitPrice: '17.750000', from: '5' },
	})
	expect(nextCursor).toBeNull()
})

test('two statements for 12, 48 and 96, and every product once', async () => {
	await db`
		with made as (
			insert into product (seller_entity_id, sku, slug, product_class, stock_policy) select ${company.sellerId}, 'S-' || i, 's-' || i, 'coffee', 'untracked' from generate_series(1, 150) i returning id
		), placed as (insert into product_category (product_id, category_id, position) select made.id, c.id, 100 from made, category c where c.slug = ${coffee})
		insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1}', '{10.00}' from made`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	for (const limit of [12, 48, 96]) {
		const { products } = await expectStatements(db, 2, () => pageOf(`?category=${coffee}&limit=${limit}`))
		expect(products).toHaveLength(limit)
	}
	const seen: string[] = []
	let cursor: string | null = ''
	while (cursor !== null) {
		const page: Page = await pageOf(`?limit=48${cursor ? `&cursor=${cursor}` : ''}`)
		seen.push(...page.products.map(({ sku }) => sku))
		cursor = page.nextCursor
	}
	expect([seen.length, new Set(seen).size]).toEqual([154, 154])
})

test('who may not, is told so by name', async () => {
	const codeOf = async (answer: Response) => [
		answer.status,
		answer.headers.get('content-type')?.split(';')[0],
		((await answer.json()) as { code: string }).code,
	]
	expect(await codeOf(await get('', ''))).toEqual([401, 'application/problem+json', 'UNAUTHENTICATED'])
	expect(await codeOf(await get('', 'nobody’s'.replace('’', '')))).toEqual([401, 'application/problem+json', 'UNAUTHENTICATED'])
	expect(await codeOf(await get('', keys.carts))).toEqual([403, 'application/problem+json', 'SCOPE_MISSING'])
	for (const query of ['?limit=0', '?limit=1e2', '?limit=201', '?locale=de', '?sort=price'])
		expect(await codeOf(await get(query)), query).toEqual([400, 'application/problem+json', 'QUERY_INVALID'])
	for (const cursor of ['x', '48.17', btoa('orders 48.17'), btoa('products ; drop')])
		expect(await codeOf(await get(`?cursor=${cursor}`)), cursor).toEqual([400, 'application/problem+json', 'CURSOR_INVALID'])
	expect(await codeOf(await get('?category=nowhere'))).toEqual([404, 'application/problem+json', 'NOT_FOUND'])
})

test('what is denied is on no page of the API', async () => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name) values (${company.sellerId}, 'NO-TAMPER', 'No tamper') returning id`
	await db`insert into policy_account (policy_id, account_id) values (${policy?.id ?? 0}, ${company.accountId})`
	await db`insert into policy_product (policy_id, product_id, effect) values (${policy?.id ?? 0}, ${company.products.tamper}, 'deny')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	expect((await pageOf('?limit=200')).products.map(({ sku }) => sku)).not.toContain(company.skus.tamper)
	expect((await pageOf(`?category=acc-${company.skus.bean.toLowerCase()}`)).products.map(({ sku }) => sku)).toEqual([company.skus.jug])
})
