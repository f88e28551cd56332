import type { Db } from '../../db/client.server.ts'
import type { Company } from '../support/company.ts'

/**
 * Every count and sum that must agree once nobody is writing, each as the number of rows that do not: what is held of
 * credit, budgets, contract periods and stock is exactly what the open orders say, nothing passes its limit, and what a
 * cart or a cancelled order holds is nothing (commerce-engine.md sections 5, 7, 8).
 */
export async function auditOf(db: Db, { sellerId }: Pick<Company, 'sellerId'>): Promise<Record<string, number>> {
	const rows = await db<{ id: number }[]>`select id from account where seller_entity_id = ${sellerId}`
	const ours = db.array(
		rows.map(({ id }) => id),
		20,
	)
	const [held] = await db<Record<string, number>[]>`
		with live as (select * from sales_order where account_id = any(${ours}::bigint[]) and stage = 'placed'),
			paid as (select o.account_id, o.id, o.total_minor - coalesce((select sum(a.amount_minor) from payment_attempt a where a.account_id = o.account_id and a.order_id = o.id and a.state in ('authorised','captured','scheduled')), 0)::bigint as on_terms from live o)
		select
			(select count(*)::int from credit_profile where account_id = any(${ours}::bigint[]) and open_invoice_minor + unbilled_minor + reserved_minor > limit_minor) as over_credit,
			(select count(*)::int from credit_profile c where account_id = any(${ours}::bigint[]) and reserved_minor <> (select coalesce(sum(amount_minor), 0) from credit_reservation r where r.bill_to_account_id = c.account_id and r.state = 'live')) as credit_unlike_reservations,
			(select count(*)::int from paid p left join credit_reservation r on r.account_id = p.account_id and r.order_id = p.id and r.state = 'live'
				where coalesce(r.amount_minor, 0) <> p.on_terms and not exists (select 1 from shipment s where s.account_id = p.account_id and s.order_id = p.id)) as credit_unlike_orders,
			(select count(*)::int from credit_reservation r left join live o on o.account_id = r.account_id and o.id = r.order_id where r.account_id = any(${ours}::bigint[]) and r.state = 'live' and o.id is null) as credit_without_order,
			(select count(*)::int from credit_profile c where account_id = any(${ours}::bigint[]) and open_invoice_minor <> (select coalesce(sum(total_minor - settled_minor), 0) from invoice i where i.account_id = c.account_id)) as credit_unlike_invoices,
			(select count(*)::int from payment p where p.account_id = any(${ours}::bigint[]) and case when p.method = 'credit' then 0 else applied_minor end <> (select coalesce(sum(amount_minor), 0) from payment_application a where a.account_id = p.account_id and a.payment_id = p.id)) as payments_unlike_applied,
			(select count(*)::int from promotion_budget b join promotion p on p.id = b.promotion_id where p.seller_entity_id = ${sellerId} and (b.reserved_minor + b.committed_minor > b.limit_minor or b.reserved_uses + b.committed_uses > b.limit_uses)) as over_budget,
			(select count(*)::int from promotion_budget b join promotion p on p.id = b.promotion_id where p.seller_entity_id = ${sellerId} and not exists (
				select 1 from (select coalesce(sum(amount_minor), 0) as amount, coalesce(sum(uses), 0) as uses from promotion_reservation r where r.budget_id = b.id and r.state = 'reserved') h
				where h.amount = b.reserved_minor and h.uses = b.reserved_uses)) as budget_unlike_reservations,
			(select count(*)::int from live o where o.discount_minor <> (select coalesce(sum(amount_minor), 0) from promotion_reservation r where r.account_id = o.account_id and r.order_id = o.id and r.state in ('reserved','committed'))) as budget_unlike_orders,
			(select count(*)::int from promotion_reservation r left join live o on o.account_id = r.account_id and o.id = r.order_id where r.account_id = any(${ours}::bigint[]) and r.state = 'reserved' and o.id is null) as budget_without_order`
	const [goods] = await db<Record<string, number>[]>`
		with live as (select * from sales_order where account_id = any(${ours}::bigint[]) and stage = 'placed'),
			wanted as (select a.account_id, a.id, a.quantity - a.shipped_quantity - a.cancelled_quantity as quantity from allocation a join live o on o.account_id = a.account_id and o.id = a.order_id)
		select
			(select count(*)::int from stock_level s join product p on p.id = s.product_id where p.seller_entity_id = ${sellerId} and s.reserved > s.on_hand + s.incoming) as oversold,
			(select count(*)::int from stock_level s join product p on p.id = s.product_id where p.seller_entity_id = ${sellerId} and s.reserved <>
				(select coalesce(sum(quantity), 0) from stock_reservation r where r.product_id = s.product_id and r.warehouse_id = s.warehouse_id and r.state = 'live')) as stock_unlike_reservations,
			(select count(*)::int from wanted w where w.quantity <> (select coalesce(sum(quantity), 0) from stock_reservation r where r.account_id = w.account_id and r.allocation_id = w.id and r.state = 'live')) as stock_unlike_orders,
			(select count(*)::int from stock_reservation r left join live o on o.account_id = r.account_id and o.id = r.order_id where r.account_id = any(${ours}::bigint[]) and r.state = 'live' and o.id is null) as stock_without_order,
			(select count(*)::int from period_counter c where c.account_id = any(${ours}::bigint[]) and c.committed_quantity <> (select coalesce(sum(quantity), 0) from period_commitment m where m.account_id = c.account_id and m.price_book_id = c.price_book_id and m.product_id = c.product_id)) as periods_unlike_orders,
			(select count(*)::int from period_commitment m left join live o on o.account_id = m.account_id and o.id = m.order_id where m.account_id = any(${ours}::bigint[]) and o.id is null) as periods_without_order`
	const [papers] = await db<Record<string, number>[]>`
		with live as (select * from sales_order where account_id = any(${ours}::bigint[]) and stage = 'placed')
		select
			(select count(*)::int from live o where (select count(*) from outbox_event e where e.account_id = o.account_id and e.topic = 'order.placed' and e.subject = 'order:' || o.id) <> 1) as orders_not_told_once,
			(select count(*)::int from outbox_event e left join sales_order o on e.subject = 'order:' || o.id and o.account_id = e.account_id and o.placed_at is not null where e.account_id = any(${ours}::bigint[]) and e.topic = 'order.placed' and o.id is null) as told_without_order,
			(select count(*)::int from outbox_event e where e.account_id = any(${ours}::bigint[]) and not exists (select 1 from outbox_delivery d where d.event_id = e.id) and e.topic = 'order.placed') as told_to_nobody,
			(select count(*)::int from live o where o.payment_method = 'po' and not exists (select 1 from purchase_order_number n where n.account_id = o.account_id and n.order_id = o.id and n.po_number = o.po_number)) as po_unlike_orders,
			(select count(*)::int from purchase_order_number n left join live o on o.account_id = n.account_id and o.id = n.order_id where n.account_id = any(${ours}::bigint[]) and o.id is null) as po_without_order,
			(select count(*)::int from idempotency_key k left join sales_order o on o.id = k.order_id and o.account_id = k.account_id where k.account_id = any(${ours}::bigint[]) and k.order_id is not null and (o.placed_at is null or k.answer->>'number' <> o.number)) as keys_unlike_orders,
			(select count(*)::int from live o where not exists (select 1 from idempotency_key k where k.account_id = o.account_id and k.order_id = o.id)) as orders_without_key,
			(select count(*)::int from live o where not exists (select 1 from order_line l where l.account_id = o.account_id and l.order_id = o.id)) as orders_without_lines,
			(select coalesce(max(substring(number from '[0-9]+$')::int) - count(*), 0)::int from sales_order where account_id = any(${ours}::bigint[]) and number is not null) as order_numbers_missing`
	return { ...held, ...goods, ...papers }
}

/** What `auditOf` found wrong; nothing is {}. */
export const wrongIn = (found: Record<string, number>) => Object.fromEntries(Object.entries(found).filter(([, count]) => count !== 0))
