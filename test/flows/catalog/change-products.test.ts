import { expect, test } from 'vitest'
import { changeCells, changeProducts, previewProducts } from '../../../app/flows/catalog/change-products.ts'
import { turnProductChange, workProductChange } from '../../../app/flows/catalog/work-change.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readProductChange, readProductGrid } from '../../../db/queries/product-grid.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { sellerId, products, skus } = await makeCompany(db, 'onyx')
const other = await makeCompany(db, 'flint')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Tomas', lastName: 'Lin', roles: ['merchandiser'] })
const staff = { userId, locale: 'en', seller: { id: sellerId } } as unknown as StaffMember
const at = new Date('2026-03-02T10:00:00Z')
const act = { at, requestId: 'r' }
await db`
	with made as (insert into product (seller_entity_id, sku, slug, product_class, status) select ${sellerId}, 'BULK-' || lpad(n::text, 4, '0'), 'bulk-' || n, 'bulk', 'draft' from generate_series(1, 1200) n returning id, sku)
	, named as (insert into product_text (product_id, locale, name) select id, 'en', 'Thing ' || sku from made where sku <> 'BULK-0007')
	insert into product_category (product_id, category_id) select id, (select min(id) from category where seller_entity_id = ${sellerId}) from made`
await withTransaction(db, (tx) => refreshCatalog(tx))
const everyBulk = { filter: { sellerEntityId: sellerId, search: '', status: null, productClass: 'bulk', categoryId: null, lacks: null, locale: 'en' } }
const finish = async (changeId: number) => {
	let rounds = 0
	while ((await workProductChange(db, at, changeId)) > 0) rounds += 1
	return rounds
}
const look = async () =>
	JSON.stringify(
		await db`select p.id, p.status, p.product_class, p.minimum_quantity, p.maximum_quantity, p.tax_code, (select json_agg(m.category_id order by 1) from product_category m where m.product_id = p.id) as c,
		(select json_object_agg(t.locale, t.name order by t.locale) from product_text t where t.product_id = p.id) as t, (select count(*) from category_listing l where l.product_id = p.id) as l from product p order by p.id`,
	)

test('a bulk edit of all that match is told before, done in chunks, seen in the shop, and taken back to the letter', async () => {
	const before = await look()
	const edit = { key: 'status', value: 'active' }
	const preview = await previewProducts(db, staff, everyBulk, edit)
	expect(preview).toMatchObject({ ok: true, preview: { matched: 1200, changing: 1199, misfits: [{ reason: 'no_name', count: 1 }] } })
	expect(await look()).toBe(before)
	const opened = await changeProducts(db, staff, everyBulk, { edit, ...act })
	if (!opened.ok) throw new Error('refused')
	expect(await readProductChange(db, { sellerEntityId: sellerId, changeId: opened.changeId })).toMatchObject({ state: 'running', total: 1199, done: 500 })
	await expectStatements(db, 12, () => workProductChange(db, at, opened.changeId))
	expect(await finish(opened.changeId)).toBe(1)
	expect(await readProductChange(db, { sellerEntityId: sellerId, changeId: opened.changeId })).toMatchObject({ state: 'applied', done: 1199, passed: 0 })
	expect(await db`select 1 from category_listing l join product p on p.id = l.product_id where p.product_class = 'bulk'`).toHaveLength(1199)
	expect(await db`select 1 from audit_entry where action = 'product.changed'`).toHaveLength(1199)
	// One is changed by somebody else in the meantime: it is left alone.
	await db`update product set status = 'retired' where sku = 'BULK-0003'`
	expect(await turnProductChange(db, staff, { changeId: opened.changeId, to: 'undoing', at })).toBe(true)
	await finish(opened.changeId)
	expect(await readProductChange(db, { sellerEntityId: sellerId, changeId: opened.changeId })).toMatchObject({ state: 'undone', passed: 1 })
	await db`update product set status = 'draft' where sku = 'BULK-0003'`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	expect(await look()).toBe(before)
})

test('it stops where it stands, and what was done can still be taken back', async () => {
	const before = await look()
	const opened = await changeProducts(db, staff, everyBulk, { edit: { key: 'taxCode', value: 'food' }, ...act })
	if (!opened.ok) throw new Error('refused')
	expect(await turnProductChange(db, staff, { changeId: opened.changeId, to: 'cancelled', at })).toBe(true)
	expect(await workProductChange(db, at, opened.changeId)).toBe(0)
	expect(await db`select 1 from product where tax_code = 'food'`).toHaveLength(500)
	await turnProductChange(db, staff, { changeId: opened.changeId, to: 'undoing', at })
	await finish(opened.changeId)
	expect(await look()).toBe(before)
	expect(await turnProductChange(db, staff, { changeId: opened.changeId, to: 'undoing', at })).toBeNull()
})

test('categories and words in bulk, and their way back', async () => {
	const before = await look()
	const [category] = await db<{ id: number }[]>`select max(id) as id from category where seller_entity_id = ${sellerId}`
	const target = { productIds: [products.bean, products.tamper, other.products.bean] }
	for (const edit of [
		{ key: 'category.add', value: String(category?.id) },
		{ key: 'category.remove', value: String(category?.id) },
		{ key: 'name.cs', value: 'Věc' },
		{ key: 'maximumQuantity', value: '40' },
	]) {
		const opened = await changeProducts(db, staff, target, { edit, ...act })
		if (!opened.ok) throw new Error(JSON.stringify(opened))
		await finish(opened.changeId)
		expect(await look(), edit.key).not.toBe(before)
		await turnProductChange(db, staff, { changeId: opened.changeId, to: 'undoing', at })
		await finish(opened.changeId)
		expect(await look(), edit.key).toBe(before)
	}
})

test('cells of a page are one change; every cell that cannot be is named, and nothing is saved', async () => {
	const refused = await changeCells(
		db,
		staff,
		[
			{ productId: products.bean, key: 'status', seen: 'active', value: 'sold out' },
			{ productId: products.tamper, key: 'minimumQuantity', seen: '2', value: '3' },
			{ productId: products.jug, key: 'minimumQuantity', seen: '1', value: '1.5' },
			{ productId: other.products.bean, key: 'status', seen: 'active', value: 'draft' },
		],
		act,
	)
	expect(refused.ok ? [] : refused.refusals.map(({ code, line }) => [code, line])).toEqual([
		['FIELD_INVALID', 0],
		['CELL_CHANGED', 1],
		['CHOICE_UNKNOWN', 3],
		['MISFIT_FRACTION', undefined],
	])
	const saved = await changeCells(
		db,
		staff,
		[
			{ productId: products.bean, key: 'minimumQuantity', seen: '1', value: '6' },
			{ productId: products.bean, key: 'name.fr-CA', seen: '', value: 'Nouvelle torréfaction' },
		],
		act,
	)
	if (!saved.ok) throw new Error('refused')
	await finish(saved.changeId)
	const { rows } = await readProductGrid(db, {
		...everyBulk.filter,
		productClass: null,
		search: skus.bean,
		currency: 'USD',
		sort: 'sku',
		after: null,
		limit: 10,
	})
	expect(rows).toMatchObject([{ values: { minimumQuantity: '6', 'name.fr-CA': 'Nouvelle torréfaction' }, basePrice: '20', coverage: 2 }])
})

test('pages of the grid meet without gap or double in every order', async () => {
	for (const sort of ['sku', 'name', 'status', 'class', 'changed'] as const) {
		const seen: number[] = []
		let after: number | null = null
		do {
			const page: Awaited<ReturnType<typeof readProductGrid>> = await readProductGrid(db, {
				...everyBulk.filter,
				productClass: null,
				currency: 'USD',
				sort,
				after,
				limit: 250,
			})
			seen.push(...page.rows.slice(0, 250).map(({ id }) => id))
			after = page.rows.length > 250 ? (page.rows[249]?.id ?? null) : null
		} while (after !== null)
		expect([sort, seen.length, new Set(seen).size]).toEqual([sort, 1204, 1204])
	}
})
