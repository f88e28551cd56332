import type { Sql } from '../client.server.ts'
import { bundleAvailable, bundlePolicy, choicesOf } from './bundle.ts'
import { type Entitled, type ProductRow, sumComponents } from './catalog.ts'
import { type CategoryLink, lineTo } from './category-place.ts'
import { type OrderFacts, type StockRow, warehouseHours } from './order-facts.ts'

export type ChoiceRow = {
	code: string
	names: Record<string, string>
	minimum: number
	maximum: number
	/** The differences of what is usual, from which the bundle's own price counts; it may be hidden. */
	usual: Record<string, string | number>[]
	options: { id: number; sku: string; quantity: string; isUsual: boolean; differences: Record<string, string | number> }[]
}

export type ProductFacts = {
	id: number
	sku: string
	slug: string
	kind: string
	productClass: string
	status: string
	name: string
	summary: string | null
	description: string | null
	attributes: Record<string, string | number>
	picture: string | null
	unitCode: string
	unitDigits: number
	minimumQuantity: string
	incrementQuantity: string
	maximumQuantity: string | null
	weightGrams: number
	leadDays: number
	stockPolicy: string
	available: string
	/** Confirmed receipts to come, soonest first. */
	receipts: { expectedOn: string; quantity: string }[]
	/** Other units it is sold in: one is `numerator/denominator` of its own. */
	units: { code: string; digits: number; numerator: number; denominator: number }[]
	/** From the top of the tree down to its own category. */
	line: CategoryLink[]
	/** Pictures by their address; everything else by its door. */
	media: { kind: string; url: string; alt: Record<string, string> }[]
	/** Visible ones only, in their order. */
	related: { id: number; kind: string }[]
	components: { id: number; quantity: string }[]
	/** How a bundle is priced by its sum; null for everything else. */
	bundle: ProductRow['bundle']
	variants: number[]
	/** The axes of a product with variants, and every visible variant of it; of a variant those of its parent. */
	optionAxes: string[]
	/** What can be chosen inside a bundle. */
	choices: ChoiceRow[]
	siblings: { id: number; slug: string; attributes: Record<string, string | number> }[]
	/** What serves the store that she orders for; null: no store is chosen. */
	serving: Serving | null
	/** Where it stands at this account, when it is a machine that the account owns. */
	ownedAt: string[]
	/** Machines of the account that this belongs to, and where they stand. */
	fits: { name: string; slug: string; place: string | null }[]
	successor: { name: string; slug: string } | null
}

/** For which store of which account, paid in which currency. */
type StoreQuestion = { accountId: number | null; locationId: number | null; currency: string; at: Date }

/** What a delivery to a store would leave from, how long it takes on the usual way, and what is there of the product. */
export type Serving = Pick<OrderFacts, 'zones' | 'warehouses' | 'shippingRates'> & {
	name: string
	place: { country: string; region: string | null; postalCode: string | null }
	levels: Omit<StockRow, 'productId'>[]
}

const servingOf = (sql: Sql, { sellerEntityId, accountId, locationId, currency, at }: StoreQuestion & { sellerEntityId: number }) => sql`
	(select json_build_object('name', f.name, 'place', json_build_object('country', f.country, 'region', f.region, 'postalCode', f.postal_code),
		'warehouses', ${warehouseHours(sql, { sellerEntityId, isServed: sql`z.country = f.country`, at })},
		'zones', coalesce((select json_agg(json_build_object('warehouseId', z.warehouse_id, 'country', z.country, 'region', nullif(z.region, ''), 'postalPrefix', null, 'rank', z.rank) order by z.rank, z.warehouse_id)
			from warehouse_zone z join warehouse w on w.id = z.warehouse_id and w.is_active where w.seller_entity_id = ${sellerEntityId} and z.country = f.country), '[]'),
		'shippingRates', coalesce((select json_agg(json_build_object('id', r.id, 'method', r.method, 'currency', r.currency, 'country', r.country, 'region', r.region, 'postalPrefix', r.postal_prefix,
				'bandBy', r.band_by, 'bandFrom', r.band_from, 'priceMinor', r.price_minor, 'transitDays', r.transit_days, 'transitBy', r.transit_by) order by r.id)
			from shipping_rate r where r.seller_entity_id = ${sellerEntityId} and r.country = f.country and r.currency = ${currency} and r.method = 'ground'), '[]'),
		'levels', coalesce((select json_agg(json_build_object('warehouseId', l.warehouse_id, 'available', (l.on_hand - l.reserved)::text,
				'receipts', coalesce((select json_agg(json_build_object('expectedOn', r.expected_on, 'quantity', r.quantity::text) order by r.expected_on, r.id)
					from stock_receipt r where r.product_id = l.product_id and r.warehouse_id = l.warehouse_id and r.received_at is null), '[]')) order by l.warehouse_id)
			from stock_level l where l.product_id = p.id), '[]'))
	from location f where f.account_id = ${accountId} and f.id = ${locationId} and f.is_active)`

/** The visible product of a slug or SKU with everything its page shows but prices: one statement. Null: not there, or not for these policies. */
export async function readProduct(
	sql: Sql,
	{ sellerEntityId, policyIds, locale }: Entitled,
	key: { slug: string } | { sku: string },
	store: StoreQuestion,
): Promise<ProductFacts | null> {
	const { accountId } = store
	const policies = sql.array([...policyIds], 23)
	const visible = (alias: 'p' | 'r' | 'm' | 's') =>
		sql`${sql(alias)}.status = 'active' and ${sql(alias)}.grant_policy_ids && ${policies}::int[] and not ${sql(alias)}.deny_policy_ids && ${policies}::int[]`
	const nameOf = (alias: 'p' | 'm' | 's') =>
		sql`coalesce((select t.name from product_text t where t.product_id = ${sql(alias)}.id and t.locale in (${locale}, 'en') order by (t.locale = ${locale}) desc limit 1), ${sql(alias)}.sku)`
	const [row] = await sql<ProductFacts[]>`
		select p.id, p.sku, p.slug, p.kind, p.product_class, p.status, coalesce(t.name, e.name, p.sku) as name, coalesce(t.summary, e.summary) as summary, coalesce(t.description, e.description) as description,
			p.attributes, p.picture, p.unit_code, u.digits as unit_digits, p.minimum_quantity, p.increment_quantity, p.maximum_quantity, p.weight_grams, p.lead_days,
			case when p.kind = 'bundle' then (${bundlePolicy(sql)}) else p.stock_policy end as stock_policy,
			case when p.kind = 'bundle' then (${bundleAvailable(sql)}) else coalesce((select sum(l.on_hand - l.reserved) from stock_level l where l.product_id = p.id or (p.kind = 'parent' and l.product_id in (select r.id from product r where r.parent_id = p.id and ${visible('r')}))), 0) end::text as available,
			${servingOf(sql, { sellerEntityId, ...store })} as serving,
			case when p.kind = 'bundle' then (select json_build_object('offPpm', pb.off_ppm, 'components', (${sumComponents(sql, sql`true`)})) from product_bundle pb where pb.product_id = p.id and pb.pricing = 'sum') end as bundle,
			coalesce((select json_agg(json_build_object('expectedOn', r.expected_on, 'quantity', r.quantity::text) order by r.expected_on, r.id) from stock_receipt r where r.product_id = p.id and r.received_at is null), '[]') as receipts,
			coalesce((select json_agg(json_build_object('code', o.unit_code, 'digits', m.digits, 'numerator', o.factor_numerator, 'denominator', o.factor_denominator) order by o.factor_numerator::numeric / o.factor_denominator)
				from product_unit o join unit_of_measure m on m.code = o.unit_code where o.product_id = p.id and o.unit_code <> p.unit_code), '[]') as units,
			${lineTo(sql, sql`select o.category_id from product_category o where o.product_id in (p.id, p.parent_id) order by o.is_primary desc, o.position limit 1`, { policyIds, locale })} as line,
			coalesce((select json_agg(json_build_object('kind', d.kind, 'url', case when d.kind = 'picture' then d.url else '/documents/' || d.id end, 'alt', d.alt) order by d.position, d.id)
				from product_media d where d.product_id = p.id and (d.locale is null or d.locale = ${locale})), '[]') as media,
			coalesce((select json_agg(json_build_object('id', r.id, 'kind', x.kind) order by x.kind, x.position, r.id)
				from product_relation x join product r on r.id = x.related_id where x.product_id = p.id and r.seller_entity_id = p.seller_entity_id and ${visible('r')}), '[]') as related,
			coalesce((select json_agg(json_build_object('id', r.id, 'quantity', b.quantity::text) order by b.position, r.id)
				from bundle_component b join product r on r.id = b.component_id where b.bundle_id = p.id and b.choice is null and ${visible('r')}), '[]') as components,
			case when p.kind = 'bundle' then (${choicesOf(sql, policyIds)}) else '[]' end as choices,
			coalesce((select json_agg(r.id order by r.id) from product r where r.parent_id = p.id and ${visible('r')}), '[]') as variants,
			coalesce((select r.option_axes from product r where r.id = coalesce(p.parent_id, p.id)), '{}') as option_axes,
			coalesce((select json_agg(json_build_object('id', r.id, 'slug', r.slug, 'attributes', r.attributes) order by r.id) from product r where r.parent_id = coalesce(p.parent_id, p.id) and ${visible('r')}), '[]') as siblings,
			coalesce((select array_agg(coalesce(l.name, '') order by l.name) from owned_machine w left join location l on l.account_id = w.account_id and l.id = w.location_id where w.account_id = ${accountId} and w.product_id = p.id), '{}') as owned_at,
			coalesce((select json_agg(distinct jsonb_build_object('name', ${nameOf('m')}, 'slug', m.slug, 'place', l.name))
				from product_relation x join product m on m.id = x.product_id join owned_machine w on w.product_id = m.id and w.account_id = ${accountId}
					left join location l on l.account_id = w.account_id and l.id = w.location_id
				where x.related_id = p.id and x.kind in ('accessory', 'spare_part') and ${visible('m')}), '[]') as fits,
			(select json_build_object('name', ${nameOf('s')}, 'slug', s.slug) from product s where s.id = p.superseded_by_id and ${visible('s')}) as successor
		from product p join unit_of_measure u on u.code = p.unit_code
			left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text e on e.product_id = p.id and e.locale = 'en'
		where p.seller_entity_id = ${sellerEntityId} and ${'slug' in key ? sql`p.slug = ${key.slug}` : sql`p.sku = upper(${key.sku})`} and p.kind <> 'fee' and ${visible('p')}`
	return row ?? null
}

/** Counts that an account met a price that no book gives it, or asked for it; one that was settled is open again. */
export async function upsertPriceRequest(
	sql: Sql,
	request: { accountId: number; productId: number; currency: string; isAsked: boolean; at: Date },
): Promise<number> {
	const [row] = await sql<{ seenCount: number }[]>`
		insert into price_request (account_id, product_id, currency, first_seen_at, last_seen_at, asked_at)
		values (${request.accountId}, ${request.productId}, ${request.currency}, ${request.at}, ${request.at}, ${request.isAsked ? request.at : null})
		on conflict (account_id, product_id, currency) do update set seen_count = price_request.seen_count + 1, last_seen_at = excluded.last_seen_at,
			asked_at = coalesce(excluded.asked_at, price_request.asked_at), settled_at = null, settled_by = null returning seen_count`
	return row?.seenCount ?? 0
}

/** The id of a visible product, for what only needs to know that. */
export async function readVisibleProduct(
	sql: Sql,
	{ sellerEntityId, policyIds }: Omit<Entitled, 'locale'>,
	slug: string,
): Promise<{ id: number; sku: string } | null> {
	const policies = sql.array([...policyIds], 23)
	const [row] = await sql<{ id: number; sku: string }[]>`
		select p.id, p.sku from product p where p.seller_entity_id = ${sellerEntityId} and p.slug = ${slug} and p.status = 'active' and p.kind <> 'fee'
			and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]`
	return row ?? null
}
