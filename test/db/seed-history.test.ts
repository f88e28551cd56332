import { expect, test } from 'vitest'
import { testDb } from '../support/test-db.ts'

const { db } = await testDb({ seeded: true })

const today = '2026-03-02'

test('a year of orders stands, and each sums up in every direction', async () => {
	const [counts] =
		await db`select count(*)::int as orders, count(distinct account_id)::int as accounts, min(placed_at) < '2025-04-01' as from_last_year, max(placed_at) < '2026-03-02T09:00Z' as in_the_past
		from sales_order where stage in ('placed','closed')`
	expect(counts).toMatchObject({ fromLastYear: true, inThePast: true })
	expect(counts?.['orders']).toBeGreaterThan(700)
	expect(counts?.['accounts']).toBeGreaterThan(55)
	const wrong = await db`
		select o.number from sales_order o
			join lateral (select sum(l.resolved_minor) as goods, sum(l.discount_minor) as discount, sum(l.net_minor) as net from order_line l where l.account_id = o.account_id and l.order_id = o.id) l on true
			join lateral (select sum(g.due_minor) as due, sum(g.net_minor) as net, sum(g.shipping_minor) as shipping, sum(g.tax_minor) as tax from delivery_group g where g.account_id = o.account_id and g.order_id = o.id) g on true
			join lateral (select sum(a.net_minor) as net from allocation a where a.account_id = o.account_id and a.order_id = o.id) a on true
		where (o.goods_minor, o.discount_minor, o.net_minor) is distinct from (l.goods, l.discount, l.net)
			or (o.total_minor, o.net_minor, o.shipping_minor, o.tax_minor) is distinct from (g.due, g.net, g.shipping, g.tax) or o.net_minor is distinct from a.net`
	expect(wrong).toEqual([])
	const unallocated = await db`
		select l.id from order_line l where l.quantity is distinct from (select sum(a.quantity) from allocation a where a.account_id = l.account_id and a.line_id = l.id)`
	expect(unallocated).toEqual([])
	const untaxed = await db`
		select g.id from delivery_group g where g.tax_minor is distinct from (select coalesce(sum(t.tax_minor), 0) from tax_line t where t.account_id = g.account_id and t.group_id = g.id)`
	expect(untaxed).toEqual([])
	const undiscounted = await db`
		select l.id from order_line l where l.discount_minor is distinct from (select coalesce(sum(d.amount_minor), 0) from line_discount d where d.account_id = l.account_id and d.line_id = l.id)`
	expect(undiscounted).toEqual([])
})

test('the invoices of an order sum to it, and their numbers leave no gap', async () => {
	const wrong = await db`
		select o.number from sales_order o join lateral (select sum(i.total_minor) as total, count(*) as invoices from invoice i where i.account_id = o.account_id and i.order_id = o.id) i on i.invoices > 0
		where i.total <> o.total_minor`
	expect(wrong).toEqual([])
	const lines = await db`
		select i.number from invoice i where (i.net_minor) is distinct from (select sum(l.net_minor) from invoice_line l where l.account_id = i.account_id and l.invoice_id = i.id)`
	expect(lines).toEqual([])
	const [numbers] = await db`
		select count(*)::int as found, (max(substr(number, 5)::int) - min(substr(number, 5)::int) + 1)::int as span, max(substr(number, 5)::int) + 1 as next,
			(select next_value from number_series where kind = 'invoice') as series from invoice`
	expect(numbers?.['found']).toBe(numbers?.['span'])
	expect(numbers?.['next']).toBe(numbers?.['series'])
})

test('what is owed is what the invoices say: payments, settled amounts and credit agree', async () => {
	const settled = await db`
		select i.number from invoice i where i.settled_minor is distinct from (select coalesce(sum(a.amount_minor), 0) from payment_application a where a.account_id = i.account_id and a.invoice_id = i.id)`
	expect(settled).toEqual([])
	const applied = await db`
		select p.id from payment p where p.applied_minor is distinct from (select coalesce(sum(a.amount_minor), 0) from payment_application a where a.account_id = p.account_id and a.payment_id = p.id)`
	expect(applied).toEqual([])
	const exposure = await db`
		select c.account_id from credit_profile c where c.open_invoice_minor is distinct from (select coalesce(sum(i.total_minor - i.settled_minor), 0) from invoice i where i.account_id = c.account_id)
			or c.reserved_minor is distinct from (select coalesce(sum(r.amount_minor), 0) from credit_reservation r where r.bill_to_account_id = c.account_id and r.state = 'live')`
	expect(exposure).toEqual([])
	const [overdue] = await db`select count(*)::int as invoices, count(distinct i.account_id) filter (where a.standing = 'good')::int as good_accounts
		from invoice i join account a on a.id = i.account_id where i.due_on < ${today} and i.settled_minor < i.total_minor`
	expect(overdue?.['invoices']).toBeGreaterThanOrEqual(4)
	expect(overdue?.['goodAccounts']).toBe(0)
})

test('Luka owes on several invoices, none overdue, and has room for his order', async () => {
	const [row] = await db`
		select c.limit_minor, c.limit_minor - c.open_invoice_minor - c.unbilled_minor - c.reserved_minor as available,
			(select count(*)::int from invoice i where i.account_id = c.account_id and i.settled_minor < i.total_minor) as open,
			(select count(*)::int from invoice i where i.account_id = c.account_id and i.settled_minor < i.total_minor and i.due_on < ${today}) as overdue,
			(select count(*)::int from order_line l join product p on p.id = l.product_id where l.account_id = c.account_id and p.sku in ('COF-NEW-1KG','ACC-TMP-58','ACC-PIT-600')) as bought
		from credit_profile c join account a on a.id = c.account_id where a.name = 'Fargo Coffeehaus'`
	expect(row).toMatchObject({ limitMinor: 500_000, overdue: 0, bought: 0 })
	expect(row?.['open']).toBeGreaterThanOrEqual(4)
	expect(row?.['available']).toBeGreaterThanOrEqual(25_000)
})

test('houses like Fargo bought a tamper and a pitcher, and Natalie lacks a little less than the order of the story', async () => {
	const bought = await db`
		select p.sku, count(distinct l.account_id)::int as houses from similar_account s join account a on a.id = s.account_id and a.name = 'Fargo Coffeehaus'
			join order_line l on l.account_id = s.similar_id join product p on p.id = l.product_id
		where p.sku in ('ACC-TMP-58','ACC-PIT-600') group by p.sku order by p.sku`
	expect(bought.map(({ sku }) => sku)).toEqual(['ACC-PIT-600', 'ACC-TMP-58'])
	for (const { houses } of bought) expect(houses).toBeGreaterThanOrEqual(3)
	const [goal] = await db`
		select g.target_minor - g.achieved_minor as missing, g.reached_at,
			g.achieved_minor = (select sum(o.net_minor) from sales_order o join account a on a.id = o.account_id where a.owner_user_id = g.user_id and o.currency = g.currency and (o.placed_at at time zone 'America/Chicago')::date between g.starts_on and g.ends_on) as agrees
		from sales_goal g join crm_user u on u.id = g.user_id where u.first_name = 'Natalie'`
	expect(goal).toEqual({ missing: 12_000, reachedAt: null, agrees: true })
})
