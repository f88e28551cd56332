import type { Tx } from '../client.server.ts'

export type OrderToCancel = { number: string; totalMinor: number; netMinor: number; currency: string; stage: string; hasShipped: boolean; hasDraws: boolean }

/** Locks an order of the account; null: none of that number. What stands beside it is read next, after the wait. */
export async function lockOrder(tx: Tx, question: { accountId: number; number: string }): Promise<{ orderId: number } | null> {
	const [row] = await tx<{ orderId: number }[]>`
		select id as order_id from sales_order where account_id = ${question.accountId} and number = ${question.number} and placed_at is not null for update`
	return row ?? null
}

export async function readOrderToCancel(tx: Tx, key: Key): Promise<OrderToCancel> {
	const [row] = await tx<OrderToCancel[]>`
		select o.number, o.total_minor, o.net_minor, o.currency, o.stage,
			exists (select 1 from shipment s where s.account_id = o.account_id and s.order_id = o.id)
				or exists (select 1 from invoice i where i.account_id = o.account_id and i.order_id = o.id)
				or not exists (select 1 from delivery_group g where g.account_id = o.account_id and g.order_id = o.id) as has_shipped,
			exists (select 1 from company_budget_draw d where d.account_id = o.account_id and d.order_id = o.id) as has_draws
		from sales_order o where o.account_id = ${key.accountId} and o.id = ${key.orderId}`
	if (!row) throw new Error(`Order ${key.orderId} was locked and is gone`)
	return row
}

type Key = { accountId: number; orderId: number }

/** Gives back what an order still holds of its bill-to's credit. */
export async function releaseCredit(tx: Tx, key: Key, at: Date): Promise<void> {
	await tx`
		with freed as (
			update credit_reservation set state = 'released' where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'live' returning bill_to_account_id, amount_minor
		)
		update credit_profile c set reserved_minor = c.reserved_minor - f.amount_minor, updated_at = ${at} from freed f where c.account_id = f.bill_to_account_id`
}

/** Gives back what an order holds of promotions' budgets, ids ascending. */
export async function releaseBudgets(tx: Tx, key: Key): Promise<void> {
	await tx`
		with freed as (
			update promotion_reservation set state = 'released' where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'reserved' returning budget_id, amount_minor, uses
		), locked as (
			select b.id from promotion_budget b where b.id in (select budget_id from freed) order by b.id for update
		)
		update promotion_budget b set reserved_minor = b.reserved_minor - f.amount_minor, reserved_uses = b.reserved_uses - f.uses from freed f join locked l on l.id = f.budget_id where b.id = f.budget_id`
}

/** Takes what an order added away from the counters of its account's contract periods, ids ascending. */
export async function releasePeriods(tx: Tx, key: Key): Promise<void> {
	await tx`
		with freed as (
			delete from period_commitment where account_id = ${key.accountId} and order_id = ${key.orderId} returning price_book_id, product_id, unit_code, period_start, quantity
		), locked as (
			select c.price_book_id, c.product_id, c.unit_code, c.period_start from period_counter c
			where c.account_id = ${key.accountId} and (c.price_book_id, c.product_id, c.unit_code, c.period_start) in (select price_book_id, product_id, unit_code, period_start from freed)
			order by c.price_book_id, c.product_id, c.unit_code collate "C" for update
		)
		update period_counter c set committed_quantity = c.committed_quantity - f.quantity from freed f join locked l using (price_book_id, product_id, unit_code, period_start)
		where c.account_id = ${key.accountId} and c.price_book_id = f.price_book_id and c.product_id = f.product_id and c.unit_code = f.unit_code and c.period_start = f.period_start`
}

/** Gives back the stock that an order has reserved, ids ascending. */
export async function releaseStock(tx: Tx, key: Key, at: Date): Promise<void> {
	await tx`
		with freed as (
			update stock_reservation set state = 'released' where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'live' returning product_id, warehouse_id, quantity
		), sums as (select product_id, warehouse_id, sum(quantity) as quantity from freed group by product_id, warehouse_id
		), locked as (
			select s.product_id, s.warehouse_id from stock_level s where (s.product_id, s.warehouse_id) in (select product_id, warehouse_id from sums) order by s.product_id, s.warehouse_id for update
		)
		update stock_level s set reserved = s.reserved - f.quantity, updated_at = ${at} from sums f join locked l using (product_id, warehouse_id)
		where s.product_id = f.product_id and s.warehouse_id = f.warehouse_id`
}

/** Cancels what has not shipped: allocations, deliveries, the order; its PO number may be used again; planned card calls end. */
export async function cancelDocument(tx: Tx, key: Key, at: Date): Promise<void> {
	await tx`
		with allocations as (update allocation set cancelled_quantity = quantity where account_id = ${key.accountId} and order_id = ${key.orderId} and shipped_quantity = 0),
			deliveries as (update delivery_group set status = 'cancelled' where account_id = ${key.accountId} and order_id = ${key.orderId}),
			po as (delete from purchase_order_number where account_id = ${key.accountId} and order_id = ${key.orderId}),
			attempts as (update payment_attempt set state = 'released', updated_at = ${at} where account_id = ${key.accountId} and order_id = ${key.orderId} and state = 'scheduled')
		update sales_order set stage = 'cancelled', cancelled_at = ${at}, version = version + 1 where account_id = ${key.accountId} and id = ${key.orderId}`
}
