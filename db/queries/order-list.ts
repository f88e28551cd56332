import type { Sql } from '../client.server.ts'

export const orderSorts = ['newest', 'oldest', 'largest'] as const
export type OrderSort = (typeof orderSorts)[number]

/** What stands in the address of the list; all of it optional. Days are of the seller's zone, both included. */
export type OrderFilter = {
	accountId: number
	timeZone: string
	/** Part of a number, PO number, SKU, product name or store. */
	text: string | null
	status: string | null
	/** The code of a ship-to. */
	store: string | null
	from: string | null
	to: string | null
	/** The day that a delivery was asked for. */
	wantedFrom: string | null
	wantedTo: string | null
	sort: OrderSort
	/** The last row of the page before, by what the list is sorted by: an instant, or an amount. */
	after: { key: string; id: number } | null
	/** Null: all of them, for an export. */
	limit: number | null
}

export type OrderRow = {
	id: number
	number: string
	/** With microseconds, so that a keyset page begins exactly where the one before ended. */
	placedAt: string
	status: string
	poNumber: string | null
	currency: string
	totalMinor: number
	deliveries: number
	lines: number
	places: string[]
	firstNames: string[]
	nextOn: string | null
	openMinor: number
}

/** What became of an order, out of its deliveries: one word for the list. Imported orders have none and are history. */
const statusOf = (sql: Sql) => sql`case
	when o.stage = 'cancelled' then 'cancelled'
	when g.total = 0 then 'closed'
	when g.cancelled = g.total then 'cancelled'
	when g.delivered + g.cancelled = g.total then 'delivered'
	when g.shipped + g.delivered + g.cancelled = g.total then 'shipped'
	when g.shipped + g.delivered + g.part > 0 then 'part_shipped'
	when g.held > 0 then 'held'
	else 'open' end`

const groupsOf = (sql: Sql) => sql`
	select count(*)::int as total, count(*) filter (where g.status = 'cancelled')::int as cancelled, count(*) filter (where g.status = 'delivered')::int as delivered,
		count(*) filter (where g.status = 'shipped')::int as shipped, count(*) filter (where g.status = 'part_shipped')::int as part, count(*) filter (where g.status = 'held')::int as held
	from delivery_group g where g.account_id = o.account_id and g.order_id = o.id`

/** A person's word as a pattern: her own percent signs are signs. */
const patternOf = (text: string) => `%${text.toLowerCase().replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`

/** The orders in which the word stands: each part reads one index of the account, whatever its history. */
const hitsOf = (sql: Sql, accountId: number, text: string) => {
	const pattern = patternOf(text)
	return sql`
		select h.id as order_id from sales_order h where h.account_id = ${accountId} and h.placed_at is not null and h.words like ${pattern}
		union select m.order_id from order_line m where m.account_id = ${accountId} and m.words like ${pattern}
		union select m.order_id from delivery_group m join location p on p.account_id = m.account_id and p.id = m.location_id
			where m.account_id = ${accountId} and lower(concat_ws(' ', p.name, p.code, p.city)) like ${pattern}`
}

/** The orders with a delivery to this store, wanted in this span. */
const deliveriesOf = (sql: Sql, { accountId, store, wantedFrom, wantedTo }: OrderFilter) => sql`
	select distinct d.order_id from delivery_group d where d.account_id = ${accountId}
		${store === null ? sql`` : sql`and d.location_id = (select p.id from location p where p.account_id = ${accountId} and p.code = ${store})`}
		${wantedFrom === null ? sql`` : sql`and d.requested_on >= ${wantedFrom}::date`} ${wantedTo === null ? sql`` : sql`and d.requested_on <= ${wantedTo}::date`}`

/** A status needs a delivery that is so: what no delivery has is not looked at. */
const statusTest = (sql: Sql, { accountId, status }: OrderFilter) => {
	if (status === null) return sql``
	if (status === 'closed') return sql`and o.stage <> 'cancelled' and o.id not in (select d.order_id from delivery_group d where d.account_id = ${accountId})`
	const has = status === 'part_shipped' ? ['part_shipped', 'shipped', 'delivered'] : [status]
	const cancelled = status === 'cancelled' ? sql`union all select c.id from sales_order c where c.account_id = ${accountId} and c.stage = 'cancelled'` : sql``
	return sql`and o.id in (select d.order_id from delivery_group d where d.account_id = ${accountId} and d.status = any(${sql.array(has, 25)}::text[]) ${cancelled})
		and (select ${statusOf(sql)} from (${groupsOf(sql)}) g) = ${status}`
}

const spanTest = (sql: Sql, { from, to, timeZone }: OrderFilter) => sql`
	${from === null ? sql`` : sql`and o.placed_at >= ${from}::date::timestamp at time zone ${timeZone}`}
	${to === null ? sql`` : sql`and o.placed_at < (${to}::date + 1)::timestamp at time zone ${timeZone}`}`

const orders = {
	newest: (sql: Sql) => sql`o.placed_at desc, o.id desc`,
	oldest: (sql: Sql) => sql`o.placed_at, o.id`,
	largest: (sql: Sql) => sql`o.total_minor desc, o.id desc`,
}

const afterTest = (sql: Sql, { sort, after }: OrderFilter) => {
	if (!after) return sql``
	if (sort === 'largest') return sql`and (o.total_minor, o.id) < (${after.key}::text::bigint, ${after.id}::bigint)`
	return sort === 'oldest'
		? sql`and (o.placed_at, o.id) > (${after.key}::text::timestamptz, ${after.id}::bigint)`
		: sql`and (o.placed_at, o.id) < (${after.key}::text::timestamptz, ${after.id}::bigint)`
}

/**
 * Placed orders of one account; one statement for a page and for an export. What is asked picks the page's orders by
 * indexes of the account; what a row shows is gathered for those alone.
 */
export async function listOrders(sql: Sql, filter: OrderFilter): Promise<OrderRow[]> {
	const { accountId, text, sort, limit } = filter
	const order = orders[sort](sql)
	const isOfDeliveries = filter.store !== null || filter.wantedFrom !== null || filter.wantedTo !== null
	return sql<OrderRow[]>`
		with ${text === null ? sql`` : sql`hit as materialized (${hitsOf(sql, accountId, text)}),`} ${isOfDeliveries ? sql`wanted as materialized (${deliveriesOf(sql, filter)}),` : sql``} o as materialized (
			select o.account_id, o.id, o.number, o.stage, o.placed_at, o.po_number, o.currency, o.total_minor from sales_order o
			where o.account_id = ${accountId} and o.placed_at is not null and o.number is not null ${text === null ? sql`` : sql`and o.id in (select order_id from hit)`}
				${isOfDeliveries ? sql`and o.id in (select order_id from wanted)` : sql``} ${spanTest(sql, filter)} ${statusTest(sql, filter)} ${afterTest(sql, filter)}
			order by ${order} limit ${limit}
		)
		select o.id, o.number, to_char(o.placed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as placed_at, ${statusOf(sql)} as status, o.po_number, o.currency, o.total_minor,
			g.total as deliveries, w.places, w.next_on, l.lines, l.first_names,
			coalesce((select sum(i.total_minor - i.settled_minor) from invoice i where i.account_id = o.account_id and i.order_id = o.id), 0)::bigint as open_minor
		from o
		cross join lateral (${groupsOf(sql)}) g
		cross join lateral (
			select coalesce(array_agg(distinct p.name) filter (where p.name is not null), '{}') as places,
				min(coalesce(g.confirmed_on, g.requested_on)) filter (where g.status in ('open','held','part_shipped')) as next_on
			from delivery_group g left join location p on p.account_id = g.account_id and p.id = g.location_id where g.account_id = o.account_id and g.order_id = o.id
		) w
		cross join lateral (
			select count(*)::int as lines, coalesce((array_agg(coalesce(l.name, l.sku) order by l.sequence) filter (where l.kind <> 'fee'))[1:3], '{}') as first_names
			from order_line l where l.account_id = o.account_id and l.order_id = o.id
		) l
		order by ${order}`
}

/** The ship-tos that an account's orders may be looked for by, by name. */
export async function listStores(sql: Sql, accountId: number): Promise<{ code: string; name: string }[]> {
	return sql<{ code: string; name: string }[]>`select code, name from location where account_id = ${accountId} order by name, code`
}
