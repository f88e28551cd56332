import type { Sql, Tx } from '../client.server.ts'

/** What is told once of each spell, found and claimed in one statement: two workers at once tell it once. */

export type OverdueInvoice = {
	invoiceId: number
	accountId: number
	contactId: number | null
	number: string
	dueOn: string
	openMinor: number
	currency: string
	ownerUserId: number | null
}

/** Invoices whose last day is over in the seller's zone and that are not settled. */
export async function claimOverdueInvoices(tx: Tx, at: Date, limit: number): Promise<OverdueInvoice[]> {
	return await tx<OverdueInvoice[]>`
		with due as materialized (
			select i.account_id, i.id as invoice_id, i.number, i.due_on, i.total_minor - i.settled_minor as open_minor, i.currency, a.owner_user_id, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id
			from invoice i join account a on a.id = i.account_id join seller_entity s on s.id = i.seller_entity_id left join sales_order o on o.account_id = i.account_id and o.id = i.order_id
			where i.kind = 'invoice' and i.settled_minor <> i.total_minor and i.due_on < (${at}::timestamptz at time zone s.time_zone)::date
				and not exists (select from telling t where t.topic = 'invoice.overdue' and t.subject_id = i.id and t.spell = i.due_on::text)
			order by i.due_on, i.id limit ${limit}
		), told as (
			insert into telling (topic, subject_id, spell, at) select 'invoice.overdue', invoice_id, due_on::text, ${at} from due order by invoice_id on conflict do nothing returning subject_id
		)
		select due.* from due join told on told.subject_id = due.invoice_id order by due.invoice_id`
}

export type NearLimit = { accountId: number; usedMinor: number; limitMinor: number; currency: string; ownerUserId: number | null }

/** Bill-to accounts that have used so much of their limit, in hundredths; who has room again may be told of anew. Two statements. */
export async function claimNearLimits(tx: Tx, { usedPercent, at }: { usedPercent: number; at: Date }): Promise<NearLimit[]> {
	const used = tx`c.open_invoice_minor + c.unbilled_minor + c.reserved_minor`
	await tx`delete from telling t using credit_profile c where t.topic = 'credit.near_limit' and t.subject_id = c.account_id and (${used}) * 100 < c.limit_minor * ${usedPercent}::int`
	return await tx<NearLimit[]>`
		with near as materialized (
			select c.account_id, ${used} as used_minor, c.limit_minor, c.currency, a.owner_user_id from credit_profile c join account a on a.id = c.account_id and a.status = 'active'
			where c.limit_minor > 0 and (${used}) * 100 >= c.limit_minor * ${usedPercent}::int
				and not exists (select from telling t where t.topic = 'credit.near_limit' and t.subject_id = c.account_id)
		), told as (
			insert into telling (topic, subject_id, spell, at) select 'credit.near_limit', account_id, 'near', ${at} from near order by account_id on conflict do nothing returning subject_id
		)
		select near.* from near join told on told.subject_id = near.account_id order by near.account_id`
}

export type DormantBuyer = {
	contactId: number
	accountId: number
	lastSignedInAt: Date
	days: number
	revenueMinor: number
	currency: string
	place: number
	ownerUserId: number | null
}

/** Buyers who have not signed in for so many days, each silence once, with where their account stands among its seller's by what it ordered within a year. */
export async function claimDormant(tx: Tx, { days, at, limit }: { days: number; at: Date; limit: number }): Promise<DormantBuyer[]> {
	return await tx<DormantBuyer[]>`
		with silent as materialized (
			select g.contact_id, g.account_id, g.last_signed_in_at, extract(day from ${at}::timestamptz - g.last_signed_in_at)::int as days, a.seller_entity_id, a.currency, a.owner_user_id
			from login g join contact c on c.account_id = g.account_id and c.id = g.contact_id and c.is_active join account a on a.id = g.account_id and a.status = 'active'
			where g.last_signed_in_at <= ${at}::timestamptz - make_interval(days => ${days})
				and not exists (select from telling t where t.topic = 'login.dormant' and t.subject_id = g.contact_id and t.spell = extract(epoch from g.last_signed_in_at)::text)
			order by g.last_signed_in_at, g.contact_id limit ${limit}
		), bought as (
			select a.id as account_id, a.seller_entity_id, coalesce(sum(o.net_minor), 0)::bigint as revenue_minor
			from account a left join sales_order o on o.account_id = a.id and o.stage in ('placed', 'changing', 'closed') and o.placed_at > ${at}::timestamptz - interval '12 months' and o.placed_at <= ${at}
			where a.seller_entity_id in (select seller_entity_id from silent) and a.status = 'active' group by a.id
		), placed as (
			select account_id, revenue_minor, cume_dist() over (partition by seller_entity_id order by revenue_minor) as place from bought
		), told as (
			insert into telling (topic, subject_id, spell, at) select 'login.dormant', contact_id, extract(epoch from last_signed_in_at)::text, ${at} from silent order by contact_id on conflict do nothing returning subject_id
		)
		select s.contact_id, s.account_id, s.last_signed_in_at, s.days, p.revenue_minor, s.currency, p.place, s.owner_user_id
		from silent s join told on told.subject_id = s.contact_id join placed p on p.account_id = s.account_id order by s.contact_id`
}

export type BuyingRhythm = {
	accountId: number
	contactId: number | null
	lastOrderId: number
	orderDays: string[]
	today: string
	hasOpenOrder: boolean
	ownerUserId: number | null
}

/** An account with an open order: something of it is neither delivered nor cancelled. */
const openOrder = (sql: Sql) => sql`
	exists (select from sales_order o join delivery_group g on g.account_id = o.account_id and g.order_id = o.id and g.status in ('open', 'held', 'part_shipped', 'shipped')
		where o.account_id = a.id and o.stage in ('placed', 'changing'))`

/** The days of each account's last dozen orders, by id; accounts that nobody was told of since their last order. `only`: this one, told of or not. */
export async function readRhythms(
	sql: Sql,
	{ after, limit, only, at }: { after: number; limit: number; only: number | null; at: Date },
): Promise<BuyingRhythm[]> {
	return await sql<BuyingRhythm[]>`
		select a.id as account_id, l.contact_id, l.last_order_id, l.order_days, (${at}::timestamptz at time zone s.time_zone)::date as today, ${openOrder(sql)} as has_open_order, a.owner_user_id
		from account a join seller_entity s on s.id = a.seller_entity_id
		join lateral (
			select (array_agg(x.id order by x.placed_at desc, x.id desc))[1] as last_order_id, (array_agg(coalesce(x.on_behalf_of_contact_id, x.contact_id) order by x.placed_at desc, x.id desc))[1] as contact_id,
				array_agg(distinct to_char(x.placed_at at time zone s.time_zone, 'YYYY-MM-DD')) as order_days
			from (select o.* from sales_order o where o.account_id = a.id and o.stage in ('placed', 'changing', 'closed') and o.placed_at <= ${at} order by o.placed_at desc limit 12) x
		) l on l.last_order_id is not null
		where a.id > ${after} and a.status = 'active' and (${only}::bigint is null or a.id = ${only})
			and (${only}::bigint is not null or not exists (select from telling t where t.topic = 'reorder.due' and t.subject_id = a.id and t.spell = l.last_order_id::text))
		order by a.id limit ${limit}`
}

/** Of these accounts nobody is told again until they order. Answers whom nobody else claimed in the meantime. */
export async function claimReorders(tx: Tx, due: readonly { accountId: number; lastOrderId: number }[], at: Date): Promise<Set<number>> {
	const rows = await tx<{ subjectId: number }[]>`
		insert into telling (topic, subject_id, spell, at)
		select 'reorder.due', d.account_id, d.last_order_id::text, ${at} from unnest(${tx.array(
			due.map(({ accountId }) => accountId),
			20,
		)}::bigint[], ${tx.array(
			due.map(({ lastOrderId }) => lastOrderId),
			20,
		)}::bigint[]) as d(account_id, last_order_id) order by 2
		on conflict do nothing returning subject_id`
	return new Set(rows.map(({ subjectId }) => subjectId))
}

/** What an account's last orders had in them most often, by name in the reader's language. */
export async function readUsual(
	sql: Sql,
	{ accountId, locale, at }: { accountId: number; locale: string; at: Date },
): Promise<{ productId: number; name: string }[]> {
	return await sql<{ productId: number; name: string }[]>`
		select l.product_id, coalesce(max(t.name), max(n.name), max(p.sku)) as name
		from (select o.account_id, o.id from sales_order o where o.account_id = ${accountId} and o.stage in ('placed', 'changing', 'closed') and o.placed_at <= ${at} order by o.placed_at desc limit 6) o
		join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods' join product p on p.id = l.product_id
		left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text n on n.product_id = p.id and n.locale = 'en'
		group by l.product_id order by count(distinct o.id) desc, l.product_id limit 5`
}

/** One line for each rep of what buyers of hers searched for in vain on a day of the seller's, most wanted first; once a day. Answers how many reps. */
export async function insertSearchDigests(tx: Tx, at: Date): Promise<number> {
	const rows = await tx`
		with missed as (
			select a.owner_user_id as user_id, (${at}::timestamptz at time zone s.time_zone)::date - 1 as day, lower(trim(e.facts ->> 'text')) as term, count(*) as times
			from seller_entity s join account a on a.seller_entity_id = s.id join crm_user u on u.id = a.owner_user_id and u.is_active
			join crm_timeline_entry e on e.account_id = a.id and e.kind = 'search.performed'
				and e.occurred_at >= ((${at}::timestamptz at time zone s.time_zone)::date - 1)::timestamp at time zone s.time_zone and e.occurred_at < (${at}::timestamptz at time zone s.time_zone)::date::timestamp at time zone s.time_zone
			where coalesce(trim(e.facts ->> 'text'), '') <> '' group by 1, 2, 3
		), ranked as (
			select *, row_number() over (partition by user_id, day order by times desc, term) as place from missed
		)
		insert into notice (idempotency_key, user_id, kind, facts, created_at)
		select 'search.digest:' || user_id || ':' || day, user_id, 'search.digest', jsonb_build_object('day', day, 'count', count(*), 'terms', string_agg(term, ', ' order by place)), ${at}
		from ranked where place <= 20 group by user_id, day
		on conflict (idempotency_key) do nothing returning 1`
	return rows.length
}
