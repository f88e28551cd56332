import { expect, test } from 'vitest'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { setCells } from '../../../app/flows/cart/set-cells.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { makeCompany, makeStoryPromotions } from '../../support/company.ts'
import { expectStatements } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb()
const at = new Date('2026-03-02T09:00:00Z')
const row = (sku: string, quantity: string, locationId: number | null = null): AskedRow => ({ sku, quantity, unit: null, locationId, requestedOn: null })

async function priced(company: Awaited<ReturnType<typeof makeCompany>>, cartId: number) {
	const loaded = await loadPricedCart(asShopper(db, company.shopper), company.shopper, { accountId: company.accountId, cartId }, { locale: 'en', at })
	if (!loaded?.cart) throw new Error(JSON.stringify(loaded?.refusals))
	return { ...loaded, cart: loaded.cart }
}

test('P1: three for one store cost 18.00 each, five over three stores 17.75', async () => {
	const company = await makeCompany(db, 'lumen')
	const { a, b, c } = company.locations
	const added = await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows: [row(company.skus.bean, '3', a)], locale: 'en', at })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	const three = await priced(company, added.cartId)
	expect([three.cart.lines[0]?.unitPriceMicros, three.cart.netMinor]).toEqual([18_000_000n, 5400])
	await addToCart(asShopper(db, company.shopper), company.shopper, {
		cartId: added.cartId,
		rows: [row(company.skus.bean, '1', b), row(company.skus.bean, '1', c)],
		locale: 'en',
		at,
	})
	const five = await priced(company, added.cartId)
	expect([five.cart.lines[0]?.unitPriceMicros, five.cart.netMinor]).toEqual([17_750_000n, 8875])
})

test('P2: five beans and three accessories over three stores come to 174.78, to the cent in every delivery', async () => {
	const company = await makeCompany(db, 'quartz')
	await makeStoryPromotions(db, company)
	const { a, b, c } = company.locations
	const { bean, tamper, jug } = company.skus
	const rows = [row(jug, '1', a), row(bean, '1', c), row(tamper, '1', b), row(bean, '3', a), row(tamper, '1', a), row(bean, '1', b)]
	const added = await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows, locale: 'en', at })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	const { cart, document } = await priced(company, added.cartId)
	expect([cart.goodsMinor, cart.netMinor, cart.shippingMinor, cart.shippingDiscountMinor, cart.taxMinor, cart.totalMinor]).toEqual([
		20850, 16013, 2250, 2000, 1215, 17478,
	])
	expect(cart.termsDays).toBe(45)
	const dueOf = (locationId: number) => {
		const key = String(document.groups.find((group) => group.locationId === locationId)?.id)
		const group = cart.groups.find(({ groupKey }) => groupKey === key)
		return [group?.netMinor, group?.taxMinor, group?.shippingDiscountMinor, group?.dueMinor]
	}
	expect([dueOf(a), dueOf(b), dueOf(c)]).toEqual([
		[9323, 699, 711, 10111],
		[5004, 375, 711, 5468],
		[1686, 141, 578, 1899],
	])
})

test('the same statements for three rows and for three hundred, to add and to read back', async () => {
	const company = await makeCompany(db, 'basalt')
	await db`insert into product (seller_entity_id, sku, slug, stock_policy) select ${company.sellerId}, 'MANY-' || i, 'many-' || i, 'untracked' from generate_series(1, 600) i`
	await db`update product set grant_policy_ids = ${db.array([...company.shopper.account.policyIds], 23)}::int[] where seller_entity_id = ${company.sellerId}`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1,12}', '{1.05,0.99}' from product where seller_entity_id = ${company.sellerId} and sku like 'MANY-%'`
	const many = (from: number, count: number) => Array.from({ length: count }, (_, index) => row(`MANY-${from + index}`, '2', company.locations.a))
	const first = await expectStatements(db, 7, () =>
		addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows: many(1, 3), locale: 'en', at }),
	)
	const second = await expectStatements(db, 6, () =>
		addToCart(asShopper(db, company.shopper), company.shopper, { cartId: first?.ok ? first.cartId : 0, rows: many(4, 300), locale: 'en', at }),
	)
	expect(second).toMatchObject({ ok: true, lines: 303 })
	const key = { accountId: company.accountId, cartId: first?.ok ? first.cartId : 0 }
	const loaded = await expectStatements(db, 5, () => loadPricedCart(asShopper(db, company.shopper), company.shopper, key, { locale: 'en', at }))
	expect(loaded?.cart?.netMinor).toBe(303 * 210)
})

test('each bad row is refused by name and nothing enters the cart', async () => {
	const company = await makeCompany(db, 'cobalt')
	const rows = [
		row('NO-SUCH', '1'),
		row(company.skus.bean, '-3'),
		row(company.skus.bean, '1e9'),
		row(company.skus.bean, '99999999999'),
		row(company.skus.bean, '1.5'),
		row(company.skus.bean, '2', 424242),
	]
	const answer = await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows, locale: 'en', at })
	expect(answer).toMatchObject({
		ok: false,
		refusals: [
			{ code: 'PRODUCT_UNKNOWN', line: 1 },
			{ code: 'QUANTITY_INVALID', line: 2 },
			{ code: 'QUANTITY_INVALID', line: 3 },
			{ code: 'QUANTITY_TOO_LARGE', line: 4 },
			{ code: 'QUANTITY_FRACTION', line: 5 },
		],
	})
	expect(
		await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows: [row(company.skus.bean, '2', 424242)], locale: 'en', at }),
	).toMatchObject({
		ok: false,
		refusals: [{ code: 'SHIP_TO_UNKNOWN', line: 1 }],
	})
	const [left] =
		await db`select count(*)::int as carts, (select count(*)::int from outbox_event where account_id = ${company.accountId}) as events from sales_order where account_id = ${company.accountId}`
	expect(left).toEqual({ carts: 0, events: 0 })
})

test("a denied product answers like an unknown one, and another account's cart like none", async () => {
	const company = await makeCompany(db, 'garnet')
	const other = await makeCompany(db, 'onyx')
	expect(await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows: [row(other.skus.bean, '1')], locale: 'en', at })).toMatchObject(
		{
			ok: false,
			refusals: [{ code: 'PRODUCT_UNKNOWN' }],
		},
	)
	const theirs = await addToCart(asShopper(db, other.shopper), other.shopper, { cartId: null, rows: [row(other.skus.bean, '1')], locale: 'en', at })
	const cartId = theirs?.ok ? theirs.cartId : 0
	expect(await addToCart(asShopper(db, company.shopper), company.shopper, { cartId, rows: [row(company.skus.bean, '1')], locale: 'en', at })).toBeNull()
	expect(
		await setCells(asShopper(db, company.shopper), company.shopper, {
			cartId,
			cells: [{ lineId: 1, groupId: 1, quantity: '5' }],
			expectedVersion: null,
			consent: true,
			locale: 'en',
			at,
		}),
	).toBeNull()
	expect(await loadPricedCart(asShopper(db, company.shopper), company.shopper, { accountId: company.accountId, cartId }, { locale: 'en', at })).toBeNull()
})

test('an edit on an older version is refused and changes nothing', async () => {
	const company = await makeCompany(db, 'topaz')
	const added = await addToCart(asShopper(db, company.shopper), company.shopper, {
		cartId: null,
		rows: [row(company.skus.bean, '3', company.locations.a)],
		locale: 'en',
		at,
	})
	if (!added?.ok) throw new Error('not added')
	const { document } = await priced(company, added.cartId)
	const cell = { lineId: document.lines[0]?.id ?? 0, groupId: document.groups[0]?.id ?? 0, quantity: '7' }
	expect(
		await setCells(asShopper(db, company.shopper), company.shopper, {
			cartId: added.cartId,
			cells: [cell],
			expectedVersion: document.version,
			consent: true,
			locale: 'en',
			at,
		}),
	).toMatchObject({ ok: true })
	expect(
		await setCells(asShopper(db, company.shopper), company.shopper, {
			cartId: added.cartId,
			cells: [{ ...cell, quantity: '9' }],
			expectedVersion: document.version,
			consent: true,
			locale: 'en',
			at,
		}),
	).toMatchObject({ ok: false, refusals: [{ code: 'CART_CHANGED' }] })
	expect((await priced(company, added.cartId)).document.lines[0]?.quantity).toBe('7.0000')
})
