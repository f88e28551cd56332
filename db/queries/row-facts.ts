import type { Sql } from '../client.server.ts'

export type LastPaid = { productId: number; unitCode: string; unitPrice: string; currency: string; placedAt: Date; number: string }

/** What an account last paid for each product in each unit, before promotions; a line of several prices says none. One statement. */
export async function readLastPaid(sql: Sql, accountId: number, asked: readonly { productId: number; unitCode: string }[]): Promise<LastPaid[]> {
	if (asked.length === 0) return []
	return sql<LastPaid[]>`
		select a.product_id, a.unit_code, paid.unit_price::text as unit_price, paid.currency, paid.placed_at, paid.number
		from (select distinct * from unnest(${sql.array(
			asked.map(({ productId }) => productId),
			20,
		)}::bigint[], ${sql.array(
			asked.map(({ unitCode }) => unitCode),
			25,
		)}::text[]) as u(product_id, unit_code)) a
			cross join lateral (
				select l.unit_price, o.currency, o.placed_at, o.number from order_line l join sales_order o on o.account_id = l.account_id and o.id = l.order_id
				where l.account_id = ${accountId} and l.product_id = a.product_id and l.unit_code = a.unit_code and l.kind = 'goods' and l.unit_price is not null and o.stage in ('placed', 'closed')
				order by o.placed_at desc limit 1
			) paid`
}

export type Substitute = { productId: number; sku: string; name: string }

/** What stands in for each of these products, of what this account may see: the first that is named. One statement. */
export async function readSubstitutes(
	sql: Sql,
	{ policyIds, locale }: { policyIds: readonly number[]; locale: string },
	productIds: readonly number[],
): Promise<Substitute[]> {
	if (productIds.length === 0) return []
	const policies = sql.array([...policyIds], 23)
	return sql<Substitute[]>`
		select distinct on (r.product_id) r.product_id, p.sku, coalesce(t.name, e.name, p.sku) as name
		from product_relation r join product p on p.id = r.related_id and p.status = 'active' and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
			left join product_text t on t.product_id = p.id and t.locale = ${locale}
			left join product_text e on e.product_id = p.id and e.locale = 'en'
		where r.product_id = any(${sql.array([...productIds], 20)}::bigint[]) and r.kind = 'substitute'
		order by r.product_id, r.position, p.id`
}
