import type { QuoteState } from '../../app/engine/quote/quote.ts'
import type { Sql, Tx } from '../client.server.ts'

export type QuoteKey = { accountId: number; quoteId: number }

export type SavedQuoteLine = {
	position: number
	productId: number
	unitCode: string
	quantity: string
	minimum: string
	unitPrice: string | null
	listPrice: string | null
	totalMinor: number | null
	chosen: readonly number[] | null
}

export type SavedVersion = {
	version: number
	kind: 'asked' | 'offered' | 'countered'
	contactId: number | null
	userId: number | null
	note: string | null
	validOn: string | null
	totalMinor: number | null
	at: Date
	lines: readonly SavedQuoteLine[]
}

/** A quote that was asked for, still without a version; its number is the database's. */
export async function insertQuote(
	tx: Tx,
	row: { accountId: number; sellerEntityId: number; currency: string; contactId: number | null; leadId?: number; at: Date },
): Promise<{ id: number; number: string }> {
	const [made] = await tx<{ id: number; number: string }[]>`
		insert into quote (account_id, seller_entity_id, currency, contact_id, asked_at, changed_at, lead_id)
		values (${row.accountId}, ${row.sellerEntityId}, ${row.currency}, ${row.contactId}, ${row.at}, ${row.at}, ${row.leadId ?? null}) returning id, number`
	if (!made) throw new Error('A quote was not written')
	return made
}

/** What one side said, for good: the version and its lines; one statement for any number. */
export async function insertVersion(tx: Tx, { accountId, quoteId }: QuoteKey, said: SavedVersion): Promise<void> {
	const lines = JSON.stringify(said.lines.map(({ chosen, ...line }) => ({ ...line, chosen: chosen ? `{${chosen.join()}}` : null })))
	await tx`
		with made as (
			insert into quote_version (account_id, quote_id, version, kind, contact_id, user_id, note, valid_on, total_minor, created_at)
			values (${accountId}, ${quoteId}, ${said.version}, ${said.kind}, ${said.contactId}, ${said.userId}, ${said.note}, ${said.validOn}, ${said.totalMinor}, ${said.at})
			returning account_id, quote_id, version
		)
		insert into quote_line (account_id, quote_id, version, position, product_id, unit_code, quantity, minimum, unit_price, list_price, total_minor, chosen)
		select m.account_id, m.quote_id, m.version, w.position, w."productId", w."unitCode", w.quantity, w.minimum, w."unitPrice", w."listPrice", w."totalMinor", w.chosen::bigint[]
		from made m, json_to_recordset(${lines}::text::json) as w(position int, "productId" bigint, "unitCode" text, quantity numeric, minimum numeric, "unitPrice" numeric, "listPrice" numeric, "totalMinor" bigint, chosen text)`
}

export type LockedQuote = {
	accountId: number
	id: number
	number: string
	state: QuoteState
	version: number
	validOn: string | null
	expiresAt: Date | null
	currency: string
	contactId: number | null
	ownerUserId: number | null
	/** Whose account nobody signs in to yet: she answers by her link. */
	isProspects: boolean
}

export type WhoseQuote = { accountId: number } | { sellerEntityId: number; ownerUserId: number | null }

/** Locks a quote by its number, of this account or of this desk; what stands beside it is read next, after the wait. */
export async function lockQuote(tx: Tx, number: string, whose: WhoseQuote): Promise<LockedQuote | null> {
	const [row] = await tx<LockedQuote[]>`
		select q.account_id, q.id, q.number, q.state, q.version, q.valid_on, q.expires_at, q.currency, q.contact_id, a.owner_user_id, a.status = 'prospect' as is_prospects
		from quote q join account a on a.id = q.account_id where q.number = ${number} and ${isOf(tx, whose)} for update of q`
	return row ?? null
}

/** Rows of one account, or of the accounts of one desk. */
export const isOf = (sql: Sql, whose: WhoseQuote) =>
	'accountId' in whose
		? sql`q.account_id = ${whose.accountId}`
		: sql`q.seller_entity_id = ${whose.sellerEntityId} and (${whose.ownerUserId}::bigint is null or a.owner_user_id = ${whose.ownerUserId})`

export type QuoteMove = { state: QuoteState; version: number; validOn: string | null; expiresAt: Date | null; orderId?: number | null; at: Date }

/** How it stands from now on. */
export async function moveQuote(tx: Tx, { accountId, quoteId }: QuoteKey, move: QuoteMove): Promise<void> {
	const isOver = ['accepted', 'declined', 'expired', 'withdrawn'].includes(move.state)
	await tx`
		update quote set state = ${move.state}, version = ${move.version}, valid_on = ${move.validOn}, expires_at = ${move.expiresAt}, changed_at = ${move.at},
			closed_at = ${isOver ? move.at : null}, order_id = ${move.orderId ?? null}
		where account_id = ${accountId} and id = ${quoteId}`
}

export type ExpiredQuote = {
	accountId: number
	id: number
	number: string
	version: number
	contactId: number | null
	ownerUserId: number | null
	currency: string
}

/** Offers whose last day is over, marked so; some at a time, the longest over first; passed over while somebody acts on them. */
export async function expireQuotes(tx: Tx, at: Date, limit: number): Promise<ExpiredQuote[]> {
	return tx<ExpiredQuote[]>`
		with over as (
			select q.account_id, q.id from quote q where q.state in ('offered', 'countered') and q.expires_at <= ${at} order by q.expires_at, q.id limit ${limit} for update skip locked
		)
		update quote q set state = 'expired', closed_at = ${at}, changed_at = ${at} from over, account a
		where q.account_id = over.account_id and q.id = over.id and a.id = q.account_id
		returning q.account_id, q.id, q.number, q.version, q.contact_id, a.owner_user_id, q.currency`
}

export type QuotedRow = {
	productId: number
	unitCode: string
	quantity: string
	chosen: readonly number[] | null
	quoted: { quoteId: number; number: string; version: number; quantity: string; minimum: string; unitPrice: string; validOn: string; expiresAt: string }
}

/** The lines of an accepted quote as lines of a cart, each whole in one delivery; one statement for any number. */
export async function insertQuotedLines(
	tx: Tx,
	key: { accountId: number; cartId: number; groupId: number | null; contactId: number | null; userId: number | null; at: Date },
	rows: readonly QuotedRow[],
): Promise<void> {
	const lines = JSON.stringify(rows.map(({ chosen, ...row }, ordinal) => ({ ...row, ordinal, chosen: chosen ? `{${chosen.join()}}` : null })))
	await tx`
		with made as (
			insert into order_line (account_id, order_id, sequence, product_id, unit_code, quantity, chosen, quoted, added_by_contact_id, added_by_user_id, created_at)
			select ${key.accountId}, ${key.cartId}, (select coalesce(max(x.sequence), 0) from order_line x where x.account_id = ${key.accountId} and x.order_id = ${key.cartId}) + 1 + w.ordinal,
				w."productId", w."unitCode", w.quantity, w.chosen::bigint[], w.quoted, ${key.contactId}, ${key.userId}, ${key.at}
			from json_to_recordset(${lines}::text::json) as w(ordinal int, "productId" bigint, "unitCode" text, quantity numeric, chosen text, quoted jsonb) order by w.ordinal
			returning id, quantity
		)
		insert into allocation (account_id, order_id, line_id, group_id, quantity)
		select ${key.accountId}, ${key.cartId}, id, ${key.groupId}, quantity from made where ${key.groupId}::bigint is not null`
}
