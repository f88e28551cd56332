import type { Sql } from '../client.server.ts'
import { isVisible } from './visible.ts'

export type CategoryLink = { id: number; slug: string; name: string }

/** Whose policies, in which language. */
type Reader = { policyIds: readonly number[]; locale: string }
type Row = 'c' | 'u'

/** Whether the policies leave anything visible in a category: looked up category by category, never by reading what all of them hold. */
export const holdsAnything = (sql: Sql, row: Row, policyIds: readonly number[]) =>
	sql`exists (select from category_listing l where l.category_id = ${sql(row)}.id and ${isVisible(sql, 'l', policyIds)} offset 0)`

/** In the reader's language, else in English, else its code. */
export const categoryName = (sql: Sql, row: Row, locale: string) => sql`coalesce(
	(select t.name from category_text t where t.category_id = ${sql(row)}.id and t.locale in (${locale}, 'en') order by (t.locale = ${locale}) desc limit 1), ${sql(row)}.code)`

/** From the top of the tree down to the category whose id `of` yields, itself included; what lies above one that the policies hide is left out. */
export const lineTo = (sql: Sql, of: ReturnType<Sql>, { policyIds, locale }: Reader) => sql`(
	with recursive up as (
		select c.id, c.parent_id, c.slug, c.code, 0 as depth from category c where c.id = (${of}) and ${holdsAnything(sql, 'c', policyIds)}
		union all
		select c.id, c.parent_id, c.slug, c.code, up.depth + 1 from up join category c on c.id = up.parent_id where ${holdsAnything(sql, 'c', policyIds)}
	) select coalesce(json_agg(json_build_object('id', u.id, 'slug', u.slug, 'name', ${categoryName(sql, 'u', locale)}) order by u.depth desc), '[]') from up u)`

/** What stands directly below the category whose id `of` yields or, where nothing does, beside it (at the top: nothing), in the seller's order. */
export const besideOrBelow = (sql: Sql, of: ReturnType<Sql>, { sellerEntityId, policyIds, locale }: Reader & { sellerEntityId: number }) => {
	const level = (parent: ReturnType<Sql>) => sql`(
		select json_agg(json_build_object('id', c.id, 'slug', c.slug, 'name', ${categoryName(sql, 'c', locale)}) order by c.position, c.id)
		from category c where c.seller_entity_id = ${sellerEntityId} and c.parent_id = (${parent}) and ${holdsAnything(sql, 'c', policyIds)})`
	return sql`coalesce(${level(of)}, ${level(sql`select own.parent_id from category own where own.id = (${of})`)}, '[]')`
}
