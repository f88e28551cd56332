import { expect, test } from 'vitest'
import type { PartContent, ProductPart } from '../../../app/engine/catalog/product-part.ts'
import { openCatalogPage } from '../../../app/flows/catalog/open-catalog-page.ts'
import { openDocument } from '../../../app/flows/catalog/open-document.ts'
import { openProduct } from '../../../app/flows/catalog/open-product.ts'
import { openProductPart } from '../../../app/flows/merchandising/open-product-part.ts'
import { saveProductPart } from '../../../app/flows/merchandising/save-product-part.ts'
import { undoProductPart } from '../../../app/flows/merchandising/undo-product-part.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { makeStaff } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')

async function room(lot: string) {
	const company = await makeCompany(db, lot)
	const staff: StaffMember = {
		...{ kind: 'staff', userId: await makeStaff(db, company, ['merchandiser']), name: 'Mara Fuchs', email: '', locale: 'en', roles: ['merchandiser'] },
		...{ seller: company.shopper.seller, sessionHash: '', actingFor: null },
	}
	const on = (productId: number, part: ProductPart) => ({
		save: (rows: PartContent['rows'], head: PartContent['head'] = {}) =>
			saveProductPart(db, staff, { productId, part, content: { head, rows }, at, requestId: 'r' }),
		undo: () => undoProductPart(db, staff, { productId, part, at, requestId: 'r' }),
		now: async () => (await openProductPart(db, staff, { productId, part }))?.content,
	})
	return { company, on, staff }
}
const see = (company: Company, sku: string) => openProduct(db, company.shopper, { slug: sku.toLowerCase(), quantity: null, unit: null, locale: 'en', at })

test('relations are saved whole or not at all, seen at once, undone and brought back, each with its audit', async () => {
	const { company, on } = await room('willow')
	const { products, skus } = company
	const part = on(products.bean, 'relations')
	const before = [{ kind: 'cross_sell', sku: skus.tamper }]
	expect(await part.save(before)).toEqual({ ok: true })
	const bad = [
		{ kind: 'cross_sell', sku: skus.jug },
		{ kind: 'cross_sell', sku: skus.bean },
		{ kind: 'wishes', sku: skus.jug },
		{ kind: 'cross_sell', sku: 'NO-SUCH' },
		{ kind: 'cross_sell', sku: skus.jug },
	]
	expect(await part.save(bad)).toMatchObject({
		ok: false,
		refusals: [
			{ code: 'PRODUCT_ITSELF', line: 2 },
			{ code: 'FIELD_INVALID', line: 3 },
			{ code: 'SKU_UNKNOWN', line: 4 },
			{ code: 'ROW_TWICE', line: 5 },
		],
	})
	expect((await part.now())?.rows).toEqual(before)
	await part.save([{ kind: 'substitute', sku: skus.jug }])
	expect((await see(company, skus.bean))?.shelves.map(({ kind, products: shown }) => [kind, shown.map(({ sku }) => sku)])).toEqual([['substitute', [skus.jug]]])
	expect(await part.undo()).toEqual({ ok: true })
	expect((await part.now())?.rows).toEqual(before)
	await part.undo()
	expect((await part.now())?.rows).toEqual([{ kind: 'substitute', sku: skus.jug }])
	expect(await db`select count(*)::int as count from audit_entry where subject = ${`product:${products.bean}`} and action = 'product.relations'`).toEqual([
		{ count: 4 },
	])
	expect(await on(products.jug, 'relations').undo()).toMatchObject({ ok: false, refusals: [{ code: 'NOTHING_TO_UNDO' }] })
})

test('a bundle is made, holds no bundle, and is in no other', async () => {
	const { company, on } = await room('rowan')
	const { products, skus } = company
	const bundle = on(products.machine, 'bundle')
	const head = { kind: 'bundle', pricing: 'sum', off: '12.5' }
	expect(await bundle.save([], head)).toMatchObject({ ok: false, refusals: [{ code: 'BUNDLE_EMPTY' }] })
	expect(await bundle.save([{ sku: skus.tamper, quantity: '0' }], { ...head, off: '120' })).toMatchObject({
		ok: false,
		refusals: [{ code: 'FIELD_INVALID' }, { code: 'QUANTITY_INVALID', line: 1 }],
	})
	expect(
		await bundle.save(
			[
				{ sku: skus.tamper, quantity: '1' },
				{ sku: skus.jug, quantity: '2' },
			],
			head,
		),
	).toEqual({ ok: true })
	// 49.90 + 2 × 19.95 = 89.80; less 12.5 % it is 78.575.
	expect((await see(company, skus.machine))?.price?.unitPrice).toBe('78.575000')
	expect(await on(products.bean, 'bundle').save([{ sku: skus.machine, quantity: '1' }], head)).toMatchObject({
		ok: false,
		refusals: [{ code: 'BUNDLE_IN_BUNDLE', line: 1 }],
	})
	expect(await on(products.jug, 'bundle').save([{ sku: skus.bean, quantity: '1' }], head)).toMatchObject({ ok: false, refusals: [{ code: 'BUNDLE_TAKEN' }] })
	await bundle.undo()
	expect((await see(company, skus.machine))?.product.kind).toBe('simple')
})

test('variants stand once in the list, from their lowest price, and are chosen by their values', async () => {
	const { company, on } = await room('hazel')
	const { products, skus, sellerId, tag } = company
	const [made] = await db<
		{ id: number }[]
	>`insert into product (seller_entity_id, sku, slug, product_class) values (${sellerId}, ${`TOOL-${tag}`}, ${`tool-${tag.toLowerCase()}`}, 'accessory') returning id`
	const parentId = made?.id ?? 0
	await db`insert into product_text (product_id, locale, name) values (${parentId}, 'en', 'Bar tool')`
	await db`insert into product_category (product_id, category_id) select ${parentId}, category_id from product_category where product_id = ${products.tamper}`
	const part = on(parentId, 'variants')
	const rows = [
		{ sku: skus.tamper, 'axis.form': 'tamper' },
		{ sku: skus.jug, 'axis.form': '' },
	]
	expect(await part.save(rows)).toMatchObject({ ok: false, refusals: [{ code: 'AXES_MISSING' }] })
	expect(await part.save(rows, { axes: 'form' })).toMatchObject({ ok: false, refusals: [{ code: 'VARIANT_VALUE_MISSING', line: 2, facts: { axis: 'form' } }] })
	const filled = [rows[0] ?? {}, { sku: skus.jug, 'axis.form': 'jug' }]
	expect(await part.save(filled, { axes: 'Form' })).toEqual({ ok: true })
	const list = async () => {
		const page = await openCatalogPage(db, company.shopper, { category: `acc-${skus.bean.toLowerCase()}`, limit: 12, cursor: null, locale: 'en', at })
		return page?.products.map(({ sku, price }) => [sku, price?.unitPrice, price?.isFrom])
	}
	expect(await list()).toEqual([[`TOOL-${tag}`, '19.950000', true]])
	expect((await see(company, skus.jug))?.options).toEqual([
		{
			axis: 'form',
			options: [
				{ value: 'tamper', slug: skus.tamper.toLowerCase(), isCurrent: false, keepsRest: true },
				{ value: 'jug', slug: skus.jug.toLowerCase(), isCurrent: true, keepsRest: true },
			],
		},
	])
	await part.undo()
	expect((await list())?.map(([sku]) => sku)).toEqual(
		[skus.tamper, skus.jug, `TOOL-${tag}`].sort((a, b) => Number(a.startsWith('TOOL')) - Number(b.startsWith('TOOL'))),
	)
})

test('rules of quantity are refused where nothing could be ordered, and count at once', async () => {
	const { company, on } = await room('ivy')
	const { products, skus, tag } = company
	const part = on(products.bean, 'rules')
	const rule = { unit: 'each', audience: 'everybody', code: '', minimum: '', maximum: '', increment: '' }
	const bad = [
		rule,
		{ ...rule, minimum: '5', maximum: '7', increment: '4' },
		{ ...rule, audience: 'account', code: 'A-NONE', minimum: '2' },
		{ ...rule, unit: 'barrel', minimum: '2' },
		{ ...rule, minimum: 'two' },
	]
	expect(await part.save(bad)).toMatchObject({
		ok: false,
		refusals: [
			{ code: 'RULE_EMPTY', line: 1 },
			{ code: 'RULE_IMPOSSIBLE', line: 2 },
			{ code: 'AUDIENCE_UNKNOWN', line: 3 },
			{ code: 'FIELD_INVALID', line: 4 },
			{ code: 'FIELD_INVALID', line: 5 },
		],
	})
	expect(
		await part.save([
			{ ...rule, minimum: '4' },
			{ ...rule, audience: 'account', code: `A-${tag}`, increment: '6' },
		]),
	).toEqual({ ok: true })
	expect((await see(company, skus.bean))?.price?.terms).toEqual({ minimum: '6', maximum: null, increment: '6' })
})

test('a document opens for who may see its product, and for nobody else; an address that could run something is refused', async () => {
	const { company, on } = await room('elm')
	const other = await makeCompany(db, 'ash')
	const part = on(company.products.machine, 'media')
	const sheet = { kind: 'document', url: 'https://example.test/sheet.pdf', locale: '', alt: 'Data sheet' }
	for (const url of ['javascript:alert(1)', '//evil.test/x', 'http://plain.test/x', 'data:text/html,x'])
		expect(await part.save([{ ...sheet, url }])).toMatchObject({ ok: false, refusals: [{ code: 'ADDRESS_INVALID' }] })
	expect(await part.save([sheet, { ...sheet, url: '/sheets/ja.pdf', locale: 'ja' }])).toEqual({ ok: true })
	const media = (await see(company, company.skus.machine))?.product.media ?? []
	expect(media.map(({ kind, alt }) => [kind, alt['en']])).toEqual([['document', 'Data sheet']])
	const id = Number(media[0]?.url.replace('/documents/', ''))
	expect(await openDocument(db, company.shopper, id)).toEqual({ url: 'https://example.test/sheet.pdf' })
	expect(await openDocument(db, other.shopper, id)).toBeNull()
	expect(await openDocument(db, { ...company.shopper, account: { ...company.shopper.account, policyIds: [] } }, id)).toBeNull()
})
