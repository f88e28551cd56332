import type { PublicTrace } from '../../app/engine/pricing/price-trace.ts'
import type { Tx } from '../client.server.ts'
import type { OrderKey } from './order-save.ts'

export type CardOfGroup = { groupId: number; amountMinor: number; capturedMinor: number }

/** What cards pay of each delivery of an order, and what of it is taken already; locked. */
export async function lockOrderCards(tx: Tx, key: OrderKey): Promise<CardOfGroup[]> {
	return tx<CardOfGroup[]>`
		with locked as materialized (
			select group_id, amount_minor, state from payment_attempt
			where account_id = ${key.accountId} and order_id = ${key.orderId} and purpose = 'order' and group_id is not null and state not in ('released','failed','declined') order by id for update
		)
		select group_id, sum(amount_minor)::bigint as amount_minor, coalesce(sum(amount_minor) filter (where state = 'captured'), 0)::bigint as captured_minor from locked group by 1`
}

export type LineBounds = {
	sequence: number
	productId: number
	unit: string
	quantity: string
	cancelledQuantity: string
	traces: Pick<PublicTrace, 'basis' | 'candidates' | 'bands'>[]
	discounts: { promotionId: number; amountMinor: number }[]
	isCounted: boolean
}

/** By what the price of each goods line was decided, what promotions took off it, and whether a contract period counts it. */
export async function readLineBounds(tx: Tx, key: OrderKey): Promise<LineBounds[]> {
	return tx<LineBounds[]>`
		select l.sequence, l.product_id, l.unit_code as unit, l.quantity::text as quantity,
			coalesce((select sum(a.cancelled_quantity) from allocation a where a.account_id = l.account_id and a.line_id = l.id), 0)::text as cancelled_quantity,
			case when l.trace is not null then json_build_array(l.trace->'public')
				else coalesce((select json_agg(t.trace->'public' order by t.id) from price_part t where t.account_id = l.account_id and t.line_id = l.id and t.trace is not null), '[]') end as traces,
			coalesce((select json_agg(json_build_object('promotionId', d.promotion_id, 'amountMinor', d.amount_minor) order by d.id) from line_discount d
				where d.account_id = l.account_id and d.line_id = l.id), '[]') as discounts,
			exists (select 1 from period_commitment c where c.account_id = l.account_id and c.order_id = l.order_id and c.product_id = l.product_id and c.unit_code = l.unit_code) as is_counted
		from order_line l where l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.kind = 'goods' order by l.sequence`
}

export type CancelledRows = {
	allocations: readonly { allocationId: number; quantity: string }[]
	groups: readonly { groupId: number; lapsedMinor: number; cardLessMinor: number; isCancelled: boolean }[]
	at: Date
}

/** A part of an order will not come: allocations, deliveries, what cards will pay; one statement. */
export async function cancelPartOfDocument(tx: Tx, key: OrderKey, rows: CancelledRows): Promise<void> {
	await tx`
		with allocations as (
			update allocation a set cancelled_quantity = a.cancelled_quantity + w.quantity from json_to_recordset(${JSON.stringify(rows.allocations)}::text::json) as w("allocationId" bigint, quantity numeric)
			where a.account_id = ${key.accountId} and a.order_id = ${key.orderId} and a.id = w."allocationId"
		), told as (
			select * from json_to_recordset(${JSON.stringify(rows.groups)}::text::json) as w("groupId" bigint, "lapsedMinor" bigint, "cardLessMinor" bigint, "isCancelled" boolean)
		), deliveries as (
			update delivery_group g set cancelled_minor = g.cancelled_minor + t."lapsedMinor", status = case when t."isCancelled" then 'cancelled' else g.status end
			from told t where g.account_id = ${key.accountId} and g.order_id = ${key.orderId} and g.id = t."groupId"
		), attempts as (
			update payment_attempt p set amount_minor = case when t."isCancelled" then p.amount_minor else p.amount_minor - t."cardLessMinor" end,
				state = case when t."isCancelled" and p.state = 'scheduled' then 'released' else p.state end, updated_at = ${rows.at}
			from told t where p.account_id = ${key.accountId} and p.order_id = ${key.orderId} and p.group_id = t."groupId" and p.purpose = 'order' and p.state in ('scheduled','prepared','authorised')
		)
		update sales_order set version = version + 1 where account_id = ${key.accountId} and id = ${key.orderId}`
}
