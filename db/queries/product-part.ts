import type { NamedProduct, PartContent, PartWrite, ProductPart } from '../../app/engine/catalog/product-part.ts'
import type { Sql, Tx } from '../client.server.ts'
import { bundlePart, writeBundlePart } from './bundle-part.ts'

type Stored = { head: Record<string, string> | null; rows: Record<string, string>[]; choices?: Record<string, string>[] | null }

/** What a part holds now, as its form shows it; one statement. */
export async function readPart(sql: Sql, part: ProductPart, productId: number): Promise<PartContent> {
	const queries: Record<ProductPart, () => ReturnType<Sql>> = {
		relations: () =>
			sql`select null::json as head, (select json_agg(json_build_object('kind', x.kind, 'sku', r.sku) order by x.kind, x.position, r.sku) from product_relation x join product r on r.id = x.related_id where x.product_id = ${productId}) as rows`,
		bundle: () => bundlePart(sql, productId),
		variants: () => sql`select json_build_object('axes', array_to_string(p.option_axes, ', ')) as head,
			(select json_agg((select jsonb_object_agg('axis.' || a, coalesce(v.attributes->>a, '')) from unnest(p.option_axes) a) || jsonb_build_object('sku', v.sku) order by v.id) from product v where v.parent_id = p.id) as rows
			from product p where p.id = ${productId}`,
		rules:
			() => sql`select null::json as head, (select json_agg(json_build_object('unit', q.unit_code, 'audience', case when q.account_id is not null then 'account' when q.buyer_group_id is not null then 'group' else 'everybody' end,
			'code', coalesce(a.number, g.code, ''), 'minimum', coalesce(trim_scale(q.minimum_quantity)::text, ''), 'maximum', coalesce(trim_scale(q.maximum_quantity)::text, ''), 'increment', coalesce(trim_scale(q.increment_quantity)::text, '')) order by q.id)
			from quantity_rule q left join account a on a.id = q.account_id left join buyer_group g on g.id = q.buyer_group_id where q.product_id = ${productId}) as rows`,
		media: () =>
			sql`select null::json as head, (select json_agg(json_build_object('kind', m.kind, 'url', m.url, 'locale', coalesce(m.locale, ''), 'alt', coalesce(m.alt->>coalesce(m.locale, 'en'), '')) order by m.position, m.id) from product_media m where m.product_id = ${productId}) as rows`,
	}
	const [row] = await sql<Stored[]>`${queries[part]()}`
	return { head: row?.head ?? {}, rows: row?.rows ?? [], ...(row?.choices ? { choices: row.choices } : {}) }
}

export type NamedThings = {
	products: (NamedProduct & { sku: string })[]
	accounts: { id: number; number: string }[]
	groups: { id: number; code: string }[]
	units: string[]
	/** In which the seller has prices. */
	currencies: string[]
}

/** The products, accounts and groups of a seller that a part names, and the units of the product; one statement. */
export async function readNamed(
	sql: Sql,
	key: { sellerEntityId: number; productId: number; skus: readonly string[]; codes: readonly string[] },
): Promise<NamedThings> {
	const [row] = await sql<NamedThings[]>`
		select coalesce((select json_agg(json_build_object('id', p.id, 'sku', p.sku, 'kind', p.kind, 'parentId', p.parent_id, 'inBundle', exists (select from bundle_component b where b.component_id = p.id),
				'holds', exists (select from bundle_component b where b.bundle_id = p.id))) from product p where p.seller_entity_id = ${key.sellerEntityId} and (p.id = ${key.productId} or p.sku = any(${sql.array([...key.skus], 25)}::text[]))), '[]') as products,
			coalesce((select json_agg(json_build_object('id', a.account_id, 'number', a.number)) from account_by_number a where a.seller_entity_id = ${key.sellerEntityId} and a.number = any(${sql.array([...key.codes], 25)}::text[])), '[]') as accounts,
			coalesce((select json_agg(json_build_object('id', g.id, 'code', g.code)) from buyer_group g where g.seller_entity_id = ${key.sellerEntityId} and g.code = any(${sql.array([...key.codes], 25)}::text[])), '[]') as groups,
			coalesce((select array_agg(distinct u.unit_code order by u.unit_code) from (select unit_code from product where id = ${key.productId} union select unit_code from product_unit where product_id = ${key.productId}) u), '{}') as units,
			array(select currency::text from seller_entity where id = ${key.sellerEntityId} union select currency::text from price_book where seller_entity_id = ${key.sellerEntityId} order by 1) as currencies`
	return row ?? { products: [], accounts: [], groups: [], units: [], currencies: [] }
}

/** Replaces a part with what was judged; answers the products that it reached before or reaches now. One or two statements. */
export async function writePart(
	tx: Tx,
	part: ProductPart,
	key: { sellerEntityId: number; productId: number },
	{ head, rows, axes, choices }: PartWrite,
): Promise<number[]> {
	const json = JSON.stringify(rows.map((row, index) => ({ ...row, position: index + 1 })))
	const { productId } = key
	if (part === 'relations') {
		await tx`
			with wish as materialized (select * from json_to_recordset(${json}::text::json) as r(kind text, id bigint, position int)),
				gone as (delete from product_relation x where x.product_id = ${productId} and not exists (select from wish w where w.kind = x.kind and w.id = x.related_id))
			insert into product_relation (product_id, related_id, kind, position) select ${productId}, id, kind, position from wish on conflict (product_id, kind, related_id) do update set position = excluded.position`
		return [productId]
	}
	if (part === 'bundle') {
		await writeBundlePart(tx, productId, { head, json, choices })
		return [productId]
	}
	if (part === 'variants') {
		const changed = await tx<{ id: number }[]>`
			with wish as materialized (select * from json_to_recordset(${json}::text::json) as r(id bigint, attributes text)),
				parent as (update product set option_axes = ${tx.array([...axes], 25)}::text[], kind = case when exists (select from wish) then 'parent' else 'simple' end, version = version + 1 where id = ${productId} and kind in ('simple','parent')),
				gone as (update product p set kind = 'simple', parent_id = null, version = version + 1 where p.parent_id = ${productId} and not exists (select from wish w where w.id = p.id) returning p.id),
				made as (update product p set kind = 'variant', parent_id = ${productId}, attributes = p.attributes || w.attributes::jsonb, version = version + 1 from wish w where w.id = p.id returning p.id)
			select id from gone union select id from made`
		return [productId, ...changed.map(({ id }) => id)]
	}
	if (part === 'rules') {
		await tx`delete from quantity_rule where product_id = ${productId}`
		await tx`
			insert into quantity_rule (seller_entity_id, product_id, unit_code, account_id, buyer_group_id, minimum_quantity, maximum_quantity, increment_quantity)
			select ${key.sellerEntityId}, ${productId}, r.unit, r."accountId", r."groupId", r.minimum, r.maximum, r.increment
			from json_to_recordset(${json}::text::json) as r(unit text, "accountId" bigint, "groupId" bigint, minimum numeric, maximum numeric, increment numeric, position int) order by r.position`
		return []
	}
	await tx`
		with wish as materialized (select * from json_to_recordset(${json}::text::json) as r(kind text, url text, locale text, alt text, position int)),
			gone as (delete from product_media m where m.product_id = ${productId} and not exists (select from wish w where w.url = m.url)),
			kept as (update product_media m set kind = w.kind, locale = w.locale, position = w.position, alt = case when w.alt is null then m.alt - coalesce(w.locale, 'en') else m.alt || jsonb_build_object(coalesce(w.locale, 'en'), w.alt) end
				from wish w where m.product_id = ${productId} and m.url = w.url returning m.url),
			seen as (update product p set version = version + 1, picture = coalesce((select w.url from wish w where w.kind = 'picture' order by w.position limit 1),
				case when not exists (select from product_media m where m.product_id = p.id and m.url = p.picture) then p.picture end) where p.id = ${productId})
		insert into product_media (product_id, kind, url, locale, alt, position)
		select ${productId}, kind, url, locale, case when alt is null then '{}'::jsonb else jsonb_build_object(coalesce(locale, 'en'), alt) end, position from wish w where not exists (select from product_media m where m.product_id = ${productId} and m.url = w.url)`
	return []
}

export type PartVersion = { before: PartContent; at: Date; userName: string | null }

/** What a part held before its last change; null: nobody has changed it. */
export async function readLastPart(sql: Sql, part: ProductPart, productId: number): Promise<PartVersion | null> {
	const [row] = await sql<PartVersion[]>`
		select a.before, a.at, u.first_name || ' ' || u.last_name as user_name from audit_entry a left join crm_user u on u.id = a.user_id
		where a.subject = ${`product:${productId}`} and a.action = ${`product.${part}`} order by a.id desc limit 1`
	return row ?? null
}
