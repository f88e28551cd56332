import type { Sql, Tx } from '../client.server.ts'

export type ListedProduct = {
	id: number
	sku: string
	name: string
	kind: string
	productClass: string
	status: 'draft' | 'active' | 'retired'
	picture: string | null
	unitCode: string
	/** In the seller's base book of its own currency; null: none. */
	basePrice: string | null
	/** In how many published books it has a price. */
	books: number
	/** In how many languages it has a name. */
	coverage: number
}

export type ProductFilter = {
	sellerEntityId: number
	currency: string
	search: string
	status: string | null
	productClass: string | null
	/** Only what lacks a language. */
	isIncomplete: boolean
	after: number | null
	limit: number
	locale: string
}

/** One page of a seller's products by SKU, drafts and retired ones too; one row more than asked. */
export async function readProductList(sql: Sql, filter: ProductFilter): Promise<ListedProduct[]> {
	const { sellerEntityId, search, status, productClass, after } = filter
	const like = `%${search.replaceAll(/[\\%_]/g, '\\$&')}%`
	return sql<ListedProduct[]>`
		with chosen as materialized (
			select p.* from product p left join product_text t on t.product_id = p.id and t.locale = ${filter.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
			where p.seller_entity_id = ${sellerEntityId} and (${status}::text is null or p.status = ${status}) and (${productClass}::text is null or p.product_class = ${productClass})
				and (${search} = '' or p.sku ilike ${like} or t.name ilike ${like} or e.name ilike ${like})
				and (not ${filter.isIncomplete}::boolean or (select count(*) from product_text x where x.product_id = p.id and x.name <> '') < 5)
				and (${after}::bigint is null or p.sku > (select c.sku from product c where c.id = ${after}))
			order by p.sku limit ${filter.limit + 1}
		)
		select p.id, p.sku, coalesce(t.name, e.name, p.sku) as name, p.kind, p.product_class, p.status, p.picture, p.unit_code,
			(select trim_scale(b.tier_price[1])::text from price_book_entry b join price_book k on k.id = b.price_book_id
				where b.product_id = p.id and b.unit_code = p.unit_code and k.seller_entity_id = p.seller_entity_id and k.rung = 'base' and k.currency = ${filter.currency} and k.status = 'published'
				order by k.priority desc, b.valid_from desc limit 1) as base_price,
			(select count(distinct k.id)::int from price_book_entry b join price_book k on k.id = b.price_book_id where b.product_id = p.id and k.status = 'published') as books,
			(select count(*)::int from product_text x where x.product_id = p.id and x.name <> '') as coverage
		from chosen p left join product_text t on t.product_id = p.id and t.locale = ${filter.locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
		order by p.sku`
}

export async function readProductClasses(sql: Sql, sellerEntityId: number): Promise<string[]> {
	const rows = await sql<{ productClass: string }[]>`select distinct product_class from product where seller_entity_id = ${sellerEntityId} order by 1`
	return rows.map(({ productClass }) => productClass)
}

export type StoredProduct = {
	id: number
	sku: string
	slug: string
	kind: string
	status: 'draft' | 'active' | 'retired'
	productClass: string
	picture: string | null
	unitCode: string
	unitDigits: number
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string | null
	leadDays: number
	stockPolicy: 'backorder' | 'refuse' | 'substitute' | 'untracked'
	floorPrice: string | null
	unitCost: string | null
	version: number
	texts: Record<string, { name: string; summary: string | null; description: string | null }>
	books: { id: number; name: string; rung: string; currency: string; tierFrom: string; tierPrice: string; unitCode: string }[]
}

const storedColumns = (sql: Sql) => sql`
	p.id, p.sku, p.slug, p.kind, p.status, p.product_class, p.picture, p.unit_code, m.digits as unit_digits, trim_scale(p.minimum_quantity)::text as minimum_quantity, trim_scale(p.increment_quantity)::text as increment_quantity,
	trim_scale(p.maximum_quantity)::text as maximum_quantity, p.lead_days, p.stock_policy, trim_scale(p.floor_price)::text as floor_price, trim_scale(p.unit_cost)::text as unit_cost, p.version,
	coalesce((select json_object_agg(t.locale, json_build_object('name', t.name, 'summary', t.summary, 'description', t.description)) from product_text t where t.product_id = p.id), '{}') as texts,
	coalesce((select json_agg(json_build_object('id', k.id, 'name', k.name, 'rung', k.rung, 'currency', k.currency, 'unitCode', b.unit_code,
		'tierFrom', (select string_agg(trim_scale(q)::text, ',' order by i) from unnest(b.tier_from) with ordinality as u(q, i)),
		'tierPrice', (select string_agg(trim_scale(q)::text, ',' order by i) from unnest(b.tier_price) with ordinality as u(q, i))) order by k.rung, k.name, b.unit_code)
		from price_book_entry b join price_book k on k.id = b.price_book_id where b.product_id = p.id and k.status = 'published'), '[]') as books`

export async function readProduct(sql: Sql, key: { sellerEntityId: number; productId: number }): Promise<StoredProduct | null> {
	const [row] = await sql<StoredProduct[]>`
		select ${storedColumns(sql)} from product p join unit_of_measure m on m.code = p.unit_code where p.id = ${key.productId} and p.seller_entity_id = ${key.sellerEntityId}`
	return row ?? null
}

/** A product of the seller, locked. */
export async function lockProduct(tx: Tx, key: { sellerEntityId: number; productId: number }): Promise<StoredProduct | null> {
	const [row] = await tx<StoredProduct[]>`
		select ${storedColumns(tx)} from product p join unit_of_measure m on m.code = p.unit_code where p.id = ${key.productId} and p.seller_entity_id = ${key.sellerEntityId} for update of p`
	return row ?? null
}

export type ProductWrite = {
	status: string
	productClass: string
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string | null
	leadDays: number
	stockPolicy: string
	floorPrice: string | null
	unitCost: string | null
}

export async function updateProduct(tx: Tx, key: { productId: number; at: Date }, write: ProductWrite): Promise<void> {
	await tx`
		update product set status = ${write.status}, product_class = ${write.productClass}, minimum_quantity = ${write.minimumQuantity}, increment_quantity = ${write.incrementQuantity},
			maximum_quantity = ${write.maximumQuantity}, lead_days = ${write.leadDays}, stock_policy = ${write.stockPolicy}, floor_price = ${write.floorPrice}, unit_cost = ${write.unitCost},
			version = version + 1, updated_at = ${key.at} where id = ${key.productId}`
}

export type ProductWords = { locale: string; name: string; summary: string | null; description: string | null }

/** Replaces the words of a product; a language without a name has none. */
export async function replaceProductTexts(tx: Tx, productId: number, words: readonly ProductWords[]): Promise<void> {
	const rows = JSON.stringify(words)
	await tx`
		with wish as materialized (
			select * from json_to_recordset(${rows}::text::json) as r(locale text, name text, summary text, description text)
		), gone as (
			delete from product_text t where t.product_id = ${productId} and not exists (select from wish where wish.locale = t.locale)
		), unfound as (
			delete from product_search s where s.product_id = ${productId} and not exists (select from wish where wish.locale = s.locale)
		)
		insert into product_text (product_id, locale, name, summary, description) select ${productId}, locale, name, summary, description from wish
		on conflict (product_id, locale) do update set name = excluded.name, summary = excluded.summary, description = excluded.description`
}
