import type { Sql } from '../client.server.ts'
import { asPrinted, type PrintedSeller } from './invoice-print.ts'

export type RefundOfPayment = { amountMinor: number; status: string; on: string }
export type DisputeOfPayment = { amountMinor: number; status: string; reason: string; on: string; respondBy: string | null }

export type PaymentDocument = {
	id: number
	accountName: string
	accountNumber: string
	method: string
	reference: string | null
	currency: string
	amountMinor: number
	appliedMinor: number
	status: string
	receivedOn: string
	seller: PrintedSeller
	/** Of a credit note the amount is negative: so much of it was used. */
	applications: { number: string; kind: 'invoice' | 'credit_note'; amountMinor: number; totalMinor: number; issuedOn: string }[]
	refunds: RefundOfPayment[]
	disputes: DisputeOfPayment[]
}

/** One payment of an account with what it settled, what was given back and what is disputed; days are the seller's. One statement. */
export async function readPaymentDocument(sql: Sql, question: { accountId: number; paymentId: number; timeZone: string }): Promise<PaymentDocument | null> {
	const { timeZone } = question
	const [row] = await sql<PaymentDocument[]>`
		select p.id, a.name as account_name, a.number as account_number, p.method, p.reference, p.currency, p.amount_minor, p.applied_minor, p.status, (p.received_at at time zone ${timeZone})::date as received_on, ${asPrinted(sql)} as seller,
			(select coalesce(json_agg(json_build_object('number', i.number, 'kind', i.kind, 'amountMinor', x.amount_minor, 'totalMinor', i.total_minor, 'issuedOn', i.issued_on) order by i.kind desc, i.due_on, i.id), '[]')
				from payment_application x join invoice i on i.account_id = x.account_id and i.id = x.invoice_id where x.account_id = p.account_id and x.payment_id = p.id) as applications,
			(select coalesce(json_agg(json_build_object('amountMinor', r.amount_minor, 'status', r.status, 'on', (r.refunded_at at time zone ${timeZone})::date) order by r.id), '[]')
				from card_refund r where r.account_id = p.account_id and r.stripe_intent_id = p.stripe_intent_id) as refunds,
			(select coalesce(json_agg(json_build_object('amountMinor', d.amount_minor, 'status', d.status, 'reason', d.reason, 'on', (d.opened_at at time zone ${timeZone})::date, 'respondBy', (d.respond_by at time zone ${timeZone})::date) order by d.id), '[]')
				from card_dispute d where d.account_id = p.account_id and d.stripe_intent_id = p.stripe_intent_id) as disputes
		from payment p join account a on a.id = p.account_id join seller_entity s on s.id = a.seller_entity_id where p.account_id = ${question.accountId} and p.id = ${question.paymentId}`
	return row ?? null
}

/** What was given back and what is disputed of the cards that paid an invoice. */
export async function readCardFactsOfInvoice(
	sql: Sql,
	question: { accountId: number; invoiceId: number; timeZone: string },
): Promise<(({ kind: 'refund' } & RefundOfPayment) | ({ kind: 'dispute' } & DisputeOfPayment))[]> {
	const { accountId, invoiceId, timeZone } = question
	return sql`
		with paid as (
			select distinct p.stripe_intent_id from payment_application x join payment p on p.account_id = x.account_id and p.id = x.payment_id
			where x.account_id = ${accountId} and x.invoice_id = ${invoiceId} and p.stripe_intent_id is not null
		)
		select 'refund' as kind, r.amount_minor, r.status, null as reason, (r.refunded_at at time zone ${timeZone})::date as on, null::date as respond_by from card_refund r join paid using (stripe_intent_id) where r.account_id = ${accountId}
		union all
		select 'dispute', d.amount_minor, d.status, d.reason, (d.opened_at at time zone ${timeZone})::date, (d.respond_by at time zone ${timeZone})::date from card_dispute d join paid using (stripe_intent_id) where d.account_id = ${accountId}
		order by 5`
}

export type PaymentFilter = {
	sellerEntityId: number
	/** Part of a reference, of an account's name or number, or of the number of an invoice that it settled. */
	text: string | null
	state: string | null
	from: string | null
	to: string | null
	timeZone: string
	/** The payment after which the list goes on. */
	after: number | null
	limit: number | null
}

export type PaymentListRow = {
	id: number
	accountId: number
	accountName: string
	accountNumber: string
	method: string
	reference: string | null
	currency: string
	amountMinor: number
	appliedMinor: number
	status: string
	receivedOn: string
	/** What it settled. */
	numbers: string[]
	refundedMinor: number
	isDisputed: boolean
}

/** Payments that came to a seller, the newest first. */
export async function listPayments(sql: Sql, filter: PaymentFilter): Promise<PaymentListRow[]> {
	const { text, state, timeZone } = filter
	const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<PaymentListRow[]>`
		select p.id, p.account_id, a.name as account_name, a.number as account_number, p.method, p.reference, p.currency, p.amount_minor, p.applied_minor, p.status, (p.received_at at time zone ${timeZone})::date as received_on,
			coalesce(s.numbers, '{}') as numbers, coalesce(r.amount, 0)::bigint as refunded_minor, coalesce(d.is_disputed, false) as is_disputed
		from payment p join account a on a.id = p.account_id
			left join lateral (select array_agg(i.number order by i.due_on, i.id) as numbers from payment_application x join invoice i on i.account_id = x.account_id and i.id = x.invoice_id
				where x.account_id = p.account_id and x.payment_id = p.id) s on true
			left join lateral (select sum(amount_minor) as amount from card_refund f where f.account_id = p.account_id and f.stripe_intent_id = p.stripe_intent_id and f.status = 'succeeded') r on true
			left join lateral (select bool_or(status not in ('won','warning_closed')) as is_disputed from card_dispute f where f.account_id = p.account_id and f.stripe_intent_id = p.stripe_intent_id) d on true
		where a.seller_entity_id = ${filter.sellerEntityId} and (${filter.after}::bigint is null or p.id < ${filter.after})
			and (${filter.from}::date is null or (p.received_at at time zone ${timeZone})::date >= ${filter.from}::date) and (${filter.to}::date is null or (p.received_at at time zone ${timeZone})::date <= ${filter.to}::date)
			and case ${state}::text when 'unapplied' then p.status = 'received' and p.applied_minor < p.amount_minor when 'disputed' then coalesce(d.is_disputed, false) when 'refunded' then r.amount > 0 else true end
			and (${pattern}::text is null or p.reference ilike ${pattern} or a.name ilike ${pattern} or a.number ilike ${pattern} or array_to_string(s.numbers, ' ') ilike ${pattern})
		order by p.id desc limit ${filter.limit}`
}
