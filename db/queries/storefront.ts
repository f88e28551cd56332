import type { Sql } from '../client.server.ts'
import { cartInHand } from './cart-hand.ts'
import type { Entitled } from './catalog.ts'
import { type CategoryLink, categoryName, holdsAnything } from './category-place.ts'

export type CategoryEntry = { id: number; parentId: number | null; slug: string; name: string; picture: string | null }

export type Shelf = { locations: { id: number; name: string; city: string; isDefault: boolean }[]; cartLines: number }

const entry = (sql: Sql, locale: string) =>
	sql`json_build_object('id', c.id, 'parentId', c.parent_id, 'slug', c.slug, 'name', ${categoryName(sql, 'c', locale)}, 'picture', c.picture)`

/**
 * What stands around every page of the shop, as one statement: the first `tops` categories of the top level in which the
 * policies leave anything visible, in the seller's order; the stores a buyer may ship to, and how many lines wait in her cart.
 */
export async function readStorefront(
	sql: Sql,
	{ sellerEntityId, policyIds, locale }: Entitled,
	{ accountId, contactId, tops }: { accountId: number | null; contactId: number | null; tops: number },
): Promise<Shelf & { categories: CategoryEntry[] }> {
	const [row] = await sql<(Shelf & { categories: CategoryEntry[] })[]>`
		select coalesce((select json_agg(${entry(sql, locale)} order by c.position, c.id) from (
				select c.* from category c where c.seller_entity_id = ${sellerEntityId} and c.parent_id is null and ${holdsAnything(sql, 'c', policyIds)}
				order by c.parent_id, c.position, c.id limit ${tops}) c), '[]') as categories,
			coalesce((select json_agg(json_build_object('id', l.id, 'name', l.name, 'city', l.city, 'isDefault', l.is_default) order by l.is_default desc, l.name, l.id)
				from location l where l.account_id = ${accountId} and l.is_active), '[]') as locations,
			(select count(*)::int from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id
				where o.account_id = ${accountId} and o.id = ${cartInHand(sql, { accountId, contactId })}) as cart_lines`
	return row ?? { categories: [], locations: [], cartLines: 0 }
}

/** Every category in which the policies leave anything visible, parents first, in the seller's order. One statement. */
export async function readCategories(sql: Sql, { sellerEntityId, policyIds, locale }: Entitled): Promise<CategoryEntry[]> {
	const [row] = await sql<{ categories: CategoryEntry[] }[]>`
		select coalesce(json_agg(${entry(sql, locale)} order by c.parent_id nulls first, c.position, c.id), '[]') as categories
		from category c where c.seller_entity_id = ${sellerEntityId} and ${holdsAnything(sql, 'c', policyIds)}`
	return row?.categories ?? []
}

export type CategoryTop = CategoryLink & { position: number; below: CategoryLink[] }

/** One page of the top level with what stands directly below each, with one more than asked to tell whether there is another page. One statement. */
export async function readCategoryTops(
	sql: Sql,
	{ sellerEntityId, policyIds, locale }: Entitled,
	{ limit, after }: { limit: number; after: { position: number; id: number } | null },
): Promise<CategoryTop[]> {
	return await sql<CategoryTop[]>`
		select c.id, c.slug, c.position, ${categoryName(sql, 'c', locale)} as name, coalesce((select json_agg(json_build_object('id', u.id, 'slug', u.slug, 'name', ${categoryName(sql, 'u', locale)}) order by u.position, u.id)
			from category u where u.seller_entity_id = ${sellerEntityId} and u.parent_id = c.id and ${holdsAnything(sql, 'u', policyIds)}), '[]') as below
		from category c where c.seller_entity_id = ${sellerEntityId} and c.parent_id is null and (c.position, c.id) > (${after?.position ?? -1}, ${after?.id ?? 0}) and ${holdsAnything(sql, 'c', policyIds)}
		order by c.parent_id, c.position, c.id limit ${limit + 1}`
}

export type HomeFacts = {
	boughtAgain: number[]
	fresh: number[]
	promotions: { id: number; name: string; description: string | null; validTo: string | null; productSlug: string | null; categorySlug: string | null }[]
	overdue: { invoices: number; openMinor: number; currency: string } | null
	awaitingApproval: number
}

export type HomeQuestion = {
	accountId: number
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	currency: string
	entitled: Entitled
	at: Date
}

/** What an account is greeted with: what it buys, what is new to it, the promotions addressed to it, what waits for it. One statement. */
export async function readHomeFacts(sql: Sql, { accountId, ancestorIds, buyerGroupIds, currency, entitled, at }: HomeQuestion): Promise<HomeFacts> {
	const policies = sql.array([...entitled.policyIds], 23)
	const accounts = sql.array([accountId, ...ancestorIds], 20)
	const [row] = await sql<HomeFacts[]>`
		select coalesce((select json_agg(b.product_id order by b.bought_at desc, b.product_id) from (
				select l.product_id, max(o.placed_at) as bought_at from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
				where o.account_id = ${accountId} and o.placed_at is not null and l.product_id is not null group by l.product_id order by 2 desc, 1 limit 12) b), '[]') as bought_again,
			coalesce((select json_agg(f.id) from (select p.id from product p where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active' and p.kind in ('simple','parent','bundle','kit')
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[] order by p.created_at desc, p.id desc limit 8) f), '[]') as fresh,
			coalesce((select json_agg(json_build_object('id', p.id, 'name', coalesce(t.name, e.name), 'description', coalesce(t.description, e.description), 'validTo', p.valid_to,
					'productSlug', (select g.slug from product g where g.id = nullif(p.conditions -> 'productIds' ->> 0, '')::bigint and g.status = 'active'
						and g.grant_policy_ids && ${policies}::int[] and not g.deny_policy_ids && ${policies}::int[]),
					'categorySlug', (select c.slug from category c where c.id = nullif(p.conditions -> 'categoryIds' ->> 0, '')::bigint and exists (select from category_listing l
						where l.category_id = c.id and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[]))) order by p.priority desc, p.id)
				from promotion p left join promotion_text t on t.promotion_id = p.id and t.locale = ${entitled.locale} left join promotion_text e on e.promotion_id = p.id and e.locale = 'en'
				where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'published' and p.coupon_code is null and p.valid_from <= ${at} and (p.valid_to is null or p.valid_to > ${at})
					and (p.currency is null or p.currency = ${currency}) and coalesce(t.name, e.name) is not null
					and (not exists (select 1 from promotion_audience a where a.promotion_id = p.id)
						or exists (select 1 from promotion_audience a where a.promotion_id = p.id and (a.account_id = any(${accounts}::bigint[]) or a.buyer_group_id = any(${sql.array([...buyerGroupIds], 20)}::bigint[]))))), '[]') as promotions,
			(select json_build_object('invoices', count(*)::int, 'openMinor', coalesce(sum(i.total_minor - i.settled_minor), 0), 'currency', ${currency}::text)
				from invoice i where i.account_id = ${accountId} and i.kind = 'invoice' and i.settled_minor < i.total_minor and i.currency = ${currency} and i.due_on < ${at}::timestamptz::date having count(*) > 0) as overdue,
			(select count(*)::int from sales_order o where o.account_id = ${accountId} and o.stage = 'awaiting_approval') as awaiting_approval`
	return row ?? { boughtAgain: [], fresh: [], promotions: [], overdue: null, awaitingApproval: 0 }
}
