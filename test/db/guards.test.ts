import { expect, test } from 'vitest'
import { addToCart } from '../../app/flows/cart/add-to-cart.ts'
import { makeCompany } from '../support/company.ts'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb()
const company = await makeCompany(db, 'granite')
const { accountId, sellerId, books, products } = company

test('quantity tiers ascend, are as many as their prices, one to twenty, and never below nothing', async () => {
	const write = (from: string, price: string) =>
		db`insert into price_book_entry (price_book_id, product_id, unit_code, tier_from, tier_price) values (${books.group}, ${products.jug}, 'each', ${from}::text::numeric[], ${price}::text::numeric[])`
	const tiers = (count: number) => `{${Array.from({ length: count }, (_, index) => index + 1).join(',')}}`
	for (const [from, price] of [
		['{5,1}', '{2,1}'],
		['{1,1}', '{2,1}'],
		['{1,5}', '{2}'],
		['{0}', '{2}'],
		['{1}', '{-1}'],
		['{}', '{}'],
		[tiers(21), tiers(21)],
		['{1,NULL}', '{2,1}'],
		['{1,5}', '{2,NULL}'],
		['{{1,5}}', '{{2,1}}'],
		['{{1},{5}}', '{2,1}'],
	] as const) {
		await expect(write(from, price), `${from} ${price}`).rejects.toThrow('entry_tiers')
	}
	await write(tiers(20), tiers(20))
})

test('stock is never promised beyond what is there and to come', async () => {
	await db`with w as (insert into warehouse (seller_entity_id, code, name, country) values (${sellerId}, 'G', 'Main', 'US') returning id)
		insert into stock_level (warehouse_id, product_id, on_hand, incoming) select id, ${products.jug}, 3, 2 from w`
	await db`update stock_level set reserved = 5`
	await expect(db`update stock_level set reserved = 6`).rejects.toThrow('stock_never_oversold')
	await expect(db`update stock_level set on_hand = 2`).rejects.toThrow('stock_never_oversold')
})

test('no line is allocated beyond its quantity, whether its cells grow, another line gets them or the line shrinks; what ships leaves them alone', async () => {
	const added = await addToCart(db, company.shopper, {
		...{ cartId: null, locale: 'en', at: new Date('2026-03-02T09:00:00Z') },
		rows: [company.skus.bean, company.skus.jug].map((sku) => ({ sku, quantity: '3', unit: null, locationId: company.locations.a, requestedOn: null })),
	})
	const orderId = added?.ok ? added.cartId : 0
	const lines = await db<{ id: number }[]>`select id from order_line where order_id = ${orderId} order by sequence`
	const [bean = 0, jug = 0] = lines.map(({ id }) => id)
	await expect(db`update allocation set quantity = 4 where line_id = ${bean}`).rejects.toThrow('allocation.exceeded')
	await expect(db`update order_line set quantity = 2 where id = ${jug}`).rejects.toThrow('allocation.exceeded')
	await expect(db`update order_line set quantity = case id when ${bean} then 5 else 2 end where order_id = ${orderId}`).rejects.toThrow('allocation.exceeded')
	await db`update order_line set quantity = 4 where id = ${bean}`
	await db`update allocation set quantity = 4, net_minor = 7 where line_id = ${bean}`
	await db`update allocation set shipped_quantity = 1, net_minor = 8 where order_id = ${orderId}`
	expect(await db`select trim_scale(quantity)::text as quantity from allocation where order_id = ${orderId} order by line_id`).toEqual([
		{ quantity: '4' },
		{ quantity: '3' },
	])
})

test('a promotion budget is never passed, in money or in uses', async () => {
	await db`with p as (insert into promotion (seller_entity_id, code, phase, lane, benefit, valid_from) values (${sellerId}, 'GUARD', 'terms', 'terms', '{"kind":"terms","days":45}', '2026-01-01') returning id)
		insert into promotion_budget (promotion_id, limit_minor, limit_uses) select id, 100, 2 from p`
	await db`update promotion_budget set reserved_minor = 60, committed_minor = 40, reserved_uses = 2`
	await expect(db`update promotion_budget set reserved_minor = 61`).rejects.toThrow('budget_money')
	await expect(db`update promotion_budget set committed_uses = 1`).rejects.toThrow('budget_uses')
})

test('a payment settles no more than it brought, and an invoice no more than it asks', async () => {
	const [payment] =
		await db`insert into payment (account_id, method, currency, amount_minor, applied_minor, received_at) values (${accountId}, 'cash', 'USD', 100, 100, now()) returning id`
	const [invoice] =
		await db`insert into invoice (account_id, seller_entity_id, number, currency, issued_on, due_on, net_minor, total_minor) values (${accountId}, ${sellerId}, 'I-1', 'USD', '2026-03-02', '2026-04-01', 500, 500) returning id`
	const apply = (amount: number) =>
		db`insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) values (${accountId}, ${payment?.['id']}, ${invoice?.['id']}, ${amount}, now())`
	await expect(apply(101)).rejects.toThrow('payment.unbalanced')
	await expect(apply(99), 'less than it says').rejects.toThrow('payment.unbalanced')
	await expect(apply(100), 'the invoice says that nothing is settled').rejects.toThrow('invoice.over_applied')
	await db`update invoice set settled_minor = 100 where account_id = ${accountId}`
	await apply(100)
	await expect(db`update payment_application set amount_minor = 50 where account_id = ${accountId}`).rejects.toThrow('payment.unbalanced')
	await expect(db`delete from payment_application where account_id = ${accountId}`).rejects.toThrow('payment.unbalanced')
	await expect(db`update invoice set settled_minor = 501 where account_id = ${accountId}`).rejects.toThrow('invoice_settled')
	await expect(db`update invoice set tax_minor = 1 where account_id = ${accountId}`).rejects.toThrow('invoice_adds_up')
})

test('ledgers are added to, never rewritten', async () => {
	await db`insert into outbox_event (topic, subject, occurred_at) values ('order.placed', 'order:1', now())`
	await db`insert into audit_entry (actor_kind, action, subject) values ('system', 'test', 'test')`
	await db`insert into ma_consent (email_hash, kind, source, at) values ('x', 'opt_out', 'test', now())`
	await expect(db`update outbox_event set payload = '{}'`).rejects.toThrow('append-only')
	await expect(db`update audit_entry set action = 'other'`).rejects.toThrow('append-only')
	await expect(db`delete from audit_entry`).rejects.toThrow('append-only')
	await expect(db`delete from ma_consent`).rejects.toThrow('append-only')
})

test('what was said in a quote stays said, an offer is whole and has an end, and only an accepted one has an order', async () => {
	const [quote] = await db<{ id: number }[]>`
		insert into quote (account_id, seller_entity_id, currency, asked_at, changed_at) values (${accountId}, ${sellerId}, 'USD', now(), now()) returning id`
	const id = quote?.id ?? 0
	const say = (kind: string, version: number, total: number | null) =>
		db`insert into quote_version (account_id, quote_id, version, kind, valid_on, total_minor, created_at) values (${accountId}, ${id}, ${version}, ${kind}, '2026-04-01', ${total}, now())`
	const line = (position: number, quantity: number, minimum: number, price: number | null, total: number | null) =>
		db`insert into quote_line (account_id, quote_id, version, position, product_id, unit_code, quantity, minimum, unit_price, total_minor)
			values (${accountId}, ${id}, 1, ${position}, ${products.jug}, 'each', ${quantity}, ${minimum}, ${price}, ${total})`
	await say('asked', 1, null)
	await expect(say('offered', 2, 500)).rejects.toThrow('quote_version_whole')
	await expect(say('promised', 2, 500)).rejects.toThrow('quote_version_kind')
	await line(1, 5, 5, 1, 500)
	for (const wrong of [line(2, 0, 0, 1, 0), line(2, 5, 6, 1, 500), line(2, 5, 0, 1, 500)]) await expect(wrong).rejects.toThrow('quote_line_quantity')
	for (const wrong of [line(2, 5, 5, -1, 500), line(2, 5, 5, 1, null), line(2, 5, 5, null, 500)]) await expect(wrong).rejects.toThrow('quote_line_price')
	for (const table of ['quote_line', 'quote_version'] as const) {
		await expect(db`update ${db(table)} set total_minor = 1 where quote_id = ${id}`).rejects.toThrow('never changed')
		await expect(db`delete from ${db(table)} where quote_id = ${id}`).rejects.toThrow('never changed')
	}
	await expect(db`update quote set state = 'offered' where id = ${id}`).rejects.toThrow('quote_ends')
	await expect(db`update quote set state = 'declined' where id = ${id}`).rejects.toThrow('quote_closed')
	await expect(db`update quote set closed_at = now() where id = ${id}`).rejects.toThrow('quote_closed')
	await expect(db`update quote set state = 'lost' where id = ${id}`).rejects.toThrow('quote_state')
	await expect(db`update quote set order_id = 1 where id = ${id}`).rejects.toThrow('quote_order_of_accepted')
})

test('nothing comes to stand above itself, by one move or by two at the same time', async () => {
	for (const table of ['account', 'category'] as const) {
		const rows =
			table === 'account'
				? await db<
						{ id: number }[]
					>`insert into account (seller_entity_id, number, name, currency) select ${sellerId}, 'C-' || n, 'Chain', 'USD' from generate_series(1, 3) n returning id`
				: await db<
						{ id: number }[]
					>`insert into category (seller_entity_id, code, slug) select ${sellerId}, 'C-' || n, 'c-' || n from generate_series(1, 3) n returning id`
		const [a = 0, b = 0, c = 0] = rows.map(({ id }) => id)
		const under = (id: number, parent: number) => db`update ${db(table)} set parent_id = ${parent} where id = ${id}`
		await under(b, a)
		await under(c, b)
		await expect(under(a, c), table).rejects.toThrow('parent.circle')
		await db`update ${db(table)} set parent_id = null where id = any(${db.array([b, c], 20)}::bigint[])`
		// Each move alone is harmless; the second waits for the first, and sees it.
		const [first, second] = await Promise.allSettled([under(a, b), under(b, a)])
		expect([first.status, second.status].sort(), table).toEqual(['fulfilled', 'rejected'])
	}
})

test('a budget of a company is never drawn beyond its amount, unless an order names the request that released it', async () => {
	const [location] = await db<{ id: number }[]>`select id from location where account_id = ${accountId} limit 1`
	const [budget] = await db<{ id: number }[]>`
		insert into company_budget (account_id, name, location_id, period, currency, amount_minor, created_at) values (${accountId}, 'Guard', ${location?.id ?? 0}, 'month', 'USD', 100, now()) returning id`
	const budgetId = budget?.id ?? 0
	await expect(
		db`insert into company_budget_period (account_id, budget_id, starts_on, amount_minor, reserved_minor) values (${accountId}, ${budgetId}, '2026-03-01', 100, 101)`,
	).rejects.toThrow('budget.exceeded')
	await db`insert into company_budget_period (account_id, budget_id, starts_on, amount_minor) values (${accountId}, ${budgetId}, '2026-03-01', 100)`
	const write = (reserved: number, spent: number, beyond = 0) =>
		db`update company_budget_period set reserved_minor = ${reserved}, spent_minor = ${spent}, beyond_minor = ${beyond} where budget_id = ${budgetId}`
	await write(60, 40)
	await expect(write(61, 40)).rejects.toThrow('budget.exceeded')
	await expect(write(60, 41)).rejects.toThrow('budget.exceeded')
	await expect(write(61, 40, 1)).rejects.toThrow('budget.not_released')
	await expect(write(-1, 0)).rejects.toThrow('company_budget_period_not_negative')
	// Lowering the amount is allowed and shows; it only ever goes down from there.
	await db`update company_budget_period set amount_minor = 50 where budget_id = ${budgetId}`
	await write(55, 40)
	await expect(write(56, 40)).rejects.toThrow('budget.exceeded')
	const again = db`insert into company_budget (account_id, name, location_id, period, currency, amount_minor, created_at) values (${accountId}, 'Twice', ${location?.id ?? 0}, 'month', 'USD', 5, now())`
	await expect(again).rejects.toThrow('company_budget_once')
	const both = db`insert into company_budget (account_id, name, location_id, cost_centre, period, currency, amount_minor, created_at) values (${accountId}, 'Both', ${location?.id ?? 0}, 'Bar', 'month', 'USD', 5, now())`
	await expect(both).rejects.toThrow('company_budget_of_one')
})
