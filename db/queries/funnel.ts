import type { FunnelCount } from '../../app/engine/crm/influence.ts'
import type { Sql } from '../client.server.ts'

/** The leads written down since, and how they came on: who came to each step, who of them had been at the one before, and the middle of the time it took. One statement; every lead is counted. */
export async function readFunnelCounts(sql: Sql, sellerEntityId: number, since: Date): Promise<FunnelCount[]> {
	const step = (name: string, before: string) => sql`
		select ${name}::text as step, count(${sql(name)})::int as count, count(*) filter (where ${sql(name)} is not null and ${sql(before)} is not null)::int as came,
			percentile_disc(0.5) within group (order by greatest(0, extract(epoch from ${sql(name)} - ${sql(before)}))) filter (where ${sql(name)} is not null and ${sql(before)} is not null)::float8 as lag_seconds
		from people`
	return await sql<FunnelCount[]>`
		with people as materialized (
			select l.created_at as lead, (select min(h.at) from crm_stage_history h where h.object = 'lead' and h.record_id = l.id and h.stage in ('working', 'qualified', 'converted')) as accepted, o.opportunity, o.won
			from crm_lead l left join lateral (
				select min(w.created_at) as opportunity, min(w.closed_at) filter (where w.is_won) as won from crm_opp_contact_role r join crm_opportunity w on w.account_id = r.account_id and w.id = r.opportunity_id
				where r.account_id = l.converted_account_id and r.contact_id = l.converted_contact_id) o on true
			where l.seller_entity_id = ${sellerEntityId} and l.created_at > ${since}
		)
		select 'lead' as step, count(*)::int as count, 0 as came, null::float8 as lag_seconds from people
		union all ${step('accepted', 'lead')} union all ${step('opportunity', 'accepted')} union all ${step('won', 'opportunity')}`
}

export type FunnelBy = 'month' | 'source' | 'campaign'
export type WayFilter = { sellerEntityId: number; by: FunnelBy; since: Date; timeZone: string }
/** How many of those first seen in that month, by that way or through that campaign came how far; `key` null: all of them, '' nobody knows. */
export type WayRow = { key: string | null; name: string | null; seen: number; prospects: number; leads: number; opportunities: number; orders: number }

/**
 * From the first look to the first order (sync-core.md A44): everybody who was first seen since, visitors that nobody knows included,
 * grouped, and all of them in the row without a key. Whoever came to a step came to those before it. One statement; people are joined once to what they did.
 */
export async function readWays(sql: Sql, { sellerEntityId, by, since, timeZone }: WayFilter): Promise<WayRow[]> {
	return await sql<WayRow[]>`
		with known as materialized (
			select p.id, p.contact_id, p.lead_id, p.source_campaign_id, p.acquired_by, least(p.created_at, min(v.first_seen_at)) as at
			from ma_prospect p left join ma_visitor v on v.prospect_id = p.id where p.seller_entity_id = ${sellerEntityId} and p.merged_into_id is null group by p.id
		), strangers as (
			select v.id, v.first_seen_at as at, (array_agg(y.campaign_id order by y.occurred_at) filter (where y.campaign_id is not null))[1] as campaign_id
			from ma_visitor v left join ma_activity y on y.visitor_id = v.id where v.seller_entity_id = ${sellerEntityId} and v.prospect_id is null and v.first_seen_at >= ${since} group by v.id
		), ways as (
			select s.at, 'visit' as source, s.campaign_id, false as is_known, false as is_lead, false as has_opportunity, false as has_ordered from strangers s
			union all
			select k.at, coalesce(k.acquired_by, ''), k.source_campaign_id, true, k.lead_id is not null or k.contact_id is not null, w.contact_id is not null, o.contact_id is not null
			from known k left join (select distinct r.contact_id from crm_opp_contact_role r) w on w.contact_id = k.contact_id
				left join (select distinct n.contact_id from sales_order n where n.stage in ('placed', 'changing', 'closed')) o on o.contact_id = k.contact_id
			where k.at >= ${since}
		), named as (
			select ${by === 'month' ? sql`to_char(w.at at time zone ${timeZone}, 'YYYY-MM')` : by === 'source' ? sql`w.source` : sql`coalesce(w.campaign_id::text, '')`} as key, w.* from ways w
		)
		select n.key, (select c.name from ma_campaign c where ${by} = 'campaign' and c.id::text = n.key) as name, count(*)::int as seen, count(*) filter (where n.is_known)::int as prospects,
			count(*) filter (where n.is_lead or n.has_opportunity or n.has_ordered)::int as leads, count(*) filter (where n.has_opportunity or n.has_ordered)::int as opportunities,
			count(*) filter (where n.has_ordered)::int as orders
		from named n group by grouping sets ((n.key), ()) order by n.key is null desc, ${by === 'month' ? sql`n.key desc` : sql`count(*) desc, n.key`}`
}
