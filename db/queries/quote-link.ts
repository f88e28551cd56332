import type { Sql, Tx } from '../client.server.ts'
import type { QuoteKey } from './quote-save.ts'

/** One more link that opens a quote, for the address it is mailed to. */
export async function insertQuoteLink(tx: Tx, { accountId, quoteId }: QuoteKey, { tokenHash, at }: { tokenHash: string; at: Date }): Promise<void> {
	await tx`
		insert into quote_link (account_id, quote_id, token_hash, email, created_at)
		select q.account_id, q.id, ${tokenHash}, l.email, ${at} from quote q join crm_lead l on l.id = q.lead_id where q.account_id = ${accountId} and q.id = ${quoteId} and l.email is not null`
}

export type QuoteLinkRow = {
	accountId: number
	quoteId: number
	number: string
	leadId: number
	contactId: number
	isProspect: boolean
	email: string
	locale: string
}

/** What a link opens: until the offer's last day is over, and while the lead still has the address it was mailed to. */
export async function readQuoteLink(sql: Sql, tokenHash: string, at: Date): Promise<QuoteLinkRow | null> {
	const [row] = await sql<QuoteLinkRow[]>`
		select q.account_id, q.id as quote_id, q.number, q.lead_id, q.contact_id, a.status = 'prospect' as is_prospect, k.email, l.locale
		from quote_link k join quote q on q.account_id = k.account_id and q.id = k.quote_id join crm_lead l on l.id = q.lead_id join account a on a.id = q.account_id
		where k.token_hash = ${tokenHash} and q.expires_at > ${at} and lower(k.email) = lower(l.email) and a.status in ('prospect', 'active')`
	return row ?? null
}
