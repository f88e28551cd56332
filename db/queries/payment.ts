import type { Sql, Tx } from '../client.server.ts'

/**
 * Money that a payment still has to give: received, not wholly applied. What an order's card brought waits for the invoices
 * of that order (`applyCaptures`); what is given back or disputed settles nothing more. `p` is the payment.
 */
const isFree = (sql: Sql) => sql`p.status = 'received' and p.method <> 'credit' and p.amount_minor > p.applied_minor and not exists (
	select 1 from payment_attempt t join allocation x on x.account_id = t.account_id and x.order_id = t.order_id
	where t.account_id = p.account_id and t.stripe_intent_id = p.stripe_intent_id and x.invoiced_quantity < x.quantity - x.cancelled_quantity)
	and not exists (select 1 from card_refund r where r.account_id = p.account_id and r.stripe_intent_id = p.stripe_intent_id and r.status not in ('failed','canceled'))
	and not exists (select 1 from card_dispute d where d.account_id = p.account_id and d.stripe_intent_id = p.stripe_intent_id and d.status not in ('won','warning_closed'))`

export type CashRow = { id: number; method: string; reference: string | null; currency: string; amountMinor: number; appliedMinor: number; receivedAt: Date }

/** Payments of an account that are not wholly applied, the oldest first: unapplied cash. */
export async function readUnappliedCash(sql: Sql, accountId: number): Promise<CashRow[]> {
	return sql<CashRow[]>`
		select p.id, p.method, p.reference, p.currency, p.amount_minor, p.applied_minor, p.received_at from payment p where p.account_id = ${accountId} and ${isFree(sql)} order by p.received_at, p.id`
}

export type LockedCash = { paymentId: number; leftMinor: number; currency: string; method: string }

/** Locks what an account has of unapplied cash, or the payment named, ids ascending. */
export async function lockCash(tx: Tx, question: { accountId: number; paymentId: number | null }): Promise<LockedCash[]> {
	return tx<LockedCash[]>`
		select p.id as payment_id, p.amount_minor - p.applied_minor as left_minor, p.currency, p.method from payment p
		where p.account_id = ${question.accountId} and (${question.paymentId}::bigint is null or p.id = ${question.paymentId}) and ${isFree(tx)} order by p.id for update of p`
}

/** Applies cash to invoices and takes what was settled off the open credit; one statement for any number of either. */
export async function insertCashApplications(
	tx: Tx,
	input: { accountId: number; billToAccountId: number; applications: readonly { paymentId: number; invoiceId: number; amountMinor: number }[]; at: Date },
): Promise<void> {
	await tx`
		with wanted as (
			select * from json_to_recordset(${JSON.stringify(input.applications)}::text::json) as w("paymentId" bigint, "invoiceId" bigint, "amountMinor" bigint)
		), applied as (
			insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) select ${input.accountId}, "paymentId", "invoiceId", "amountMinor", ${input.at} from wanted
			on conflict (account_id, payment_id, invoice_id) do update set amount_minor = payment_application.amount_minor + excluded.amount_minor, applied_at = excluded.applied_at
		), drawn as (
			update payment p set applied_minor = p.applied_minor + w.amount from (select "paymentId" as id, sum("amountMinor") as amount from wanted group by 1) w where p.account_id = ${input.accountId} and p.id = w.id
		), settled as (
			update invoice i set settled_minor = i.settled_minor + w.amount from (select "invoiceId" as id, sum("amountMinor") as amount from wanted group by 1) w where i.account_id = ${input.accountId} and i.id = w.id
		)
		update credit_profile set open_invoice_minor = greatest(0, open_invoice_minor - (select coalesce(sum("amountMinor"), 0) from wanted)), updated_at = ${input.at} where account_id = ${input.billToAccountId}`
}

export type Unapplied = { invoiceId: number; number: string; kind: 'invoice' | 'credit_note'; amountMinor: number }

/** What a payment settled, before it is taken back; locks the payment and its invoices. Null: no such payment of this account. */
export async function lockApplications(
	tx: Tx,
	key: { accountId: number; paymentId: number },
): Promise<{
	method: string
	currency: string
	amountMinor: number
	appliedMinor: number
	status: string
	stripeIntentId: string | null
	applications: Unapplied[]
} | null> {
	const [payment] = await tx<{ method: string; currency: string; amountMinor: number; appliedMinor: number; status: string; stripeIntentId: string | null }[]>`
		select method, currency, amount_minor, applied_minor, status, stripe_intent_id from payment where account_id = ${key.accountId} and id = ${key.paymentId} for update`
	if (!payment) return null
	const applications = await tx<Unapplied[]>`
		select i.id as invoice_id, i.number, i.kind, x.amount_minor from payment_application x join invoice i on i.account_id = x.account_id and i.id = x.invoice_id
		where x.account_id = ${key.accountId} and x.payment_id = ${key.paymentId} order by i.id for update of i`
	return { ...payment, applications }
}

/** Takes back all that a payment settled; one that only netted credit notes is over with it. Its money is unapplied again, the invoices are open again, and so is the credit they use. */
export async function deleteApplications(
	tx: Tx,
	input: { accountId: number; paymentId: number; billToAccountId: number; reopenedMinor: number; at: Date },
): Promise<void> {
	await tx`
		with gone as (
			delete from payment_application where account_id = ${input.accountId} and payment_id = ${input.paymentId} returning invoice_id, amount_minor
		), given as (
			update payment set applied_minor = case when method = 'credit' then applied_minor else applied_minor - (select coalesce(sum(amount_minor), 0) from gone) end,
				status = case when method = 'credit' then 'failed' else status end where account_id = ${input.accountId} and id = ${input.paymentId}
		), opened as (
			update invoice i set settled_minor = i.settled_minor - gone.amount_minor from gone where i.account_id = ${input.accountId} and i.id = gone.invoice_id
		)
		update credit_profile set open_invoice_minor = open_invoice_minor + ${input.reopenedMinor}, updated_at = ${input.at} where account_id = ${input.billToAccountId}`
}
