import type { LeadStatus } from '../../app/engine/crm/lead.ts'
import type { QuoteState } from '../../app/engine/quote/quote.ts'
import type { Sql } from '../client.server.ts'
import { addressColumns } from './person-row.ts'
import { likeOf, says } from './said.ts'

/** A rep sees her own leads and those that nobody has taken; head office sees all. */
export type LeadDesk = { sellerEntityId: number; userId: number; seesAll: boolean }

export const isHers = (sql: Sql, { sellerEntityId, userId, seesAll }: LeadDesk) =>
	sql`l.seller_entity_id = ${sellerEntityId} and (${seesAll} or l.owner_user_id = ${userId} or l.owner_user_id is null)`

export type LeadFilter = {
	text: string | null
	status: LeadStatus | null
	rating: string | null
	whose: 'mine' | 'queue' | null
	after: number | null
	limit: number
}

export type LeadListRow = {
	id: number
	name: string
	title: string | null
	company: string
	email: string | null
	phone: string | null
	source: string | null
	status: LeadStatus
	rating: string | null
	street: string | null
	city: string | null
	region: string | null
	postalCode: string | null
	country: string | null
	ownerName: string | null
	quotes: number
	createdAt: Date
}

/** Leads of a desk, the newest first; one statement. `found`: who says the text (said.ts), null: so many that they are met on the way. */
export async function listLeads(
	sql: Sql,
	desk: LeadDesk,
	{ text, status, rating, whose, after, limit }: LeadFilter,
	found: readonly number[] | null,
): Promise<LeadListRow[]> {
	const isSaid = text === null ? sql`true` : found === null ? says(sql, 'lead', 'l', likeOf(text)) : sql`l.id = any(${sql.array([...found], 20)}::bigint[])`
	return sql<LeadListRow[]>`
		select l.id, concat_ws(' ', l.first_name, l.last_name) as name, l.title, l.company, l.email, l.phone, l.source, l.status, l.rating, ${addressColumns(sql, 'l')}, nullif(concat_ws(' ', u.first_name, u.last_name), '') as owner_name,
			(select count(*)::int from quote q where q.lead_id = l.id) as quotes, l.created_at
		from crm_lead l left join crm_user u on u.id = l.owner_user_id
		where ${isHers(sql, desk)} and l.merged_into_id is null and (${status}::text is null or l.status = ${status}) and (${rating}::text is null or l.rating = ${rating})
			and (${whose}::text is null or case ${whose} when 'queue' then l.owner_user_id is null else l.owner_user_id = ${desk.userId} end)
			and (${after}::bigint is null or l.id < ${after})
			and ${isSaid}
		order by l.id desc limit ${limit}`
}

export type LeadQuoteRow = { number: string; state: QuoteState; currency: string; totalMinor: number | null; validOn: string | null; changedAt: string }
/** What was done with a lead; `facts` as the audit has it. */
export type LeadPastRow = { action: string; by: string | null; at: string; facts: Record<string, unknown> | null }

export type LeadDocument = Omit<LeadListRow, 'quotes'> & {
	firstName: string | null
	lastName: string
	locale: string
	note: string | null
	ownerUserId: number | null
	accountId: number | null
	accountName: string | null
	groupId: number | null
	/** Who she turned out to be. */
	mergedIntoId: number | null
	/** As whom marketing knows her. */
	prospectId: number | null
	quotes: LeadQuoteRow[]
	past: LeadPastRow[]
}

/** A lead with her quotes and what was done, the newest first; one statement. Null: none of this desk. */
export async function readLead(sql: Sql, id: number, desk: LeadDesk, at: Date): Promise<LeadDocument | null> {
	const [row] = await sql<LeadDocument[]>`
		select l.id, concat_ws(' ', l.first_name, l.last_name) as name, l.first_name, l.last_name, l.title, l.company, l.email, l.phone, l.source, l.status, l.rating, ${addressColumns(sql, 'l')}, l.locale, l.note, l.owner_user_id,
			nullif(concat_ws(' ', u.first_name, u.last_name), '') as owner_name, l.created_at, l.merged_into_id, l.converted_account_id as account_id, a.name as account_name,
			(select m.buyer_group_id from buyer_group_member m where m.account_id = l.prospect_account_id order by 1 limit 1) as group_id,
			(select min(p.id) from ma_prospect p where p.lead_id = l.id or p.contact_id = l.converted_contact_id) as prospect_id,
			coalesce((select json_agg(json_build_object('number', q.number, 'state', case when q.state in ('offered', 'countered') and q.expires_at <= ${at} then 'expired' else q.state end,
				'currency', q.currency, 'totalMinor', v.total_minor, 'validOn', q.valid_on, 'changedAt', q.changed_at) order by q.id desc)
				from quote q join quote_version v on v.account_id = q.account_id and v.quote_id = q.id and v.version = q.version where q.lead_id = l.id), '[]') as quotes,
			coalesce((select json_agg(json_build_object('action', e.action, 'by', nullif(concat_ws(' ', w.first_name, w.last_name), ''), 'at', e.at, 'facts', e.after) order by e.at desc, e.id desc)
				from audit_entry e left join crm_user w on w.id = e.user_id where e.subject = 'lead:' || l.id), '[]') as past
		from crm_lead l left join crm_user u on u.id = l.owner_user_id left join account a on a.id = l.converted_account_id
		where l.id = ${id} and ${isHers(sql, desk)}`
	return row ?? null
}

export type LeadMatch = { accountId: number; number: string; name: string; contactName: string | null; isSameEmail: boolean }

/** Accounts that may be hers already: somebody there has her address, or it has her company's name. At most ten, hers first. */
export async function readLeadMatches(
	sql: Sql,
	{ sellerEntityId, email, company }: { sellerEntityId: number; email: string | null; company: string },
): Promise<LeadMatch[]> {
	return sql<LeadMatch[]>`
		with alike as (
			select a.id from account a where a.seller_entity_id = ${sellerEntityId} and lower(a.name) = lower(${company}) union select c.account_id from contact c where lower(c.email) = lower(${email})
		)
		select a.id as account_id, a.number, a.name, nullif(concat_ws(' ', c.first_name, c.last_name), '') as contact_name, c.id is not null as is_same_email
		from alike join account a on a.id = alike.id left join lateral (select c.id, c.first_name, c.last_name from contact c where c.account_id = a.id and lower(c.email) = lower(${email}) order by c.id limit 1) c on true
		where a.seller_entity_id = ${sellerEntityId} and a.status = 'active'
		order by (c.id is null), a.name, a.id limit 10`
}

export type LeadGroup = { id: number; name: string }
export type LeadRoom = { groups: LeadGroup[]; countries: string[] }

/** What a prospect can be priced as, and where the house delivers, its own country first; one statement. */
export async function readLeadRoom(sql: Sql, sellerEntityId: number): Promise<LeadRoom> {
	const [row] = await sql<LeadRoom[]>`
		select coalesce((select json_agg(json_build_object('id', g.id, 'name', g.name) order by g.name, g.id) from buyer_group g where g.seller_entity_id = s.id), '[]') as groups,
			array(select x.country from (select z.country from warehouse_zone z join warehouse w on w.id = z.warehouse_id where w.seller_entity_id = s.id union select s.country) x order by x.country <> s.country, x.country)::text[] as countries
		from seller_entity s where s.id = ${sellerEntityId}`
	return row ?? { groups: [], countries: [] }
}

export async function readSellerCurrency(sql: Sql, sellerEntityId: number): Promise<string> {
	const [row] = await sql<{ currency: string }[]>`select currency from seller_entity where id = ${sellerEntityId}`
	return row?.currency ?? ''
}

export type OpportunityRow = {
	id: number
	accountId: number
	accountName: string
	name: string
	stage: string
	amountMinor: number | null
	currency: string
	closeOn: string | null
	type: string | null
	/** In percent, as somebody said; null: as its stage says. */
	probability: number | null
	quoteNumber: string | null
}

/** What is still open at a desk, in the order of its stages; one statement. */
export async function listOpenOpportunities(sql: Sql, { sellerEntityId, userId, seesAll }: LeadDesk, limit: number): Promise<OpportunityRow[]> {
	return sql<OpportunityRow[]>`
		select o.id, o.account_id, a.name as account_name, o.name, o.stage, o.amount_minor, o.currency, o.close_on, o.type, o.probability, (select max(q.number) from quote q where q.account_id = o.account_id and q.opportunity_id = o.id) as quote_number
		from crm_opportunity o join account a on a.id = o.account_id
		where a.seller_entity_id = ${sellerEntityId} and o.closed_at is null and o.deleted_at is null and (${seesAll} or coalesce(o.owner_user_id, a.owner_user_id) = ${userId})
		order by o.stage_rank, o.close_on nulls last, o.id limit ${limit}`
}
