import { expect, test } from 'vitest'
import { addToCart } from '../../../app/flows/cart/add-to-cart.ts'
import { placeOrder } from '../../../app/flows/checkout/place-order.ts'
import { makeBudget } from '../../support/approvals.ts'
import { asShopper } from '../../support/as-shopper.ts'
import { type Company, makeCompany } from '../../support/company.ts'
import { addPromotion } from '../../support/promotions.ts'
import { testDb } from '../../support/test-db.ts'

const { db } = await testDb({ max: 50 })
const at = new Date('2026-03-02T09:00:00Z')

/** `count` carts of one account, each with `quantity` of a product, ready to be placed. */
async function cartsOf(company: Company, sku: string, quantity: string, count: number): Promise<{ cartId: number; version: number }[]> {
	const carts: { cartId: number; version: number }[] = []
	for (let index = 0; index < count; index++) {
		const rows = [{ sku, quantity, unit: null, locationId: company.locations.a, requestedOn: null }]
		const added = await addToCart(asShopper(db, company.shopper), company.shopper, { cartId: null, rows, locale: 'en', at })
		if (!added?.ok) throw new Error(JSON.stringify(added))
		carts.push(added)
		await db`update sales_order set is_current = false where id = ${added.cartId}`
	}
	return carts
}

/** All at once, over 50 connections; answers how many were placed and the codes of the others. */
async function placeAll(company: Company, carts: readonly { cartId: number; version: number }[]) {
	const answers = await Promise.all(
		carts.map((cart, index) =>
			placeOrder(asShopper(db, company.shopper), company.shopper, {
				...{ ...cart, payment: { method: 'po' as const, poNumber: `PO-${index}`, cardPartMinor: 0, cardReference: null } },
				...{ seen: null, consentedHash: null, idempotencyKey: `key-${index}`, locale: 'en', at },
			}),
		),
	)
	const codes = answers.flatMap((answer) => (answer && !answer.ok ? answer.refusals.map(({ code }) => code) : []))
	return { placed: answers.filter((answer) => answer?.ok).length, codes: [...new Set(codes)] }
}

test('100 submits against one credit line: exactly as many as it bears', async () => {
	const company = await makeCompany(db, 'river')
	// Each order: 2 × 18.00 = 36.00, tax 2.70, shipping 8.00: 46.70. The line bears 21 of them: 980.70 of 1,000.00.
	await db`update credit_profile set limit_minor = 100000 where account_id = ${company.accountId}`
	const { placed, codes } = await placeAll(company, await cartsOf(company, company.skus.bean, '2', 100))
	expect({ placed, codes }).toEqual({ placed: 21, codes: ['CREDIT_INSUFFICIENT'] })
	const [credit] =
		await db`select reserved_minor, (select sum(amount_minor)::int from credit_reservation) as held from credit_profile where account_id = ${company.accountId}`
	expect(credit).toEqual({ reservedMinor: 21 * 4670, held: 21 * 4670 })
})

test('40 submits against scarce stock: never more promised than there is', async () => {
	const company = await makeCompany(db, 'lake')
	await db`update product set stock_policy = 'refuse' where id = ${company.products.bean}`
	await db`with w as (insert into warehouse (seller_entity_id, code, name, country) values (${company.sellerId}, 'W', 'Main', 'US') returning id), z as (insert into warehouse_zone (warehouse_id, country, rank) select id, 'US', 1 from w)
		insert into stock_level (warehouse_id, product_id, on_hand) select id, ${company.products.bean}, 30 from w`
	const { placed, codes } = await placeAll(company, await cartsOf(company, company.skus.bean, '4', 40))
	expect(placed).toBe(7)
	expect(codes).toHaveLength(1)
	const [stock] =
		await db`select reserved::int as reserved, (select sum(quantity)::int from stock_reservation) as held from stock_level where product_id = ${company.products.bean}`
	expect(stock).toEqual({ reserved: 28, held: 28 })
})

test('40 submits against one promotion budget: the budget is never passed, and who comes late pays the full price', async () => {
	const company = await makeCompany(db, 'spring')
	await db`update credit_profile set limit_minor = 10000000 where account_id = ${company.accountId}`
	const [promotion] = await db<{ id: number }[]>`
		insert into promotion (seller_entity_id, code, phase, lane, currency, conditions, benefit, status, valid_from)
		values (${company.sellerId}, 'TEN', 'line', 'line', 'USD', '{}', '{"kind":"amount","scope":"line","per":"line","amountMinor":1000}', 'published', '2026-01-01') returning id`
	await db`insert into promotion_budget (promotion_id, limit_minor) values (${promotion?.id ?? 0}, 12500)`
	const { placed } = await placeAll(company, await cartsOf(company, company.skus.bean, '2', 40))
	expect(placed).toBe(40)
	const [budget] = await db`select reserved_minor, reserved_uses from promotion_budget where promotion_id = ${promotion?.id ?? 0}`
	expect(budget).toEqual({ reservedMinor: 12000, reservedUses: 12 })
	const [orders] = await db`select sum(discount_minor)::int as discount from sales_order where account_id = ${company.accountId} and stage = 'placed'`
	expect(orders).toEqual({ discount: 12000 })
})

test('the database alone refuses over-credit, oversold stock and over-allocation', async () => {
	const company = await makeCompany(db, 'delta')
	await expect(db`update credit_profile set reserved_minor = limit_minor + 1 where account_id = ${company.accountId}`).rejects.toThrow('credit.exceeded')
	await db`update credit_profile set reserved_minor = 1000 where account_id = ${company.accountId}`
	await db`update credit_profile set limit_minor = 10 where account_id = ${company.accountId}`
	const [cart] = await cartsOf(company, company.skus.bean, '2', 1)
	await expect(db`update allocation set quantity = 3 where order_id = ${cart?.cartId ?? 0}`).rejects.toThrow('allocation.exceeded')
})

test('a placed order is a document: the database keeps its lines as they are, and lets none in that is not wholly allocated', async () => {
	const company = await makeCompany(db, 'fjord')
	const [cart] = await cartsOf(company, company.skus.bean, '2', 1)
	const orderId = cart?.cartId ?? 0
	await db`update order_line set quantity = 3 where order_id = ${orderId}`
	const place = () => db`update sales_order set stage = 'placed', number = ${`N-${orderId}`}, placed_at = now() where id = ${orderId}`
	await expect(place()).rejects.toThrow('allocation.incomplete')
	await db`update allocation set quantity = 3 where order_id = ${orderId}`
	await place()
	await expect(db`update order_line set unit_price = 1 where order_id = ${orderId}`).rejects.toThrow('order.is_a_document')
	await expect(db`update order_line set trace = '{}' where order_id = ${orderId}`).rejects.toThrow('order.is_a_document')
	await db`update order_line set note = 'ring twice' where order_id = ${orderId}`
})

test('60 submits over 50 connections against the budget of one store: exactly as many get the benefit as it bears', async () => {
	const company = await makeCompany(db, 'marsh')
	const { accountId, locations } = company
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${accountId}`
	// 30 % of a tamper at 49.90 is 14.97: 7 of them are 104.79 of 110.00.
	const promotionId = await addPromotion(db, company, {
		...{ code: 'STORE', benefit: { kind: 'percent', scope: 'line', percentPpm: 300_000 } },
		budgets: [{ policy: 'reject', minor: 11_000, accountId, locationId: locations.a }],
	})
	const { placed } = await placeAll(company, await cartsOf(company, company.skus.tamper, '1', 60))
	expect(placed).toBe(60)
	const [held] = await db`select reserved_minor, reserved_uses, (select sum(amount_minor)::int from promotion_reservation r where r.budget_id = b.id) as held,
		(select count(*)::int from sales_order where account_id = ${accountId} and stage = 'placed' and discount_minor > 0) as orders from promotion_budget b where promotion_id = ${promotionId}`
	expect(held).toEqual({ reservedMinor: 7 * 1497, reservedUses: 7, held: 7 * 1497, orders: 7 })
})

test('60 submits over 50 connections against one budget of the company: exactly as many as it bears', async () => {
	const company = await makeCompany(db, 'meadow')
	const { accountId, locations } = company
	await db`update credit_profile set limit_minor = 100000000 where account_id = ${accountId}`
	// Each order: 2 × 18.00 = 36.00 of goods; the month bears 17 of them: 612.00 of 630.00.
	const budgetId = await makeBudget(db, company, { locationId: locations.a, amountMinor: 63_000 })
	const { placed, codes } = await placeAll(company, await cartsOf(company, company.skus.bean, '2', 60))
	expect({ placed, codes }).toEqual({ placed: 17, codes: ['BUDGET_EXCEEDED'] })
	const [held] =
		await db`select p.reserved_minor, p.beyond_minor, (select sum(drawn_minor)::int from company_budget_draw where budget_id = ${budgetId}) as drawn,
		(select count(*)::int from sales_order where account_id = ${accountId} and stage = 'placed') as orders from company_budget_period p where p.budget_id = ${budgetId}`
	expect(held).toEqual({ reservedMinor: 17 * 3600, beyondMinor: 0, drawn: 17 * 3600, orders: 17 })
})
