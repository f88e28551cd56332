import type { Sql, Tx } from '../client.server.ts'

export type InvoiceFilter = {
	accountId: number
	/** Part of a number, PO number or order number. */
	text: string | null
	status: string | null
	today: string
	from: string | null
	to: string | null
	after: { issuedOn: string; id: number } | null
	/** Null: all of them, for an export. */
	limit: number | null
}

export type InvoiceListRow = {
	id: number
	kind: 'invoice' | 'credit_note'
	number: string
	orderNumber: string | null
	poNumber: string | null
	place: string | null
	currency: string
	issuedOn: string
	dueOn: string
	totalMinor: number
	settledMinor: number
}

const columns = (sql: Sql) => sql`
	i.id, i.kind, i.number, o.number as order_number, i.po_number, coalesce(g.address->>'name', p.name) as place, i.currency, i.issued_on, i.due_on, i.total_minor, i.settled_minor`
const sources = (sql: Sql) => sql`
	invoice i left join sales_order o on o.account_id = i.account_id and o.id = i.order_id left join shipment h on h.account_id = i.account_id and h.id = i.shipment_id
		left join delivery_group g on g.account_id = h.account_id and g.id = h.group_id left join location p on p.account_id = g.account_id and p.id = g.location_id`

/** Invoices and credit notes of one account, newest first. */
export async function listInvoices(sql: Sql, filter: InvoiceFilter): Promise<InvoiceListRow[]> {
	const { accountId, text, status, today, from, to, after, limit } = filter
	const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<InvoiceListRow[]>`
		select ${columns(sql)} from ${sources(sql)}
		where i.account_id = ${accountId}
			and (${after?.issuedOn ?? null}::date is null or (i.issued_on, i.id) < (${after?.issuedOn ?? null}::date, ${after?.id ?? null}::bigint))
			and (${from}::date is null or i.issued_on >= ${from}::date) and (${to}::date is null or i.issued_on <= ${to}::date)
			and case ${status}::text when 'open' then i.settled_minor <> i.total_minor when 'overdue' then i.kind = 'invoice' and i.settled_minor <> i.total_minor and i.due_on < ${today}::date
				when 'paid' then i.settled_minor = i.total_minor else true end
			and (${pattern}::text is null or i.number ilike ${pattern} or i.po_number ilike ${pattern} or o.number ilike ${pattern})
		order by i.issued_on desc, i.id desc limit ${limit}`
}

export type OpenInvoiceRow = InvoiceListRow

/** All that is open, the oldest due first: what ageing and payments are made of. */
export async function readOpenInvoices(sql: Sql, accountId: number): Promise<OpenInvoiceRow[]> {
	return sql<
		OpenInvoiceRow[]
	>`select ${columns(sql)} from ${sources(sql)} where i.account_id = ${accountId} and i.settled_minor <> i.total_minor order by i.due_on, i.issued_on, i.id`
}

export type InvoiceDocument = InvoiceListRow & {
	termsDays: number | null
	billTo: { number?: string; name?: string; address?: Record<string, string | null> | null } | null
	shipTo: Record<string, string | null> | null
	shipmentNumber: string | null
	accountName: string
	accountNumber: string
	sellerName: string
	sellerAddress: Record<string, string | null>
	netMinor: number
	shippingMinor: number
	taxMinor: number
	/** The prices that were agreed have the tax in them. */
	pricesIncludeTax: boolean
	lines: {
		id: number
		sequence: number
		sku: string | null
		name: string
		/** Where it went. */
		place: string | null
		unitCode: string | null
		quantity: string
		unitPrice: string | null
		netMinor: number
		taxMinor: number
		/** What is inside a bundle, with its share of the price. */
		inside: { sku: string; name: string; quantity: string; netMinor: number; taxMinor: number }[]
	}[]
	payments: { id: number; method: string; reference: string | null; amountMinor: number; receivedAt: string }[]
}

/** One invoice of an account with its lines and what was paid on it; one statement. */
export async function readInvoice(sql: Sql, question: { accountId: number; number: string }): Promise<InvoiceDocument | null> {
	const [row] = await sql<InvoiceDocument[]>`
		select ${columns(sql)}, o.terms_days, i.bill_to, g.address as ship_to, h.number as shipment_number, a.name as account_name, a.number as account_number, s.name as seller_name, s.address as seller_address,
			i.net_minor, i.shipping_minor, i.tax_minor, coalesce(o.prices_include_tax, false) as prices_include_tax,
			(select coalesce(json_agg(json_build_object('id', l.id, 'sequence', l.sequence, 'sku', l.sku, 'name', l.name, 'place', coalesce(d.address->>'name', m.name), 'unitCode', l.unit_code, 'quantity', trim_scale(l.quantity)::text, 'unitPrice', l.unit_price::text,
				'netMinor', l.net_minor, 'taxMinor', l.tax_minor, 'inside', coalesce((select json_agg(json_build_object('sku', k.sku, 'name', k.name, 'quantity', trim_scale(k.quantity)::text, 'netMinor', k.net_minor, 'taxMinor', k.tax_minor) order by k.position)
					from invoice_component k where k.account_id = l.account_id and k.invoice_line_id = l.id), '[]')) order by l.sequence), '[]') from invoice_line l left join allocation x on x.account_id = l.account_id and x.id = l.allocation_id
				left join delivery_group d on d.account_id = x.account_id and d.id = x.group_id left join location m on m.account_id = d.account_id and m.id = d.location_id
				where l.account_id = i.account_id and l.invoice_id = i.id) as lines,
			(select coalesce(json_agg(json_build_object('id', y.id, 'method', y.method, 'reference', y.reference, 'amountMinor', x.amount_minor, 'receivedAt', y.received_at) order by y.id), '[]')
				from payment_application x join payment y on y.account_id = x.account_id and y.id = x.payment_id where x.account_id = i.account_id and x.invoice_id = i.id) as payments
		from ${sources(sql)} join account a on a.id = i.account_id join seller_entity s on s.id = i.seller_entity_id
		where i.account_id = ${question.accountId} and i.number = ${question.number} order by i.kind desc limit 1`
	return row ?? null
}

export type LockedInvoice = {
	invoiceId: number
	kind: 'invoice' | 'credit_note'
	number: string
	currency: string
	dueOn: string
	issuedOn: string
	totalMinor: number
	settledMinor: number
	orderNumber: string | null
}

/** Locks the open invoices that a payment may reach, ids ascending; null ids: all that is open. */
export async function lockInvoices(tx: Tx, question: { accountId: number; invoiceIds: readonly number[] | null }): Promise<LockedInvoice[]> {
	const ids = question.invoiceIds === null ? null : tx.array([...question.invoiceIds], 20)
	return tx<LockedInvoice[]>`
		select i.id as invoice_id, i.kind, i.number, i.currency, i.due_on, i.issued_on, i.total_minor, i.settled_minor, (select o.number from sales_order o where o.account_id = i.account_id and o.id = i.order_id) as order_number
		from invoice i where i.account_id = ${question.accountId} and (${ids}::bigint[] is null or i.id = any(${ids}::bigint[])) and i.settled_minor <> i.total_minor
		order by i.id for update of i`
}

export type PaymentRow = {
	accountId: number
	method: 'card' | 'bank_transfer' | 'check' | 'cash' | 'credit'
	currency: string
	amountMinor: number
	appliedMinor: number
	reference: string | null
	stripeIntentId: string | null
	contactId: number | null
	actedByUserId: number | null
	/** The day it reached the bank, where that is not today. */
	receivedOn?: string | null
	at: Date
}

/** A payment that came in. Null: this card payment is known already. */
export async function insertPayment(tx: Tx, row: PaymentRow): Promise<{ id: number } | null> {
	const [made] = await tx<{ id: number }[]>`
		insert into payment (account_id, method, currency, amount_minor, applied_minor, reference, status, stripe_intent_id, received_at, contact_id, acted_by_user_id)
		values (${row.accountId}, ${row.method}, ${row.currency}, ${row.amountMinor}, ${row.appliedMinor}, ${row.reference}, 'received', ${row.stripeIntentId},
			coalesce((select (${row.receivedOn ?? null}::date + time '12:00') at time zone s.time_zone from account a join seller_entity s on s.id = a.seller_entity_id where a.id = ${row.accountId}), ${row.at}), ${row.contactId}, ${row.actedByUserId})
		on conflict (stripe_intent_id) do nothing returning id`
	return made ?? null
}

/** Settles invoices by a payment and takes what was settled off the open credit; one statement for one invoice and for a hundred. */
export async function applyToInvoices(
	tx: Tx,
	input: { accountId: number; paymentId: number; billToAccountId: number; applications: readonly { invoiceId: number; amountMinor: number }[]; at: Date },
): Promise<void> {
	await tx`
		with wanted as (
			select * from json_to_recordset(${JSON.stringify(input.applications)}::text::json) as w("invoiceId" bigint, "amountMinor" bigint)
		), applied as (
			insert into payment_application (account_id, payment_id, invoice_id, amount_minor, applied_at) select ${input.accountId}, ${input.paymentId}, "invoiceId", "amountMinor", ${input.at} from wanted
		), settled as (
			update invoice i set settled_minor = i.settled_minor + w."amountMinor" from wanted w where i.account_id = ${input.accountId} and i.id = w."invoiceId"
		)
		update credit_profile set open_invoice_minor = greatest(0, open_invoice_minor - (select coalesce(sum("amountMinor") filter (where "amountMinor" > 0), 0) from wanted)), updated_at = ${input.at}
		where account_id = ${input.billToAccountId}`
}

/** Where the debts of an account are held, and in which currency. */
export async function readBillTo(
	sql: Sql,
	question: { accountId: number; sellerEntityId: number },
): Promise<{ billToAccountId: number; currency: string; name: string; contactId: number | null } | null> {
	const [row] = await sql<{ billToAccountId: number; currency: string; name: string; contactId: number | null }[]>`
		select coalesce(a.bill_to_account_id, a.id) as bill_to_account_id, a.currency, a.name,
			(select c.id from contact c where c.account_id = a.id and c.is_active order by c.role = 'owner' desc, c.id limit 1) as contact_id
		from account a where a.id = ${question.accountId} and a.merged_into_id is null and a.seller_entity_id = ${question.sellerEntityId}`
	return row ?? null
}

/** One payment of an account with the invoices that it settled, for the words of thanks. */
export async function readPayment(
	sql: Sql,
	question: { accountId: number; paymentId: number },
): Promise<{ amountMinor: number; unappliedMinor: number; currency: string; numbers: string[] } | null> {
	const [row] = await sql<{ amountMinor: number; unappliedMinor: number; currency: string; numbers: string[] }[]>`
		select y.amount_minor, y.amount_minor - y.applied_minor as unapplied_minor, y.currency, coalesce((select array_agg(i.number order by i.id) from payment_application x
			join invoice i on i.account_id = x.account_id and i.id = x.invoice_id where x.account_id = y.account_id and x.payment_id = y.id and x.amount_minor > 0), '{}') as numbers
		from payment y where y.account_id = ${question.accountId} and y.id = ${question.paymentId}`
	return row ?? null
}

export type ReceivableRow = {
	accountId: number
	number: string
	name: string
	currency: string
	openMinor: number
	overdueMinor: number
	oldestDueOn: string | null
	invoices: number
	unappliedMinor: number
}

/** Accounts that owe, the most overdue first. */
export async function listReceivables(
	sql: Sql,
	question: { sellerEntityId: number; text: string | null; today: string; limit: number },
): Promise<ReceivableRow[]> {
	const pattern = question.text === null ? null : `%${question.text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<ReceivableRow[]>`
		select a.id as account_id, a.number, a.name, a.currency, d.open_minor, d.overdue_minor, d.oldest_due_on, d.invoices,
			coalesce((select sum(y.amount_minor - y.applied_minor) from payment y where y.account_id = a.id and y.status = 'received' and y.amount_minor > y.applied_minor), 0)::bigint as unapplied_minor
		from account a cross join lateral (
			select coalesce(sum(i.total_minor - i.settled_minor), 0)::bigint as open_minor, coalesce(sum(i.total_minor - i.settled_minor) filter (where i.due_on < ${question.today}::date), 0)::bigint as overdue_minor,
				min(i.due_on) as oldest_due_on, count(*)::int as invoices
			from invoice i where i.account_id = a.id and i.kind = 'invoice' and i.settled_minor <> i.total_minor and i.currency = a.currency
		) d
		where a.seller_entity_id = ${question.sellerEntityId} and (${pattern}::text is not null or d.invoices > 0) and a.merged_into_id is null and (${pattern}::text is null or a.name ilike ${pattern} or a.number ilike ${pattern} or exists (select from account f where f.merged_into_id = a.id and (f.number ilike ${pattern} or f.name ilike ${pattern})))
		order by d.overdue_minor desc, d.open_minor desc, a.id limit ${question.limit}`
}
