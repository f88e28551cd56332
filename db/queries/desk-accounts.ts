import type { Sql } from '../client.server.ts'
import type { Desk } from './desk.ts'
import { likeOf, says } from './said.ts'

export const accountSorts = ['name', 'revenue', 'last_order', 'overdue'] as const
export type AccountSort = (typeof accountSorts)[number]
export type AccountFilter = { search: string; standing: string | null; sort: AccountSort; after: number | null; limit: number; at: Date }

export type AccountRow = {
	id: number
	number: string
	name: string
	isPerson: boolean
	currency: string
	standing: 'good' | 'watch' | 'hold' | 'new'
	city: string | null
	region: string | null
	ownerName: string | null
	groups: string[]
	lastOrderAt: Date | null
	ordersInYear: number
	/** The first and last order of the year, for the rhythm. */
	firstInYearAt: Date | null
	revenueMinor: number
	recentMinor: number
	earlierMinor: number
	overdueMinor: number
	openMinor: number
	oldestDueOn: string | null
	openCases: number
	cartLines: number
	alerts: number
}

/** What an account did and owes, for the rows that `chosen(id)` yields: one aggregate each, no row read twice. */
const accountFacts = (sql: Sql, at: Date) => sql`
	select a.id, a.number, a.name, a.is_person, a.currency, a.standing, a.seller_entity_id, l.city, l.region, u.first_name || ' ' || u.last_name as owner_name,
		coalesce(g.names, '{}') as groups, o.last_order_at, coalesce(o.orders_in_year, 0)::int as orders_in_year, o.first_in_year_at, coalesce(o.revenue, 0)::bigint as revenue_minor,
		coalesce(o.recent, 0)::bigint as recent_minor, coalesce(o.earlier, 0)::bigint as earlier_minor, coalesce(i.overdue, 0)::bigint as overdue_minor, coalesce(i.open, 0)::bigint as open_minor,
		i.oldest_due_on, coalesce(k.open_cases, 0)::int as open_cases, coalesce(b.cart_lines, 0)::int as cart_lines, coalesce(r.alerts, 0)::int as alerts
	from chosen join account a on a.id = chosen.id
		left join crm_user u on u.id = a.owner_user_id
		left join location l on l.account_id = a.id and l.is_default
		left join (select m.account_id, array_agg(g.name order by g.name) as names from chosen join buyer_group_member m on m.account_id = chosen.id join buyer_group g on g.id = m.buyer_group_id group by 1) g on g.account_id = a.id
		left join (select o.account_id, max(o.placed_at) as last_order_at, count(*) filter (where o.placed_at > ${at}::timestamptz - interval '12 months') as orders_in_year,
				min(o.placed_at) filter (where o.placed_at > ${at}::timestamptz - interval '12 months') as first_in_year_at,
				sum(o.net_minor) filter (where o.placed_at > ${at}::timestamptz - interval '12 months') as revenue,
				sum(o.net_minor) filter (where o.placed_at > ${at}::timestamptz - interval '90 days') as recent,
				sum(o.net_minor) filter (where o.placed_at <= ${at}::timestamptz - interval '90 days' and o.placed_at > ${at}::timestamptz - interval '180 days') as earlier
			from chosen join sales_order o on o.account_id = chosen.id and o.stage in ('placed', 'closed') and o.placed_at <= ${at} group by 1) o on o.account_id = a.id
		left join (select i.account_id, sum(i.total_minor - i.settled_minor) as open, sum(i.total_minor - i.settled_minor) filter (where i.kind = 'invoice' and i.due_on < ${at}::timestamptz::date) as overdue,
				min(i.due_on) filter (where i.kind = 'invoice' and i.due_on < ${at}::timestamptz::date) as oldest_due_on
			from chosen join invoice i on i.account_id = chosen.id and i.settled_minor <> i.total_minor group by 1) i on i.account_id = a.id
		left join (select k.account_id, count(*) as open_cases from chosen join support_case k on k.account_id = chosen.id and k.status <> 'closed' group by 1) k on k.account_id = a.id
		left join (select o.account_id, count(*) as cart_lines from chosen join sales_order o on o.account_id = chosen.id and o.stage = 'cart' and o.is_current
			join order_line l on l.account_id = o.account_id and l.order_id = o.id group by 1) b on b.account_id = a.id
		left join (select r.account_id, count(*) as alerts from chosen join alert r on r.account_id = chosen.id and r.status in ('open', 'taken') group by 1) r on r.account_id = a.id`

/** `found`: which accounts say what is searched (said.ts), null: so many that they are met on the way. */
type Asked = Pick<AccountFilter, 'search' | 'standing'> & { found: readonly number[] | null }

const isSaid = (sql: Sql, { search, found }: Asked) => {
	if (search === '') return sql`true`
	if (found !== null) return sql`a.id = any(${sql.array([...found], 20)}::bigint[])`
	const like = likeOf(search)
	return sql`(${says(sql, 'account', 'a', like)} or exists (select from account f where f.merged_into_id = a.id and ${says(sql, 'account', 'f', like)})
		or exists (select from contact c where c.account_id = a.id and c.merged_into_id is null and ${says(sql, 'contact', 'c', like)}) or exists (select from location l where l.account_id = a.id and l.city ilike ${like}))`
}

/** Accounts as they are asked for. */
const isAsked = (sql: Sql, desk: Desk, asked: Asked) => sql`
	a.seller_entity_id = ${desk.sellerEntityId} and a.status = 'active' and (${desk.ownerUserId}::bigint is null or a.owner_user_id = ${desk.ownerUserId})
	and (${asked.standing}::text is null or a.standing = ${asked.standing}) and ${isSaid(sql, asked)}`

/** What a list is ordered by other than the name, as one number that falls; only accounts that have it. */
const sortKey = (sql: Sql, sort: Exclude<AccountSort, 'name'>, at: Date) =>
	({
		revenue: sql`select o.account_id as id, -sum(o.net_minor) as key from asked join sales_order o on o.account_id = asked.id and o.stage in ('placed', 'closed') and o.placed_at <= ${at} and o.placed_at > ${at}::timestamptz - interval '12 months' group by 1`,
		last_order: sql`select o.account_id as id, -extract(epoch from max(o.placed_at)) as key from asked join sales_order o on o.account_id = asked.id and o.stage in ('placed', 'closed') and o.placed_at <= ${at} group by 1`,
		overdue: sql`select i.account_id as id, -sum(i.total_minor - i.settled_minor) as key from asked join invoice i on i.account_id = asked.id and i.settled_minor <> i.total_minor and i.kind = 'invoice' and i.due_on < ${at}::timestamptz::date group by 1`,
	})[sort]

type Ordered = Omit<AccountFilter, 'limit'> & Asked

/** The ids of a desk's accounts and their `place` in the order asked for; the id decides between equals. Names come along an index, so that a page costs a page. */
const inOrder = (sql: Sql, desk: Desk, { sort, after, limit, at, ...asked }: Ordered & { limit: number | null }) =>
	sort === 'name'
		? sql`select a.id, row_number() over (order by lower(a.name), a.id) as place from account a where ${isAsked(sql, desk, asked)}
			and (${after}::bigint is null or (lower(a.name), a.id) > (select lower(f.name), f.id from account f where f.id = ${after})) order by lower(a.name), a.id limit ${limit}`
		: sql`with asked as materialized (select a.id from account a where ${isAsked(sql, desk, asked)}), known as (${sortKey(sql, sort, at)}),
				keyed as materialized (select asked.id, coalesce(known.key, 0) as key from asked left join known on known.id = asked.id)
			select k.id, row_number() over (order by k.key, k.id) as place from keyed k where ${after}::bigint is null or (k.key, k.id) > (select f.key, f.id from keyed f where f.id = ${after}) order by k.key, k.id limit ${limit}`

/** One page of the accounts of a desk, one row more than asked to tell whether there is another. One statement. */
export async function readDeskAccounts(sql: Sql, desk: Desk, filter: AccountFilter & Asked): Promise<AccountRow[]> {
	return sql<AccountRow[]>`
		with chosen as materialized (${inOrder(sql, desk, { ...filter, limit: filter.limit + 1 })}) ${accountFacts(sql, filter.at)} order by chosen.place`
}

/** The ids of all accounts of a filter, in its order. One statement. */
export async function listDeskAccountIds(sql: Sql, desk: Desk, filter: Omit<Ordered, 'after'>): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`select x.id from (${inOrder(sql, desk, { ...filter, after: null, limit: null })}) x order by x.place`
	return rows.map(({ id }) => id)
}

/** The rows of these accounts of a desk, in the order of the ids. One statement. */
export async function readDeskAccountsById(sql: Sql, desk: Desk, { ids, at }: { ids: readonly number[]; at: Date }): Promise<AccountRow[]> {
	return sql<AccountRow[]>`
		with chosen as materialized (
			select a.id, x.place from unnest(${sql.array([...ids], 20)}::bigint[]) with ordinality as x (id, place) join account a on a.id = x.id and ${isAsked(sql, desk, { search: '', standing: null, found: null })}
		) ${accountFacts(sql, at)} order by chosen.place`
}

/** The row of one account, as the list has it. Null: none, or on another desk. */
export async function readDeskAccount(sql: Sql, desk: Desk, input: { accountId: number; at: Date }): Promise<AccountRow | null> {
	const [row] = await sql<AccountRow[]>`
		with chosen as materialized (
			select a.id from account a where a.id = ${input.accountId} and a.merged_into_id is null and a.seller_entity_id = ${desk.sellerEntityId} and (${desk.ownerUserId}::bigint is null or a.owner_user_id = ${desk.ownerUserId})
		) ${accountFacts(sql, input.at)}`
	return row ?? null
}

export type AccountFile = {
	head: {
		phone: string | null
		website: string | null
		termsDays: number
		standingSource: string
		standingNote: string | null
		onboardingStep: string
		parent: { id: number; name: string } | null
	}
	people: {
		id: number
		name: string
		title: string | null
		email: string | null
		phone: string | null
		role: string
		isActive: boolean
		score: number | null
		prospectId: number | null
		grade: string | null
	}[]
	locations: { id: number; code: string; name: string; city: string; region: string | null; country: string; isDefault: boolean; isActive: boolean }[]
	machines: { sku: string; name: string; locationName: string | null; serialNumber: string | null; installedOn: string | null }[]
	carts: {
		id: number
		contactName: string | null
		currency: string
		netMinor: number
		lastActivityAt: string
		lines: { sku: string; name: string; quantity: string; unit: string }[]
	}[]
	orders: {
		id: number
		number: string
		stage: string
		placedAt: string
		currency: string
		totalMinor: number
		poNumber: string | null
		byRep: string | null
		contactName: string | null
	}[]
	invoices: { id: number; number: string; kind: string; issuedOn: string; dueOn: string; currency: string; totalMinor: number; openMinor: number }[]
	credit: { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number } | null
	opportunities: {
		id: number
		name: string
		stage: string
		isWon: boolean
		closedAt: string | null
		closeOn: string | null
		amountMinor: number | null
		currency: string
		campaign: string | null
	}[]
	cases: { id: number; number: string; subject: string; status: string; priority: string; createdAt: string }[]
	campaigns: { id: number; name: string; status: string; hasResponded: boolean; contactName: string; respondedAt: string | null }[]
}

/** Everything an account page shows beside its timeline, newest first and cut to what a page holds: one statement. */
export async function readAccountFile(sql: Sql, accountId: number, locale: string): Promise<AccountFile | null> {
	const [row] = await sql<AccountFile[]>`
		select json_build_object('phone', a.phone, 'website', a.website, 'termsDays', a.terms_days, 'standingSource', a.standing_source, 'standingNote', a.standing_note, 'onboardingStep', a.onboarding_step,
				'parent', (select json_build_object('id', p.id, 'name', p.name) from account p where p.id = a.parent_id)) as head,
			coalesce((select json_agg(json_build_object('id', c.id, 'name', c.first_name || ' ' || c.last_name, 'title', c.title, 'email', c.email, 'phone', c.phone, 'role', c.role, 'isActive', c.is_active,
				'prospectId', p.id, 'score', p.score, 'grade', p.grade) order by c.is_active desc, c.last_name, c.id) from contact c left join ma_prospect p on p.contact_id = c.id where c.account_id = a.id and c.merged_into_id is null), '[]') as people,
			coalesce((select json_agg(json_build_object('id', l.id, 'code', l.code, 'name', l.name, 'city', l.city, 'region', l.region, 'country', l.country, 'isDefault', l.is_default, 'isActive', l.is_active)
				order by l.is_default desc, l.name) from location l where l.account_id = a.id), '[]') as locations,
			coalesce((select json_agg(json_build_object('sku', p.sku, 'name', coalesce(t.name, e.name, p.sku), 'locationName', l.name, 'serialNumber', m.serial_number, 'installedOn', m.installed_on) order by m.installed_on desc nulls last, m.id)
				from owned_machine m join product p on p.id = m.product_id left join location l on l.account_id = m.account_id and l.id = m.location_id
					left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en' where m.account_id = a.id), '[]') as machines,
			coalesce((select json_agg(x.cart order by x.at desc) from (select o.last_activity_at as at, json_build_object('id', o.id, 'contactName', c.first_name || ' ' || c.last_name, 'currency', o.currency, 'netMinor', o.net_minor,
				'lastActivityAt', o.last_activity_at, 'lines', json_agg(json_build_object('sku', p.sku, 'name', coalesce(t.name, e.name, p.sku), 'quantity', trim_scale(l.quantity)::text, 'unit', l.unit_code) order by l.sequence)) as cart
				from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id join product p on p.id = l.product_id left join contact c on c.account_id = o.account_id and c.id = o.contact_id
					left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
				where o.account_id = a.id and o.stage = 'cart' group by o.account_id, o.id, c.first_name, c.last_name order by o.last_activity_at desc limit 3) x), '[]') as carts,
			coalesce((select json_agg(x.one) from (select json_build_object('id', o.id, 'number', o.number, 'stage', o.stage, 'placedAt', o.placed_at, 'currency', o.currency, 'totalMinor', o.total_minor, 'poNumber', o.po_number,
				'byRep', u.first_name || ' ' || u.last_name, 'contactName', c.first_name || ' ' || c.last_name) as one
				from sales_order o left join crm_user u on u.id = o.acted_by_user_id left join contact c on c.account_id = o.account_id and c.id = coalesce(o.on_behalf_of_contact_id, o.contact_id)
				where o.account_id = a.id and o.placed_at is not null order by o.placed_at desc limit 10) x), '[]') as orders,
			coalesce((select json_agg(x.one) from (select json_build_object('id', i.id, 'number', i.number, 'kind', i.kind, 'issuedOn', i.issued_on, 'dueOn', i.due_on, 'currency', i.currency, 'totalMinor', i.total_minor,
				'openMinor', i.total_minor - i.settled_minor) as one from invoice i where i.account_id = a.id order by (i.settled_minor <> i.total_minor) desc, i.due_on desc, i.id desc limit 10) x), '[]') as invoices,
			(select json_build_object('currency', c.currency, 'limitMinor', c.limit_minor, 'openInvoiceMinor', c.open_invoice_minor, 'unbilledMinor', c.unbilled_minor, 'reservedMinor', c.reserved_minor)
				from credit_profile c where c.account_id = coalesce(a.bill_to_account_id, a.id)) as credit,
			coalesce((select json_agg(x.one) from (select json_build_object('id', o.id, 'name', o.name, 'stage', o.stage, 'isWon', o.is_won, 'closedAt', o.closed_at, 'closeOn', o.close_on, 'amountMinor', o.amount_minor,
				'currency', o.currency, 'campaign', m.name) as one from crm_opportunity o left join crm_campaign m on m.id = o.crm_campaign_id where o.account_id = a.id and o.deleted_at is null order by o.closed_at desc nulls first, o.id desc limit 10) x), '[]') as opportunities,
			coalesce((select json_agg(x.one) from (select json_build_object('id', k.id, 'number', k.number, 'subject', k.subject, 'status', k.status, 'priority', k.priority, 'createdAt', k.created_at) as one
				from support_case k where k.account_id = a.id order by (k.status <> 'closed') desc, k.created_at desc limit 10) x), '[]') as cases,
			coalesce((select json_agg(x.one) from (select json_build_object('id', m.campaign_id, 'name', g.name, 'status', m.status, 'hasResponded', s.has_responded, 'contactName', c.first_name || ' ' || c.last_name, 'respondedAt', m.responded_at) as one
				from crm_campaign_member m join contact c on c.id = m.contact_id and c.account_id = a.id join crm_campaign g on g.id = m.campaign_id join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status
				order by m.responded_at desc nulls last, m.created_at desc limit 10) x), '[]') as campaigns
		from account a where a.id = ${accountId}`
	return row ?? null
}

export type TimelineRow = {
	id: number
	kind: string
	facts: Record<string, unknown>
	count: number
	contactName: string | null
	actorName: string | null
	occurredAt: Date
}

/** The account's story, newest first, from before an entry on. */
export async function readTimeline(sql: Sql, input: { accountId: number; before: number | null; limit: number }): Promise<TimelineRow[]> {
	return sql<TimelineRow[]>`
		select t.id, t.kind, t.facts, t.count, c.first_name || ' ' || c.last_name as contact_name, u.first_name || ' ' || u.last_name as actor_name, t.occurred_at
		from crm_timeline_entry t left join contact c on c.account_id = t.account_id and c.id = t.contact_id left join crm_user u on u.id = t.acted_by_user_id
		where t.account_id = ${input.accountId} and (${input.before}::bigint is null or (t.occurred_at, t.id) < (select b.occurred_at, b.id from crm_timeline_entry b where b.account_id = ${input.accountId} and b.id = ${input.before}))
		order by t.occurred_at desc, t.id desc limit ${input.limit + 1}`
}
