import type { Sql, Tx } from '../client.server.ts'

export type CardAttemptRow = {
	id: number
	accountId: number
	groupKey: string
	key: string
	attempt: number
	amountMinor: number
	currency: string
	state: string
	paymentMethodId: string | null
	intentId: string | null
	createdAt: Date
}

/** Card calls made for the deliveries of a cart that no order has claimed yet. */
export async function readCartAttempts(sql: Sql, key: { accountId: number; cartId: number }): Promise<CardAttemptRow[]> {
	return sql<CardAttemptRow[]>`
		select a.id, a.account_id, a.group_id::text as group_key, a.idempotency_key as key, a.attempt::int as attempt, a.amount_minor, a.currency, a.state, a.payment_method_id, a.stripe_intent_id as intent_id, a.created_at
		from delivery_group g join payment_attempt a on a.account_id = g.account_id and a.group_id = g.id and a.purpose = 'order' and a.order_id is null
		where g.account_id = ${key.accountId} and g.order_id = ${key.cartId} order by a.id`
}

export type NewAttempt = {
	key: string
	groupId: number
	attempt: number
	amountMinor: number
	currency: string
	state: 'prepared' | 'scheduled'
	paymentMethodId: string
	orderId: number | null
	authoriseOn: string | null
}

/** Rows of calls that are about to be made, or are due on a later day. The same key twice is one call. */
export async function insertAttempts(tx: Tx, accountId: number, attempts: readonly NewAttempt[], at: Date): Promise<void> {
	await tx`
		insert into payment_attempt (account_id, idempotency_key, order_id, group_id, attempt, amount_minor, currency, state, payment_method_id, authorise_on, created_at, updated_at)
		select ${accountId}, w.key, w."orderId", w."groupId", w.attempt, w."amountMinor", w.currency, w.state, w."paymentMethodId", w."authoriseOn", ${at}, ${at}
		from json_to_recordset(${JSON.stringify(attempts)}::text::json) as w(key text, "orderId" bigint, "groupId" bigint, attempt smallint, "amountMinor" bigint, currency text, state text, "paymentMethodId" text, "authoriseOn" date)
		on conflict (idempotency_key) do nothing`
}

export type AttemptOutcome = { key: string; state: string; intentId: string | null; failureCode: string | null; captureBefore: Date | null }

/** What calls have come to, and which of them could be written: a call that money has moved on, or that was given up, is never taken back to an earlier state. */
export async function saveAttemptOutcomes(tx: Tx, outcomes: readonly AttemptOutcome[], at: Date): Promise<Set<string>> {
	const rows = await tx<{ key: string }[]>`
		update payment_attempt a set state = w.state, stripe_intent_id = coalesce(w."intentId", a.stripe_intent_id), failure_code = w."failureCode", capture_before = coalesce(w."captureBefore", a.capture_before), updated_at = ${at}
		from json_to_recordset(${JSON.stringify(outcomes)}::text::json) as w(key text, state text, "intentId" text, "failureCode" text, "captureBefore" timestamptz)
		where a.idempotency_key = w.key and a.state not in ('captured','released') returning a.idempotency_key as key`
	return new Set(rows.map(({ key }) => key))
}

/** Gives authorised calls to the order that they pay; false when one of them is no longer there to be had. */
export async function claimAttempts(tx: Tx, input: { accountId: number; orderId: number; ids: readonly number[]; at: Date }): Promise<boolean> {
	const rows = await tx`
		update payment_attempt set order_id = ${input.orderId}, updated_at = ${input.at}
		where account_id = ${input.accountId} and id = any(${tx.array([...input.ids], 20)}::bigint[]) and state = 'authorised' and order_id is null returning 1`
	return rows.length === input.ids.length
}

/** Open calls that no order claimed within the time, authorised ones whose order was cancelled, and captured ones of such an order that nobody refunded: they hold somebody's money. */
export async function readOrphanAttempts(sql: Sql, { before, most }: { before: Date; most: number }): Promise<CardAttemptRow[]> {
	return sql<CardAttemptRow[]>`
		select a.id, a.account_id, a.group_id::text as group_key, a.idempotency_key as key, a.attempt::int as attempt, a.amount_minor, a.currency, a.state, a.payment_method_id, a.stripe_intent_id as intent_id, a.created_at
		from payment_attempt a left join sales_order o on o.account_id = a.account_id and o.id = a.order_id left join delivery_group g on g.account_id = a.account_id and g.id = a.group_id
		where a.purpose = 'order' and ((a.state in ('prepared','requires_action','authorised') and (((a.order_id is null or a.state <> 'authorised') and a.created_at <= ${before}) or (a.order_id is not null and a.state = 'authorised' and (o.stage = 'cancelled' or g.status in ('cancelled','shipped','delivered')))))
			or (a.state = 'captured' and o.stage = 'cancelled' and a.updated_at <= ${before} and not exists (select 1 from card_refund r where r.account_id = a.account_id and r.stripe_intent_id = a.stripe_intent_id)
				and not exists (select 1 from card_dispute d where d.account_id = a.account_id and d.stripe_intent_id = a.stripe_intent_id)))
		order by a.created_at limit ${most}`
}

export type DueAttempt = CardAttemptRow & { orderId: number; orderNumber: string; groupId: number; contactId: number | null; customerId: string | null }

/** Calls that were put off to a day that has come, one row per delivery. */
export async function readDueAttempts(sql: Sql, { at, most }: { at: Date; most: number }): Promise<DueAttempt[]> {
	return sql<DueAttempt[]>`
		select a.id, a.account_id, a.group_id, a.group_id::text as group_key, a.idempotency_key as key, a.attempt::int as attempt, a.amount_minor, a.currency, a.state, a.payment_method_id, a.stripe_intent_id as intent_id, a.created_at,
			o.id as order_id, o.number as order_number, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id, c.stripe_customer_id as customer_id
		from payment_attempt a join sales_order o on o.account_id = a.account_id and o.id = a.order_id join seller_entity s on s.id = o.seller_entity_id left join saved_card c on c.payment_method_id = a.payment_method_id
		where a.state = 'scheduled' and a.purpose = 'order' and o.stage <> 'cancelled' and a.authorise_on <= (${at}::timestamptz at time zone s.time_zone)::date
		order by a.id limit ${most}`
}

/** Deliveries whose card was refused wait for the buyer. */
export async function holdDeliveries(tx: Tx, groupIds: readonly number[]): Promise<void> {
	await tx`update delivery_group set status = 'held' where id = any(${tx.array([...groupIds], 20)}::bigint[]) and status in ('open','part_shipped')`
}

/** A notice as it came; the same delivery twice is one row. */
export async function insertWebhook(sql: Sql, notice: { source: string; deliveryId: string; body: string; at: Date }): Promise<void> {
	await sql`insert into webhook_event (source, delivery_id, body, received_at) values (${notice.source}, ${notice.deliveryId}, ${notice.body}, ${notice.at}) on conflict (source, delivery_id) do nothing`
}

export type WaitingNotice = { id: number; body: string }

export async function readWaitingNotices(sql: Sql, source: string, most: number): Promise<WaitingNotice[]> {
	return sql<WaitingNotice[]>`select id, body from webhook_event where source = ${source} and processed_at is null order by id limit ${most}`
}

export async function settleNotices(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
	await tx`update webhook_event set processed_at = ${at} where id = any(${tx.array([...ids], 20)}::bigint[])`
}

/** The stored calls behind intents of the processor. */
export async function readAttemptsByIntent(sql: Sql, intentIds: readonly string[]): Promise<{ key: string; intentId: string; state: string }[]> {
	return sql<{ key: string; intentId: string; state: string }[]>`
		select idempotency_key as key, stripe_intent_id as intent_id, state from payment_attempt where stripe_intent_id = any(${sql.array([...intentIds], 25)}::text[])`
}
