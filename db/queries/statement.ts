import type { Movement } from '../../app/engine/invoice/statement.ts'
import type { Sql } from '../client.server.ts'

export type StatementRow = { currency: string; openingMinor: number; movements: Movement[] }

/**
 * What moved an account from one day through another, by currency, with what stood before: documents, payments, refunds, and
 * what imported documents call settled though no payment of ours did it. Credit notes that are netted move nothing: they
 * stand as documents. One statement.
 */
export async function readStatement(sql: Sql, question: { accountId: number; timeZone: string; from: string; to: string }): Promise<StatementRow[]> {
	const { accountId, timeZone, from, to } = question
	return sql<StatementRow[]>`
		with applied as (
			select invoice_id, sum(amount_minor) as amount from payment_application where account_id = ${accountId} group by invoice_id
		), moves as (
			select i.currency, i.issued_on as on_day, i.kind, i.number, null::text as method, i.po_number, case when i.kind = 'invoice' then i.due_on end as due_on, null::bigint as payment_id, i.total_minor as amount, 1 as rank, i.id
			from invoice i where i.account_id = ${accountId}
			union all
			select i.currency, i.issued_on, 'settled', i.number, null, null, null, null, coalesce(a.amount, 0) - i.settled_minor, 2, i.id
			from invoice i left join applied a on a.invoice_id = i.id where i.account_id = ${accountId} and i.settled_minor <> coalesce(a.amount, 0)
			union all
			select p.currency, (p.received_at at time zone ${timeZone})::date, 'payment', p.reference, p.method, null, null, p.id, -p.amount_minor, 3, p.id
			from payment p where p.account_id = ${accountId} and p.status in ('received','refunded') and p.method <> 'credit'
			union all
			select r.currency, (r.refunded_at at time zone ${timeZone})::date, 'refund', p.reference, p.method, null, null, p.id, r.amount_minor, 4, r.id
			from card_refund r join payment p on p.account_id = r.account_id and p.stripe_intent_id = r.stripe_intent_id where r.account_id = ${accountId} and r.status = 'succeeded'
		)
		select currency, coalesce(sum(amount) filter (where on_day < ${from}::date), 0)::bigint as opening_minor,
			coalesce(json_agg(json_build_object('on', on_day, 'kind', kind, 'number', number, 'method', method, 'poNumber', po_number, 'dueOn', due_on, 'paymentId', payment_id, 'amountMinor', amount)
				order by on_day, rank, id) filter (where on_day >= ${from}::date), '[]') as movements
		from moves where on_day <= ${to}::date group by currency order by currency`
}

export type StatementHead = {
	accountName: string
	accountNumber: string
	address: Record<string, string | null> | null
	seller: { name: string; address: Record<string, string | null>; country: string; taxNumber: string | null }
}

/** Who writes a statement to whom. Null: no such account of this seller. */
export async function readStatementHead(sql: Sql, question: { accountId: number; sellerEntityId: number }): Promise<StatementHead | null> {
	const [row] = await sql<StatementHead[]>`
		select a.name as account_name, a.number as account_number, (select jsonb_build_object('line1', l.line1, 'line2', l.line2, 'city', l.city, 'region', l.region, 'postalCode', l.postal_code, 'country', l.country) from location l where l.account_id = a.id and l.is_active order by l.is_default desc, l.id limit 1) as address,
			jsonb_build_object('name', s.name, 'address', s.address, 'country', s.country, 'taxNumber', s.tax_number) as seller
		from account a join seller_entity s on s.id = a.seller_entity_id where a.id = ${question.accountId} and a.seller_entity_id = ${question.sellerEntityId}`
	return row ?? null
}
