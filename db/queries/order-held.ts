import type { Tx } from '../client.server.ts'
import type { OrderKey } from './order-save.ts'

export type HeldByOrder = {
	promotions: { budgetId: number; promotionId: number; locationId: number | null; amountMinor: number; uses: number }[]
	periods: { bookId: number; productId: number; unit: string; quantity: string }[]
}

/** Locks what an order holds of promotions' budgets and of contract periods, ids ascending, and reads it; two statements. */
export async function lockHeldCounters(tx: Tx, key: OrderKey): Promise<HeldByOrder> {
	const promotions = await tx<HeldByOrder['promotions']>`
		select b.id as budget_id, b.promotion_id, b.location_id, r.amount_minor, r.uses from promotion_budget b join promotion_reservation r on r.budget_id = b.id
		where r.account_id = ${key.accountId} and r.order_id = ${key.orderId} and r.state = 'reserved' order by b.id for update of b`
	const periods = await tx<HeldByOrder['periods']>`
		select c.price_book_id as book_id, c.product_id, c.unit_code as unit, k.quantity::text as quantity from period_counter c
			join period_commitment k using (account_id, price_book_id, product_id, unit_code, period_start)
		where k.account_id = ${key.accountId} and k.order_id = ${key.orderId} order by c.price_book_id, c.product_id, c.unit_code collate "C" for update of c`
	return { promotions, periods }
}

/** Gives back a part of what an order holds of promotions' budgets; the counters are locked. */
export async function freePromotions(tx: Tx, key: OrderKey, freed: readonly { budgetId: number; amountMinor: number; uses: number }[]): Promise<void> {
	await tx`
		with freed as (
			select * from json_to_recordset(${JSON.stringify(freed)}::text::json) as w("budgetId" bigint, "amountMinor" bigint, uses int)
		), held as (
			update promotion_reservation r set amount_minor = r.amount_minor - f."amountMinor", uses = r.uses - f.uses from freed f
			where r.account_id = ${key.accountId} and r.order_id = ${key.orderId} and r.budget_id = f."budgetId" and r.state = 'reserved'
		)
		update promotion_budget b set reserved_minor = b.reserved_minor - f."amountMinor", reserved_uses = b.reserved_uses - f.uses from freed f where b.id = f."budgetId"`
}

/** Takes a part of what an order added to the counters of contract periods away again; the counters are locked. */
export async function freePeriods(
	tx: Tx,
	key: OrderKey,
	freed: readonly { bookId: number; productId: number; unit: string; quantity: string }[],
): Promise<void> {
	await tx`
		with freed as (
			select k.price_book_id, k.product_id, k.unit_code, k.period_start, k.quantity as held, f.quantity
			from json_to_recordset(${JSON.stringify(freed)}::text::json) as f("bookId" bigint, "productId" bigint, unit text, quantity numeric)
				join period_commitment k on k.account_id = ${key.accountId} and k.order_id = ${key.orderId} and k.price_book_id = f."bookId" and k.product_id = f."productId" and k.unit_code = f.unit
		), gone as (
			delete from period_commitment k using freed f where k.account_id = ${key.accountId} and k.order_id = ${key.orderId} and k.price_book_id = f.price_book_id and k.product_id = f.product_id
				and k.unit_code = f.unit_code and f.quantity >= f.held
		), less as (
			update period_commitment k set quantity = k.quantity - f.quantity from freed f where k.account_id = ${key.accountId} and k.order_id = ${key.orderId} and k.price_book_id = f.price_book_id
				and k.product_id = f.product_id and k.unit_code = f.unit_code and f.quantity < f.held
		)
		update period_counter c set committed_quantity = c.committed_quantity - least(f.held, f.quantity) from freed f
		where c.account_id = ${key.accountId} and c.price_book_id = f.price_book_id and c.product_id = f.product_id and c.unit_code = f.unit_code and c.period_start = f.period_start`
}
