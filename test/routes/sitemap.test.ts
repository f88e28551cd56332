import { expect, test } from 'vitest'
import { withTransaction } from '../../db/client.server.ts'
import { refreshCatalog } from '../../db/queries/derived.ts'
import { makeCompany } from '../support/company.ts'
import { ask, testHouse } from '../support/house.ts'
import { expectStatements } from '../support/statement-counter.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const { sellerId, products, skus } = await makeCompany(db, 'opal')
const house = testHouse(db)
const read = async (path = '/sitemap.xml') => (await ask(house, path)).text()

test('a house without a guest policy tells search engines nothing', async () => {
	expect(await read()).not.toContain('<loc>')
})

test('guests’ categories and products are listed in every language, and nothing that is denied', async () => {
	const [policy] = await db<
		{ id: number }[]
	>`insert into entitlement_policy (seller_entity_id, code, name, is_guest) values (${sellerId}, 'GUEST', 'Guests', true) returning id`
	const policyId = policy?.id ?? 0
	await db`insert into policy_category (policy_id, category_id) select ${policyId}, category_id from product_category where product_id = ${products.bean}`
	await db`insert into policy_product (policy_id, product_id, effect) values (${policyId}, ${products.machine}, 'deny')`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const text = await expectStatements(db, 2, () => read())
	const places = [...text.matchAll(/<loc>([^<]*)<\/loc>/g)].map(([, place]) => new URL(place ?? '').pathname)
	expect(places).toEqual(['/', `/catalog/cof-${skus.bean.toLowerCase()}`, `/products/${skus.bean.toLowerCase()}`])
	expect(text).toContain(`hreflang="cs" href="${house.publicUrl}/cs/products/${skus.bean.toLowerCase()}"`)
	expect(text).not.toContain(skus.machine.toLowerCase())
})

test('a catalog too large for one file is a list of parts that together name each product once', async () => {
	await db`
		with made as (insert into product (seller_entity_id, sku, slug) select ${sellerId}, 'BIG-' || n, 'big-' || n from generate_series(1, 10500) n returning id)
		insert into product_category (product_id, category_id) select made.id, category_id from made, product_category where product_id = ${products.bean}`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	const parts = [...(await read()).matchAll(/<loc>[^<]*(\/sitemap.xml\?after=\d+)<\/loc>/g)].map(([, part]) => part ?? '')
	expect(parts).toHaveLength(2)
	const slugs = (await Promise.all(parts.map(read))).flatMap((text) => [...text.matchAll(/<loc>[^<]*\/products\/([^<]*)<\/loc>/g)].map(([, slug]) => slug))
	expect([slugs.length, new Set(slugs).size]).toEqual([10_501, 10_501])
})
