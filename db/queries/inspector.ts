import type { Sql } from '../client.server.ts'

export type Choice = { id: number; code: string; name: string }

const like = (text: string) => `%${text.replaceAll(/[\\%_]/g, '\\$&')}%`

/** Accounts of a seller that a text may mean: an exact number or id alone, else by name; at most eight. */
export async function findAccounts(sql: Sql, { sellerEntityId, text }: { sellerEntityId: number; text: string }): Promise<Choice[]> {
	return sql<Choice[]>`
		with exact as (
			select coalesce(a.merged_into_id, a.id) as id from account a where a.seller_entity_id = ${sellerEntityId} and (upper(a.number) = upper(${text}) or a.id::text = ${text} or lower(a.name) = lower(${text}))
		)
		select a.id, a.number as code, a.name from account a
		where a.seller_entity_id = ${sellerEntityId} and a.status = 'active' and case when exists (select from exact) then a.id in (select id from exact) else a.name ilike ${like(text)} end
		order by a.name, a.id limit 8`
}

/** Products of a seller that a text may mean: an exact SKU or id alone, else by SKU or name; at most eight. */
export async function findProducts(sql: Sql, { sellerEntityId, text, locale }: { sellerEntityId: number; text: string; locale: string }): Promise<Choice[]> {
	return sql<Choice[]>`
		with exact as (select p.id from product p where p.seller_entity_id = ${sellerEntityId} and p.kind <> 'parent' and (p.sku = upper(${text}) or p.id::text = ${text}))
		select p.id, p.sku as code, coalesce(t.name, n.name, p.sku) as name
		from product p left join product_text t on t.product_id = p.id and t.locale = ${locale} left join product_text n on n.product_id = p.id and n.locale = 'en'
		where p.seller_entity_id = ${sellerEntityId} and p.kind not in ('parent', 'fee')
			and case when exists (select from exact) then p.id in (select id from exact) else p.sku ilike ${like(text)} or t.name ilike ${like(text)} or n.name ilike ${like(text)} end
		order by p.sku limit 8`
}

export type InspectedRow = {
	id: number
	sku: string
	slug: string
	name: string
	status: string
	unitCode: string
	unitDigits: number
	units: string[]
	minimumQuantity: string
	floorPrice: string | null
	unitCost: string | null
	isEntitled: boolean
}

/** What the inspector must know of a product: in a unit it is sold in, and whether these policies show it. */
export async function readInspected(
	sql: Sql,
	question: { sellerEntityId: number; productId: number; unit: string | null; policyIds: readonly number[]; locale: string },
): Promise<InspectedRow | null> {
	const policies = sql.array([...question.policyIds], 23)
	const [row] = await sql<InspectedRow[]>`
		select p.id, p.sku, p.slug, coalesce(t.name, n.name, p.sku) as name, p.status, m.code as unit_code, m.digits as unit_digits, p.minimum_quantity,
			(select array_agg(u.code order by u.code <> p.unit_code, u.code) from (select p.unit_code as code union select x.unit_code from product_unit x where x.product_id = p.id) u) as units,
			case when m.code = p.unit_code then p.floor_price end as floor_price, case when m.code = p.unit_code then p.unit_cost end as unit_cost,
			p.status = 'active' and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[] as is_entitled
		from product p join unit_of_measure m on m.code = case when exists (select from product_unit x where x.product_id = p.id and x.unit_code = ${question.unit}) then ${question.unit} else p.unit_code end
			left join product_text t on t.product_id = p.id and t.locale = ${question.locale} left join product_text n on n.product_id = p.id and n.locale = 'en'
		where p.seller_entity_id = ${question.sellerEntityId} and p.id = ${question.productId}`
	return row ?? null
}

export type ShipTo = { id: number; code: string; name: string; isDefault: boolean }

/** Where an account's goods may go, its default first. */
export async function readShipTos(sql: Sql, accountId: number): Promise<ShipTo[]> {
	return sql<ShipTo[]>`
		select id, coalesce(code, id::text) as code, name, is_default from location where account_id = ${accountId} and is_active order by is_default desc, name, id limit 200`
}
