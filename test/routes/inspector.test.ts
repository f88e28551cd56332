import { expect, test } from 'vitest'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { cookieOf, makeStaff } from '../support/placed.ts'
import { meet } from '../support/prices.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const house = testHouse(db)
const company = await makeCompany(db, 'lens')
const { sellerId, accountId, books, products, skus, locations } = company
const buyer = await meet(db, house, company)
const tomas = await cookieOf(db, { userId: await makeStaff(db, company, ['merchandiser'], 'Tomas') })

const inspect = async (more: Record<string, string> = {}) => {
	const question = new URLSearchParams({ account: `A-${company.tag}`, product: skus.bean, quantity: '3', ...more })
	const page = await (await ask(house, `/merchandising/inspector?${question}`, { cookie: tomas })).text()
	return (page.replaceAll('<!-- -->', '').split('<script')[0] ?? '').replace(/\s+/g, ' ')
}
const ledgerOf = (page: string) => /<section data-price-ledger[\s\S]*?<\/section>/.exec(page)?.[0]

test('as the buyer sees it is the very ledger of her page, with her hash, and leaves nothing behind', async () => {
	await db`insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, 'CANADA', 'List Canada', 'base', 'CAD', 'published', '2026-01-01')`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select id, ${products.bean}, 'each', '{1}', '{26.00}' from price_book where code = 'CANADA' and seller_entity_id = ${sellerId}`
	await db`insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, 'SECRET', 'Secret draft', 'sale', 'USD', 'draft', '2026-01-01'), (${sellerId}, 'NEXT', 'Next season', 'sale', 'USD', 'published', '2026-09-01')`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select id, ${products.bean}, 'each', '{1}', '{9.99}' from price_book where code in ('SECRET', 'NEXT') and seller_entity_id = ${sellerId}`
	const traces = () => db`
		select (select count(*)::int from outbox_event) as events, (select count(*)::int from sales_order) as carts, (select count(*)::int from audit_entry) as audit, (select count(*)::int from session where login_id in (select id from login where account_id = ${accountId})) as sessions`
	const before = await traces()
	for (const quantity of ['1', '3', '5']) {
		const hers = ledgerOf((await buyer.page(`/products/${skus.bean.toLowerCase()}?quantity=${quantity}`)).replace(/\s+/g, ' '))
		expect(hers).toMatch(/title="[0-9a-f]{64}"/)
		const whole = await inspect({ quantity })
		expect(ledgerOf(whole)).toBe(hers)
		for (const told of ['Secret draft', 'List Canada', 'In another currency than USD']) expect(whole).toContain(told)
		const asBuyer = await inspect({ quantity, view: 'buyer' })
		expect(ledgerOf(asBuyer)).toBe(hers)
		for (const secret of ['List Canada', 'Secret draft', 'Next season', 'Private part', 'Margin']) expect(asBuyer).not.toContain(secret)
	}
	expect(await traces()).toEqual(before)
})

test('a product she may not see: the house is told, her view says that it is not there', async () => {
	const [hidden] = await db<{ sku: string }[]>`insert into product (seller_entity_id, sku, slug) values (${sellerId}, 'HIDDEN', 'hidden') returning sku`
	expect(await inspect({ product: hidden?.sku ?? '' })).toContain('may not see this product')
	const view = await inspect({ product: 'HIDDEN', view: 'buyer' })
	expect(view).toContain('To this account the product does not exist')
	expect(ledgerOf(view)).toBeUndefined()
})

test('by ship-to: a list bound to one store speaks there alone, and a store of another account is none of hers', async () => {
	const [bound] = await db<
		{ id: number }[]
	>`insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, 'STORE', 'Only Moorhead', 'contract', 'USD', 'published', '2026-01-01') returning id`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${bound?.id ?? 0}, ${products.jug}, 'each', '{1}', '{15.00}')`
	await db`insert into price_book_audience (price_book_id, account_id, location_id) values (${bound?.id ?? 0}, ${accountId}, ${locations.b})`
	const jug = (place: number) => inspect({ product: skus.jug, quantity: '1', place: String(place) })
	expect(await jug(locations.b)).toContain('$15.00')
	expect(await jug(locations.a)).not.toContain('$15.00')
	const other = await makeCompany(db, 'lens2')
	expect(await jug(other.locations.b)).not.toContain('$15.00')
})

test('two days side by side: which list ends, which gives the price instead, and what that comes to', async () => {
	await db`update price_book set valid_to = '2026-04-01T05:00:00Z' where id = ${books.sale}`
	const page = await inspect({ on: '2026-03-31', with: '2026-04-01' })
	for (const text of ['$18.00', '$18.50', '+$0.50', '+$1.50', 'No longer counts', 'Another list gives the price.', `SALE ${company.tag}`])
		expect(page, text).toContain(text)
	expect(page.match(/data-price-ledger/g)).toHaveLength(2)
	expect(await inspect({ on: '2026-04-01', with: '2026-04-02' })).toContain('Nothing differs.')
	expect(await inspect({ on: '2026-02-01' })).toContain('as they stand today')
	// In September the season that is published already has begun.
	expect(await inspect({ on: '2026-09-01' })).toContain('Next season')
	await db`update price_book set valid_to = null where id = ${books.sale}`
})

test('nonsense in the address asks again and never fails', async () => {
	const odd: Record<string, string>[] = [
		{ on: '2026-02-31' },
		{ with: 'x' },
		{ quantity: '-4' },
		{ quantity: '1e9' },
		{ place: '99999999999999999999' },
		{ unit: 'parsec' },
	]
	for (const more of odd) expect(ledgerOf(await inspect(more)), JSON.stringify(more)).toBeDefined()
})
