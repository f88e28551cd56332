import type { Sql, Tx } from '../client.server.ts'

export type AskedInvoice = { invoiceId: number; amountMinor: number }
export type NewInvoiceLink = {
	accountId: number
	contactId: number
	invoices: readonly AskedInvoice[]
	totalMinor: number
	currency: string
	sentByUserId: number
	at: Date
	expiresAt: Date
}

/** Who of an account may pay its invoices, and so may be asked to. */
export async function readPayers(sql: Sql, accountId: number): Promise<{ contactId: number; name: string }[]> {
	return sql<{ contactId: number; name: string }[]>`
		select id as contact_id, trim(concat_ws(' ', first_name, last_name)) as name from contact
		where account_id = ${accountId} and role in ('owner','buyer') and is_active and email is not null order by role = 'owner' desc, last_name, first_name, id`
}

/** A new link; those that ask for one of the same invoices are worth nothing any more. */
export async function insertInvoiceLink(tx: Tx, link: NewInvoiceLink): Promise<number> {
	const { accountId, contactId, invoices, totalMinor, currency, sentByUserId, at, expiresAt } = link
	const [row] = await tx<{ id: number }[]>`
		with asked as (select * from json_to_recordset(${JSON.stringify(invoices)}::text::json) as w("invoiceId" bigint, "amountMinor" bigint)
		), before as (
			update invoice_link l set state = 'withdrawn', closed_at = ${at} where l.account_id = ${accountId} and l.state = 'open'
				and exists (select 1 from invoice_link_line x join asked on asked."invoiceId" = x.invoice_id where x.account_id = l.account_id and x.link_id = l.id)
		), made as (
			insert into invoice_link (account_id, contact_id, total_minor, currency, sent_by_user_id, sent_at, expires_at)
			values (${accountId}, ${contactId}, ${totalMinor}, ${currency}, ${sentByUserId}, ${at}, ${expiresAt}) returning id
		), lines as (
			insert into invoice_link_line (account_id, link_id, invoice_id, amount_minor) select ${accountId}, made.id, asked."invoiceId", asked."amountMinor" from made, asked
		) select id from made`
	return row?.id ?? 0
}

export type InvoiceLinkRow = {
	id: number
	totalMinor: number
	currency: string
	state: string
	expiresAt: Date
	paymentId: number | null
	senderName: string
	invoices: AskedInvoice[]
	/** Card calls of this link that came to nothing. */
	failedCalls: number
}

/** A link that was sent to this person, with what it asks for. */
export async function readInvoiceLink(sql: Sql, key: { accountId: number; contactId: number; id: number }): Promise<InvoiceLinkRow | null> {
	const [row] = await sql<InvoiceLinkRow[]>`
		select l.id, l.total_minor, l.currency, l.state, l.expires_at, l.payment_id, concat_ws(' ', u.first_name, u.last_name) as sender_name,
			(select json_agg(json_build_object('invoiceId', x.invoice_id, 'amountMinor', x.amount_minor) order by x.invoice_id) from invoice_link_line x where x.account_id = l.account_id and x.link_id = l.id) as invoices,
			(select count(*)::int from payment_attempt a where a.account_id = l.account_id and a.state in ('declined','failed','released') and a.idempotency_key like 'invoices:' || l.account_id || ':link-' || l.id || '-%') as failed_calls
		from invoice_link l join crm_user u on u.id = l.sent_by_user_id where l.account_id = ${key.accountId} and l.contact_id = ${key.contactId} and l.id = ${key.id}`
	return row ?? null
}

/** A link has been paid: it is used up, with the payment that it brought. */
export async function spendInvoiceLink(tx: Tx, use: { accountId: number; id: number; paymentId: number; at: Date }): Promise<void> {
	await tx`update invoice_link set state = 'paid', payment_id = ${use.paymentId}, closed_at = ${use.at} where account_id = ${use.accountId} and id = ${use.id} and state <> 'paid'`
}

export type InvoiceLinkFacts = {
	email: string
	firstName: string
	lastName: string
	locale: string
	accountId: number
	contactId: number
	sellerName: string
	senderName: string
	totalMinor: number
	currency: string
	expiresAt: Date
	state: string
	invoices: { number: string; dueOn: string; amountMinor: number }[]
}

/** A link as it is told to the person who is to pay; null where she cannot be written to. */
export async function readInvoiceLinkFacts(sql: Sql, key: { accountId: number; id: number }): Promise<InvoiceLinkFacts | null> {
	const [row] = await sql<InvoiceLinkFacts[]>`
		select c.email, c.first_name, c.last_name, c.locale, c.account_id, c.id as contact_id, s.name as seller_name, concat_ws(' ', u.first_name, u.last_name) as sender_name, l.total_minor, l.currency, l.expires_at, l.state,
			(select json_agg(json_build_object('number', i.number, 'dueOn', i.due_on, 'amountMinor', x.amount_minor) order by i.due_on, i.id)
				from invoice_link_line x join invoice i on i.account_id = x.account_id and i.id = x.invoice_id where x.account_id = l.account_id and x.link_id = l.id) as invoices
		from invoice_link l join contact c on c.account_id = l.account_id and c.id = l.contact_id and c.is_active and c.email is not null join account a on a.id = l.account_id
			join seller_entity s on s.id = a.seller_entity_id join crm_user u on u.id = l.sent_by_user_id
		where l.account_id = ${key.accountId} and l.id = ${key.id}`
	return row ?? null
}
