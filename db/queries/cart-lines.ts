import type { Sql, Tx } from '../client.server.ts'
import { choicesOf } from './bundle.ts'
import { quantityRules, type RuleRow } from './price.ts'

export type OrderableRow = {
	ordinal: number
	asked: string
	productId: number | null
	unitCode: string | null
	unitDigits: number | null
	sku: string | null
	kind: string | null
	supersededBySku: string | null
	incrementQuantity: string | null
	minimumQuantity: string | null
	maximumQuantity: string | null
	productClass: string | null
	ownUnitCode: string | null
	/** One of the asked unit is so many of the product's own. */
	factorNumerator: number | null
	factorDenominator: number | null
	rules: RuleRow[]
	/** What can be chosen inside, of a bundle. */
	choices: { code: string; minimum: number; maximum: number; options: { id: number; sku: string; isUsual: boolean }[] }[]
}

/** What each asked SKU (or product id) is to this account: rows it may not see come back empty, exactly like unknown ones. */
export async function readOrderables(
	sql: Sql,
	entitled: {
		sellerEntityId: number
		policyIds: readonly number[]
		accountId: number | null
		ancestorIds: readonly number[]
		buyerGroupIds: readonly number[]
	},
	asked: readonly { sku: string; unit: string | null }[],
): Promise<OrderableRow[]> {
	const policies = sql.array([...entitled.policyIds], 23)
	const accounts = [...(entitled.accountId === null ? [] : [entitled.accountId]), ...entitled.ancestorIds]
	return sql<OrderableRow[]>`
		select a.ordinal::int as ordinal, a.sku as asked, p.id as product_id, u.code as unit_code, u.digits as unit_digits, p.sku, p.kind, s.sku as superseded_by_sku, p.increment_quantity, p.minimum_quantity,
			p.maximum_quantity, p.product_class, p.unit_code as own_unit_code, f.factor_numerator, f.factor_denominator,
			coalesce((${quantityRules(sql, { accounts, buyerGroupIds: entitled.buyerGroupIds }, sql`q.product_id = p.id`)}), '[]') as rules,
			case when p.kind = 'bundle' then (${choicesOf(sql, entitled.policyIds)}) else '[]' end as choices
		from unnest(${sql.array(
			asked.map((row) => row.sku),
			25,
		)}::text[], ${sql.array(
			asked.map((row) => row.unit ?? ''),
			25,
		)}::text[]) with ordinality as a(sku, unit, ordinal)
			left join product p on p.seller_entity_id = ${entitled.sellerEntityId} and p.sku = upper(a.sku) and p.status = 'active' and p.kind in ('simple','variant','bundle','kit')
				and p.grant_policy_ids && ${policies}::int[] and not p.deny_policy_ids && ${policies}::int[]
			left join product s on s.id = p.superseded_by_id and s.status = 'active' and s.grant_policy_ids && ${policies}::int[] and not s.deny_policy_ids && ${policies}::int[]
			left join unit_of_measure u on u.code = case when a.unit in ('', p.unit_code) then p.unit_code else (select x.unit_code from product_unit x where x.product_id = p.id and x.unit_code = a.unit) end
			left join product_unit f on f.product_id = p.id and f.unit_code = u.code and f.unit_code <> p.unit_code
		order by a.ordinal`
}

export type GroupWish = { locationId: number | null; requestedOn: string | null; method: string }

/** Makes the deliveries that are not there yet; answers the id of each wished one, in the order given. Null id: no such location. */
export async function upsertGroups(
	tx: Tx,
	key: { accountId: number; cartId: number },
	wishes: readonly GroupWish[],
): Promise<{ ordinal: number; id: number | null }[]> {
	return tx<{ ordinal: number; id: number | null }[]>`
		with wish as (
			select w.ordinal::int as ordinal, w.requested_on, w.method, l.id as location_id, w.location_id as asked
			from unnest(${tx.array(
				wishes.map((wish) => wish.locationId),
				20,
			)}::bigint[], ${tx.array(
				wishes.map((wish) => wish.requestedOn),
				1082,
			)}::date[], ${tx.array(
				wishes.map((wish) => wish.method),
				25,
			)}::text[])
				with ordinality as w(location_id, requested_on, method, ordinal)
				left join location l on l.account_id = ${key.accountId} and l.is_active and l.id = coalesce(w.location_id, (select d.id from location d where d.account_id = ${key.accountId} and d.is_default and d.is_active))
		), wanted as (
			select distinct on (location_id, requested_on, method) * from wish where location_id is not null or asked is null order by location_id, requested_on, method, ordinal
		), made as (
			insert into delivery_group (account_id, order_id, location_id, requested_on, method, sequence)
			select ${key.accountId}, ${key.cartId}, location_id, requested_on, method,
				(select coalesce(max(sequence), 0) from delivery_group g where g.account_id = ${key.accountId} and g.order_id = ${key.cartId}) + row_number() over (order by ordinal)
			from wanted
			on conflict (account_id, order_id, location_id, requested_on, method) do update set method = excluded.method
			returning id, location_id, requested_on, method
		)
		select wish.ordinal, made.id from wish left join made on made.location_id is not distinct from wish.location_id
			and made.requested_on is not distinct from wish.requested_on and made.method = wish.method and (wish.location_id is not null or wish.asked is null)
		order by wish.ordinal`
}

export type LineWish = { productId: number; unitCode: string; quantity: string; groupId: number | null; chosen: readonly number[] | null }

/**
 * Adds quantities to a cart: a product and unit already there grows, others become new lines in the order given; each
 * with its allocations. One statement for any number of rows: the allocations take the lines from what it wrote, because
 * looked up again they would be searched among as many rows once for each. They are matched by a full join and by `not in`,
 * which PostgreSQL hashes whatever it expects: it takes what was just written for one row, and would compare every row with
 * every other (2,000 lines: 1.4 seconds). A bundle with something else chosen is another line. Lines with a price of their own are never grown.
 */
export async function addLineQuantities(
	tx: Tx,
	key: { accountId: number; cartId: number; contactId: number | null; userId: number | null; at: Date },
	wishes: readonly LineWish[],
): Promise<void> {
	await tx`
		with wish as materialized (
			select * from unnest(${tx.array(
				wishes.map((wish) => wish.productId),
				20,
			)}::bigint[], ${tx.array(
				wishes.map((wish) => wish.unitCode),
				25,
			)}::text[], ${tx.array(
				wishes.map((wish) => wish.quantity),
				25,
			)}::text[], ${tx.array(
				wishes.map((wish) => wish.groupId),
				20,
			)}::bigint[], ${tx.array(
				wishes.map(({ chosen }) => (chosen ? `{${chosen.join()}}` : '')),
				25,
			)}::text[]) with ordinality as w(product_id, unit_code, quantity, group_id, chosen, ordinal)
		), wanted as (
			select product_id, unit_code, chosen, sum(quantity::numeric) as quantity, min(ordinal) as ordinal from wish group by 1, 2, 3
		), known as materialized (
			select l.id, l.product_id, l.unit_code, l.chosen, w.quantity from wanted w full join (
				select l.id, l.product_id, l.unit_code, coalesce(l.chosen::text, '') as chosen from order_line l
				where l.account_id = ${key.accountId} and l.order_id = ${key.cartId} and l.kind = 'goods' and l.override is null and l.quoted is null
			) l using (product_id, unit_code, chosen) where coalesce(w.quantity, -1) <> -1 and coalesce(l.id, 0) <> 0
		), grown as (
			update order_line l set quantity = l.quantity + k.quantity from known k where l.account_id = ${key.accountId} and l.id = k.id
			returning l.id, l.product_id, l.unit_code, k.chosen
		), made as (
			insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, chosen, added_by_contact_id, added_by_user_id, created_at)
			select ${key.accountId}, ${key.cartId}, (select coalesce(max(sequence), 0) from order_line x where x.account_id = ${key.accountId} and x.order_id = ${key.cartId}) + row_number() over (order by w.ordinal),
				w.product_id, w.unit_code, w.quantity, nullif(w.chosen, '')::bigint[], ${key.contactId}, ${key.userId}, ${key.at}
			from wanted w where (w.product_id, w.unit_code, w.chosen) not in (select g.product_id, g.unit_code, g.chosen from grown g)
			returning id, product_id, unit_code, coalesce(chosen::text, '') as chosen
		)
		insert into allocation (account_id, order_id, line_id, group_id, quantity)
		select ${key.accountId}, ${key.cartId}, l.id, w.group_id, sum(w.quantity::numeric)
		from wish w full join (select * from grown union all select * from made) l using (product_id, unit_code, chosen)
		where coalesce(w.group_id, 0) <> 0 and coalesce(l.id, 0) <> 0 group by l.id, w.group_id
		on conflict (account_id, line_id, group_id) do update set quantity = allocation.quantity + excluded.quantity`
}

export type CellWish = { lineId: number; groupId: number; quantity: string }

/**
 * Writes cells of the matrix: each (line, delivery) gets exactly this quantity, 0 empties it; a line's quantity becomes
 * the sum of its cells, a line without any goes. One statement; rows of another account or cart are passed over.
 */
export async function setCells(tx: Tx, key: { accountId: number; cartId: number }, cells: readonly CellWish[]): Promise<number> {
	const rows = await tx`
		with wish as (
			select l.id as line_id, g.id as group_id, w.quantity::numeric as quantity
			from unnest(${tx.array(
				cells.map((cell) => cell.lineId),
				20,
			)}::bigint[], ${tx.array(
				cells.map((cell) => cell.groupId),
				20,
			)}::bigint[], ${tx.array(
				cells.map((cell) => cell.quantity),
				25,
			)}::text[]) as w(line_id, group_id, quantity)
				join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.cartId} and l.id = w.line_id
				join delivery_group g on g.account_id = ${key.accountId} and g.order_id = ${key.cartId} and g.id = w.group_id
		), sums as (
			select l.line_id, coalesce((select sum(a.quantity) from allocation a where a.account_id = ${key.accountId} and a.line_id = l.line_id
					and not exists (select 1 from wish w where w.line_id = a.line_id and w.group_id = a.group_id)), 0)
				+ coalesce((select sum(w.quantity) from wish w where w.line_id = l.line_id), 0) as quantity
			from (select distinct line_id from wish) l
		), emptied as (
			delete from allocation a using wish w where a.account_id = ${key.accountId} and a.line_id = w.line_id and a.group_id = w.group_id and w.quantity = 0
		), written as (
			insert into allocation (account_id, order_id, line_id, group_id, quantity)
			select ${key.accountId}, ${key.cartId}, line_id, group_id, quantity from wish where quantity > 0
			on conflict (account_id, line_id, group_id) do update set quantity = excluded.quantity
		), resized as (
			update order_line l set quantity = s.quantity from sums s where l.account_id = ${key.accountId} and l.id = s.line_id and s.quantity > 0
		), gone as (
			delete from order_line l using sums s where l.account_id = ${key.accountId} and l.id = s.line_id and s.quantity = 0
		)
		select 1 from wish`
	return rows.length
}

/** Lines out of a cart, with all that hangs on them; answers how many went. */
export async function deleteLines(tx: Tx, key: { accountId: number; cartId: number }, lineIds: readonly number[]): Promise<number> {
	const rows =
		await tx`delete from order_line where account_id = ${key.accountId} and order_id = ${key.cartId} and id = any(${tx.array([...lineIds], 20)}::bigint[]) returning 1`
	return rows.length
}

export type LineUnit = { id: number; sequence: number; sku: string; code: string; digits: number; cells: Record<string, string> }

/** Lines of a cart, how finely each is counted and what goes where. Empty: no such cart of this account, or none of these lines. */
export async function readLineUnits(sql: Sql, key: { accountId: number; cartId: number }, lineIds: readonly number[]): Promise<LineUnit[]> {
	return sql<LineUnit[]>`
		select l.id, l.sequence, p.sku, m.code, m.digits,
			coalesce((select json_object_agg(a.group_id, a.quantity::text) from allocation a where a.account_id = l.account_id and a.line_id = l.id), '{}') as cells
		from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id
			join unit_of_measure m on m.code = l.unit_code join product p on p.id = l.product_id
		where o.account_id = ${key.accountId} and o.id = ${key.cartId} and o.stage = 'cart' and l.id = any(${sql.array([...lineIds], 20)}::bigint[])`
}
