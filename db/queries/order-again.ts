import type { Sql } from '../client.server.ts'
import type { ListReader } from './requisition.ts'

/** A row as it was ordered or is listed: `shipTo` a store's code, also of one that is closed; empty: left to the buyer. */
export type AgainRow = { sku: string; name: string; quantity: string; unit: string; shipTo: string; chosen: string[] }
export type AgainSource = { name: string; rows: AgainRow[] }

const rowsOf = (sql: Sql) => sql`
	'sku', r.sku, 'name', r.name, 'quantity', r.quantity, 'unit', r.unit, 'shipTo', r.ship_to, 'chosen', r.chosen`

/** What an order held, store by store: goods only, days left to the buyer. `number` null: the last that she placed, else the company's last. */
export async function readOrderAgain(sql: Sql, { accountId, contactId }: ListReader, number: string | null): Promise<AgainSource | null> {
	const [row] = await sql<AgainSource[]>`
		select o.number as name, (select coalesce(json_agg(json_build_object(${rowsOf(sql)}) order by r.sequence, r.ship_to), '[]') from (
				select coalesce(p.sku, l.sku) as sku, coalesce(l.name, p.sku, l.sku) as name, trim_scale(coalesce(sum(a.quantity), l.quantity))::text as quantity, l.unit_code as unit, coalesce(s.code, '') as ship_to,
					coalesce((select array_agg(c.sku order by c.sku) from product c where c.id = any(l.chosen)), '{}') as chosen, l.sequence
				from order_line l left join product p on p.id = l.product_id left join allocation a on a.account_id = l.account_id and a.line_id = l.id
					left join delivery_group g on g.account_id = a.account_id and g.id = a.group_id left join location s on s.account_id = g.account_id and s.id = g.location_id
				where l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
				group by l.id, l.sequence, p.sku, l.sku, l.name, l.quantity, l.unit_code, l.chosen, s.code
			) r) as rows
		from sales_order o where o.account_id = ${accountId} and o.placed_at is not null and (${number}::text is null and o.stage <> 'cancelled' or o.number = ${number})
		order by o.contact_id is not distinct from ${contactId}::bigint desc, o.placed_at desc limit 1`
	return row ?? null
}

/** What a list that she may see holds, for one store: its level where it has one, else the usual quantity. Names stand on it only while she may see the products. */
export async function readListAgain(
	sql: Sql,
	{ accountId, contactId }: ListReader,
	{ listId, shipTo }: { listId: number; shipTo: string },
): Promise<AgainSource | null> {
	const [row] = await sql<AgainSource[]>`
		select l.name, (select coalesce(json_agg(json_build_object(${rowsOf(sql)}) order by r.sequence, r.id), '[]') from (
				select p.sku, '' as name, trim_scale(coalesce(v.quantity, n.quantity))::text as quantity, n.unit_code as unit, coalesce(s.code, '') as ship_to, '{}'::text[] as chosen, n.sequence, n.id
				from requisition_line n join product p on p.id = n.product_id
					left join location s on s.account_id = n.account_id and s.code = ${shipTo} and s.is_active
					left join requisition_par v on v.account_id = n.account_id and v.line_id = n.id and v.location_id = s.id
				where n.account_id = l.account_id and n.list_id = l.id and n.removed_at is null
			) r) as rows
		from requisition_list l where l.account_id = ${accountId} and l.id = ${listId} and (l.is_shared or l.owner_contact_id = ${contactId})`
	return row ?? null
}

/** How many products "buy again" offers. */
const MOST_BOUGHT = 60

/** What the company buys, the last bought first, each as it was ordered the last time, for whichever store. */
export async function readBoughtAgain(sql: Sql, accountId: number): Promise<AgainSource> {
	const [row] = await sql<{ rows: AgainRow[] }[]>`
		select coalesce(json_agg(json_build_object(${rowsOf(sql)}) order by r.placed_at desc, r.sku), '[]') as rows from (
			select p.sku, b.name, trim_scale(b.quantity)::text as quantity, b.unit_code as unit, '' as ship_to, coalesce((select array_agg(c.sku order by c.sku) from product c where c.id = any(b.chosen)), '{}') as chosen, b.placed_at
			from (
				select distinct on (l.product_id) l.product_id, coalesce(l.name, l.sku) as name, l.quantity, l.unit_code, l.chosen, o.placed_at
				from sales_order o join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods' and l.product_id is not null
				where o.account_id = ${accountId} and o.stage in ('placed', 'closed') order by l.product_id, o.placed_at desc, l.quantity desc
			) b join product p on p.id = b.product_id order by b.placed_at desc, p.sku limit ${MOST_BOUGHT}
		) r`
	return { name: '', rows: row?.rows ?? [] }
}

/** The PO number that she gave last, else the company's last, and the company's latest ones. One statement. */
export async function readPoNumbers(sql: Sql, accountId: number, contactId: number | null): Promise<{ last: string | null; used: string[] }> {
	const [row] = await sql<{ last: string | null; used: string[] }[]>`
		with latest as (
			select o.po_number, o.placed_at, o.contact_id is not distinct from ${contactId}::bigint as is_own from sales_order o
			where o.account_id = ${accountId} and o.placed_at is not null and o.po_number <> '' order by o.placed_at desc limit 500
		)
		select (select po_number from latest order by is_own desc, placed_at desc limit 1) as last, coalesce((select array_agg(distinct po_number) from latest), '{}') as used`
	return row ?? { last: null, used: [] }
}
