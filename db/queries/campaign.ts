import type { Sql } from '../client.server.ts'

export type CampaignListed = {
	id: number
	name: string
	code: string
	status: string
	currency: string
	actualCostMinor: number
	startsOn: string | null
	endsOn: string | null
	members: number
	responded: number
	wonMinor: number
	orders: number
	/** A mail of it has left, or it is over. */
	isOut: boolean
}

/** CRM campaigns with their members, answers, and what was won by orders that an answer came before. */
export async function listCampaigns(sql: Sql, { sellerId, campaignId = null }: { sellerId: number; campaignId?: number | null }): Promise<CampaignListed[]> {
	return await sql<CampaignListed[]>`
		select c.id, c.name, c.code, c.status, c.currency, c.actual_cost_minor, c.starts_on, c.ends_on, members.count as members, members.responded, won.minor as won_minor, won.orders,
			c.status in ('completed', 'aborted') or exists (select from ma_send s join ma_campaign m on m.id = s.campaign_id where m.crm_campaign_id = c.id and s.status <> 'draft') as is_out
		from crm_campaign c
		join lateral (select count(*) as count, count(*) filter (where s.has_responded) as responded from crm_campaign_member m
			join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status where m.campaign_id = c.id) members on true
		join lateral (select coalesce(sum(w.amount_minor), 0) as minor, count(*) as orders from crm_opportunity w
			where w.crm_campaign_id = c.id and w.is_won and w.deleted_at is null and w.currency = c.currency) won on true
		where c.seller_entity_id = ${sellerId} and (${campaignId}::bigint is null or c.id = ${campaignId})
		order by c.starts_on desc nulls last, c.id desc limit 200`
}

export type MemberListed = {
	id: number
	name: string
	accountId: number | null
	accountName: string | null
	email: string | null
	status: string
	hasResponded: boolean
	respondedAt: Date | null
	prospectId: number | null
	score: number | null
	grade: string | null
}

export type MemberQuestion = { campaignId: number; status: string | null; minimumScore: number | null; search: string | null; afterId: number; limit: number }

type Narrowed = Pick<MemberQuestion, 'campaignId' | 'status' | 'minimumScore' | 'search'>

/** The members of a campaign under a filter; `search` looks in names, accounts and addresses. A lead is known to marketing as well as a contact. */
function membersUnder(sql: Sql, { campaignId, status, minimumScore, search }: Narrowed) {
	const like = search ? `%${search.replaceAll(/[\\%_]/g, '\\$&')}%` : null
	return sql`
		crm_campaign_member m join crm_campaign_status s on s.campaign_id = m.campaign_id and s.status = m.status
		left join contact c on c.id = m.contact_id left join account a on a.id = c.account_id left join crm_lead l on l.id = m.lead_id
		left join lateral (select p.id, p.score, p.grade from ma_prospect p where p.contact_id = m.contact_id
			union all select p.id, p.score, p.grade from ma_prospect p where p.lead_id = m.lead_id order by id limit 1) p on true
		where m.campaign_id = ${campaignId} and (${status}::text is null or m.status = ${status}) and (${minimumScore}::int is null or p.score >= ${minimumScore})
			and (${like}::text is null or concat_ws(' ', c.first_name, c.last_name, a.name, c.email, l.first_name, l.last_name, l.company, l.email) ilike ${like})`
}

/** Members in order of their id, a page at a time. */
export async function listMembers(sql: Sql, { afterId, limit, ...asked }: MemberQuestion): Promise<MemberListed[]> {
	return await sql<MemberListed[]>`
		select m.id, coalesce(c.first_name || ' ' || c.last_name, l.first_name || ' ' || l.last_name, l.last_name, '') as name, a.id as account_id, coalesce(a.name, l.company) as account_name,
			coalesce(c.email, l.email) as email, m.status, s.has_responded, m.responded_at, p.id as prospect_id, p.score, p.grade
		from ${membersUnder(sql, asked)} and m.id > ${afterId} order by m.id limit ${limit}`
}

/** Everybody under a filter whom marketing knows, whatever page is shown. */
export async function findMemberProspects(sql: Sql, asked: Narrowed): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`select p.id from ${membersUnder(sql, asked)} and p.id is not null order by p.id`
	return rows.map(({ id }) => id)
}

/** How many members stand in each status, in the order of the statuses. */
export async function countMembers(sql: Sql, campaignId: number): Promise<{ status: string; hasResponded: boolean; count: number }[]> {
	return await sql<{ status: string; hasResponded: boolean; count: number }[]>`
		select s.status, s.has_responded, count(m.id) as count from crm_campaign_status s left join crm_campaign_member m on m.campaign_id = s.campaign_id and m.status = s.status
		where s.campaign_id = ${campaignId} group by s.status, s.has_responded, s.rank order by s.rank`
}
