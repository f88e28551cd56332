import type { Sql, Tx } from '../client.server.ts'

export type NewPayLink = {
	accountId: number
	contactId: number
	orderId: number
	hash: string
	totalMinor: number
	currency: string
	sentByUserId: number | null
	at: Date
	expiresAt: Date
}

/** A new link for a cart; the one before it is worth nothing any more. */
export async function insertPayLink(tx: Tx, link: NewPayLink): Promise<number> {
	await tx`update pay_link set state = 'withdrawn', closed_at = ${link.at} where account_id = ${link.accountId} and order_id = ${link.orderId} and state = 'open'`
	const [row] = await tx<{ id: number }[]>`
		insert into pay_link (account_id, contact_id, order_id, hash, total_minor, currency, sent_by_user_id, sent_at, expires_at)
		values (${link.accountId}, ${link.contactId}, ${link.orderId}, ${link.hash}, ${link.totalMinor}, ${link.currency}, ${link.sentByUserId}, ${link.at}, ${link.expiresAt}) returning id`
	return row?.id ?? 0
}

export type PayLinkRow = {
	id: number
	orderId: number
	hash: string
	totalMinor: number
	currency: string
	state: string
	expiresAt: Date
	senderName: string | null
	sentByUserId: number | null
	stage: string
	number: string | null
}

/** A link that was sent to this person, and what became of its cart. */
export async function readPayLink(sql: Sql, key: { accountId: number; contactId: number; id: number }): Promise<PayLinkRow | null> {
	const [row] = await sql<PayLinkRow[]>`
		select p.id, p.order_id, p.hash, p.total_minor, p.currency, p.state, p.expires_at, p.sent_by_user_id, concat_ws(' ', u.first_name, u.last_name) as sender_name, o.stage, o.number
		from pay_link p join sales_order o on o.account_id = p.account_id and o.id = p.order_id left join crm_user u on u.id = p.sent_by_user_id
		where p.account_id = ${key.accountId} and p.contact_id = ${key.contactId} and p.id = ${key.id}`
	return row ?? null
}

/** Uses a link for the order that was just decided; false when it is used, ended, or of another cart. */
export async function spendPayLink(tx: Tx, use: { accountId: number; id: number; orderId: number; hash: string; at: Date }): Promise<boolean> {
	const rows = await tx`
		update pay_link set state = 'paid', closed_at = ${use.at}
		where account_id = ${use.accountId} and id = ${use.id} and order_id = ${use.orderId} and hash = ${use.hash} and state = 'open' and expires_at > ${use.at} returning 1`
	return rows.length > 0
}

export type PayLinkFacts = {
	email: string
	firstName: string
	lastName: string
	locale: string
	accountId: number
	contactId: number
	sellerName: string
	repName: string
	totalMinor: number
	currency: string
	expiresAt: Date
	state: string
	lines: { name: string; quantity: number }[]
}

/** A link as it is told to the person who is to pay; null where she cannot be written to. */
export async function readPayLinkFacts(sql: Sql, key: { accountId: number; id: number }): Promise<PayLinkFacts | null> {
	const [row] = await sql<PayLinkFacts[]>`
		select c.email, c.first_name, c.last_name, c.locale, c.account_id, c.id as contact_id, s.name as seller_name, concat_ws(' ', u.first_name, u.last_name) as rep_name, p.total_minor, p.currency, p.expires_at, p.state,
			coalesce((select json_agg(json_build_object('name', coalesce(t.name, e.name, d.sku), 'quantity', (l.quantity * 10000)::bigint) order by l.sequence)
				from order_line l join product d on d.id = l.product_id left join product_text t on t.product_id = d.id and t.locale = c.locale left join product_text e on e.product_id = d.id and e.locale = 'en'
				where l.account_id = p.account_id and l.order_id = p.order_id), '[]') as lines
		from pay_link p join contact c on c.account_id = p.account_id and c.id = p.contact_id and c.is_active and c.email is not null join account a on a.id = p.account_id join seller_entity s on s.id = a.seller_entity_id
			join crm_user u on u.id = p.sent_by_user_id
		where p.account_id = ${key.accountId} and p.id = ${key.id}`
	return row ?? null
}
