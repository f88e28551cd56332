import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type CategoryRow = {
	id: number
	parentId: number | null
	code: string
	slug: string
	position: number
	picture: string | null
	externalKey: string | null
	isHidden: boolean
}
export type CategoryText = { categoryId: number; locale: string; name: string; description: string | null }
export type Membership = { productId: number; categoryId: number; position: number; isPrimary: boolean }
export type Scope = { categoryIds: readonly number[]; productIds: readonly number[] }

/** Some categories with their names, and everywhere that some products stand: what one act may change, as it is. */
export type TreeState = { scope: Scope; categories: CategoryRow[]; texts: CategoryText[]; members: Membership[] }

export type ListedCategory = {
	id: number
	parentId: number | null
	depth: number
	code: string
	name: string
	isHidden: boolean
	/** Something above it is hidden. */
	isUnderHidden: boolean
	products: number
	/** In it and in all below it, each once. */
	productsBelow: number
	locales: string[]
	/** Every language's name. */
	names: Record<string, string>
	isFirst: boolean
	isLast: boolean
}

/** The whole tree of a seller in the shop's order; one statement. */
export async function readCategories(sql: Sql, key: { sellerEntityId: number; locale: string }): Promise<ListedCategory[]> {
	return sql<ListedCategory[]>`
		with recursive tree as (
			select c.id, 0 as depth, false as is_under_hidden, array[c.position, c.id::int] as path from category c where c.seller_entity_id = ${key.sellerEntityId} and c.parent_id is null
			union all select c.id, tree.depth + 1, tree.is_under_hidden or above.is_hidden, tree.path || array[c.position, c.id::int] from category c join tree on c.parent_id = tree.id join category above on above.id = tree.id
		), within as (
			select id, id as top from tree union all select c.id, within.top from category c join within on c.parent_id = within.id
		), own as (
			select m.category_id as id, count(*)::int as products from product_category m join tree on tree.id = m.category_id group by m.category_id
		), below as (
			select within.top as id, count(distinct m.product_id)::int as products from within join product_category m on m.category_id = within.id group by within.top
		), named as (
			select x.category_id as id, array_agg(x.locale order by x.locale) as locales, jsonb_object_agg(x.locale, x.name) as names from category_text x join tree on tree.id = x.category_id group by x.category_id
		)
		select c.id, c.parent_id, tree.depth, c.code, coalesce(n.names ->> ${key.locale}, n.names ->> 'en', c.code) as name, c.is_hidden, tree.is_under_hidden,
			coalesce(own.products, 0) as products, coalesce(below.products, 0) as products_below, coalesce(n.locales, '{}') as locales, coalesce(n.names, '{}') as names,
			row_number() over siblings = 1 as is_first, row_number() over (partition by c.parent_id order by c.position desc, c.id desc) = 1 as is_last
		from tree join category c on c.id = tree.id left join own on own.id = c.id left join below on below.id = c.id left join named n on n.id = c.id
		window siblings as (partition by c.parent_id order by c.position, c.id) order by tree.path`
}

/** Products that stand in a category itself, by SKU, and how many there are. */
export async function readProductsIn(sql: Sql, key: { categoryId: number; locale: string; limit: number }) {
	return sql<{ id: number; sku: string; name: string; isPrimary: boolean; isOnlyHere: boolean }[]>`
		select p.id, p.sku, coalesce(t.name, e.name, p.sku) as name, m.is_primary, not exists (select from product_category o where o.product_id = p.id and o.category_id <> m.category_id) as is_only_here
		from product_category m join product p on p.id = m.product_id left join product_text t on t.product_id = p.id and t.locale = ${key.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
		where m.category_id = ${key.categoryId} order by m.position, p.id limit ${key.limit}`
}

/** Holds the seller's tree, so that two acts in it come one after the other. */
export async function lockTree(tx: Tx, sellerEntityId: number): Promise<void> {
	await tx`select id from category where seller_entity_id = ${sellerEntityId} order by id for update`
}

/** What a scope holds now, products locked. Of another seller nothing is found. */
export async function readTreeState(tx: Tx, sellerEntityId: number, scope: Scope): Promise<TreeState> {
	const [categories, products] = [tx.array([...scope.categoryIds], 20), tx.array([...scope.productIds], 20)]
	await tx`select id from product where id = any(${products}::bigint[]) and seller_entity_id = ${sellerEntityId} order by id for update`
	const [row] = await tx<Omit<TreeState, 'scope'>[]>`
		with own as (select * from category where seller_entity_id = ${sellerEntityId} and id = any(${categories}::bigint[]))
		select coalesce((select json_agg(json_build_object('id', c.id, 'parentId', c.parent_id, 'code', c.code, 'slug', c.slug, 'position', c.position, 'picture', c.picture, 'externalKey', c.external_key, 'isHidden', c.is_hidden) order by c.id) from own c), '[]') as categories,
			coalesce((select json_agg(json_build_object('categoryId', t.category_id, 'locale', t.locale, 'name', t.name, 'description', t.description) order by t.category_id, t.locale)
				from category_text t join own on own.id = t.category_id), '[]') as texts,
			coalesce((select json_agg(json_build_object('productId', m.product_id, 'categoryId', m.category_id, 'position', m.position, 'isPrimary', m.is_primary) order by m.product_id, m.category_id)
				from product_category m join product p on p.id = m.product_id and p.seller_entity_id = ${sellerEntityId} where m.product_id = any(${products}::bigint[])), '[]') as members`
	return { scope, ...(row ?? { categories: [], texts: [], members: [] }) }
}

/** Makes a scope hold what a state says: the categories that it lacks are deleted, products stand where it says and nowhere else. */
export async function writeTreeState(tx: Tx, sellerEntityId: number, { scope, categories, texts, members }: TreeState): Promise<void> {
	const [categoryIds, productIds] = [tx.array([...scope.categoryIds], 20), tx.array([...scope.productIds], 20)]
	const [wanted, named, placed] = [recordset(tx, categories), recordset(tx, texts), recordset(tx, members)]
	await tx`
		insert into category (id, seller_entity_id, parent_id, code, slug, position, picture, external_key, is_hidden)
		select id, ${sellerEntityId}, parent_id, code, slug, position, picture, external_key, is_hidden
		from jsonb_to_recordset(${wanted}) as r(id bigint, parent_id bigint, code text, slug text, position int, picture text, external_key text, is_hidden boolean)
		on conflict (id) do update set parent_id = excluded.parent_id, position = excluded.position, is_hidden = excluded.is_hidden`
	await tx`
		delete from product_category m where m.product_id = any(${productIds}::bigint[])
			and not exists (select from jsonb_to_recordset(${placed}) as r(product_id bigint, category_id bigint) where r.product_id = m.product_id and r.category_id = m.category_id)`
	await tx`
		insert into product_category (product_id, category_id, position, is_primary)
		select product_id, category_id, position, is_primary from jsonb_to_recordset(${placed}) as r(product_id bigint, category_id bigint, position int, is_primary boolean)
		on conflict (product_id, category_id) do update set position = excluded.position, is_primary = excluded.is_primary`
	await tx`
		delete from category_text t where t.category_id = any(${categoryIds}::bigint[])
			and not exists (select from jsonb_to_recordset(${named}) as r(category_id bigint, locale text) where r.category_id = t.category_id and r.locale = t.locale)`
	await tx`
		insert into category_text (category_id, locale, name, description)
		select category_id, locale, name, description from jsonb_to_recordset(${named}) as r(category_id bigint, locale text, name text, description text)
		on conflict (category_id, locale) do update set name = excluded.name, description = excluded.description`
	await tx`
		delete from category c where c.seller_entity_id = ${sellerEntityId} and c.id = any(${categoryIds}::bigint[])
			and not exists (select from jsonb_to_recordset(${wanted}) as r(id bigint) where r.id = c.id)`
}

/** Every product in these categories or below them: whose listings, words and entitlement follow from the tree. */
export async function readProductsBelow(tx: Tx, categoryIds: readonly number[]): Promise<number[]> {
	const rows = await tx<{ id: number }[]>`
		with recursive tree as (select unnest(${tx.array([...categoryIds], 20)}::bigint[]) as id union select c.id from category c join tree on c.parent_id = tree.id)
		select distinct m.product_id as id from tree join product_category m on m.category_id = tree.id`
	return rows.map(({ id }) => id)
}

/** A new category, at the end of where it stands. Null: the code or its address is taken. */
export async function insertCategory(tx: Tx, row: { sellerEntityId: number; parentId: number | null; code: string; slug: string }): Promise<number | null> {
	const [made] = await tx<{ id: number }[]>`
		insert into category (seller_entity_id, parent_id, code, slug, position)
		select ${row.sellerEntityId}, ${row.parentId}::bigint, ${row.code}, ${row.slug}, coalesce(max(c.position), 0) + 1 from category c
			where c.seller_entity_id = ${row.sellerEntityId} and c.parent_id is not distinct from ${row.parentId}::bigint
		on conflict do nothing returning id`
	return made?.id ?? null
}

/** What stands in the way of taking a category out: what is below it, and what speaks of it by name. */
export async function readUses(tx: Tx, key: { sellerEntityId: number; categoryId: number }): Promise<{ below: number; named: string[]; productIds: number[] }> {
	const { categoryId, sellerEntityId } = key
	const [row] = await tx<{ below: number; named: string[]; productIds: number[] }[]>`
		select (select count(*)::int from category where parent_id = ${categoryId}) as below,
			array(select e.name from policy_category c join entitlement_policy e on e.id = c.policy_id where c.category_id = ${categoryId}
				union all select p.code from promotion p where p.seller_entity_id = ${sellerEntityId}
					and jsonb_path_exists(jsonb_build_array(p.conditions, p.benefit), '$.**.categoryIds[*] ? (@ == $id)', jsonb_build_object('id', ${categoryId}::bigint))
				union all select p.code from promotion p where p.seller_entity_id = ${sellerEntityId}
					and jsonb_path_exists(jsonb_build_array(p.conditions, p.benefit), '$.**.excludedCategoryIds[*] ? (@ == $id)', jsonb_build_object('id', ${categoryId}::bigint))
				union all select b.term from search_boost b where b.category_id = ${categoryId} order by 1) as named,
			array(select product_id::int from product_category where category_id = ${categoryId} order by product_id) as product_ids`
	return row ?? { below: 0, named: [], productIds: [] }
}

export type KnownProduct = { id: number; sku: string; kind: string }

/** Products of the seller by their numbers. */
export async function readBySku(tx: Tx, key: { sellerEntityId: number; skus: readonly string[] }): Promise<KnownProduct[]> {
	return tx<
		KnownProduct[]
	>`select id, sku, kind from product where seller_entity_id = ${key.sellerEntityId} and upper(sku) = any(${tx.array([...key.skus], 25)}::text[])`
}

/** How far back the products of a category stand. */
export async function readLastPlace(tx: Tx, categoryId: number): Promise<number> {
	const [row] = await tx<{ last: number }[]>`select coalesce(max(position), 0) as last from product_category where category_id = ${categoryId}`
	return row?.last ?? 0
}

/** The newest changes of the room, for taking back what has no page of its own any more. */
export async function readRoomChanges(sql: Sql, sellerEntityId: number) {
	return sql<{ id: number; userName: string; at: Date; state: string; change: Record<string, unknown> }[]>`
		select c.id, u.first_name || ' ' || u.last_name as user_name, c.created_at as at, c.state, c.change from change_set c join crm_user u on u.id = c.user_id
		where c.seller_entity_id = ${sellerEntityId} and c.room = 'category' order by c.id desc limit 8`
}
