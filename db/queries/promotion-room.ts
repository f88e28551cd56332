import type { Sql, Tx } from '../client.server.ts'

export type PromotionStatus = 'draft' | 'published' | 'retired'

export type ListedPromotion = {
	id: number
	code: string
	name: string
	phase: 'line' | 'bundle' | 'order' | 'shipping' | 'terms'
	lane: string
	status: PromotionStatus
	couponCode: string | null
	currency: string | null
	validFrom: Date
	validTo: Date | null
	/** In how many languages it has a name. */
	coverage: number
	audience: string[]
	limitMinor: number | null
	usedMinor: number
	limitUses: number | null
	usedUses: number
}

/** By which column the list stands; a `-` turns it round. `left` is the share of the budget that is left, the scarcest of money and uses. */
export type PromotionSort = 'newest' | `${'' | '-'}${'name' | 'status' | 'begins' | 'ends' | 'left'}`

export type PromotionFilter = {
	sellerEntityId: number
	search: string
	status: string | null
	phase: string | null
	sort: PromotionSort
	after: number | null
	limit: number
	locale: string
}

/** One page of promotions in the order asked for, of equals the newest first; one row more than asked. Budgets are those of the whole promotion. */
export async function readPromotionList(
	sql: Sql,
	{ sellerEntityId, search, status, phase, sort, after, limit, locale }: PromotionFilter,
): Promise<ListedPromotion[]> {
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	const [column, isTurned] = [sort.replace('-', ''), sort.startsWith('-')]
	return sql<ListedPromotion[]>`
		with listed as (
		select p.id, p.code, coalesce(t.name, e.name, p.code) as name, p.phase, p.lane, p.status, p.coupon_code, p.currency, p.valid_from, p.valid_to,
			(select count(*)::int from promotion_text x where x.promotion_id = p.id and x.name <> '') as coverage,
			coalesce((select array_agg(coalesce(g.name, a.name) order by g.name, a.name) from promotion_audience x left join buyer_group g on g.id = x.buyer_group_id left join account a on a.id = x.account_id where x.promotion_id = p.id), '{}') as audience,
			b.limit_minor, coalesce(b.reserved_minor + b.committed_minor, 0)::bigint as used_minor, b.limit_uses, coalesce(b.reserved_uses + b.committed_uses, 0)::int as used_uses,
			case ${column} when 'name' then lower(coalesce(t.name, e.name, p.code)) when 'status' then p.status
				when 'begins' then to_char(p.valid_from at time zone 'UTC', 'YYYYMMDDHH24MISSUS') when 'ends' then coalesce(to_char(p.valid_to at time zone 'UTC', 'YYYYMMDDHH24MISSUS'), '9')
				when 'left' then to_char(least(coalesce(1 - (b.reserved_minor + b.committed_minor) / nullif(b.limit_minor, 0)::numeric, case when b.limit_minor = 0 then 0 end, 2),
					coalesce(1 - (b.reserved_uses + b.committed_uses) / nullif(b.limit_uses, 0)::numeric, case when b.limit_uses = 0 then 0 end, 2)) + 1, 'FM000000.000000') else '' end as sort_key
		from promotion p
			left join promotion_text t on t.promotion_id = p.id and t.locale = ${locale} left join promotion_text e on e.promotion_id = p.id and e.locale = 'en'
			left join promotion_budget b on b.promotion_id = p.id and b.account_id is null and b.buyer_group_id is null
		where p.seller_entity_id = ${sellerEntityId} and (${status}::text is null or p.status = ${status}) and (${phase}::text is null or p.phase = ${phase})
			and (${search} = '' or p.code ilike ${like} or t.name ilike ${like} or e.name ilike ${like} or p.coupon_code ilike ${like})
		), last as (select sort_key, id from listed where id = ${after})
		select id, code, name, phase, lane, status, coupon_code, currency, valid_from, valid_to, coverage, audience, limit_minor, used_minor, limit_uses, used_uses from listed l
		where ${after}::bigint is null or exists (select from last where ${isTurned ? sql`l.sort_key < last.sort_key` : sql`l.sort_key > last.sort_key`} or (l.sort_key = last.sort_key and l.id < last.id))
		order by sort_key ${isTurned ? sql`desc` : sql`asc`}, id desc limit ${limit + 1}`
}

export type StoredPromotion = {
	id: number
	code: string
	lane: string
	priority: number
	isGlobalExclusive: boolean
	includesProtected: boolean
	currency: string | null
	couponCode: string | null
	conditions: unknown
	benefit: unknown
	status: PromotionStatus
	version: number
	validFrom: Date
	validTo: Date | null
	names: Record<string, string>
	descriptions: Record<string, string>
	groupIds: number[]
	accounts: { id: number; number: string }[]
	budget: StoredBudget | null
	/** Those of one account, group or store; `who` is how a person names it. */
	ownBudgets: OwnBudget[]
}

export type StoredBudget = { policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null; usedMinor: number; usedUses: number }

export type OwnBudget = StoredBudget & {
	id: number
	kind: 'account' | 'group' | 'store'
	who: string
	name: string
	accountId: number | null
	buyerGroupId: number | null
	locationId: number | null
}

const storedColumns = (sql: Sql) => sql`
	p.id, p.code, p.lane, p.priority, p.is_global_exclusive, p.includes_protected, p.currency, p.coupon_code, p.conditions, p.benefit, p.status, p.version, p.valid_from, p.valid_to,
	coalesce((select json_object_agg(t.locale, t.name) from promotion_text t where t.promotion_id = p.id), '{}') as names,
	coalesce((select json_object_agg(t.locale, t.description) from promotion_text t where t.promotion_id = p.id and t.description is not null), '{}') as descriptions,
	coalesce((select json_agg(x.buyer_group_id order by x.buyer_group_id) from promotion_audience x where x.promotion_id = p.id and x.buyer_group_id is not null), '[]') as group_ids,
	coalesce((select json_agg(json_build_object('id', a.id, 'number', a.number) order by a.number) from promotion_audience x join account a on a.id = x.account_id where x.promotion_id = p.id), '[]') as accounts,
	(select json_build_object('policy', b.policy, 'limitMinor', b.limit_minor, 'limitUses', b.limit_uses, 'usedMinor', b.reserved_minor + b.committed_minor, 'usedUses', b.reserved_uses + b.committed_uses)
		from promotion_budget b where b.promotion_id = p.id and b.account_id is null and b.buyer_group_id is null) as budget,
	coalesce((select json_agg(json_build_object('id', b.id, 'policy', b.policy, 'limitMinor', b.limit_minor, 'limitUses', b.limit_uses, 'usedMinor', b.reserved_minor + b.committed_minor, 'usedUses', b.reserved_uses + b.committed_uses,
			'accountId', b.account_id, 'buyerGroupId', b.buyer_group_id, 'locationId', b.location_id,
			'kind', case when b.location_id is not null then 'store' when b.account_id is not null then 'account' else 'group' end,
			'who', coalesce(g.code, a.number || coalesce('/' || l.code, '')), 'name', coalesce(g.name, coalesce(l.name || ', ', '') || a.name)) order by b.id)
		from promotion_budget b left join account a on a.id = b.account_id left join location l on l.account_id = b.account_id and l.id = b.location_id left join buyer_group g on g.id = b.buyer_group_id
		where b.promotion_id = p.id and (b.account_id is not null or b.buyer_group_id is not null)), '[]') as own_budgets`

export async function readPromotion(sql: Sql, key: { sellerEntityId: number; promotionId: number }): Promise<StoredPromotion | null> {
	const [row] = await sql<
		StoredPromotion[]
	>`select ${storedColumns(sql)} from promotion p where p.id = ${key.promotionId} and p.seller_entity_id = ${key.sellerEntityId}`
	return row ?? null
}

/** A promotion of the seller, locked. */
export async function lockPromotion(tx: Tx, key: { sellerEntityId: number; promotionId: number }): Promise<StoredPromotion | null> {
	const [row] = await tx<
		StoredPromotion[]
	>`select ${storedColumns(tx)} from promotion p where p.id = ${key.promotionId} and p.seller_entity_id = ${key.sellerEntityId} for update of p`
	return row ?? null
}

/** The other published promotions of the seller that are not over. */
export async function readOtherPromotions(sql: Sql, key: { sellerEntityId: number; promotionId: number; at: Date }): Promise<StoredPromotion[]> {
	return sql<StoredPromotion[]>`
		select ${storedColumns(sql)} from promotion p
		where p.seller_entity_id = ${key.sellerEntityId} and p.id <> ${key.promotionId} and p.status = 'published' and (p.valid_to is null or p.valid_to > ${key.at}) order by p.id`
}

/** What orders took of the whole promotion's budget, by day of the seller from its first order to its last; days without an order too. */
export async function readBudgetDays(sql: Sql, key: { promotionId: number; timeZone: string }): Promise<{ day: string; minor: number; uses: number }[]> {
	return sql`
		with taken as (
			select (o.placed_at at time zone ${key.timeZone})::date as day, sum(r.amount_minor)::bigint as minor, sum(r.uses)::int as uses
			from promotion_budget b join promotion_reservation r on r.budget_id = b.id and r.state <> 'released' join sales_order o on o.account_id = r.account_id and o.id = r.order_id
			where b.promotion_id = ${key.promotionId} and b.account_id is null and b.buyer_group_id is null and o.placed_at is not null group by 1
		)
		select d.day::date as day, coalesce(t.minor, 0)::bigint as minor, coalesce(t.uses, 0)::int as uses
		from generate_series((select min(day) from taken), (select max(day) from taken), interval '1 day') d(day) left join taken t on t.day = d.day::date order by d.day`
}

export type PromotionChoices = {
	groups: { id: number; name: string; accounts: number }[]
	categories: { id: number; name: string; depth: number }[]
	currencies: string[]
	lanes: string[]
	/** Ways of shipping that have a rate, and units of measure. */
	methods: string[]
	units: string[]
	/** Campaigns that somebody may have answered, the newest first. */
	campaigns: { id: number; name: string }[]
}

/** What a promotion can be made of: groups, the category tree in order, currencies in use, lanes in use. */
export async function readPromotionChoices(sql: Sql, { sellerEntityId, locale }: { sellerEntityId: number; locale: string }): Promise<PromotionChoices> {
	const [row] = await sql<PromotionChoices[]>`
		with recursive tree as (
			select c.id, 0 as depth, array[c.position, c.id::int] as path from category c where c.seller_entity_id = ${sellerEntityId} and c.parent_id is null
			union all select c.id, tree.depth + 1, tree.path || array[c.position, c.id::int] from category c join tree on c.parent_id = tree.id
		)
		select coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name, 'accounts', (select count(*) from buyer_group_member m where m.buyer_group_id = g.id)) order by g.name)
				from buyer_group g where g.seller_entity_id = ${sellerEntityId}), '[]') as groups,
			coalesce((select json_agg(json_build_object('id', tree.id, 'name', coalesce(t.name, e.name, c.code), 'depth', tree.depth) order by tree.path) from tree join category c on c.id = tree.id
				left join category_text t on t.category_id = c.id and t.locale = ${locale} left join category_text e on e.category_id = c.id and e.locale = 'en'), '[]') as categories,
			(select array_agg(distinct x.currency order by x.currency) from (select currency::text from seller_entity where id = ${sellerEntityId} union select b.currency::text from price_book b where b.seller_entity_id = ${sellerEntityId}) x) as currencies,
			coalesce((select array_agg(distinct s.method order by s.method) from shipping_rate s where s.seller_entity_id = ${sellerEntityId}), '{}') as methods,
			coalesce((select array_agg(u.code order by u.code) from unit_of_measure u), '{}') as units,
			coalesce((select json_agg(json_build_object('id', k.id, 'name', k.name) order by k.id desc) from crm_campaign k where k.seller_entity_id = ${sellerEntityId}), '[]') as campaigns,
			coalesce((select array_agg(distinct p.lane order by p.lane) from promotion p where p.seller_entity_id = ${sellerEntityId}), '{}') as lanes`
	if (!row) throw new Error('A seller has choices')
	return row
}

export type MeantRow = { kind: 'product' | 'account' | 'group' | 'category' | 'campaign' | 'store' | 'groupCode' | 'unit'; given: string; id: number | null }

type Typed = {
	sellerEntityId: number
	skus: readonly string[]
	accounts: readonly string[]
	groupIds: readonly number[]
	categoryIds: readonly number[]
	campaignIds: readonly number[]
	stores: readonly string[]
	groupCodes: readonly string[]
	units: readonly string[]
}

/** The ids of what was typed: products by SKU, accounts by number, stores by `NUMBER/STORE`, groups by code, units (1: there is one), groups, categories and campaigns as chosen. An id of null: there is no such thing at this seller. */
export async function readMeant(sql: Sql, typed: Typed): Promise<MeantRow[]> {
	return sql<MeantRow[]>`
		select 'product' as kind, s.given, p.id from unnest(${sql.array([...typed.skus], 25)}::text[]) as s(given) left join product p on p.seller_entity_id = ${typed.sellerEntityId} and p.sku = upper(s.given)
		union all
		select 'account', s.given, a.account_id from unnest(${sql.array([...typed.accounts], 25)}::text[]) as s(given) left join account_by_number a on a.seller_entity_id = ${typed.sellerEntityId} and upper(a.number) = upper(s.given)
		union all
		select 'store', s.given, l.location_id from unnest(${sql.array([...typed.stores], 25)}::text[]) as s(given) left join location_by_code l on l.seller_entity_id = ${typed.sellerEntityId} and upper(l.number || '/' || l.code) = s.given
		union all
		select 'groupCode', s.given, g.id from unnest(${sql.array([...typed.groupCodes], 25)}::text[]) as s(given) left join buyer_group g on g.seller_entity_id = ${typed.sellerEntityId} and upper(g.code) = s.given
		union all
		select 'unit', s.given, case when u.code is not null then 1 end from unnest(${sql.array([...typed.units], 25)}::text[]) as s(given) left join unit_of_measure u on u.code = s.given
		union all
		select 'group', s.given::text, g.id from unnest(${sql.array([...typed.groupIds], 20)}::bigint[]) as s(given) left join buyer_group g on g.seller_entity_id = ${typed.sellerEntityId} and g.id = s.given
		union all
		select 'category', s.given::text, c.id from unnest(${sql.array([...typed.categoryIds], 20)}::bigint[]) as s(given) left join category c on c.seller_entity_id = ${typed.sellerEntityId} and c.id = s.given
		union all
		select 'campaign', s.given::text, k.id from unnest(${sql.array([...typed.campaignIds], 20)}::bigint[]) as s(given) left join crm_campaign k on k.seller_entity_id = ${typed.sellerEntityId} and k.id = s.given`
}

export type NameRow = {
	kind: 'product' | 'category' | 'account' | 'buyerGroup' | 'campaign' | 'location' | 'promotion'
	id: number
	name: string
	code: string
}

type Spoken = {
	sellerEntityId: number
	locale: string
	productIds: readonly number[]
	categoryIds: readonly number[]
	accountIds: readonly number[]
	groupIds: readonly number[]
	locationIds: readonly number[]
	campaignIds: readonly number[]
	promotionIds: readonly number[]
}

/** Names of what the sentences of a promotion speak of. */
export async function readSpokenNames(sql: Sql, { sellerEntityId, locale, ...ids }: Spoken): Promise<NameRow[]> {
	const of = (list: readonly number[]) => sql`${sql.array([...list], 20)}::bigint[]`
	return sql<NameRow[]>`
		select 'product' as kind, p.id, coalesce(t.name, e.name, p.sku) as name, p.sku as code from product p left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
			where p.id = any(${of(ids.productIds)}) and p.seller_entity_id = ${sellerEntityId}
		union all select 'category', c.id, coalesce(t.name, e.name, c.code), c.code from category c left join category_text t on t.category_id = c.id and t.locale = ${locale} left join category_text e on e.category_id = c.id and e.locale = 'en'
			where c.id = any(${of(ids.categoryIds)}) and c.seller_entity_id = ${sellerEntityId}
		union all select 'account', a.id, a.name, a.number from account a where a.id = any(${of(ids.accountIds)}) and a.seller_entity_id = ${sellerEntityId}
		union all select 'buyerGroup', g.id, g.name, g.code from buyer_group g where g.id = any(${of(ids.groupIds)}) and g.seller_entity_id = ${sellerEntityId}
		union all select 'location', l.id, a.name || ', ' || l.name, a.number || '/' || l.code from location l join account a on a.id = l.account_id where l.id = any(${of(ids.locationIds)}) and a.seller_entity_id = ${sellerEntityId}
		union all select 'campaign', k.id, k.name, k.code from crm_campaign k where k.id = any(${of(ids.campaignIds)}) and k.seller_entity_id = ${sellerEntityId}
		union all select 'promotion', p.id, coalesce(t.name, e.name, p.code), p.code from promotion p left join promotion_text t on t.promotion_id = p.id and t.locale = ${locale} left join promotion_text e on e.promotion_id = p.id and e.locale = 'en'
			where p.id = any(${of(ids.promotionIds)}) and p.seller_entity_id = ${sellerEntityId}`
}

export type ReachedAccount = { id: number; number: string; name: string }

/** `accounts`: the first of those that it can reach, by name. */
export type Reach = {
	accountCount: number
	accounts: ReachedAccount[]
	longestTermsDays: number
	productCount: number
	belowFloorCount: number
	isGiftSold: boolean
}

/** So many accounts are named; the rest is counted. */
const NAMED_ACCOUNTS = 50

export type ReachQuestion = {
	sellerEntityId: number
	currency: string | null
	groupIds: readonly number[]
	accountIds: readonly number[]
	conditionGroupIds: readonly number[] | null
	conditionAccountIds: readonly number[] | null
	locationIds: readonly number[] | null
	productIds: readonly number[] | null
	excludedProductIds: readonly number[] | null
	categoryIds: readonly number[] | null
	excludedCategoryIds: readonly number[] | null
	relationKind: string | null
	isOwned: boolean
	giftProductId: number | null
	/** A decimal; null unless the benefit is a fixed price. */
	fixedPrice: string | null
}

/** How many accounts and products a promotion can reach, counted by what it addresses and asks. One statement. */
export async function readReach(sql: Sql, ask: ReachQuestion): Promise<Reach> {
	const ids = (list: readonly number[] | null) => sql`${list === null ? null : sql.array([...list], 20)}::bigint[]`
	// An account's rule holds for every account under it, however deep.
	const under = (list: readonly number[] | null) =>
		sql`a.id in (with recursive d as (select unnest(${ids(list)}) as id union select c.id from account c join d on c.parent_id = d.id) select id from d)`
	const inCategory = (list: readonly number[] | null) =>
		sql`exists (select from category_listing c where c.product_id = coalesce(p.parent_id, p.id) and c.category_id = any(${ids(list)}))`
	const [row] = await sql<Reach[]>`
		with addressed as materialized (
			select a.id, a.number, a.name, a.terms_days from account a
			where a.seller_entity_id = ${ask.sellerEntityId} and a.status = 'active' and (${ask.currency}::text is null or a.currency = ${ask.currency})
				and ((cardinality(${ids(ask.groupIds)}) = 0 and cardinality(${ids(ask.accountIds)}) = 0) or ${under(ask.accountIds)}
					or exists (select from buyer_group_member m where m.account_id = a.id and m.buyer_group_id = any(${ids(ask.groupIds)})))
				and (${ids(ask.conditionAccountIds)} is null or ${under(ask.conditionAccountIds)})
				and (${ids(ask.locationIds)} is null or exists (select from location l where l.account_id = a.id and l.id = any(${ids(ask.locationIds)})))
				and (${ids(ask.conditionGroupIds)} is null or exists (select from buyer_group_member m where m.account_id = a.id and m.buyer_group_id = any(${ids(ask.conditionGroupIds)})))
		), picked as materialized (
			select p.floor_price from product p where p.seller_entity_id = ${ask.sellerEntityId} and p.status = 'active' and p.kind in ('simple', 'variant', 'bundle')
				and (${ids(ask.productIds)} is null or p.id = any(${ids(ask.productIds)})) and (${ids(ask.excludedProductIds)} is null or p.id <> all(${ids(ask.excludedProductIds)}))
				and (${ids(ask.categoryIds)} is null or ${inCategory(ask.categoryIds)}) and (${ids(ask.excludedCategoryIds)} is null or not ${inCategory(ask.excludedCategoryIds)})
				and (${ask.relationKind}::text is null or exists (select from product_relation r where r.related_id = p.id and r.kind = ${ask.relationKind}
					and (not ${ask.isOwned}::boolean or exists (select from owned_machine w join addressed on addressed.id = w.account_id where w.product_id = r.product_id))))
		)
		select (select count(*)::int from addressed) as account_count,
			coalesce((select json_agg(json_build_object('id', x.id, 'number', x.number, 'name', x.name) order by x.name, x.id) from (select * from addressed order by name, id limit ${NAMED_ACCOUNTS}) x), '[]') as accounts, coalesce((select max(terms_days) from addressed), 0)::int as longest_terms_days,
			(select count(*)::int from picked) as product_count, (select count(*)::int from picked where floor_price > ${ask.fixedPrice}::numeric) as below_floor_count,
			exists (select from product p where p.id = ${ask.giftProductId} and p.seller_entity_id = ${ask.sellerEntityId} and p.status = 'active' and cardinality(p.grant_policy_ids) > 0) as is_gift_sold`
	return row ?? { accountCount: 0, accounts: [], longestTermsDays: 0, productCount: 0, belowFloorCount: 0, isGiftSold: false }
}
