import type { CaseKind, CaseStatus } from '../../app/engine/crm/decide-case.ts'
import type { Sql, Tx } from '../client.server.ts'
import type { Desk } from './desk.ts'

/** Cases of one account, or of the accounts of one desk. */
export type WhoseCase = { accountId: number } | Desk

const isOf = (sql: Sql, whose: WhoseCase) =>
	'accountId' in whose
		? sql`k.account_id = ${whose.accountId}`
		: sql`a.seller_entity_id = ${whose.sellerEntityId} and (${whose.ownerUserId}::bigint is null or a.owner_user_id = ${whose.ownerUserId})`

/** `byNumber`: in an order that no answer changes, for files. */
export type CaseFilter = {
	text: string | null
	status: CaseStatus | null
	kind: CaseKind | null
	byNumber?: boolean
	after: { key: string; id: number } | null
	limit: number
}

export type CaseListRow = {
	id: number
	number: string
	kind: CaseKind
	status: CaseStatus
	subject: string
	accountName: string
	contactName: string | null
	orderNumber: string | null
	productName: string | null
	messages: number
	createdAt: Date
	changedAt: Date
	/** With microseconds, for the next page. */
	key: string
}

/** Cases by what was said last, or by their number, the newest first; one statement. */
export async function listCases(sql: Sql, whose: WhoseCase, { text, status, kind, byNumber = false, after, limit }: CaseFilter): Promise<CaseListRow[]> {
	const place = after && (byNumber ? sql`k.id < ${after.id}` : sql`(k.changed_at, k.id) < (${after.key}::text::timestamptz, ${after.id}::bigint)`)
	const pattern = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return sql<CaseListRow[]>`
		select k.id, k.number, k.kind, k.status, k.subject, a.name as account_name, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, o.number as order_number, coalesce(l.name, l.sku) as product_name,
			(select count(*)::int from case_message m where m.account_id = k.account_id and m.case_id = k.id) as messages, k.created_at, k.changed_at,
			to_char(k.changed_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key
		from support_case k join account a on a.id = k.account_id left join contact c on c.account_id = k.account_id and c.id = k.contact_id
			left join sales_order o on o.account_id = k.account_id and o.id = k.order_id left join order_line l on l.account_id = k.account_id and l.id = k.order_line_id
		where ${isOf(sql, whose)} and (${status}::text is null or k.status = ${status}) and (${kind}::text is null or k.kind = ${kind})
			and ${place ?? sql`true`}
			and (${pattern}::text is null or k.number ilike ${pattern} or k.subject ilike ${pattern} or a.name ilike ${pattern} or o.number ilike ${pattern} or l.name ilike ${pattern} or l.sku ilike ${pattern})
		order by ${byNumber ? sql`` : sql`k.changed_at desc,`} k.id desc limit ${limit}`
}

export type CaseMessageRow = { id: number; act: 'open' | 'say' | 'close' | 'reopen'; text: string | null; by: string; isHouse: boolean; createdAt: string }

export type CaseDocument = Omit<CaseListRow, 'key' | 'messages'> & {
	accountId: number
	contactId: number | null
	ownerUserId: number | null
	ownerName: string | null
	sellerName: string
	description: string | null
	messages: CaseMessageRow[]
}

/** A case with all that was said, first to last. Null: none of theirs. */
export async function readCase(sql: Sql, number: string, whose: WhoseCase): Promise<CaseDocument | null> {
	const [row] = await sql<CaseDocument[]>`
		select k.id, k.number, k.kind, k.status, k.subject, k.description, k.account_id, a.name as account_name, k.contact_id, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name,
			o.number as order_number, coalesce(l.name, l.sku) as product_name, k.created_at, k.changed_at, a.owner_user_id, nullif(concat_ws(' ', w.first_name, w.last_name), '') as owner_name, s.name as seller_name,
			coalesce((select json_agg(json_build_object('id', m.id, 'act', m.act, 'text', m.text, 'by', coalesce(nullif(concat_ws(' ', u.first_name, u.last_name), ''), concat_ws(' ', p.first_name, p.last_name)),
				'isHouse', m.user_id is not null, 'createdAt', m.created_at) order by m.id)
				from case_message m left join crm_user u on u.id = m.user_id left join contact p on p.account_id = m.account_id and p.id = m.contact_id
				where m.account_id = k.account_id and m.case_id = k.id), '[]') as messages
		from support_case k join account a on a.id = k.account_id join seller_entity s on s.id = a.seller_entity_id left join contact c on c.account_id = k.account_id and c.id = k.contact_id
			left join crm_user w on w.id = a.owner_user_id left join sales_order o on o.account_id = k.account_id and o.id = k.order_id left join order_line l on l.account_id = k.account_id and l.id = k.order_line_id
		where k.number = ${number} and ${isOf(sql, whose)}`
	return row ?? null
}

export type LockedCase = {
	accountId: number
	id: number
	number: string
	status: CaseStatus
	contactId: number | null
	ownerUserId: number | null
	subject: string
}

export async function lockCase(tx: Tx, number: string, whose: WhoseCase): Promise<LockedCase | null> {
	const [row] = await tx<LockedCase[]>`
		select k.account_id, k.id, k.number, k.status, k.contact_id, a.owner_user_id, k.subject from support_case k join account a on a.id = k.account_id
		where k.number = ${number} and ${isOf(tx, whose)} for update of k`
	return row ?? null
}

export type NewCase = {
	accountId: number
	orderId: number
	lineId: number | null
	kind: CaseKind
	contactId: number | null
	userId: number | null
	ownerUserId: number | null
	subject: string
	text: string
	at: Date
}

/** A case with its first word. Two statements: its number is made of its id. */
export async function insertCase(tx: Tx, one: NewCase): Promise<{ id: number; number: string }> {
	const [made] = await tx<{ id: number }[]>`
		with made as (
			insert into support_case (account_id, number, kind, contact_id, order_id, order_line_id, subject, description, owner_user_id, created_at, changed_at)
			values (${one.accountId}, gen_random_uuid()::text, ${one.kind}, ${one.contactId}, ${one.orderId}, ${one.lineId}, ${one.subject}, ${one.text}, ${one.ownerUserId}, ${one.at}, ${one.at}) returning id
		), said as (
			insert into case_message (account_id, case_id, act, contact_id, user_id, text, created_at) select ${one.accountId}, id, 'open', ${one.contactId}, ${one.userId}, ${one.text}, ${one.at} from made
		)
		select id from made`
	const [row] = await tx<
		{ id: number; number: string }[]
	>`update support_case set number = 'CS-' || (100000 + id) where account_id = ${one.accountId} and id = ${made?.id ?? 0} returning id, number`
	if (!row) throw new Error('A case could not be opened')
	return row
}

export type CaseMove = { status: CaseStatus; act: string; text: string | null; contactId: number | null; userId: number | null; at: Date }

/** What somebody said or did, and how the case stands since. */
export async function moveCase(tx: Tx, key: { accountId: number; id: number }, move: CaseMove): Promise<void> {
	await tx`
		with said as (
			insert into case_message (account_id, case_id, act, contact_id, user_id, text, created_at) values (${key.accountId}, ${key.id}, ${move.act}, ${move.contactId}, ${move.userId}, ${move.text}, ${move.at})
		)
		update support_case set status = ${move.status}, changed_at = ${move.at}, closed_at = case when ${move.status} = 'closed' then ${move.at}::timestamptz end where account_id = ${key.accountId} and id = ${key.id}`
}

export type HelpOrder = { orderId: number; number: string; lines: { id: number; sequence: number; name: string; sku: string | null }[] }

/** The lines of an order that somebody needs help with. */
export async function readHelpOrder(sql: Sql, question: { accountId: number; number: string }): Promise<HelpOrder | null> {
	const [row] = await sql<HelpOrder[]>`
		select o.id as order_id, o.number, coalesce((select json_agg(json_build_object('id', l.id, 'sequence', l.sequence, 'name', coalesce(l.name, l.sku, ''), 'sku', l.sku) order by l.sequence)
			from order_line l where l.account_id = o.account_id and l.order_id = o.id and l.kind <> 'fee'), '[]') as lines
		from sales_order o where o.account_id = ${question.accountId} and o.number = ${question.number} and o.placed_at is not null`
	return row ?? null
}
