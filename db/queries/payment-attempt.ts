import type { Sql, Tx } from '../client.server.ts'

export type AttemptRow = {
	id: number
	accountId: number
	orderId: number
	orderNumber: string
	groupId: number
	key: string
	attempt: number
	state: string
	amountMinor: number
	capturedMinor: number | null
	failureCode: string | null
	currency: string
	intentId: string | null
	paymentMethodId: string | null
	customerId: string | null
	contactId: number | null
}

/** Every card call that was made for a delivery of an order, the oldest first. */
export async function readGroupAttempts(sql: Sql, question: { accountId: number; groupId: number }): Promise<AttemptRow[]> {
	return sql<AttemptRow[]>`
		select a.id, a.account_id, a.order_id, o.number as order_number, a.group_id, a.idempotency_key as key, a.attempt::int as attempt, a.state, a.amount_minor, a.captured_minor, a.failure_code, a.currency,
			a.stripe_intent_id as intent_id, a.payment_method_id, c.stripe_customer_id as customer_id, coalesce(o.on_behalf_of_contact_id, o.contact_id) as contact_id
		from payment_attempt a join sales_order o on o.account_id = a.account_id and o.id = a.order_id left join saved_card c on c.account_id = a.account_id and c.payment_method_id = a.payment_method_id
		where a.account_id = ${question.accountId} and a.group_id = ${question.groupId} and a.purpose = 'order' order by a.attempt, a.id`
}

export type CaptureRow = { accountId: number; attemptId: number; amountMinor: number }

/** Money that a captured authorisation brought in: the attempt says so and a payment stands for it, once however often it is told. */
export async function saveCaptures(tx: Tx, input: { captures: readonly CaptureRow[]; at: Date }): Promise<void> {
	await tx`
		with told as (
			select * from json_to_recordset(${JSON.stringify(input.captures)}::text::json) as w("accountId" bigint, "attemptId" bigint, "amountMinor" bigint)
		), done as (
			update payment_attempt a set state = 'captured', captured_minor = told."amountMinor", updated_at = ${input.at} from told where a.account_id = told."accountId" and a.id = told."attemptId" and a.state in ('authorised','captured')
			returning a.account_id, a.currency, a.stripe_intent_id, a.order_id, told."amountMinor" as amount
		)
		insert into payment (account_id, method, currency, amount_minor, reference, status, stripe_intent_id, received_at, contact_id)
		select d.account_id, 'card', d.currency, d.amount, o.number, 'received', d.stripe_intent_id, ${input.at}, coalesce(o.on_behalf_of_contact_id, o.contact_id)
		from done d left join sales_order o on o.account_id = d.account_id and o.id = d.order_id where d.amount > 0
		on conflict (stripe_intent_id) do nothing`
}

/** Calls that wait for a day that will not come: nothing of their delivery is left to ship. */
export async function dropScheduled(tx: Tx, { accountId, groupId, at }: { accountId: number; groupId: number; at: Date }): Promise<void> {
	await tx`update payment_attempt set state = 'released', updated_at = ${at} where account_id = ${accountId} and group_id = ${groupId} and purpose = 'order' and state = 'scheduled'`
}

export type InvoiceAttempt = { id: number; state: string; amountMinor: number; currency: string; stripeIntentId: string | null; idempotencyKey: string }

/** The card call for a payment of invoices, written down before it is made; the same key is the same call. */
export async function claimInvoiceAttempt(
	tx: Tx,
	input: { accountId: number; key: string; amountMinor: number; currency: string; paymentMethodId: string; at: Date },
): Promise<InvoiceAttempt> {
	const [row] = await tx<InvoiceAttempt[]>`
		insert into payment_attempt (account_id, idempotency_key, purpose, amount_minor, currency, payment_method_id, created_at, updated_at)
		values (${input.accountId}, ${input.key}, 'invoices', ${input.amountMinor}, ${input.currency}, ${input.paymentMethodId}, ${input.at}, ${input.at})
		on conflict (idempotency_key) do update set updated_at = payment_attempt.updated_at
		returning id, state, amount_minor, currency, stripe_intent_id, idempotency_key`
	if (!row) throw new Error('A payment attempt could not be written')
	return row
}

export async function readInvoiceAttempt(sql: Sql, question: { accountId: number; key: string }): Promise<InvoiceAttempt | null> {
	const [row] = await sql<InvoiceAttempt[]>`
		select id, state, amount_minor, currency, stripe_intent_id, idempotency_key from payment_attempt where account_id = ${question.accountId} and idempotency_key = ${question.key} and purpose = 'invoices'`
	return row ?? null
}

export type LeftInvoiceAttempt = InvoiceAttempt & { accountId: number; billToAccountId: number; createdAt: Date }

/** Payments of invoices that were begun and never came to an end. */
export async function readLeftInvoiceAttempts(sql: Sql, { before, most }: { before: Date; most: number }): Promise<LeftInvoiceAttempt[]> {
	return sql<LeftInvoiceAttempt[]>`
		select a.id, a.account_id, coalesce(o.bill_to_account_id, o.id) as bill_to_account_id, a.state, a.amount_minor, a.currency, a.stripe_intent_id, a.idempotency_key, a.created_at
		from payment_attempt a join account o on o.id = a.account_id
		where a.purpose = 'invoices' and a.state in ('prepared','requires_action','authorised') and a.created_at <= ${before} order by a.created_at limit ${most}`
}

export async function markAttempt(
	tx: Tx,
	input: {
		accountId: number
		attemptId: number
		state: string
		stripeIntentId?: string | null
		failureCode?: string | null
		paymentId?: number | null
		at: Date
	},
): Promise<void> {
	await tx`
		update payment_attempt set state = ${input.state}, captured_minor = case when ${input.state} = 'captured' then amount_minor end, stripe_intent_id = coalesce(${input.stripeIntentId ?? null}, stripe_intent_id), failure_code = ${input.failureCode ?? null},
			payment_id = coalesce(${input.paymentId ?? null}, payment_id), updated_at = ${input.at} where account_id = ${input.accountId} and id = ${input.attemptId}`
}
