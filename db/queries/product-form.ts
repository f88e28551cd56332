import type { FormProduct, FormShape } from '../../app/engine/catalog/product-form.ts'
import type { Sql } from '../client.server.ts'

type Asked = { sellerId: number; locale: string; currency: string }

/** The usual word of a column that is left out while every product says it. */
const usual = { productClass: 'goods', unit: 'each', tax: 'standard' }

/** Products with what a file of Salesforce's can say of them; fees are none. A price that has tiers or a window of its own is no such cell. */
const formRows = (sql: Sql, { sellerId, locale }: Asked): ReturnType<Sql> => sql`
	with recursive path as (
		select c.id, coalesce(t.name, c.code) as path from category c left join category_text t on t.category_id = c.id and t.locale = ${locale}
		where c.seller_entity_id = ${sellerId} and c.parent_id is null
		union all
		select c.id, path.path || '/' || coalesce(t.name, c.code) from category c join path on path.id = c.parent_id left join category_text t on t.category_id = c.id and t.locale = ${locale}
	), rows as (
		select p.sku, coalesce(t.name, o.name, p.sku) as name, t.description, t.summary, p.family, p.product_class, p.status, p.unit_code, p.tax_code, p.weight_grams, p.external_key, r.sku as parent,
			(select string_agg(c.sku || ':' || trim_scale(x.quantity), ';' order by x.position, c.sku) from bundle_component x join product c on c.id = x.component_id where x.bundle_id = p.id and x.choice is null) as components,
			coalesce((select jsonb_agg(jsonb_build_array(a.axis, p.attributes->>a.axis) order by a.n) from unnest(r.option_axes) with ordinality a(axis, n) where p.attributes->>a.axis <> ''), '[]') as axes,
			coalesce((select jsonb_object_agg(a.key, a.value) from jsonb_each_text(p.attributes) a where a.value <> '' and not a.key = any(coalesce(r.option_axes, '{}'))), '{}') as attributes,
			coalesce((select jsonb_agg(path.path order by x.is_primary desc, x.position, path.path collate "C") from product_category x join path on path.id = x.category_id where x.product_id = p.id), '[]') as categories,
			coalesce((select jsonb_agg(m.url order by m.position, m.id) from product_media m where m.product_id = p.id and m.kind = 'picture' and m.locale is null), '[]') as pictures,
			coalesce((select jsonb_agg(m.url order by m.position, m.id) from product_media m where m.product_id = p.id and m.kind = 'document' and m.locale is null), '[]') as documents,
			(select m.alt->>${locale} from product_media m where m.product_id = p.id and m.kind in ('picture','document') and m.locale is null order by m.position, m.id limit 1) as alt,
			coalesce((select jsonb_object_agg(b.code, trim_scale(e.tier_price[1])::text) from price_book_entry e join price_book b on b.id = e.price_book_id
				where e.product_id = p.id and e.unit_code = p.unit_code and e.tier_from = '{1}' and e.valid_from = '-infinity' and e.valid_to is null), '{}') as prices,
			coalesce((select jsonb_agg(q.code order by q.code collate "C") from policy_product x join entitlement_policy q on q.id = x.policy_id where x.product_id = p.id and x.effect = 'grant'), '[]') as policies,
			case when r.id is not null then 1 when exists (select from bundle_component x where x.bundle_id = p.id) then 2 else 0 end as rank
		from product p left join product r on r.id = p.parent_id left join product_text t on t.product_id = p.id and t.locale = ${locale}
			left join lateral (select x.name from product_text x where x.product_id = p.id order by x.locale = 'en' desc, x.locale limit 1) o on true
		where p.seller_entity_id = ${sellerId} and p.kind <> 'fee'
	)`

/** How wide the file has to be. One statement. */
export async function readFormShape(sql: Sql, asked: Asked): Promise<FormShape> {
	const [shape] = await sql<FormShape[]>`
		${formRows(sql, asked)}
		select coalesce(max(jsonb_array_length(axes)), 0) as axes, coalesce(max(jsonb_array_length(categories)), 0) as categories, coalesce(max(jsonb_array_length(pictures)), 0) as pictures,
			coalesce(max(jsonb_array_length(documents)), 0) as documents, coalesce(max(jsonb_array_length(policies)), 0) as policies,
			array(select k from (select distinct k from rows cross join lateral (select jsonb_object_keys(attributes) union select a->>0 from jsonb_array_elements(axes) with ordinality x(a, n) where n > 5) u(k)) q order by k collate "C") as attributes,
			coalesce((select jsonb_agg(jsonb_build_object('code', b.code, 'currency', b.currency) order by b.code collate "C") from price_book b
				where b.seller_entity_id = ${asked.sellerId} and b.code in (select jsonb_object_keys(prices) from rows)), '[]') as books,
			array_remove(array[
				case when bool_or(family is not null) then 'Product Family' end, case when bool_or(summary is not null) then 'Summary' end, case when bool_or(status = 'draft') then 'Status' end,
				case when bool_or(product_class <> ${usual.productClass}) then 'Class' end, case when bool_or(unit_code <> ${usual.unit}) then 'Unit' end, case when bool_or(tax_code <> ${usual.tax}) then 'Tax Code' end,
				case when bool_or(weight_grams <> 0) then 'Weight Grams' end, case when bool_or(external_key is not null) then 'External Key' end,
				case when bool_or(parent is not null) then 'Variation Parent (StockKeepingUnit)' end, case when bool_or(components is not null) then 'Components' end], null) as used
		from rows`
	return shape ?? { axes: 0, categories: 0, pictures: 0, documents: 0, policies: 0, attributes: [], books: [], used: [] }
}

/** The products, those that others name before them, in pages. */
export async function* readFormRows(sql: Sql, asked: Asked): AsyncGenerator<FormProduct[]> {
	const rows = sql<FormProduct[]>`${formRows(sql, asked)} select * from rows order by rank, sku collate "C"`
	for await (const page of rows.cursor(1000)) yield page
}
