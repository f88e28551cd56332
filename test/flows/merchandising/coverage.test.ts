import { expect, test } from 'vitest'
import { openCoverage } from '../../../app/flows/merchandising/open-coverage.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import type { CoverageKind } from '../../../db/queries/coverage.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { makeCompany } from '../../support/company.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const company = await makeCompany(db, 'cover')
await makeCompany(db, 'rival')
const { sellerId, books, products, skus, accountId, groupId } = company
const ada = { userId: 0, seller: { id: sellerId } } as StaffMember

const found = async (kind: CoverageKind, given: { search?: string; after?: string | null; limit?: number; days?: number } = {}) => {
	const question = { at, locale: 'en', search: '', after: null, limit: 50, days: 60, ...given }
	const { findings } = await expectStatements(db, 1, () => openCoverage(db, ada, kind, question))
	return findings
}
const brief = async (kind: CoverageKind, days = 60) =>
	(await found(kind, { days })).map(({ reason, sku, count }) => [reason, sku, count].filter((one) => one !== null).join(' '))

test('whoever has every price is not named; whoever lacks one is, until any book of her own or for all gives it', async () => {
	expect(await brief('no_price')).toEqual([])
	await db`delete from price_book_entry where product_id = ${products.jug} and price_book_id = ${books.base}`
	expect(await found('no_price')).toMatchObject([{ accountId, title: 'Coffeehaus cover', count: 1, sku: skus.jug, detail: skus.jug }])
	expect(await found('no_price', { search: 'nobody' })).toEqual([])
	// A price that begins tomorrow is none yet; one in another currency is none for her.
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, valid_from) values (${books.base}, ${products.jug}, 'each', '{1}', '{19.95}', '2026-03-03')`
	expect(await brief('no_price')).toEqual([`NO_PRICE ${skus.jug} 1`])
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.contract}, ${products.jug}, 'each', '{1}', '{18}')`
	expect(await brief('no_price')).toEqual([])
	await db`update price_book_audience set account_id = null, buyer_group_id = ${groupId} where price_book_id = ${books.contract}`
	expect(await brief('no_price')).toEqual([])
	await db`update price_book set status = 'draft' where id = ${books.contract}`
	expect(await brief('no_price')).toEqual([`NO_PRICE ${skus.jug} 1`])
	// What she may not see she needs no price for.
	await db`update product set status = 'draft' where id = ${products.jug}`
	expect(await brief('no_price')).toEqual([])
	await db`update product set status = 'active' where id = ${products.jug}`
	await db`update price_book set status = 'published' where id = ${books.contract}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
})

test('gaps ahead, two prices at once, ends without a successor', async () => {
	expect([await brief('gap'), await brief('overlap'), await brief('ending')]).toEqual([[], [], []])
	await db`update price_book_entry set valid_to = '2026-04-01' where price_book_id = ${books.base} and product_id = ${products.tamper}`
	expect(await brief('ending')).toEqual([`PRICE_ENDS ${skus.tamper}`])
	expect(await brief('ending', 7)).toEqual([])
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price, valid_from) values (${books.base}, ${products.tamper}, 'each', '{1}', '{52}', '2026-04-05')`
	expect(await found('gap')).toMatchObject([{ reason: 'GAP', sku: skus.tamper, bookId: books.base, from: new Date('2026-04-01'), to: new Date('2026-04-05') }])
	await db`update price_book_entry set valid_to = '2026-04-10' where price_book_id = ${books.base} and product_id = ${products.tamper} and valid_to = '2026-04-01'`
	expect(await found('overlap')).toMatchObject([{ reason: 'TWO_PRICES', from: new Date('2026-04-05'), to: new Date('2026-04-10') }])
	await db`update price_book_entry set valid_to = '2026-04-05' where price_book_id = ${books.base} and product_id = ${products.tamper} and valid_to = '2026-04-10'`
	expect([await brief('gap'), await brief('overlap'), await brief('ending')]).toEqual([[], [], []])
})

test('two books of one kind for the same people; not when one goes before the other, nor for others', async () => {
	const [twin] = await db<{ id: number }[]>`
		insert into price_book (seller_entity_id, code, name, rung, currency, status, valid_from) values (${sellerId}, 'TWIN', 'Twin sale', 'sale', 'USD', 'published', '2026-02-01') returning id`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${twin?.id ?? 0}, ${products.bean}, 'each', '{1}', '{17.90}')`
	expect(await brief('overlap')).toEqual(['TWO_BOOKS 1'])
	await db`update price_book set priority = 1 where id = ${twin?.id ?? 0}`
	expect(await brief('overlap')).toEqual([])
	await db`delete from price_book where id = ${twin?.id ?? 0}`
})

test('under the cost, under the floor, at any tier', async () => {
	expect(await brief('under_cost')).toEqual([])
	await db`update product set floor_price = 17.80, unit_cost = 11 where id = ${products.bean}`
	expect(await found('under_cost')).toMatchObject([{ reason: 'UNDER_FLOOR', price: '17.75', limit: '17.8', bookId: books.contract, sku: skus.bean }])
	await db`update product set unit_cost = 18.1 where id = ${products.bean}`
	expect(await brief('under_cost')).toEqual([`UNDER_COST ${skus.bean}`, `UNDER_COST ${skus.bean}`])
	// Page by page it is the same list.
	const [first] = await found('under_cost', { limit: 1 })
	expect(await found('under_cost', { after: first?.key ?? null })).toHaveLength(1)
})

test('rules that reach nobody, nothing, or no day any more', async () => {
	expect(await brief('dead')).toEqual([])
	await db`update price_book set valid_to = '2026-03-01' where id = ${books.sale}`
	await db`delete from buyer_group_member where buyer_group_id = ${groupId}`
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, benefit, conditions, status, valid_from) values
			(${sellerId}, 'NOTHING', 'line', 'x', '{"kind":"percent","scope":"line","percentPpm":1}', ${db.json({ productIds: [products.jug] })}, 'published', '2026-01-01') returning id`
	await db`update product set status = 'retired' where id = ${products.jug}`
	expect((await found('dead')).map(({ reason, bookId, promotionId }) => [reason, bookId ?? promotionId]).sort()).toEqual(
		[
			['ENDED', books.sale],
			['NO_ACCOUNT', books.group],
			['NO_ACCOUNT', books.contract],
			['NO_PRODUCT', promotion?.id],
		].sort(),
	)
})
