import { expect, test } from 'vitest'
import { noPayment } from '../../../app/connectors/payment/no-payment.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { openCatalogPage } from '../../../app/flows/catalog/open-catalog-page.ts'
import { openProduct } from '../../../app/flows/catalog/open-product.ts'
import { shipGroup } from '../../../app/flows/shipping/ship-group.ts'
import type { StaffMember } from '../../../app/platform/actor.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { naiveShares } from '../../support/naive-bundle.ts'
import { makeStaff, placeRows } from '../../support/placed.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const row = (sku: string, quantity: string, locationId: number | null = null) => ({ sku, quantity, unit: null, locationId, requestedOn: null })

/** A set of one tamper (49.90), two jugs (19.95) and one bag of beans (food), at 79.00 in the base book; 9 jugs on the shelf. */
async function withSet(lot: string, pricing: 'own' | 'sum' = 'own', offPpm = 0) {
	const company = await makeCompany(db, lot)
	const { sellerId, products, books, tag } = company
	const [made] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class) values (${sellerId}, ${`SET-${tag}`}, ${`set-${lot}`}, 'bundle', 'accessory') returning id`
	const id = made?.id ?? 0
	await db`insert into product_text (product_id, locale, name) values (${id}, 'en', 'First-morning set')`
	await db`insert into product_category (product_id, category_id) select ${id}, category_id from product_category where product_id = ${products.tamper}`
	await db`insert into bundle_component (bundle_id, component_id, quantity, position) values (${id}, ${products.tamper}, 1, 1), (${id}, ${products.jug}, 2, 2), (${id}, ${products.bean}, 1, 3)`
	await db`insert into product_bundle (product_id, pricing, off_ppm) values (${id}, ${pricing}, ${offPpm})`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.base}, ${id}, 'each', '{1}', '{79.00}')`
	await db`update product set tax_code = 'food' where id = ${products.bean}`
	await db`insert into tax_rate (seller_entity_id, jurisdiction, country, region, tax_code, rate) select ${sellerId}, j, 'US', r, 'food', 0 from (values ('US-ND','ND'), ('US-MN','MN'), ('US-SD','SD')) z(j, r)`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	return { company, id, sku: `SET-${tag}`, slug: `set-${lot}`, warehouseId: await withStock(company) }
}

async function withStock({ sellerId, products, tag }: Company): Promise<number> {
	const [made] = await db<
		{ id: number }[]
	>`insert into warehouse (seller_entity_id, code, name, country) values (${sellerId}, ${`W-${tag}`}, 'Fargo dock', 'US') returning id`
	const warehouseId = made?.id ?? 0
	await db`insert into warehouse_zone (warehouse_id, country, region, rank) select ${warehouseId}, 'US', r, 1 from unnest(array['ND','MN','SD']) r`
	await db`update product set stock_policy = 'refuse' where id = ${products.jug}`
	await db`insert into stock_level (warehouse_id, product_id, on_hand) values (${warehouseId}, ${products.jug}, 9)`
	return warehouseId
}

test('a set can be had as often as what is inside allows, at its own price or by its sum', async () => {
	const own = await withSet('alder')
	const { shopper, skus } = own.company
	const page = await openProduct(db, shopper, { slug: own.slug, quantity: null, unit: null, locale: 'en', at })
	expect(page?.price?.unitPrice).toBe('79.000000')
	expect(page?.components.map(({ quantity, product }) => [Number(quantity), product.sku])).toEqual([
		[1, skus.tamper],
		[2, skus.jug],
		[1, skus.bean],
	])
	expect(page?.promise.stock).toBe('low')
	const sum = await withSet('birch', 'sum', 100_000)
	const bySum = await openProduct(db, sum.company.shopper, { slug: sum.slug, quantity: null, unit: null, locale: 'en', at })
	// 49.90 + 2 × 19.95 + 18.00 (the sale) is 107.80; less ten percent 97.02.
	expect(bySum?.price?.unitPrice).toBe('97.020000')
	const list = await openCatalogPage(db, sum.company.shopper, {
		category: `acc-${sum.company.skus.bean.toLowerCase()}`,
		limit: 12,
		cursor: null,
		locale: 'en',
		at,
	})
	expect(list?.products.find(({ sku }) => sku === sum.sku)).toMatchObject({ price: { unitPrice: '97.020000' }, stock: 'low', stockPolicy: 'refuse' })
	const added = await addToCart(db, sum.company.shopper, { cartId: null, rows: [row(sum.sku, '1')], locale: 'en', at })
	expect(added).toMatchObject({ ok: true })
	expect((await openCart(db, sum.company.shopper, { locale: 'en', at })).cart?.lines[0]).toMatchObject({ unitPrice: '97.020000' })
})

test('an order of sets reserves, taxes, ships and invoices what is inside, and the parts come to the whole', async () => {
	const { company, sku, warehouseId } = await withSet('cedar')
	const { shopper, accountId, locations, products, sellerId } = company
	await placeRows(db, company, [row(sku, '3', locations.a), row(sku, '1', locations.c)], 'SET-1')
	const inside = await db<{ id: number; productId: number; groupId: number; quantity: string; netMinor: number; taxMinor: number; allocationId: number }[]>`
		select k.id, k.product_id, a.group_id, trim_scale(k.quantity)::text as quantity, k.net_minor, k.tax_minor, k.allocation_id from allocation_component k
			join allocation a on a.account_id = k.account_id and a.id = k.allocation_id where k.account_id = ${accountId} order by a.quantity desc, k.position`
	// By hand, in exact fractions: 237.00 and 79.00 by 49.90 : 39.90 : 17.75 (the contract's price from five is not reached: 18.00 by the sale).
	const prices = [
		{ unitPrice: '49.90', perBundle: 1 },
		{ unitPrice: '19.95', perBundle: 2 },
		{ unitPrice: '18.00', perBundle: 1 },
	]
	expect(inside.map(({ netMinor }) => netMinor)).toEqual([...naiveShares(23_700, 4, prices), ...naiveShares(7900, 4, prices)])
	expect(inside.map(({ quantity }) => quantity)).toEqual(['3', '6', '3', '1', '2', '1'])
	const [sums] = await db`
		select sum(k.net_minor)::int as net, sum(k.tax_minor)::int as tax, (select sum(net_minor)::int from allocation where account_id = ${accountId}) as line_net, (select sum(tax_minor)::int from allocation where account_id = ${accountId}) as line_tax,
			(select tax_minor::int from sales_order where account_id = ${accountId}) as order_tax from allocation_component k where k.account_id = ${accountId}`
	expect(sums).toEqual({ net: 31_600, tax: sums?.['orderTax'], lineNet: 31_600, lineTax: sums?.['orderTax'], orderTax: sums?.['orderTax'] })
	expect(await db`select tax_code, base_minor::int from tax_line where account_id = ${accountId} and tax_code = 'food' order by base_minor desc`).toEqual([
		{ taxCode: 'food', baseMinor: inside[2]?.netMinor },
		{ taxCode: 'food', baseMinor: inside[5]?.netMinor },
	])
	const jugs = () => db`select trim_scale(on_hand)::text as on_hand, trim_scale(reserved)::text as reserved from stock_level where product_id = ${products.jug}`
	expect(await jugs()).toEqual([{ onHand: '9', reserved: '8' }])

	const again = await addToCart(db, shopper, { cartId: null, rows: [row(sku, '1', locations.a)], locale: 'en', at })
	expect(again).toMatchObject({ ok: true })
	expect((await openCart(db, shopper, { locale: 'en', at })).cart?.refusals).toMatchObject([
		{ code: 'STOCK_SHORT_INSIDE', line: 1, facts: { component: company.skus.jug, available: 10_000, short: 10_000 } },
	])

	const staff: StaffMember = {
		...{ kind: 'staff', userId: await makeStaff(db, company, ['rep']), name: 'Natalie Ortiz', email: '', locale: 'en', roles: ['rep'] },
		...{ seller: shopper.seller, sessionHash: '', actingFor: null },
	}
	const groupId = inside[0]?.groupId ?? 0
	const ship = (quantity: string) =>
		shipGroup(db, noPayment(), staff, {
			...{ groupId, quantities: [{ allocationId: inside[0]?.allocationId ?? 0, quantity }], closesShort: false, warehouseId },
			...{ carrier: null, trackingNumber: null, at, requestId: 'r' },
		})
	expect(await ship('1')).toMatchObject({ ok: true, status: 'part_shipped' })
	expect(await jugs()).toEqual([{ onHand: '7', reserved: '6' }])
	expect(await ship('2')).toMatchObject({ ok: true, status: 'shipped' })
	const parts = await db`
		select c.sku, sum(c.net_minor)::int as net, sum(c.tax_minor)::int as tax, trim_scale(sum(c.quantity))::text as quantity from invoice_component c where c.account_id = ${accountId} group by c.sku, c.position order by c.position`
	expect(parts.map(({ net, tax, quantity }) => [net, tax, quantity])).toEqual(
		inside.slice(0, 3).map(({ netMinor, taxMinor, quantity }) => [netMinor, taxMinor, quantity]),
	)
	const lines = await db`
		select l.net_minor = (select sum(c.net_minor) from invoice_component c where c.account_id = l.account_id and c.invoice_line_id = l.id) as is_sum from invoice_line l where l.account_id = ${accountId}`
	expect(lines.map(({ isSum }) => isSum)).toEqual([true, true])
	expect(sellerId).toBeGreaterThan(0)
})

test('a set with something inside that an account may not see is not there for it', async () => {
	const { company, sku, slug } = await withSet('larch')
	const { shopper, sellerId, products, tag } = company
	const isThere = async () => (await openProduct(db, shopper, { slug, quantity: null, unit: null, locale: 'en', at })) !== null
	expect(await isThere()).toBe(true)
	const policies = db.array([...shopper.account.policyIds], 23)
	await db`insert into policy_product (policy_id, product_id, effect) select p, ${products.jug}, 'deny' from unnest(${policies}::int[]) p`
	await withTransaction(db, (tx) => refreshCatalog(tx, [products.jug]))
	expect(await isThere()).toBe(false)
	expect(await addToCart(db, shopper, { cartId: null, rows: [row(sku, '1')], locale: 'en', at })).toMatchObject({
		ok: false,
		refusals: [{ code: 'PRODUCT_UNKNOWN' }],
	})
	const list = await openCatalogPage(db, shopper, { category: `acc-${company.skus.bean.toLowerCase()}`, limit: 12, cursor: null, locale: 'en', at })
	expect(list?.products.map((product) => product.sku)).toEqual([company.skus.tamper])
	await db`delete from policy_product where product_id = ${products.jug}`
	await withTransaction(db, (tx) => refreshCatalog(tx, [products.jug]))
	expect(await isThere()).toBe(true)
	// What no policy grants leaks no more than what one denies.
	const [bare] = await db<
		{ id: number }[]
	>`insert into product (seller_entity_id, sku, slug) values (${sellerId}, ${`BARE-${tag}`}, ${`bare-${tag}`}) returning id`
	await db`insert into bundle_component (bundle_id, component_id, quantity, position) select id, ${bare?.id ?? 0}, 1, 4 from product where slug = ${slug}`
	await withTransaction(db, (tx) => refreshCatalog(tx, [bare?.id ?? 0]))
	expect(await isThere()).toBe(false)
})
