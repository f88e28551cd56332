import type { Sql } from '../client.server.ts'

export type SitemapProduct = { id: number; slug: string; updatedAt: Date }
export type Sitemap = { categories: string[]; products: SitemapProduct[]; parts: number[] }

/**
 * What guests may browse: categories (with the first products only), up to `limit` products after the one given, and, when
 * there are more than `limit` in all, the last product of each part. One statement.
 */
export async function readSitemap(sql: Sql, key: { sellerEntityId: number; policyIds: readonly number[]; after: number; limit: number }): Promise<Sitemap> {
	const policies = sql.array([...key.policyIds], 23)
	const [row] = await sql<Sitemap[]>`
		with shown as materialized (
			select p.id, p.slug, p.updated_at, row_number() over (order by p.id) as place from product p
			where p.seller_entity_id = ${key.sellerEntityId} and p.status = 'active' and p.kind in ('simple','parent','bundle')
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
		)
		select coalesce((select json_agg(c.slug order by c.slug) from category c where ${key.after}::bigint = 0 and c.seller_entity_id = ${key.sellerEntityId} and exists (select from category_listing l
				where l.category_id = c.id and l.grant_policy_ids && ${policies}::int[] and not l.deny_policy_ids && ${policies}::int[])), '[]') as categories,
			coalesce((select json_agg(json_build_object('id', s.id, 'slug', s.slug, 'updatedAt', s.updated_at) order by s.id)
				from (select * from shown where id > ${key.after}::bigint order by id limit ${key.limit}) s), '[]') as products,
			coalesce((select json_agg(s.id order by s.id) from shown s where s.place % ${key.limit} = 0 and s.place < (select max(place) from shown)), '[]') as parts`
	return row ?? { categories: [], products: [], parts: [] }
}
