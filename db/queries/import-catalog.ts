import type { Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** Every statement here takes the rows of one chunk; `json` parameters are recordsets. Changed rows come back, unchanged ones do not. */
export type CategoryInput = {
	code: string
	slug: string
	name: string
	parentCode: string | null
	description: string | null
	externalKey: string | null
	position: number | null
}
export type ProductInput = {
	sku: string
	slug: string
	family: string | null
	productClass: string | null
	status: string
	unitCode: string
	taxCode: string | null
	weightGrams: number | null
	externalKey: string | null
	attributes: Record<string, string>
	picture: string | null
}

/** The slug of `s`, with a digest behind it where something else in the house has it already. */
export function freeSlug(tx: Tx, table: 'product' | 'category', sellerId: number) {
	return tx`s.slug || case when exists (select 1 from ${tx(table)} x where x.seller_entity_id = ${sellerId} and x.slug = s.slug)
		then '-' || left(md5(s::text), 6) else '' end`
}

export async function upsertCategories(tx: Tx, sellerId: number, rows: readonly CategoryInput[]): Promise<{ code: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, slug text, external_key text, position integer)
		), made as (
			insert into category (seller_entity_id, code, slug, external_key, position) select ${sellerId}, s.code, ${freeSlug(tx, 'category', sellerId)}, s.external_key, coalesce(s.position, 0) from source s
			on conflict (seller_entity_id, code) do nothing returning code
		), changed as (
			update category c set external_key = coalesce(s.external_key, c.external_key), position = coalesce(s.position, c.position) from source s
			where c.seller_entity_id = ${sellerId} and c.code = s.code
				and (coalesce(s.external_key, c.external_key), coalesce(s.position, c.position)) is distinct from (c.external_key, c.position) returning c.code
		)
		select code, true as created from made union all select code, false from changed`
}

/** The whole tree of a seller: some hundreds of rows. */
export async function categoryParents(tx: Tx, sellerId: number): Promise<{ code: string; parent: string | null }[]> {
	return tx`select c.code, p.code as parent from category c left join category p on p.id = c.parent_id where c.seller_entity_id = ${sellerId}`
}

export async function linkCategories(tx: Tx, sellerId: number, rows: readonly CategoryInput[]): Promise<{ code: string }[]> {
	return tx`
		update category c set parent_id = p.id
		from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, parent_code text)
		join category p on p.seller_entity_id = ${sellerId} and p.code = r.parent_code
		where c.seller_entity_id = ${sellerId} and c.code = r.code and c.parent_id is distinct from p.id returning c.code`
}

export async function upsertCategoryTexts(tx: Tx, sellerId: number, locale: string, rows: readonly CategoryInput[]): Promise<{ code: string }[]> {
	return tx`
		with saved as (
			insert into category_text (category_id, locale, name, description)
			select c.id, ${locale}, r.name, r.description from jsonb_to_recordset(${recordset(tx, rows)}) as r(code text, name text, description text)
			join category c on c.seller_entity_id = ${sellerId} and c.code = r.code
			on conflict (category_id, locale) do update set name = excluded.name, description = coalesce(excluded.description, category_text.description)
			where (category_text.name, category_text.description) is distinct from (excluded.name, coalesce(excluded.description, category_text.description))
			returning category_id
		)
		select c.code from saved join category c on c.id = saved.category_id`
}

/** Products by SKU. What a file does not say (null) stays as it is; the address of a known product stays, too. */
export async function upsertProducts(tx: Tx, sellerId: number, rows: readonly ProductInput[]): Promise<{ sku: string; created: boolean }[]> {
	return tx`
		with source as (
			select * from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, slug text, family text, product_class text, status text, unit_code text, tax_code text,
				weight_grams integer, external_key text, attributes jsonb, picture text)
		), made as (
			insert into product (seller_entity_id, sku, slug, family, product_class, status, unit_code, tax_code, weight_grams, external_key, attributes, picture)
			select ${sellerId}, sku, ${freeSlug(tx, 'product', sellerId)}, family, coalesce(product_class, 'goods'), status, unit_code, coalesce(tax_code, 'standard'), coalesce(weight_grams, 0), external_key,
				attributes, picture from source s
			on conflict (seller_entity_id, sku) do nothing returning sku
		), changed as (
			update product p set family = coalesce(s.family, p.family), product_class = coalesce(s.product_class, p.product_class), status = s.status, unit_code = s.unit_code,
				tax_code = coalesce(s.tax_code, p.tax_code), weight_grams = coalesce(s.weight_grams, p.weight_grams), external_key = coalesce(s.external_key, p.external_key),
				attributes = p.attributes || s.attributes, picture = coalesce(p.picture, s.picture), version = p.version + 1, updated_at = now()
			from source s where p.seller_entity_id = ${sellerId} and p.sku = s.sku
				and (coalesce(s.family, p.family), coalesce(s.product_class, p.product_class), s.status, s.unit_code, coalesce(s.tax_code, p.tax_code),
					coalesce(s.weight_grams, p.weight_grams), coalesce(s.external_key, p.external_key), p.attributes || s.attributes, coalesce(p.picture, s.picture))
				is distinct from (p.family, p.product_class, p.status, p.unit_code, p.tax_code, p.weight_grams, p.external_key, p.attributes, p.picture)
			returning p.sku
		)
		select sku, true as created from made union all select sku, false from changed`
}

type TextInput = { sku: string; name: string; summary: string | null; description: string | null }

export async function upsertProductTexts(tx: Tx, sellerId: number, locale: string, rows: readonly TextInput[]): Promise<{ sku: string }[]> {
	return tx`
		with saved as (
			insert into product_text (product_id, locale, name, summary, description)
			select p.id, ${locale}, r.name, r.summary, r.description from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, name text, summary text, description text)
			join product p on p.seller_entity_id = ${sellerId} and p.sku = r.sku
			on conflict (product_id, locale) do update set name = excluded.name, summary = coalesce(excluded.summary, product_text.summary),
				description = coalesce(excluded.description, product_text.description)
			where (product_text.name, product_text.summary, product_text.description)
				is distinct from (excluded.name, coalesce(excluded.summary, product_text.summary), coalesce(excluded.description, product_text.description))
			returning product_id
		)
		select p.sku from saved join product p on p.id = saved.product_id`
}

export async function insertProductCategories(
	tx: Tx,
	sellerId: number,
	rows: readonly { sku: string; code: string; isPrimary: boolean }[],
): Promise<{ sku: string; code: string }[]> {
	return tx`
		with saved as (
			insert into product_category (product_id, category_id, is_primary)
			select distinct on (p.id, c.id) p.id, c.id, r.is_primary from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, code text, is_primary boolean)
			join product p on p.seller_entity_id = ${sellerId} and p.sku = r.sku join category c on c.seller_entity_id = ${sellerId} and c.code = r.code
			on conflict (product_id, category_id) do nothing returning product_id, category_id
		)
		select p.sku, c.code from saved join product p on p.id = saved.product_id join category c on c.id = saved.category_id`
}

type MediaInput = { sku: string; kind: string; url: string; alt: string; position: number }

export async function insertProductMedia(tx: Tx, sellerId: number, locale: string, rows: readonly MediaInput[]): Promise<{ sku: string }[]> {
	return tx`
		with saved as (
			insert into product_media (product_id, kind, url, alt, position)
			select p.id, r.kind, r.url, jsonb_build_object(${locale}::text, r.alt), r.position
			from jsonb_to_recordset(${recordset(tx, rows)}) as r(sku text, kind text, url text, alt text, position integer)
			join product p on p.seller_entity_id = ${sellerId} and p.sku = r.sku
			where not exists (select 1 from product_media m where m.product_id = p.id and m.kind = r.kind and m.url = r.url) returning product_id
		)
		select distinct p.sku from saved join product p on p.id = saved.product_id`
}

type VariantInput = { sku: string; parentSku: string; axes: readonly string[] }

/** Hangs variants under their parents, which get the axes that the variants name, in the order of the rows. */
export async function linkVariants(tx: Tx, sellerId: number, rows: readonly VariantInput[]): Promise<{ sku: string }[]> {
	const placed = rows.map((row, place) => ({ ...row, place }))
	return tx`
		with link as materialized (
			select v.id, v.sku, p.id as parent_id, p.option_axes, r.axes, r.place from jsonb_to_recordset(${recordset(tx, placed)}) as r(sku text, parent_sku text, axes jsonb, place integer)
			join product v on v.seller_entity_id = ${sellerId} and v.sku = r.sku join product p on p.seller_entity_id = ${sellerId} and p.sku = r.parent_sku
		), named as (
			select parent_id, array_agg(axis order by first) as axes from (
				select l.parent_id, a.axis, min(array[l.place, a.n]) as first from link l cross join lateral jsonb_array_elements_text(l.axes) with ordinality a(axis, n)
				where not a.axis = any(l.option_axes) group by l.parent_id, a.axis
			) q group by parent_id
		), parents as (
			update product p set kind = case when p.kind = 'simple' then 'parent' else p.kind end, option_axes = p.option_axes || coalesce((select axes from named n where n.parent_id = p.id), '{}'),
				version = p.version + 1
			where p.id in (select parent_id from link) and (p.kind = 'simple' or p.id in (select parent_id from named))
		)
		update product v set parent_id = link.parent_id, kind = 'variant' from link
		where v.id = link.id and v.parent_id is distinct from link.parent_id returning v.sku`
}

/** Gives a parent whose axes do not tell its variants apart those attributes by which they differ. Counts over all variants, so it does not matter how a file was cut. */
export async function nameAxes(tx: Tx, sellerId: number): Promise<void> {
	await tx`
		with family as (
			select p.id, p.option_axes, count(*) as variants, count(distinct (select jsonb_agg(v.attributes->>a.axis order by a.n) from unnest(p.option_axes) with ordinality a(axis, n))) as told
			from product p join product v on v.parent_id = p.id where p.seller_entity_id = ${sellerId} group by p.id
		), differing as (
			select f.id, a.key from family f join product v on v.parent_id = f.id cross join lateral jsonb_each_text(v.attributes) a
			where f.told < f.variants and a.value <> '' and not a.key = any(f.option_axes) and length(a.key) <= 40 and translate(a.key, '_-', '') !~ '[[:punct:]]'
			group by f.id, f.variants, a.key having count(*) = f.variants and (count(distinct a.value) > 1 or f.variants = 1)
		)
		update product p set option_axes = p.option_axes || d.axes, version = version + 1
		from (select id, array_agg(key order by key collate "C") as axes from differing group by id) d where d.id = p.id`
}

export type KnownKind = { sku: string; kind: string; isInside: boolean; options: string[] }

/** What stands in the way of a bundle, of these SKUs; `options`: what can be chosen in it already. */
export async function readKinds(tx: Tx, sellerId: number, skus: readonly string[]): Promise<KnownKind[]> {
	return tx`
		select p.sku, p.kind, exists (select from bundle_component b where b.component_id = p.id) as is_inside,
			array(select c.sku from bundle_component x join product c on c.id = x.component_id where x.bundle_id = p.id and x.choice is not null) as options
		from product p where p.seller_entity_id = ${sellerId} and p.sku = any(${tx.array([...skus], 25)}::text[])`
}

type ComponentInput = { bundle: string; sku: string; quantity: string; position: number }

/** Makes bundles of the products that are given components, which replace those that always came; what can be chosen stays. */
export async function linkComponents(tx: Tx, sellerId: number, rows: readonly ComponentInput[]): Promise<{ sku: string }[]> {
	return tx`
		with wish as materialized (
			select b.id as bundle_id, c.id as component_id, r.quantity, r.position from jsonb_to_recordset(${recordset(tx, rows)}) as r(bundle text, sku text, quantity numeric, position integer)
			join product b on b.seller_entity_id = ${sellerId} and b.sku = r.bundle join product c on c.seller_entity_id = ${sellerId} and c.sku = r.sku
		), gone as (
			delete from bundle_component x where x.choice is null and x.bundle_id in (select bundle_id from wish)
				and not exists (select from wish w where w.bundle_id = x.bundle_id and w.component_id = x.component_id) returning x.bundle_id
		), saved as (
			insert into bundle_component (bundle_id, component_id, quantity, position) select bundle_id, component_id, quantity, position from wish
			on conflict (bundle_id, component_id) do update set quantity = excluded.quantity, position = excluded.position
			where (bundle_component.quantity, bundle_component.position) is distinct from (excluded.quantity, excluded.position) and bundle_component.choice is null returning bundle_id
		), made as (
			update product set kind = 'bundle', version = version + 1 where kind = 'simple' and id in (select bundle_id from wish) returning id
		), changed as (
			select bundle_id from gone union select bundle_id from saved union select id from made
		)
		select p.sku from product p where p.id in (select bundle_id from changed)`
}

export async function knownSkus(tx: Tx, sellerId: number, skus: readonly string[]): Promise<{ id: number; sku: string }[]> {
	return tx`select id, sku from product where seller_entity_id = ${sellerId} and sku = any(${tx.array([...skus], 25)}::text[])`
}

export async function knownCategories(tx: Tx, sellerId: number, codes: readonly string[]): Promise<{ id: number; code: string }[]> {
	return tx`select id, code from category where seller_entity_id = ${sellerId} and code = any(${tx.array([...codes], 25)}::text[])`
}
