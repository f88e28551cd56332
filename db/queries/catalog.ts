import type { Sql } from '../client.server.ts'

export type Entitled = { sellerEntityId: number; policyIds: readonly number[]; locale: string }

export type ProductRow = {
	id: number
	/** The product whose price a list shows: itself, or the first variant of a parent. */
	pricedId: number
	position: number
	sku: string
	slug: string
	name: string
	summary: string | null
	kind: string
	productClass: string
	picture: string | null
	unitCode: string
	unitDigits: number
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string | null
	leadDays: number
	stockPolicy: string
	/** On hand and not reserved, over all warehouses. */
	available: string
}

/**
 * What a card or a row of the shop shows, for the products that `chosen(product_id, position)` yields, in page order, as
 * one JSON value: a page has dozens of rows, and the driver would spend more on naming columns than PostgreSQL on finding them.
 */
const cards = (sql: Sql, locale: string) => sql`
	coalesce((select json_agg(card) from (
		select p.id, coalesce(v.id, p.id) as "pricedId", chosen.position, p.sku, p.slug, coalesce(t.name, e.name, p.sku) as name, coalesce(t.summary, e.summary) as summary, p.kind,
			p.product_class as "productClass", p.picture, coalesce(v.unit_code, p.unit_code) as "unitCode", m.digits as "unitDigits", p.minimum_quantity::text as "minimumQuantity",
			p.increment_quantity::text as "incrementQuantity", p.maximum_quantity::text as "maximumQuantity", p.lead_days as "leadDays", p.stock_policy as "stockPolicy", coalesce(s.available, 0)::text as available
		from chosen
			join product p on p.id = chosen.product_id
			left join product_text t on t.product_id = p.id and t.locale = ${locale}
			left join product_text e on e.product_id = p.id and e.locale = 'en'
			left join lateral (select v.id, v.unit_code from product v where p.kind = 'parent' and v.parent_id = p.id and v.status = 'active' order by v.id limit 1) v on true
			join unit_of_measure m on m.code = coalesce(v.unit_code, p.unit_code)
			left join lateral (select sum(l.on_hand - l.reserved) as available from stock_level l where l.product_id = coalesce(v.id, p.id)) s on true
		order by chosen.position, p.id) card), '[]') as products`

export type CategoryRow = { id: number; name: string; description: string | null; picture: string | null }

/**
 * One page of a category for a set of policies, in page order after the cursor, with one row more than asked to tell
 * whether there is another page. Null when the seller has no such category; no products when the account sees none of it.
 */
export async function readCategoryPage(
	sql: Sql,
	entitled: Entitled,
	page: { slug: string; limit: number; after: { position: number; productId: number } | null },
) {
	const policies = sql.array([...entitled.policyIds], 23)
	const [row] = await sql<(CategoryRow & { products: ProductRow[] })[]>`
		with here as materialized (
			select c.id, c.picture, coalesce(ct.name, ce.name, c.code) as name, coalesce(ct.description, ce.description) as description from category c
			left join category_text ct on ct.category_id = c.id and ct.locale = ${entitled.locale}
			left join category_text ce on ce.category_id = c.id and ce.locale = 'en'
			where c.seller_entity_id = ${entitled.sellerEntityId} and c.slug = ${page.slug}
		), chosen as materialized (
			select l.product_id, l.position from category_listing l
			where l.category_id = (select id from here) and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[]
				and (l.position, l.product_id) > (${page.after?.position ?? -1}, ${page.after?.productId ?? 0})
			order by l.position, l.product_id limit ${page.limit + 1}
		)
		select here.id, here.name, here.description, here.picture, ${cards(sql, entitled.locale)} from here`
	return row ?? null
}

/** The catalog of the API without a category: all entitled products of the seller by id. */
export async function readProductPage(sql: Sql, entitled: Entitled, page: { limit: number; after: number | null }): Promise<ProductRow[]> {
	const policies = sql.array([...entitled.policyIds], 23)
	const [row] = await sql<{ products: ProductRow[] }[]>`
		with chosen as materialized (
			select p.id as product_id, 0 as position from product p
			where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active' and p.kind <> 'fee' and p.id > ${page.after ?? 0}
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
			order by p.id limit ${page.limit + 1}
		)
		select ${cards(sql, entitled.locale)}`
	return row?.products ?? []
}

/** Cards for known ids, in the order given; those that the policies do not show are absent. */
export async function readProductCards(sql: Sql, entitled: Entitled, productIds: readonly number[]): Promise<ProductRow[]> {
	const policies = sql.array([...entitled.policyIds], 23)
	const [row] = await sql<{ products: ProductRow[] }[]>`
		with chosen as materialized (
			select p.id as product_id, wanted.position::int as position from unnest(${sql.array([...productIds], 20)}::bigint[]) with ordinality as wanted(id, position)
			join product p on p.id = wanted.id
			where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active' and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
		)
		select ${cards(sql, entitled.locale)}`
	return row?.products ?? []
}
