import { expect, test } from 'vitest'
import type { AskedRow } from '../../../app/engine/cart/resolve-rows.ts'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { loadPricedCart } from '../../../app/flows/cart/load-priced-cart.ts'
import { type PlaceOrder, placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { absentShopper } from '../../../app/platform/session.server.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany, makeStoryPromotions } from '../../support/company.ts'
import { statementsOf } from '../../support/statement-counter.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 60 })
const at = new Date('2026-03-02T09:00:00Z')
const row = (sku: string, quantity: string, locationId: number | null = null): AskedRow => ({ sku, quantity, unit: null, locationId, requestedOn: null })

async function cartOf(company: Company, rows: readonly AskedRow[]): Promise<{ cartId: number; version: number }> {
	const added = await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows, locale: 'en', at })
	if (!added?.ok) throw new Error(JSON.stringify(added))
	return added
}

const storyRows = ({ skus, locations: { a, b, c } }: Company) => [
	row(skus.bean, '3', a),
	row(skus.bean, '1', b),
	row(skus.bean, '1', c),
	row(skus.tamper, '1', a),
	row(skus.tamper, '1', b),
	row(skus.jug, '1', a),
]

const byPo = (cart: { cartId: number; version: number }, poNumber: string, more: Partial<PlaceOrder> = {}): PlaceOrder => ({
	...{ ...cart, payment: { method: 'po', poNumber, cardPartMinor: 0, cardReference: null }, seen: null, consentedHash: null },
	...{ idempotencyKey: `key-${poNumber}`, locale: 'en', at },
	...more,
})

test('P2 placed on a purchase order: every stored figure is the one of the specification', async () => {
	const company = await makeCompany(db, 'agate')
	await makeStoryPromotions(db, company)
	const cart = await cartOf(company, storyRows(company))
	const placed = await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1'))
	expect(placed).toMatchObject({ ok: true, totalMinor: 17478, currency: 'USD', isReplay: false })
	const [order] =
		await db`select stage, terms_days, net_minor, tax_minor, shipping_minor, shipping_discount_minor, total_minor, po_number, is_current from sales_order where account_id = ${company.accountId}`
	expect(order).toEqual({
		stage: 'placed',
		termsDays: 45,
		netMinor: 16013,
		taxMinor: 1215,
		shippingMinor: 2250,
		shippingDiscountMinor: 2000,
		totalMinor: 17478,
		poNumber: 'PO-1',
		isCurrent: false,
	})
	const groups =
		await db`select l.code, g.net_minor, g.tax_minor, g.due_minor, g.address->>'city' as city from delivery_group g join location l on l.id = g.location_id where g.account_id = ${company.accountId} order by l.code`
	expect(groups.map((group) => [group['code'], group['netMinor'], group['taxMinor'], group['dueMinor'], group['city']])).toEqual([
		['A', 9323, 699, 10111, 'Fargo'],
		['B', 5004, 375, 5468, 'Moorhead'],
		['C', 1686, 141, 1899, 'Bismarck'],
	])
	const nets =
		await db`select p.sku, l.code, a.net_minor from allocation a join order_line o on o.id = a.line_id join product p on p.id = o.product_id join delivery_group g on g.id = a.group_id join location l on l.id = g.location_id where a.account_id = ${company.accountId} order by p.sku, l.code`
	expect(nets.map((one) => one['netMinor'])).toEqual([5059, 1686, 1686, 945, 3319, 3318])
	const discounts = await db`select sum(amount_minor)::int as sum, count(*)::int as count from line_discount where account_id = ${company.accountId}`
	expect(discounts[0]).toEqual({ sum: 20850 - 16013, count: 5 })
	const [credit] = await db`select reserved_minor from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: 17478 })
	const events =
		await db`select e.topic, array_agg(d.destination order by d.destination) as destinations from outbox_event e join outbox_delivery d on d.event_id = e.id where e.account_id = ${company.accountId} and e.topic = 'order.placed' group by e.topic`
	expect(events[0]).toEqual({ topic: 'order.placed', destinations: ['crm', 'ma', 'mail', 'nba'] })
})

test('a replayed submit answers the same order, and the same key with another body is refused', async () => {
	const company = await makeCompany(db, 'beryl')
	const cart = await cartOf(company, [row(company.skus.bean, '3', company.locations.a)])
	const first = await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1'))
	const [again, twin] = await Promise.all([
		placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1')),
		placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1')),
	])
	expect(again).toEqual({ ...first, isReplay: true })
	expect(twin).toEqual(again)
	expect(await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-2', { idempotencyKey: 'key-PO-1' }))).toMatchObject({
		ok: false,
		refusals: [{ code: 'IDEMPOTENCY_KEY_REUSED' }],
	})
	const [count] = await db`select count(*)::int as orders from sales_order where account_id = ${company.accountId} and stage = 'placed'`
	expect(count).toEqual({ orders: 1 })
})

test('all refusals come together, and nothing is left behind', async () => {
	const company = await makeCompany(db, 'coral')
	await db`update product set minimum_quantity = 6, increment_quantity = 6 where id = ${company.products.jug}`
	await db`update credit_profile set limit_minor = 1000 where account_id = ${company.accountId}`
	await db`insert into product (seller_entity_id, sku, slug, grant_policy_ids, stock_policy) values (${company.sellerId}, 'UNPRICED', 'unpriced', ${db.array([...company.shopper.account.policyIds], 23)}::int[], 'untracked')`
	const cart = await cartOf(company, [
		row(company.skus.bean, '3', company.locations.a),
		row('UNPRICED', '1', company.locations.a),
		row(company.skus.jug, '6', company.locations.b),
	])
	await db`update order_line set quantity = 8 where account_id = ${company.accountId} and product_id = ${company.products.jug}`
	const answer = await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, '  '))
	const codes = answer && !answer.ok ? answer.refusals.map(({ code, line }) => `${code}${line ? `/${line}` : ''}`) : []
	expect(codes).toEqual(['PRICE_ON_REQUEST/2', 'NOT_INCREMENT/3', 'UNALLOCATED/3', 'PO_MISSING', 'CREDIT_INSUFFICIENT'])
	const [left] =
		await db`select (select count(*)::int from idempotency_key where account_id = ${company.accountId}) as keys, (select reserved_minor from credit_profile where account_id = ${company.accountId}) as reserved`
	expect(left).toEqual({ keys: 0, reserved: 0 })
})

test('(A50) terms that were taken away between cart and order refuse it with the reason; given back, the same cart is placed', async () => {
	const company = await makeCompany(db, 'onyx')
	const cart = await cartOf(company, storyRows(company))
	/** As a request does: whoever submits is read anew. */
	const submit = async (idempotencyKey: string) => {
		const shopper = await absentShopper(db, { accountId: company.accountId, contactId: company.shopper.contactId })
		return shopper && (await placeOrder(asShopper(db, shopper), shopper, byPo(cart, 'PO-1', { idempotencyKey })))
	}
	await db`update account set standing = 'hold' where id = ${company.accountId}`
	expect(await submit('one')).toMatchObject({ ok: false, refusals: [{ code: 'TERMS_ON_HOLD', facts: { standing: 'hold', liftedBy: 'PAY_OVERDUE' } }] })
	await db`update account set standing = 'good' where id = ${company.accountId}`
	expect(await submit('two')).toMatchObject({ ok: true })
})

test('a price that rose since it was seen asks consent, bound to the new price', async () => {
	const company = await makeCompany(db, 'jade')
	const cart = await cartOf(company, [row(company.skus.bean, '3', company.locations.a)])
	const shown = await loadPricedCart(
		asShopper(db, company.shopper),
		company.shopper,
		{ accountId: company.accountId, cartId: cart.cartId },
		{ locale: 'en', at },
	)
	if (!shown?.cart) throw new Error('no cart')
	const seen = { hash: shown.cart.hash, totalMinor: shown.cart.totalMinor, lines: shown.cart.lines }
	await db`delete from price_book_entry where price_book_id = ${company.books.sale}`
	const refused = await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1', { seen }))
	if (!refused || refused.ok) throw new Error('it was placed')
	expect(refused.refusals[0]).toMatchObject({ code: 'PRICE_CHANGED', line: 1, facts: { before: '18.000000', after: '18.500000' } })
	const hash = String(refused.refusals[0]?.facts['hash'])
	expect(await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, 'PO-1', { seen, consentedHash: hash }))).toMatchObject({ ok: true })
})

test('the promotions of an order stand on it in the language of its account', async () => {
	const company = await makeCompany(db, 'quebec')
	await makeStoryPromotions(db, company)
	await db`insert into promotion_text (promotion_id, locale, name) select id, 'fr-CA', 'Rabais ' || code from promotion where seller_entity_id = ${company.sellerId}`
	const shopper = { ...company.shopper, account: { ...company.shopper.account, locale: 'fr-CA' } }
	expect(await placeOrder(asShopper(db, shopper), shopper, byPo(await cartOf(company, storyRows(company)), 'PO-1'))).toMatchObject({ ok: true })
	const names = await db`select distinct promotion_name from line_discount where account_id = ${company.accountId} order by 1`
	expect(names.map((row) => row['promotionName'])).toEqual(['Rabais L1-QUEBEC', 'Rabais L2-QUEBEC', 'Rabais O1-QUEBEC'])
})

test('a PO number counts once for an account, unless it repeats them', async () => {
	const company = await makeCompany(db, 'pyrite')
	const rows = [row(company.skus.bean, '1', company.locations.a)]
	expect(await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(await cartOf(company, rows), 'PO-7', { idempotencyKey: 'one' }))).toMatchObject(
		{ ok: true },
	)
	const second = await cartOf(company, rows)
	expect(await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(second, 'PO-7', { idempotencyKey: 'two' }))).toMatchObject({
		ok: false,
		refusals: [{ code: 'PO_DUPLICATE' }],
	})
	const repeats = { ...company.shopper, account: { ...company.shopper.account, repeatsPoNumbers: true } }
	expect(await placeOrder(asShopper(db, repeats), repeats, byPo(second, 'PO-7', { idempotencyKey: 'three' }))).toMatchObject({ ok: true })
})

test("nobody places another account's cart", async () => {
	const company = await makeCompany(db, 'slate')
	const other = await makeCompany(db, 'flint')
	const theirs = await cartOf(other, [row(other.skus.bean, '1', other.locations.a)])
	expect(await placeOrder(asShopper(db, company.shopper), company.shopper, byPo(theirs, 'PO-1'))).toBeNull()
})

test('the same statements for 3 lines and for 300', async () => {
	const company = await makeCompany(db, 'marble')
	await makeStoryPromotions(db, company)
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${company.accountId}`
	await db`insert into product (seller_entity_id, sku, slug, grant_policy_ids) select ${company.sellerId}, 'M-' || i, 'm-' || i, ${db.array([...company.shopper.account.policyIds], 23)}::int[] from generate_series(1, 300) i`
	await db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) select ${company.books.base}, id, 'each', '{1,12}', '{11.05,9.99}' from product where seller_entity_id = ${company.sellerId} and sku like 'M-%'`
	await db`with w as (insert into warehouse (seller_entity_id, code, name, country) values (${company.sellerId}, 'W', 'Main', 'US') returning id), z as (insert into warehouse_zone (warehouse_id, country, rank) select id, 'US', 1 from w)
		insert into stock_level (warehouse_id, product_id, on_hand) select w.id, p.id, 1000 from w, product p where p.seller_entity_id = ${company.sellerId} and p.sku like 'M-%'`
	const stores = Object.values(company.locations)
	const rows = (count: number) => Array.from({ length: count }, (_, index) => row(`M-${index + 1}`, '20', stores[index % stores.length]))
	const counts: number[] = []
	for (const count of [3, 300]) {
		const cart = await cartOf(company, rows(count))
		const { result, statements } = await statementsOf(db, () => placeOrder(asShopper(db, company.shopper), company.shopper, byPo(cart, `PO-${count}`)))
		expect(result).toMatchObject({ ok: true })
		counts.push(statements.length)
	}
	expect(counts).toEqual([20, 20])
	const [stock] = await db`select sum(reserved)::text as reserved from stock_level`
	expect(stock).toEqual({ reserved: '6060.0000' })
})
