import { expect, test } from 'vitest'
import { openCategories } from '../../../app/flows/merchandising/open-categories.ts'
import { placeProducts } from '../../../app/flows/merchandising/place-products.ts'
import { deleteCategory, hideCategory, saveCategory, shiftCategory } from '../../../app/flows/merchandising/save-category.ts'
import { undoCategories } from '../../../app/flows/merchandising/save-tree-change.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { readCategories } from '../../../db/queries/storefront.ts'
import { makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/staff.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const { sellerId, skus, products } = await makeCompany(db, 'shelf')
const { userId } = await makeStaff(db, sellerId, { firstName: 'Tomas', lastName: 'Lin', roles: ['merchandiser'] })
const staff = { userId, locale: 'en', seller: { id: sellerId } } as unknown as StaffMember
const act = { at: new Date('2026-03-02T10:00:00Z'), requestId: 'r' }
const [tools = 0, coffees = 0] = (await db<{ id: number }[]>`select id from category where seller_entity_id = ${sellerId} order by id`).map(({ id }) => id)
const policyIds = (await db<{ id: number }[]>`select id from entitlement_policy where seller_entity_id = ${sellerId}`).map(({ id }) => id)

const names = (en: string) => ({ en, 'fr-CA': `${en} fr`, es: '', ja: '', cs: '' })
const made = async (code: string, parentId: number | null) => {
	const saved = await saveCategory(db, staff, null, { code, names: names(code), parentId }, act)
	if (!saved?.ok) throw new Error(JSON.stringify(saved))
	return saved
}
const codesOf = (refused: Awaited<ReturnType<typeof deleteCategory>>) =>
	refused && !refused.ok ? refused.refusals.map(({ code, line }) => (line ? `${code}:${line}` : code)) : refused
const shelves = async () => {
	const categories = await readCategories(db, { sellerEntityId: sellerId, policyIds, locale: 'en' })
	return categories.map(({ id }) => id)
}
const listed = async (categoryId: number) =>
	(await db<{ id: number }[]>`select product_id as id from category_listing where category_id = ${categoryId} order by 1`).map(({ id }) => id)

/** All that is stored and derived of the tree. */
const look = async () =>
	JSON.stringify(
		await db`select (select json_agg(c order by c.id) from category c where c.seller_entity_id = ${sellerId}) as c, (select json_agg(t order by t.category_id, t.locale) from category_text t) as t,
		(select json_agg(m order by m.product_id, m.category_id) from product_category m) as m, (select json_agg(l order by l.category_id, l.product_id) from category_listing l) as l,
		(select json_agg(json_build_array(s.product_id, s.locale, s.category_ids, s.grant_policy_ids) order by s.product_id, s.locale) from product_search s) as s,
		(select json_agg(json_build_array(p.id, p.grant_policy_ids, p.deny_policy_ids) order by p.id) from product p) as p`,
	)
/** Runs an act: what it derived is what a full refresh derives, and undoing it brings back everything as it was. */
async function undone<T extends { ok: true; changeId: number }>(run: () => Promise<T | { ok: false } | null>): Promise<void> {
	const before = await look()
	const answer = await run()
	if (!answer?.ok) throw new Error(JSON.stringify(answer))
	const after = await look()
	expect(after).not.toBe(before)
	await withTransaction(db, (tx) => refreshCatalog(tx))
	expect(await look()).toBe(after)
	expect(await undoCategories(db, staff, answer.changeId, act)).toMatchObject({ ok: true })
	expect(await look()).toBe(before)
	expect(await undoCategories(db, staff, answer.changeId, act)).toBeNull()
}

const { id: gifts } = await made('gifts', null)
const { id: ribbons } = await made('ribbons', gifts)
await placeProducts(db, staff, ribbons, { add: `${skus.jug}\n${skus.jug.toLowerCase()};x`, remove: '' }, act)

test('every act is seen in the shop at once, derives what a full refresh derives, is audited, and can be undone', async () => {
	expect(await shelves()).toEqual([tools, coffees, gifts, ribbons])
	await undone(() => saveCategory(db, staff, ribbons, { code: '', names: names('Bows'), parentId: tools }, act))
	await undone(() => saveCategory(db, staff, tools, { code: '', names: names('Tools'), parentId: gifts }, act))
	await undone(() => hideCategory(db, staff, gifts, true, act))
	await undone(() => shiftCategory(db, staff, gifts, 'up', act))
	await undone(() => placeProducts(db, staff, gifts, { add: `${skus.bean}\n${skus.tamper}`, remove: '' }, act))
	await undone(() => placeProducts(db, staff, ribbons, { add: '', remove: skus.jug }, act))
	await undone(() => deleteCategory(db, staff, ribbons, tools, act))
	await undone(() => made('cards', gifts))
	expect(await db`select 1 from audit_entry where action = 'category.undone'`).toHaveLength(8)
})

test('a hidden category takes all below it out of the navigation; its products stay where else they stand', async () => {
	const hidden = await hideCategory(db, staff, gifts, true, act)
	expect(await shelves()).toEqual([tools, coffees])
	expect([await listed(gifts), await listed(ribbons), await listed(tools)]).toEqual([[], [], [products.tamper, products.jug]])
	const found = await db`select category_ids from product_search where product_id = ${products.jug} and locale = 'en'`
	expect(found).toEqual([{ categoryIds: [tools] }])
	expect((await openCategories(db, staff, { locale: 'en', search: 'ribb' })).categories).toMatchObject([
		{ id: ribbons, isUnderHidden: true, products: 1, locales: ['en', 'fr-CA'] },
	])
	await hideCategory(db, staff, gifts, false, act)
	expect(await undoCategories(db, staff, hidden?.ok ? hidden.changeId : 0, act)).toMatchObject({ ok: false, refusals: [{ code: 'CHANGED_SINCE' }] })
	expect(await shelves()).toEqual([tools, coffees, gifts, ribbons])
})

test('what would strand products, make a circle or change what others speak of is refused by name, and nothing is written', async () => {
	await placeProducts(db, staff, gifts, { add: skus.bean, remove: '' }, act)
	const before = await look()
	expect(codesOf(await deleteCategory(db, staff, gifts, null, act))).toEqual(['CATEGORY_HAS_BELOW'])
	expect(codesOf(await deleteCategory(db, staff, tools, null, act))).toEqual(['CATEGORY_NAMED', 'CATEGORY_STRANDS'])
	expect(codesOf(await deleteCategory(db, staff, ribbons, ribbons, act))).toEqual(['CATEGORY_UNKNOWN'])
	expect(codesOf(await saveCategory(db, staff, gifts, { code: '', names: names('Gifts'), parentId: ribbons }, act))).toEqual(['CATEGORY_CIRCLE'])
	expect(codesOf(await saveCategory(db, staff, gifts, { code: '', names: names('Gifts'), parentId: gifts }, act))).toEqual(['CATEGORY_CIRCLE'])
	expect(codesOf(await saveCategory(db, staff, null, { code: 'gifts', names: names('Gifts'), parentId: null }, act))).toEqual(['CATEGORY_CODE_TAKEN'])
	expect(codesOf(await saveCategory(db, staff, null, { code: '-', names: names(''), parentId: 999_999 }, act))).toEqual([
		'NAME_MISSING',
		'CATEGORY_CODE_BAD',
		'CATEGORY_UNKNOWN',
	])
	const wish = { add: `\nNEVER`, remove: `${skus.machine}\n${skus.bean}` }
	expect(codesOf(await placeProducts(db, staff, coffees, wish, act))).toEqual(['SKU_UNKNOWN:2', 'CATEGORY_ONLY_HERE:1'])
	expect(codesOf(await placeProducts(db, staff, ribbons, { add: '', remove: skus.tamper }, act))).toEqual(['CATEGORY_NOT_IN:1'])
	expect(await look()).toBe(before)
	const other = { ...staff, seller: { id: sellerId + 1000 } } as StaffMember
	expect([
		await hideCategory(db, other, gifts, true, act),
		await deleteCategory(db, other, ribbons, null, act),
		await shiftCategory(db, other, gifts, 'up', act),
	]).toEqual([null, null, null])
})

test('deleting moves products with their first place, and the new category is not undone once something stands in it', async () => {
	const { id: shelf, changeId } = await made('shelf', null)
	const { id: target } = await made('target', null)
	await db`insert into product (seller_entity_id, sku, slug) values (${sellerId}, 'LONE-1', 'lone-1')`
	await placeProducts(db, staff, shelf, { add: 'lone-1', remove: '' }, act)
	expect(await undoCategories(db, staff, changeId, act)).toMatchObject({ ok: false, refusals: [{ code: 'CHANGED_SINCE' }] })
	expect(codesOf(await deleteCategory(db, staff, shelf, null, act))).toEqual(['CATEGORY_STRANDS'])
	expect(await deleteCategory(db, staff, shelf, target, act)).toMatchObject({ ok: true, changed: 1 })
	expect(await db`select m.category_id, m.is_primary from product_category m join product p on p.id = m.product_id where p.sku = 'LONE-1'`).toEqual([
		{ categoryId: target, isPrimary: true },
	])
})

test('the room is read by two statements, whatever its size', async () => {
	await expectStatements(db, 2, () => openCategories(db, staff, { locale: 'en', search: '' }))
})
