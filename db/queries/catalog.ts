import type { Sql } from '../client.server.ts'
import { keepingPlans } from '../scope.server.ts'
import { type Availability, isAvailable, type Judging, judgedOf } from './availability.ts'
import { bundleAvailable, bundlePolicy, isUsual } from './bundle.ts'
import { besideOrBelow, type CategoryLink, lineTo } from './category-place.ts'
import { type PriceQuestion, type PriceRows, pricesOf } from './price.ts'
import { isVisible } from './visible.ts'

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
	/** On hand and not reserved, over all warehouses; of a bundle as many as what is inside makes. */
	available: string
	/** What is inside a bundle that is priced by its sum; null for everything else. */
	bundle: { offPpm: number; components: [productId: number, quantity: string, unitCode: string, digits: number][] } | null
	/** The variants of a parent that may be seen; null for everything else. A list shows the lowest price among them. */
	variantIds: number[] | null
}

/** A card as the database sends it: the values of `ProductRow` in its order. */
type CardRow = unknown[]

const fields = [
	'id',
	'pricedId',
	'position',
	'sku',
	'slug',
	'name',
	'summary',
	'kind',
	'productClass',
	'picture',
	'unitCode',
	'unitDigits',
	'minimumQuantity',
	'incrementQuantity',
	'maximumQuantity',
	'leadDays',
	'stockPolicy',
	'available',
	'bundle',
	'variantIds',
] as const satisfies (keyof ProductRow)[]

const readCard = (card: CardRow) => Object.fromEntries(fields.map((field, index) => [field, card[index]])) as ProductRow

/** What is inside the bundle `p`, as its sum is worked out from. */
export const sumComponents = (sql: Sql, which = isUsual(sql)) => sql`
	select coalesce(json_agg(json_build_array(b.component_id, b.quantity::text, c.unit_code, m.digits) order by b.position, b.component_id), '[]')
	from bundle_component b join product c on c.id = b.component_id join unit_of_measure m on m.code = c.unit_code where b.bundle_id = p.id and ${which}`

/**
 * What a card or a row of the shop shows, for the products that `chosen(product_id, position)` yields, in page order, and
 * what they cost this account, as one row of JSON values: a page has dozens of cards, and the driver would spend more on
 * naming columns than PostgreSQL on finding them. Null prices: for a guest, who sees none.
 */
const cards = (sql: Sql, { locale, policyIds }: Entitled, prices: PriceQuestion | null) => {
	const priced = prices && pricesOf(sql, prices)
	const ctes = sql`shown as materialized (
			select p.id, coalesce(v.ids[1], p.id) as priced_id, v.ids as variant_ids, chosen.position, p.sku, p.slug, coalesce(t.name, e.name, p.sku) as name, coalesce(t.summary, e.summary) as summary, p.kind, p.product_class,
				p.picture, coalesce(v.unit_code, p.unit_code) as unit_code, p.minimum_quantity, p.increment_quantity, p.maximum_quantity, p.lead_days,
				case when p.kind = 'bundle' then (${bundlePolicy(sql)}) else p.stock_policy end as stock_policy
			from chosen
				cross join lateral (select * from product one where one.id = chosen.product_id offset 0) p
				left join product_text t on t.product_id = p.id and t.locale = ${locale}
				left join lateral (select one.name, one.summary from product_text one where one.product_id = p.id and one.locale = 'en' and (t.name is null or t.summary is null) offset 0) e on true
				left join lateral (select array_agg(v.id order by v.id) as ids, min(v.unit_code) as unit_code from product v where p.kind = 'parent' and v.parent_id = p.id and v.status = 'active' and ${isVisible(sql, 'v', policyIds)}) v on true
		)${priced ? sql`, priced as materialized (select priced_id as id from shown union select unnest(variant_ids) from shown where variant_ids is not null union select b.component_id from shown s join product_bundle pb on pb.product_id = s.id and pb.pricing = 'sum' join bundle_component b on b.bundle_id = s.id and ${isUsual(sql)} where s.kind = 'bundle'), ${priced.ctes}` : sql``}`
	const columns = sql`
		coalesce((select json_agg(json_build_array(p.id, p.priced_id, p.position, p.sku, p.slug, p.name, p.summary, p.kind, p.product_class, p.picture, p.unit_code,
				(select m.digits from unit_of_measure m where m.code = p.unit_code), p.minimum_quantity::text, p.increment_quantity::text, p.maximum_quantity::text, p.lead_days, p.stock_policy,
				case when p.kind = 'bundle' then (${bundleAvailable(sql)}) else coalesce((select sum(l.on_hand - l.reserved) from stock_level l where l.product_id = any(coalesce(p.variant_ids, array[p.priced_id]))), 0) end::text,
				case when p.kind = 'bundle' then (select json_build_object('offPpm', pb.off_ppm, 'components', (${sumComponents(sql)})) from product_bundle pb where pb.product_id = p.id and pb.pricing = 'sum') end, p.variant_ids) order by p.position, p.id) from shown p), '[]') as cards,
		${priced ? priced.columns : sql`'[]'::json as books, '[]'::json as entries, '[]'::json as rules`}`
	return { ctes, columns }
}

type CardsRow = PriceRows & { cards: CardRow[] }

/** Products of a page in its order, and the books and entries that price them. */
export type PricedRows = { products: ProductRow[]; prices: PriceRows }

const readCards = (row: CardsRow | undefined): PricedRows => ({
	products: (row?.cards ?? []).map(readCard),
	prices: { books: row?.books ?? [], entries: row?.entries ?? [], rules: row?.rules ?? [] },
})

export type CategoryRow = {
	id: number
	name: string
	description: string | null
	picture: string | null
	/** From the top of the tree down to it. */
	line: CategoryLink[]
	/** What stands below it or, where nothing does, beside it. */
	near: CategoryLink[]
}

const EVERYTHING = Number.MAX_SAFE_INTEGER

/**
 * One page of a category for a set of policies with what it costs an account, in page order after the cursor, with one
 * row more than asked to tell whether there is another page: one statement. The inner select walks along the index from
 * the cursor on; its limit limits nothing, but the planner cannot know that: seeing that a filter on arrays rarely hits,
 * it would otherwise read and sort the whole category for each page.
 * Null when the seller has no such category; no products when the account sees none of it. `narrowed`: only what is so
 * available; its own names stand inside, for a page has books of its own.
 */
export async function readCategoryPage(
	sql: Sql,
	entitled: Entitled,
	page: { slug: string; limit: number; after: { position: number; productId: number } | null; narrowed?: { judging: Judging; chosen: Availability } | null },
	prices: PriceQuestion | null,
): Promise<(CategoryRow & PricedRows) | null> {
	const { ctes, columns } = cards(sql, entitled, prices)
	const { narrowed } = page
	// What it is narrowed to differs from question to question, and so does its plan.
	const [row] = await (narrowed ? sql : keepingPlans(sql))<(CategoryRow & CardsRow)[]>`
		with here as materialized (
			select c.id, c.picture, coalesce(ct.name, ce.name, c.code) as name, coalesce(ct.description, ce.description) as description from category c
			left join category_text ct on ct.category_id = c.id and ct.locale = ${entitled.locale}
			left join category_text ce on ce.category_id = c.id and ce.locale = 'en'
			where c.seller_entity_id = ${entitled.sellerEntityId} and c.slug = ${page.slug}
		), chosen as materialized (
			select l.product_id, l.position from (select * from category_listing one where one.category_id = (select id from here)
				and (one.position, one.product_id) > (${page.after?.position ?? -1}, ${page.after?.productId ?? 0}) order by one.position, one.product_id limit (select ${EVERYTHING}::bigint)) l
			where ${isVisible(sql, 'l', entitled.policyIds)} and ${
				narrowed
					? sql`l.product_id in (
				with to_judge as (select l.product_id from category_listing l where l.category_id = (select id from here) and ${isVisible(sql, 'l', entitled.policyIds)}), ${judgedOf(sql, narrowed.judging)}
				select j.product_id from judged j where ${isAvailable(sql, narrowed.chosen)})`
					: sql`true`
			} order by l.position, l.product_id limit ${page.limit + 1}
		), ${ctes}
		select here.id, here.name, here.description, here.picture, ${lineTo(sql, sql`select id from here`, entitled)} as line, ${besideOrBelow(sql, sql`select id from here`, entitled)} as near, ${columns} from here`
	return row ? { id: row.id, name: row.name, description: row.description, picture: row.picture, line: row.line, near: row.near, ...readCards(row) } : null
}

/** The catalog of the API without a category: all entitled products of the seller by id. */
export async function readProductPage(
	sql: Sql,
	entitled: Entitled,
	page: { limit: number; after: number | null },
	prices: PriceQuestion | null,
): Promise<PricedRows> {
	const { ctes, columns } = cards(sql, entitled, prices)
	const [row] = await keepingPlans(sql)<CardsRow[]>`
		with chosen as materialized (
			select p.id as product_id, 0 as position from product p
			where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active' and p.kind <> 'fee' and p.id > ${page.after ?? 0} and ${isVisible(sql, 'p', entitled.policyIds)}
			order by p.id limit ${page.limit + 1}
		), ${ctes}
		select ${columns}`
	return readCards(row)
}

/** Cards for known ids, in the order given; those that the policies do not show are absent. */
export async function readProductCards(sql: Sql, entitled: Entitled, productIds: readonly number[], prices: PriceQuestion | null): Promise<PricedRows> {
	const { ctes, columns } = cards(sql, entitled, prices)
	const [row] = await sql<CardsRow[]>`
		with chosen as materialized (
			select p.id as product_id, wanted.position::int as position from unnest(${sql.array([...productIds], 20)}::bigint[]) with ordinality as wanted(id, position)
			join product p on p.id = wanted.id
			where p.seller_entity_id = ${entitled.sellerEntityId} and p.status = 'active' and ${isVisible(sql, 'p', entitled.policyIds)}
		), ${ctes}
		select ${columns}`
	return readCards(row)
}
