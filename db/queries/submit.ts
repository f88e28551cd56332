import type { Sql, Tx } from '../client.server.ts'

export type KnownKey = { isNew: boolean; requestHash: string; orderId: number | null; answer: unknown }

/** Claims an idempotency key; a second caller waits for the first and then reads its answer (section 8, step 1). */
export async function claimKey(tx: Tx, input: { accountId: number; key: string; requestHash: string; at: Date }): Promise<KnownKey> {
	const [row] = await tx<KnownKey[]>`
		insert into idempotency_key (account_id, key, request_hash, created_at) values (${input.accountId}, ${input.key}, ${input.requestHash}, ${input.at})
		on conflict (account_id, key) do update set key = excluded.key
		returning (xmax = 0) as is_new, request_hash, order_id, answer`
	if (!row) throw new Error('An idempotency key could not be claimed')
	return row
}

/** Locks a key and reads its answer so far; null: no such key, or no answer yet. */
export async function readKey(tx: Tx, question: { accountId: number; key: string }): Promise<unknown> {
	const [row] = await tx<
		{ answer: unknown }[]
	>`select answer from idempotency_key where account_id = ${question.accountId} and key = ${question.key} for update`
	return row?.answer ?? null
}

/** A key that has been answered; null: none such, or no answer yet. */
export async function readAnsweredKey(sql: Sql, question: { accountId: number; key: string }): Promise<{ requestHash: string; answer: unknown } | null> {
	const [row] = await sql<{ requestHash: string; answer: unknown }[]>`
		select request_hash, answer from idempotency_key where account_id = ${question.accountId} and key = ${question.key} and answer is not null`
	return row ?? null
}

export async function answerKey(tx: Tx, input: { accountId: number; key: string; orderId: number | null; answer: unknown }): Promise<void> {
	await tx`update idempotency_key set order_id = ${input.orderId}, answer = ${tx.json(input.answer as never)} where account_id = ${input.accountId} and key = ${input.key}`
}

/** Locks a cart to be placed. Null: not this account's, placed meanwhile, or of another version. */
export async function lockCart(tx: Tx, input: { accountId: number; cartId: number; version: number }): Promise<{ id: number } | null> {
	const [row] = await tx<{ id: number }[]>`
		select id from sales_order where account_id = ${input.accountId} and id = ${input.cartId} and version = ${input.version} and stage = 'cart' for update`
	return row ?? null
}

/** Whether this account became another while somebody shopped for it: her cart is there. */
export async function isMerged(tx: Tx, accountId: number): Promise<boolean> {
	const rows = await tx`select 1 from account where id = ${accountId} and merged_into_id is not null`
	return rows.length > 0
}

export type LockedCredit = { currency: string; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number }

export async function lockCredit(tx: Tx, billToAccountId: number): Promise<LockedCredit | null> {
	const [row] = await tx<LockedCredit[]>`
		select currency, limit_minor, open_invoice_minor, unbilled_minor, reserved_minor from credit_profile where account_id = ${billToAccountId} for update`
	return row ?? null
}

export type LockedBudget = { id: number; promotionId: number; locationId: number | null; remainingMinor: number | null; remainingUses: number | null }

/** The budgets of promotions as they reach this buyer, ids ascending. */
export async function lockBudgets(
	tx: Tx,
	promotionIds: readonly number[],
	buyer: { accountIds: readonly number[]; buyerGroupIds: readonly number[] },
): Promise<LockedBudget[]> {
	return tx<LockedBudget[]>`
		select b.id, b.promotion_id, b.location_id, b.limit_minor - b.reserved_minor - b.committed_minor as remaining_minor, b.limit_uses - b.reserved_uses - b.committed_uses as remaining_uses
		from promotion_budget b where b.promotion_id = any(${tx.array([...promotionIds], 20)}::bigint[])
			and (b.account_id is null or b.account_id = any(${tx.array([...buyer.accountIds], 20)}::bigint[])) and (b.buyer_group_id is null or b.buyer_group_id = any(${tx.array([...buyer.buyerGroupIds], 20)}::bigint[]))
		order by b.id for update`
}

export type LockedStock = { productId: number; warehouseId: number; available: string }

export async function lockStock(tx: Tx, wanted: readonly { productId: number; warehouseId: number }[]): Promise<LockedStock[]> {
	return tx<LockedStock[]>`
		select l.product_id, l.warehouse_id, (l.on_hand - l.reserved)::text as available
		from stock_level l join unnest(${tx.array(
			wanted.map((one) => one.productId),
			20,
		)}::bigint[], ${tx.array(
			wanted.map((one) => one.warehouseId),
			20,
		)}::bigint[]) as w(product_id, warehouse_id)
			on w.product_id = l.product_id and w.warehouse_id = l.warehouse_id
		order by l.product_id, l.warehouse_id for update of l`
}

/** Raises the reserved part of a credit line, never past the limit; false when it no longer suffices. */
export async function reserveCredit(
	tx: Tx,
	input: { accountId: number; billToAccountId: number; orderId: number; amountMinor: number; at: Date },
): Promise<boolean> {
	const rows = await tx`
		with held as (
			update credit_profile set reserved_minor = reserved_minor + ${input.amountMinor}, updated_at = ${input.at}
			where account_id = ${input.billToAccountId} and (${input.amountMinor} = 0 or open_invoice_minor + unbilled_minor + reserved_minor + ${input.amountMinor} <= limit_minor)
			returning account_id
		)
		insert into credit_reservation (account_id, bill_to_account_id, order_id, amount_minor, created_at)
		select ${input.accountId}, account_id, ${input.orderId}, ${input.amountMinor}, ${input.at} from held returning 1`
	return rows.length === 1
}

export type BudgetUse = { budgetId: number; amountMinor: number; uses: number }

/** Reserves what an order takes of budgets; the database refuses what passes a limit. */
export async function reserveBudgets(tx: Tx, key: { accountId: number; orderId: number }, uses: readonly BudgetUse[]): Promise<void> {
	await tx`
		with wanted as (
			select * from unnest(${tx.array(
				uses.map((use) => use.budgetId),
				20,
			)}::bigint[], ${tx.array(
				uses.map((use) => use.amountMinor),
				20,
			)}::bigint[], ${tx.array(
				uses.map((use) => use.uses),
				23,
			)}::int[]) as w(budget_id, amount_minor, uses)
		), raised as (
			update promotion_budget b set reserved_minor = b.reserved_minor + w.amount_minor, reserved_uses = b.reserved_uses + w.uses from wanted w where b.id = w.budget_id returning b.id
		)
		insert into promotion_reservation (account_id, order_id, budget_id, amount_minor, uses)
		select ${key.accountId}, ${key.orderId}, w.budget_id, w.amount_minor, w.uses from wanted w join raised r on r.id = w.budget_id`
}

export type StockUse = { sequence: number; groupId: number; productId: number; warehouseId: number; quantity: string; neededOn: string }

/** Reserves stock for allocations; the database refuses what was never there. */
export async function reserveStock(tx: Tx, key: { accountId: number; orderId: number }, uses: readonly StockUse[]): Promise<void> {
	await tx`
		with wanted as (
			select w.*, a.id as allocation_id from json_to_recordset(${JSON.stringify(uses)}::text::json)
				as w(sequence int, "groupId" bigint, "productId" bigint, "warehouseId" bigint, quantity numeric, "neededOn" date)
				join order_line l on l.account_id = ${key.accountId} and l.order_id = ${key.orderId} and l.sequence = w.sequence
				join allocation a on a.account_id = l.account_id and a.line_id = l.id and a.group_id = w."groupId"
		), raised as (
			update stock_level s set reserved = s.reserved + t.quantity, updated_at = now()
			from (select "productId" as product_id, "warehouseId" as warehouse_id, sum(quantity) as quantity from wanted group by 1, 2) t
			where s.product_id = t.product_id and s.warehouse_id = t.warehouse_id
		)
		insert into stock_reservation (account_id, order_id, allocation_id, warehouse_id, product_id, quantity, needed_on)
		select ${key.accountId}, ${key.orderId}, allocation_id, "warehouseId", "productId", sum(quantity), min("neededOn") from wanted group by allocation_id, "warehouseId", "productId"`
}

/** Takes a PO number for an order. False: the account has one with it and does not repeat them. */
export async function takePoNumber(tx: Tx, input: { accountId: number; orderId: number; poNumber: string; repeats: boolean }): Promise<boolean> {
	const rows = await tx`
		insert into purchase_order_number (account_id, po_number, repetition, order_id)
		select ${input.accountId}, ${input.poNumber}, case when ${input.repeats}::boolean then ${input.orderId}::bigint::int else 0 end, ${input.orderId}
		on conflict do nothing returning 1`
	return rows.length === 1
}

export type LockedPeriod = { bookId: number; productId: number; unit: string; committed: string }

/** Locks the counters of contract periods, in the order given; one that nobody counted in yet is made, so that two first orders cannot both read nothing. */
export async function lockPeriods(tx: Tx, accountId: number, periods: readonly { bookId: number; productId: number; unit: string }[]): Promise<LockedPeriod[]> {
	return tx<LockedPeriod[]>`
		insert into period_counter (account_id, price_book_id, product_id, unit_code, period_start)
		select ${accountId}, w."bookId", w."productId", w.unit, b.valid_from::date from json_to_recordset(${JSON.stringify(periods)}::text::json) as w("bookId" bigint, "productId" bigint, unit text)
			join price_book b on b.id = w."bookId" order by w."bookId", w."productId", w.unit collate "C"
		on conflict (account_id, price_book_id, product_id, unit_code, period_start) do update set committed_quantity = period_counter.committed_quantity
		returning price_book_id as book_id, product_id, unit_code as unit, committed_quantity::text as committed`
}

export type PeriodUse = { bookId: number; productId: number; unit: string; quantity: string }

/** Raises the counters of contract periods (basis `account_period`), and keeps with the order what it added. */
export async function countPeriods(tx: Tx, key: { accountId: number; orderId: number }, counts: readonly PeriodUse[]): Promise<void> {
	await tx`
		with counted as materialized (
			select c."bookId" as book_id, c."productId" as product_id, c.unit, c.quantity, b.valid_from::date as period_start
			from json_to_recordset(${JSON.stringify(counts)}::text::json) as c("bookId" bigint, "productId" bigint, unit text, quantity numeric) join price_book b on b.id = c."bookId"
		), kept as (
			insert into period_commitment (account_id, order_id, price_book_id, product_id, unit_code, period_start, quantity)
			select ${key.accountId}, ${key.orderId}, book_id, product_id, unit, period_start, quantity from counted
		)
		insert into period_counter (account_id, price_book_id, product_id, unit_code, period_start, committed_quantity)
		select ${key.accountId}, book_id, product_id, unit, period_start, quantity from counted order by book_id, product_id, unit collate "C"
		on conflict (account_id, price_book_id, product_id, unit_code, period_start) do update set committed_quantity = period_counter.committed_quantity + excluded.committed_quantity`
}
