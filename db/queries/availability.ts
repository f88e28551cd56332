import type { Sql } from '../client.server.ts'
import { bundleAvailable, bundlePolicy, isUsual } from './bundle.ts'
import { type PriceQuestion, pricesOf } from './price.ts'
import { isVisible } from './visible.ts'

export type StockState = 'in_stock' | 'low' | 'backorder' | 'out'
export type PriceState = 'priced' | 'on_request'

/** What a list is narrowed to; several states of stock are alternatives. */
export type Availability = { stocks: readonly StockState[]; price: PriceState | null }

/** For whom it is judged; `few` is below how many on hand there are few left. Null prices: a guest, who sees none. */
export type Judging = { policyIds: readonly number[]; few: number; prices: PriceQuestion | null; locationId: number | null; timeZone: string }

export type AvailabilityCounts = { stocks: { state: StockState; products: number }[]; prices: { state: PriceState; products: number }[] }

/** As many as are judged to count them: their stock and prices stand in no index of words or shelves. More are narrowed first. */
export const MOST_JUDGED = 2_000

/** Prices that hold now, by product and unit: from which quantity on, at all and without base books (which the sum of a bundle takes the place of). */
const needed = (sql: Sql, { prices, locationId, timeZone }: Judging) => {
	if (!prices)
		return sql`needed as (select null::bigint as product_id, null::text as unit_code, null::numeric as least, null::numeric as least_above where false)`
	const { at, accountId } = prices
	const day = sql`(${at}::timestamptz at time zone ${timeZone})::date`
	// A book by delivery date compares days in the seller's zone, without a wanted day today's (section 2).
	const isLive = (
		row: 'b' | 'e',
	) => sql`case when b.date_basis = 'ordered' then ${sql(row)}.valid_from <= ${at} and (${sql(row)}.valid_to is null or ${sql(row)}.valid_to > ${at})
		else (${sql(row)}.valid_from at time zone ${timeZone})::date <= ${day} and (${sql(row)}.valid_to is null or ${day} < (${sql(row)}.valid_to at time zone ${timeZone})::date) end`
	return sql`${pricesOf(sql, prices).ctes}, needed as materialized (
			select e.product_id, e.unit_code, min(t.least) as least, min(t.least) filter (where b.rung not in ('base','fx')) as least_above
			from (select unnest(ids) as id from judged_things union select c.component_id from judged_parts c) w
				cross join lateral (select * from price_book_entry one where one.product_id = w.id and one.price_book_id = any(array(select entry_book_id from books)) offset 0) e
				join books b on b.entry_book_id = e.price_book_id and ${isLive('b')} and ${isLive('e')} and (b.location_id is null or b.location_id = ${locationId}) and (b.rung <> 'fx' or (b.fx_rate is not null and b.fx_rate_on is not null))
				left join period_counter c on b.basis = 'account_period' and c.account_id = ${accountId} and c.price_book_id = b.id and c.product_id = e.product_id and c.unit_code = e.unit_code and c.period_start = b.valid_from::date
				cross join lateral (select min(f) - coalesce(c.committed_quantity, 0) as least from unnest(e.tier_from) f) t
			group by e.product_id, e.unit_code
		)`
}

/** The least that can be ordered, by the narrowest rule that says it. A maximum that contradicts a narrower rule is not looked at. */
const leastOf = (sql: Sql, { prices }: Judging) => {
	if (!prices) return sql`select p.minimum_quantity as minimum, p.increment_quantity as increment`
	const accounts = sql`${sql.array([...(prices.accountId === null ? [] : [prices.accountId]), ...prices.ancestorIds], 20)}::bigint[]`
	const groups = sql`${sql.array([...prices.buyerGroupIds], 20)}::bigint[]`
	const narrowest = (column: string) =>
		sql`(array_agg(q.${sql(column)} order by case when q.account_id is not null then array_position(${accounts}, q.account_id) - 1 when q.buyer_group_id is not null then 1000 else 1001 end, q.id) filter (where q.${sql(column)} is not null))[1]`
	return sql`select coalesce(${narrowest('minimum_quantity')}, p.minimum_quantity) as minimum, coalesce(${narrowest('increment_quantity')}, p.increment_quantity) as increment
		from quantity_rule q where q.product_id = coalesce(v.ids[1], p.id) and q.unit_code = coalesce(v.unit_code, p.unit_code)
			and (q.account_id is null or q.account_id = any(${accounts})) and (q.buyer_group_id is null or q.buyer_group_id = any(${groups}))`
}

/**
 * The CTE `judged(product_id, stock, price)` over the products of a CTE `to_judge(product_id)`: what their cards say. The
 * cards are judged by the flow and the engine; that both agree is proved product by product.
 */
export const judgedOf = (sql: Sql, judging: Judging) => sql`
	judged_things as materialized (
		select p.id, p.kind, coalesce(v.ids, array[p.id]) as ids, coalesce(v.unit_code, p.unit_code) as unit_code, greatest(1, ceil(l.minimum / l.increment)) * l.increment as least,
			case when p.kind = 'bundle' then (${bundlePolicy(sql)}) else p.stock_policy end as policy,
			case when p.kind = 'bundle' then (${bundleAvailable(sql)}) else coalesce((select sum(l.on_hand - l.reserved) from stock_level l where l.product_id = any(coalesce(v.ids, array[p.id]))), 0) end as available,
			p.kind = 'bundle' and exists (select from product_bundle pb where pb.product_id = p.id and pb.pricing = 'sum') as is_sum
		from to_judge j join product p on p.id = j.product_id
			left join lateral (select array_agg(v.id order by v.id) as ids, min(v.unit_code) as unit_code from product v where p.kind = 'parent' and v.parent_id = p.id and v.status = 'active' and ${isVisible(sql, 'v', judging.policyIds)}) v on true
			cross join lateral (${leastOf(sql, judging)}) l
	), judged_parts as materialized (
		select t.id as bundle_id, b.component_id, c.unit_code, t.least * b.quantity as least from judged_things t join bundle_component b on b.bundle_id = t.id and ${isUsual(sql)} join product c on c.id = b.component_id where t.is_sum
	), ${needed(sql, judging)}, judged as materialized (
		select t.id as product_id,
			case when t.policy = 'untracked' then 'in_stock' when t.available <= 0 then case t.policy when 'backorder' then 'backorder' else 'out' end when t.available < ${judging.few} then 'low' else 'in_stock' end as stock,
			case when ${judging.prices === null}::boolean then null
				when exists (select from needed n where n.product_id = any(t.ids) and n.unit_code = t.unit_code and case when t.is_sum then n.least_above else n.least end <= t.least) then 'priced'
				when t.is_sum and exists (select from judged_parts x where x.bundle_id = t.id) and not exists (
					select from judged_parts x where x.bundle_id = t.id and not exists (select from needed n where n.product_id = x.component_id and n.unit_code = x.unit_code and n.least <= x.least)) then 'priced'
				else 'on_request' end as price
		from judged_things t
	)`

/** Whether the row `j` of `judged` is what was chosen. */
export const isAvailable = (sql: Sql, { stocks, price }: Availability) =>
	sql`(${stocks.length === 0}::boolean or j.stock = any(${sql.array([...stocks], 25)}::text[])) and (${price}::text is null or j.price = ${price})`

/** What a category holds within the entitlement by stock and price, each within the other; `total` regardless of both, at most one more than is judged. One statement. */
export async function readCategoryAvailability(
	sql: Sql,
	entitled: { sellerEntityId: number; policyIds: readonly number[] },
	{ slug, judging, chosen }: { slug: string; judging: Judging; chosen: Availability },
): Promise<AvailabilityCounts & { total: number }> {
	const counted = (column: 'stock' | 'price', within: Availability) => sql`
		coalesce((select json_agg(json_build_object('state', n.state, 'products', n.products)) from (
			select j.${sql(column)} as state, count(*)::int as products from judged j where j.${sql(column)} is not null and ${isAvailable(sql, within)} group by 1) n), '[]')`
	const [row] = await sql<(AvailabilityCounts & { total: number })[]>`
		with listed as materialized (
			select l.product_id from category_listing l where l.category_id = (select c.id from category c where c.seller_entity_id = ${entitled.sellerEntityId} and c.slug = ${slug})
				and ${isVisible(sql, 'l', entitled.policyIds)} limit ${MOST_JUDGED + 1}
		), to_judge as (select product_id from listed where (select count(*) from listed) <= ${MOST_JUDGED}), ${judgedOf(sql, judging)}
		select (select count(*)::int from listed) as total, ${counted('stock', { ...chosen, stocks: [] })} as stocks, ${counted('price', { ...chosen, price: null })} as prices`
	return row ?? { total: 0, stocks: [], prices: [] }
}
