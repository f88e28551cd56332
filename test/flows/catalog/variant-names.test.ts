import { expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { openCart } from '../../../app/flows/cart/open-cart.ts'
import { withTransaction } from '../../../db/client.server.ts'
import { refreshCatalog } from '../../../db/queries/derived.ts'
import { makeCompany } from '../../support/company.ts'
import { ask, testHouse } from '../../support/house.ts'
import { cookieOf, makeStaff, morning, placeRows } from '../../support/placed.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()

/** A cloth in two colours, which are one product under one name. */
async function withCloths(lot: string) {
	const company = await makeCompany(db, lot)
	const { sellerId, tag, products, books } = company
	const [parent] = await db<{ id: number }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class, option_axes) values (${sellerId}, ${`CLOTH-${tag}`}, ${`cloth-${lot}`}, 'parent', 'accessory', '{size,colour}') returning id`
	const made = await db<{ id: number; sku: string }[]>`
		insert into product (seller_entity_id, sku, slug, kind, product_class, parent_id, attributes, stock_policy)
		select ${sellerId}, ${`CLOTH-${tag}`} || upper(c), ${`cloth-${lot}-`} || c, 'variant', 'accessory', ${parent?.id ?? 0}, jsonb_build_object('colour', c, 'size', '40 cm'), 'untracked' from unnest(array['ink','sand']) c returning id, sku`
	const ids = [parent?.id ?? 0, ...made.map(({ id }) => id)]
	await db`insert into product_text (product_id, locale, name) select id, l, 'Bar cloth' from unnest(${ids}::bigint[]) id, unnest(array['en','cs']) l`
	await db`insert into product_category (product_id, category_id) select id, category_id from product_category, unnest(${ids}::bigint[]) id where product_id = ${products.tamper}`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${books.base}, id, 'each', '{1}', '{8.90}' from unnest(${made.map(({ id }) => id)}::bigint[]) id`
	await withTransaction(db, (tx) => refreshCatalog(tx))
	return { company, skus: made.map(({ sku }) => sku) }
}
const row = (sku: string) => ({ sku, quantity: '1', unit: null, locationId: null, requestedOn: null })

test('a cart, its order and what is printed of it name each cloth in full, in the language of who orders', async () => {
	const { company, skus } = await withCloths('agate')
	const { shopper, accountId, locations } = company
	await addToCart(db, shopper, { cartId: null, rows: skus.map(row), locale: 'cs', at: morning })
	const names = async (locale: string) => (await openCart(db, shopper, { locale, at: morning })).cart?.lines.map(({ name }) => name)
	expect(await names('en')).toEqual(['Bar cloth · 40 cm · Ink', 'Bar cloth · 40 cm · Sand'])
	expect(await names('cs')).toEqual(['Bar cloth · 40 cm · Inkoust', 'Bar cloth · 40 cm · Písek'])
	await db`delete from order_line where account_id = ${accountId}`
	const { number } = await placeRows(
		db,
		company,
		skus.map((sku) => ({ ...row(sku), locationId: locations.a })),
		'PO-7',
	)
	const stored = await db`select l.name from order_line l join sales_order o on o.id = l.order_id where o.number = ${number} order by l.sequence`
	expect(stored.map(({ name }) => name)).toEqual(['Bar cloth · 40 cm · Ink', 'Bar cloth · 40 cm · Sand'])
	// What it was sold as stays, whatever becomes of its values.
	await db`update product set attributes = '{}' where sku = any(${skus}::text[])`
	const page = await (await ask(testHouse(db), `/orders/${number}`, { cookie: await cookieOf(db, company) })).text()
	expect(page).toContain('Bar cloth · 40 cm · Sand')
})

test('the sheets of products and of prices tell them apart, with no statement more', async () => {
	const { company, skus } = await withCloths('basalt')
	const house = testHouse(db)
	const cookie = await cookieOf(db, { userId: await makeStaff(db, company, ['merchandiser'], 'Tomas') })
	const look = async (path: string) => {
		const { result, statements } = await statementsOf(db, async () => (await ask(house, path, { cookie })).text())
		return { page: result, count: statements.length }
	}
	const one = await look(`/merchandising/products?q=${skus[0]}`)
	const both = await look(`/merchandising/products?q=CLOTH-${company.tag}`)
	expect(both.page).toContain('40 cm · Sand')
	expect(both.count).toBe(one.count)
	const prices = await look(`/merchandising/books/${company.books.base}`)
	expect(prices.page).toContain('Bar cloth · 40 cm · Ink')
})
