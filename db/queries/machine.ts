import type { Sql } from '../client.server.ts'
import type { AgainSource } from './order-again.ts'
import { isVisible } from './visible.ts'

export type MachineRow = {
	id: number
	sku: string
	name: string
	/** Its page and picture while the account may see it: one that is sold no more still needs its parts. */
	slug: string | null
	picture: string | null
	serialNumber: string | null
	installedOn: string | null
	store: { code: string; name: string } | null
	/** Parts of it that the account may see. */
	parts: number
	/** When a part of it was ordered last. */
	partsOrderedAt: Date | null
}

type Question = { accountId: number; policyIds: readonly number[]; locale: string }

/** The machines that an account owns, store by store. One statement. */
export async function readMachines(sql: Sql, { accountId, policyIds, locale }: Question): Promise<MachineRow[]> {
	return sql<MachineRow[]>`
		select w.id, m.sku, coalesce(t.name, e.name, m.sku) as name, case when v.is_seen then m.slug end as slug, case when v.is_seen then m.picture end as picture,
			w.serial_number, w.installed_on, case when s.id is not null then json_build_object('code', s.code, 'name', s.name) end as store,
			(select count(distinct p.id)::int from product_relation x join product p on p.id = x.related_id and p.status = 'active' and ${isVisible(sql, 'p', policyIds)} where x.product_id = m.id and x.kind = 'spare_part') as parts,
			(select max(o.placed_at) from product_relation x join order_line l on l.account_id = w.account_id and l.product_id = x.related_id join sales_order o on o.account_id = l.account_id and o.id = l.order_id and o.placed_at is not null
				where x.product_id = m.id and x.kind = 'spare_part') as parts_ordered_at
		from owned_machine w join product m on m.id = w.product_id cross join lateral (select m.status = 'active' and ${isVisible(sql, 'm', policyIds)} as is_seen) v
			left join location s on s.account_id = w.account_id and s.id = w.location_id
			left join product_text t on t.product_id = m.id and t.locale = ${locale} left join product_text e on e.product_id = m.id and e.locale = 'en'
		where w.account_id = ${accountId} order by s.name nulls last, m.sku, w.id`
}

/** The parts and what else belongs to a machine, for a store of the account; null: neither its own nor one that it may see, or nothing belongs to it. */
export async function readPartsAgain(
	sql: Sql,
	{ accountId, policyIds, locale }: Question,
	{ sku, shipTo }: { sku: string; shipTo: string },
): Promise<AgainSource | null> {
	const [row] = await sql<AgainSource[]>`
		select coalesce(t.name, e.name, m.sku) as name, (select json_agg(json_build_object('sku', r.sku, 'name', '', 'quantity', '1', 'unit', '', 'shipTo', r.ship_to, 'chosen', '{}'::text[]) order by r.place, r.position, r.sku) from (
				select p.sku, min(case when x.kind = 'spare_part' then 1 else 2 end) as place, min(x.position) as position, coalesce((select s.code from location s where s.account_id = ${accountId} and s.code = ${shipTo} and s.is_active), '') as ship_to
				from product_relation x join product p on p.id = x.related_id and p.status = 'active' and p.kind in ('simple', 'variant', 'kit') and ${isVisible(sql, 'p', policyIds)}
				where x.product_id = m.id and x.kind in ('spare_part', 'accessory') group by p.sku
			) r) as rows
		from product m left join product_text t on t.product_id = m.id and t.locale = ${locale} left join product_text e on e.product_id = m.id and e.locale = 'en'
		where m.sku = upper(${sku}) and (m.status = 'active' and ${isVisible(sql, 'm', policyIds)} or exists (select from owned_machine w where w.account_id = ${accountId} and w.product_id = m.id)) and m.seller_entity_id = (select a.seller_entity_id from account a where a.id = ${accountId})`
	return row?.rows ? row : null
}
