import type { Sql } from '../client.server.ts'

export type CoverageKind = 'no_price' | 'gap' | 'overlap' | 'dead' | 'under_cost' | 'ending'

/** One finding. Which of the ids are there says where it is mended. */
export type Finding = {
	/** Its place in the list. */
	key: string
	reason: string
	title: string
	detail: string
	count: number | null
	price: string | null
	limit: string | null
	currency: string | null
	from: Date | null
	to: Date | null
	bookId: number | null
	accountId: number | null
	promotionId: number | null
	sku: string | null
}

export type CoverageQuestion = { sellerEntityId: number; at: Date; search: string; after: string | null; limit: number; locale: string; days: number }

/** Orders and pages any findings: a fragment that selects the columns of a finding stands inside. */
async function pageOf(sql: Sql, { search, after, limit }: CoverageQuestion, findings: ReturnType<Sql>): Promise<Finding[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<Finding[]>`
		select * from (${findings}) f where (${after}::text is null or f.key collate "C" > ${after}::text collate "C") and (${search} = '' or f.title ilike ${like} or f.detail ilike ${like} or f.sku ilike ${like})
		order by f.key collate "C" limit ${limit + 1}`
}

const nameOf = (sql: Sql, locale: string) =>
	sql`coalesce((select t.name from product_text t where t.product_id = p.id and t.locale = ${locale}), (select t.name from product_text t where t.product_id = p.id and t.locale = 'en'), p.sku)`

/** Books that hold at a moment, with whose entries they sell by. */
const liveBooks = (sql: Sql, { sellerEntityId, at }: CoverageQuestion) => sql`
	live as materialized (
		select b.id, b.name, b.rung, b.currency, b.priority, b.valid_from, b.valid_to, coalesce(b.fx_source_book_id, b.id) as entry_book_id, not exists (select from price_book_audience x where x.price_book_id = b.id) as is_for_all
		from price_book b where b.seller_entity_id = ${sellerEntityId} and b.status = 'published' and b.valid_from <= ${at} and (b.valid_to is null or b.valid_to > ${at})
	)`

/**
 * Accounts that may see products for which they have no price. Only products that the books for everybody leave out are
 * looked at for each account: their number is what this costs.
 */
export async function readUnpriced(sql: Sql, question: CoverageQuestion): Promise<Finding[]> {
	const { sellerEntityId, at } = question
	const holds = sql`e.valid_from <= ${at} and (e.valid_to is null or e.valid_to > ${at})`
	return pageOf(
		sql,
		question,
		sql`
		with recursive ${liveBooks(sql, question)}, line as (
			select a.id as account_id, a.id, a.parent_id, a.stops_inheriting, true as inherits from account a where a.seller_entity_id = ${sellerEntityId} and a.status = 'active'
			union all
			select line.account_id, p.id, p.parent_id, p.stops_inheriting, line.inherits and not line.stops_inheriting from line join account p on p.id = line.parent_id
		), policies as materialized (
			select x.account_id, array_agg(distinct x.policy_id) as ids from (
				select line.account_id, pa.policy_id from line join policy_account pa on pa.account_id = line.id where line.inherits
				union all
				select a.id, pg.policy_id from account a join buyer_group_member m on m.account_id = a.id join policy_buyer_group pg on pg.buyer_group_id = m.buyer_group_id where not a.stops_inheriting
			) x join entitlement_policy p on p.id = x.policy_id and p.is_active group by x.account_id
		), uncovered as materialized (
			select c.currency, p.id, p.sku, p.grant_policy_ids, p.deny_policy_ids from (select distinct currency from account where seller_entity_id = ${sellerEntityId} and status = 'active') c
				join product p on p.seller_entity_id = ${sellerEntityId} and p.status = 'active' and p.kind <> 'parent'
			where not exists (select from live b join price_book_entry e on e.price_book_id = b.entry_book_id and e.product_id = p.id and ${holds}
				where b.is_for_all and b.rung in ('base','sale','fx') and b.currency = c.currency)
		), own as materialized (
			select distinct line.account_id, x.price_book_id from line join price_book_audience x on x.account_id = line.id
			union
			select m.account_id, x.price_book_id from buyer_group_member m join price_book_audience x on x.buyer_group_id = m.buyer_group_id
		), missing as (
			select a.id, a.number, a.name, a.currency, count(*)::int as count, (array_agg(u.sku order by u.sku))[1:4] as skus
			from account a join policies o on o.account_id = a.id join uncovered u on u.currency = a.currency and u.grant_policy_ids && o.ids and not u.deny_policy_ids && o.ids
			where a.seller_entity_id = ${sellerEntityId} and a.status = 'active' and not exists (
				select from own join live b on b.id = own.price_book_id and b.currency = a.currency join price_book_entry e on e.price_book_id = b.entry_book_id and e.product_id = u.id and ${holds}
				where own.account_id = a.id)
			group by a.id
		)
		select m.number as key, 'NO_PRICE' as reason, m.name as title, array_to_string(m.skus, ', ') as detail, m.count, null::text as price, null::text as limit, m.currency::text, null::timestamptz as from,
			null::timestamptz as to, null::bigint as book_id, m.id as account_id, null::bigint as promotion_id, m.skus[1] as sku
		from missing m`,
	)
}

/** Days that lie ahead on which a product of a book has no price between two that it has; and days on which it has two. */
export async function readWindowFaults(sql: Sql, question: CoverageQuestion, kind: 'gap' | 'overlap'): Promise<Finding[]> {
	const { sellerEntityId, at, locale } = question
	const isGap = kind === 'gap'
	return pageOf(
		sql,
		question,
		sql`
		with ${liveBooks(sql, question)}, spans as (
			select b.id as book_id, b.name, b.currency, e.product_id, e.unit_code, e.valid_from, e.valid_to, lag(coalesce(e.valid_to, 'infinity')) over w as before_to, e.id
			from price_book b join price_book_entry e on e.price_book_id = b.id
			where b.seller_entity_id = ${sellerEntityId} and b.status = 'published' and (b.valid_to is null or b.valid_to > ${at})
			window w as (partition by b.id, e.product_id, e.unit_code order by e.valid_from, e.id)
		)
		select lpad(s.book_id::text, 12, '0') || ' ' || p.sku || ' ' || lpad(s.id::text, 12, '0') as key, case when ${isGap}::boolean then 'GAP' else 'TWO_PRICES' end as reason, ${nameOf(sql, locale)} as title, s.name as detail,
			null::int as count, null::text as price, null::text as limit, s.currency::text, case when ${isGap}::boolean then s.before_to else s.valid_from end as from,
			case when ${isGap}::boolean then s.valid_from else nullif(least(s.before_to, coalesce(s.valid_to, 'infinity')), 'infinity') end as to, s.book_id, null::bigint as account_id, null::bigint as promotion_id, p.sku
		from spans s join product p on p.id = s.product_id
		where case when ${isGap}::boolean then s.before_to < s.valid_from and s.valid_from > ${at} else s.before_to > s.valid_from and coalesce(s.valid_to, 'infinity') > ${at} and s.before_to > ${at} end
		union all
		select 'books ' || lpad(a.id::text, 12, '0') || ' ' || lpad(b.id::text, 12, '0'), 'TWO_BOOKS', a.name, b.name, count(*)::int, null, null, a.currency::text, greatest(a.valid_from, b.valid_from),
			least(a.valid_to, b.valid_to), a.id, null, null, null
		from live a join live b on b.id > a.id and b.rung = a.rung and b.currency = a.currency and b.priority = a.priority
			join price_book_entry x on x.price_book_id = a.entry_book_id join price_book_entry y on y.price_book_id = b.entry_book_id and y.product_id = x.product_id and y.unit_code = x.unit_code
		where not ${isGap}::boolean and ((a.is_for_all and b.is_for_all) or exists (select from price_book_audience s join price_book_audience t on t.price_book_id = b.id
				and (t.account_id, t.location_id, t.buyer_group_id) is not distinct from (s.account_id, s.location_id, s.buyer_group_id) where s.price_book_id = a.id))
			and (x.valid_to is null or x.valid_to > ${at}) and (y.valid_to is null or y.valid_to > ${at}) and x.valid_from < coalesce(y.valid_to, 'infinity') and y.valid_from < coalesce(x.valid_to, 'infinity')
		group by a.id, a.name, a.currency, a.valid_from, a.valid_to, b.id, b.name, b.valid_from, b.valid_to`,
	)
}

/** Published books and promotions by which nobody buys: ended, for no active account, or of no product on sale. */
export async function readDeadRules(sql: Sql, question: CoverageQuestion): Promise<Finding[]> {
	const { sellerEntityId, at, locale } = question
	const nobody = (
		audience: ReturnType<Sql>,
	) => sql`exists (${audience}) and not exists (select from (${audience}) x where exists (select from account a where a.id = x.account_id and a.status = 'active')
		or exists (select from buyer_group_member m join account a on a.id = m.account_id and a.status = 'active' where m.buyer_group_id = x.buyer_group_id))`
	return pageOf(
		sql,
		question,
		sql`
		with books as (
			select b.*, case when b.valid_to <= ${at} then 'ENDED' when ${nobody(sql`select y.account_id, y.buyer_group_id from price_book_audience y where y.price_book_id = b.id`)} then 'NO_ACCOUNT'
				when b.rung in ('contract','group') and not exists (select from price_book_audience y where y.price_book_id = b.id) then 'NO_ACCOUNT'
				when not exists (select from price_book_entry e join product p on p.id = e.product_id and p.status = 'active' where e.price_book_id = coalesce(b.fx_source_book_id, b.id) and (e.valid_to is null or e.valid_to > ${at})) then 'NO_PRODUCT' end as reason
			from price_book b where b.seller_entity_id = ${sellerEntityId} and b.status = 'published'
		), promotions as (
			select q.*, case when q.valid_to <= ${at} then 'ENDED' when ${nobody(sql`select y.account_id, y.buyer_group_id from promotion_audience y where y.promotion_id = q.id`)} then 'NO_ACCOUNT'
				when jsonb_typeof(q.conditions->'productIds') = 'array' and jsonb_array_length(q.conditions->'productIds') > 0
					and not exists (select from jsonb_array_elements_text(q.conditions->'productIds') i join product p on p.id = i::bigint and p.status = 'active') then 'NO_PRODUCT' end as reason
			from promotion q where q.seller_entity_id = ${sellerEntityId} and q.status = 'published'
		)
		select '1 ' || lpad(b.id::text, 12, '0') as key, b.reason, b.name as title, b.code as detail, null::int as count, null::text as price, null::text as limit, b.currency::text, b.valid_from as from, b.valid_to as to,
			b.id as book_id, null::bigint as account_id, null::bigint as promotion_id, null::text as sku from books b where b.reason is not null
		union all
		select '2 ' || lpad(q.id::text, 12, '0'), q.reason, coalesce((select t.name from promotion_text t where t.promotion_id = q.id and t.locale = ${locale}), (select t.name from promotion_text t where t.promotion_id = q.id and t.locale = 'en'), q.code),
			q.code, null, null, null, q.currency::text, q.valid_from, q.valid_to, null, null, q.id, null from promotions q where q.reason is not null`,
	)
}

/** Prices that hold now or later and are lower than the floor or the cost of their product, in the seller's own currency. */
export async function readUnderCost(sql: Sql, question: CoverageQuestion): Promise<Finding[]> {
	const { sellerEntityId, at, locale } = question
	return pageOf(
		sql,
		question,
		sql`
		select lpad(b.id::text, 12, '0') || ' ' || p.sku || ' ' || lpad(e.id::text, 12, '0') as key, case when low.price < p.unit_cost then 'UNDER_COST' else 'UNDER_FLOOR' end as reason, ${nameOf(sql, locale)} as title, b.name as detail,
			null::int as count, trim_scale(low.price)::text as price, trim_scale(case when low.price < p.unit_cost then p.unit_cost else p.floor_price end)::text as limit, b.currency::text,
			nullif(e.valid_from, '-infinity') as from, e.valid_to as to, b.id as book_id, null::bigint as account_id, null::bigint as promotion_id, p.sku
		from price_book b join seller_entity s on s.id = b.seller_entity_id and s.currency = b.currency join price_book_entry e on e.price_book_id = b.id join product p on p.id = e.product_id and p.unit_code = e.unit_code
			cross join lateral (select min(t) as price from unnest(e.tier_price) t) low
		where b.seller_entity_id = ${sellerEntityId} and b.status = 'published' and (b.valid_to is null or b.valid_to > ${at}) and (e.valid_to is null or e.valid_to > ${at}) and p.status = 'active'
			and (low.price < p.unit_cost or low.price < p.floor_price)`,
	)
}

/** Prices and books that end within so many days and that nothing follows. */
export async function readEnding(sql: Sql, question: CoverageQuestion): Promise<Finding[]> {
	const { sellerEntityId, at, locale, days } = question
	return pageOf(
		sql,
		question,
		sql`
		select to_char(e.valid_to at time zone 'UTC', 'YYYYMMDDHH24MISS') || ' 2 ' || lpad(e.id::text, 12, '0') as key, 'PRICE_ENDS' as reason, ${nameOf(sql, locale)} as title, b.name as detail, null::int as count,
			null::text as price, null::text as limit, b.currency::text, nullif(e.valid_from, '-infinity') as from, e.valid_to as to, b.id as book_id, null::bigint as account_id, null::bigint as promotion_id, p.sku
		from price_book b join price_book_entry e on e.price_book_id = b.id join product p on p.id = e.product_id and p.status = 'active'
		where b.seller_entity_id = ${sellerEntityId} and b.status = 'published' and e.valid_to > ${at} and e.valid_to <= ${at}::timestamptz + make_interval(days => ${days}::int)
			and not exists (select from price_book_entry n where n.price_book_id = e.price_book_id and n.product_id = e.product_id and n.unit_code = e.unit_code and n.valid_from = e.valid_to)
		union all
		select to_char(b.valid_to at time zone 'UTC', 'YYYYMMDDHH24MISS') || ' 1 ' || lpad(b.id::text, 12, '0'), 'BOOK_ENDS', b.name, b.code, (select count(*)::int from price_book_entry e where e.price_book_id = coalesce(b.fx_source_book_id, b.id)),
			null, null, b.currency::text, b.valid_from, b.valid_to, b.id, null, null, null
		from price_book b where b.seller_entity_id = ${sellerEntityId} and b.status = 'published' and b.valid_to > ${at} and b.valid_to <= ${at}::timestamptz + make_interval(days => ${days}::int)`,
	)
}
