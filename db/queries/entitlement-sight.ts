import type { Sql } from '../client.server.ts'
import { countingPolicies } from './entitlement.ts'

const like = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

export type Onlooker = { id: number; number: string; name: string; sees: boolean }
export type Onlookers = { total: number; seeing: number; guests: boolean; accounts: Onlooker[] }
export type OnlookerQuestion = { sellerEntityId: number; productId: number; search: string; sees: boolean | null; after: number | null; limit: number }

/** Who sees a product: all active accounts counted, one page of them by name (one more than asked). One statement. */
export async function readOnlookers(sql: Sql, asked: OnlookerQuestion): Promise<Onlookers> {
	const { sellerEntityId, search } = asked
	const [row] = await sql<Onlookers[]>`
		with recursive ${countingPolicies(sql, sellerEntityId)}, item as materialized (
			select grant_policy_ids as g, deny_policy_ids as d, status = 'active' as on_sale from product where id = ${asked.productId} and seller_entity_id = ${sellerEntityId}
		), mine as (
			select account_id, array_agg(distinct policy_id) as s from counting group by account_id
		), looker as materialized (
			select a.id, a.number, a.name, item.on_sale and coalesce(item.g && mine.s and not item.d && mine.s, false) as sees
			from account a cross join item left join mine on mine.account_id = a.id where a.seller_entity_id = ${sellerEntityId} and a.status = 'active'
		), page as (
			select * from looker where (${asked.sees}::boolean is null or sees = ${asked.sees}) and (${search} = '' or name ilike ${like(search)} or number ilike ${like(search)})
				and (${asked.after}::bigint is null or (name, id) > (select x.name, x.id from account x where x.id = ${asked.after}))
			order by name, id limit ${asked.limit + 1}
		)
		select (select count(*)::int from looker) as total, (select count(*)::int from looker where sees) as seeing,
			coalesce((select item.on_sale and item.g && e.s and not item.d && e.s from item, (select array_agg(id) as s from entitlement_policy where seller_entity_id = ${sellerEntityId} and is_guest and is_active) e), false) as guests,
			coalesce((select json_agg(page order by name, id) from page), '[]') as accounts`
	return row ?? { total: 0, seeing: 0, guests: false, accounts: [] }
}

export type ReachingRule = {
	forProductId: number
	policyId: number
	policyName: string
	isActive: boolean
	effect: 'grant' | 'deny'
	productId: number | null
	categoryId: number | null
	productClass: string | null
	/** Of what the rule names. */
	name: string
}
export type Reached = { id: number; parentId: number | null; productClass: string; categoryIds: number[] }

/** The rules of any policy that reach these products, and what the engine asks of each product. Two statements. */
export async function readReach(sql: Sql, key: { productIds: readonly number[]; locale: string }): Promise<{ products: Reached[]; rules: ReachingRule[] }> {
	const ids = sql.array([...key.productIds], 20)
	const above = sql`
		touched as materialized (select id, parent_id, product_class, seller_entity_id from product where id = any(${ids}::bigint[])),
		above as (
			select t.id as product_id, m.category_id from touched t join product_category m on m.product_id in (t.id, t.parent_id)
			union select above.product_id, c.parent_id from above join category c on c.id = above.category_id where c.parent_id is not null
		)`
	const products = await sql<Reached[]>`
		with recursive ${above}
		select t.id, t.parent_id, t.product_class, coalesce((select array_agg(a.category_id) from above a where a.product_id = t.id), '{}') as category_ids from touched t`
	const rules = await sql<ReachingRule[]>`
		with recursive ${above}, rule as (
			select t.id as for_product_id, r.policy_id, r.effect, r.product_id, null::bigint as category_id, null::text as product_class from touched t join policy_product r on r.product_id in (t.id, t.parent_id)
			union all select a.product_id, r.policy_id, r.effect, null, r.category_id, null from above a join policy_category r on r.category_id = a.category_id
			union all select t.id, r.policy_id, r.effect, null, null, r.product_class from touched t join policy_class r on r.product_class = t.product_class
		)
		select r.for_product_id, r.policy_id, e.name as policy_name, e.is_active, r.effect, r.product_id, r.category_id, r.product_class,
			coalesce((select coalesce(t.name, n.name, p.sku) from product p left join product_text t on t.product_id = p.id and t.locale = ${key.locale} left join product_text n on n.product_id = p.id and n.locale = 'en' where p.id = r.product_id),
				(select coalesce(t.name, n.name, c.code) from category c left join category_text t on t.category_id = c.id and t.locale = ${key.locale} left join category_text n on n.category_id = c.id and n.locale = 'en' where c.id = r.category_id),
				r.product_class) as name
		from rule r join entitlement_policy e on e.id = r.policy_id join touched t on t.id = r.for_product_id and t.seller_entity_id = e.seller_entity_id
		order by r.for_product_id, r.effect, e.name`
	return { products: [...products], rules: [...rules] }
}

export type SeenCategory = { id: number; parentId: number | null; name: string; seen: number; total: number }

/** Every category of the seller with how many of its products these policies show, and how many there are. */
export async function readSeenCategories(sql: Sql, key: { sellerEntityId: number; policyIds: readonly number[]; locale: string }): Promise<SeenCategory[]> {
	const policies = sql.array([...key.policyIds], 23)
	return sql<SeenCategory[]>`
		select c.id, c.parent_id, coalesce(t.name, e.name, c.code) as name, n.seen, n.total from category c
			left join category_text t on t.category_id = c.id and t.locale = ${key.locale} left join category_text e on e.category_id = c.id and e.locale = 'en'
			cross join lateral (select count(*)::int as total, count(*) filter (where l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[])::int as seen
				from category_listing l where l.category_id = c.id) n
		where c.seller_entity_id = ${key.sellerEntityId} order by c.parent_id nulls first, c.position, c.id`
}

export type SeenProduct = { id: number; sku: string; name: string; sees: boolean }
export type SeenQuestion = {
	sellerEntityId: number
	policyIds: readonly number[]
	locale: string
	search: string
	categoryId: number | null
	sees: boolean | null
	after: number | null
	limit: number
}

/** One page of what is on sale, by SKU, with whether these policies show it (one more than asked); all of it counted. */
export async function readSeenProducts(sql: Sql, asked: SeenQuestion): Promise<{ total: number; seen: number; products: SeenProduct[] }> {
	const policies = sql.array([...asked.policyIds], 23)
	const [row] = await sql<{ total: number; seen: number; products: SeenProduct[] }[]>`
		with item as materialized (
			select p.id, p.sku, p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[] as sees from product p
			where p.seller_entity_id = ${asked.sellerEntityId} and p.status = 'active' and p.kind in ('simple','parent','bundle')
		), page as (
			select i.id, i.sku, coalesce(t.name, e.name, i.sku) as name, i.sees from item i
				left join product_text t on t.product_id = i.id and t.locale = ${asked.locale} left join product_text e on e.product_id = i.id and e.locale = 'en'
			where (${asked.sees}::boolean is null or i.sees = ${asked.sees}) and (${asked.search} = '' or i.sku ilike ${like(asked.search)} or t.name ilike ${like(asked.search)} or e.name ilike ${like(asked.search)})
				and (${asked.categoryId}::bigint is null or exists (select from category_listing l where l.category_id = ${asked.categoryId} and l.product_id = i.id))
				and (${asked.after}::bigint is null or i.sku > (select x.sku from product x where x.id = ${asked.after}))
			order by i.sku limit ${asked.limit + 1}
		)
		select (select count(*)::int from item) as total, (select count(*)::int from item where sees) as seen, coalesce((select json_agg(page order by sku) from page), '[]') as products`
	return row ?? { total: 0, seen: 0, products: [] }
}
