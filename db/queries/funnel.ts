import type { FunnelCount, FunnelPlace } from '../../app/engine/crm/influence.ts'
import type { KnownStep } from '../../app/engine/crm/ways.ts'
import type { Sql } from '../client.server.ts'

/** The leads written down since, and when each came to which step. */
const leadsComing = (sql: Sql, sellerEntityId: number, since: Date) => sql`
	select l.id, l.converted_contact_id as contact_id, l.created_at as lead, (select min(h.at) from crm_stage_history h where h.object = 'lead' and h.record_id = l.id and h.stage in ('working', 'qualified', 'converted')) as accepted, o.opportunity, o.won
	from crm_lead l left join lateral (
		select min(w.created_at) as opportunity, min(w.closed_at) filter (where w.is_won) as won from crm_opp_contact_role r join crm_opportunity w on w.account_id = r.account_id and w.id = r.opportunity_id and w.deleted_at is null
		where r.account_id = l.converted_account_id and r.contact_id = l.converted_contact_id) o on true
	where l.seller_entity_id = ${sellerEntityId} and l.created_at > ${since}`

/** Prospects who are, or became, leads that came to a step; their ids. */
export const peopleOfFunnel = (sql: Sql, { sellerEntityId, since, step }: { sellerEntityId: number; since: Date; step: FunnelPlace }) => sql`
	with came as materialized (select * from (${leadsComing(sql, sellerEntityId, since)}) w where w.${sql(step)} is not null)
	select p.id from came join ma_prospect p on p.lead_id = came.id union select p.id from came join ma_prospect p on p.contact_id = came.contact_id`

/** The leads written down since, and how they came on: who came to each step, who of them had been at the one before, and the middle of the time it took. One statement; every lead is counted. */
export async function readFunnelCounts(sql: Sql, sellerEntityId: number, since: Date): Promise<FunnelCount[]> {
	const step = (name: string, before: string) => sql`
		select ${name}::text as step, count(${sql(name)})::int as count, count(*) filter (where ${sql(name)} is not null and ${sql(before)} is not null)::int as came,
			percentile_disc(0.5) within group (order by greatest(0, extract(epoch from ${sql(name)} - ${sql(before)}))) filter (where ${sql(name)} is not null and ${sql(before)} is not null)::float8 as lag_seconds
		from people`
	return await sql<FunnelCount[]>`
		with people as materialized (${leadsComing(sql, sellerEntityId, since)})
		select 'lead' as step, count(*)::int as count, 0 as came, null::float8 as lag_seconds from people
		union all ${step('accepted', 'lead')} union all ${step('opportunity', 'accepted')} union all ${step('won', 'opportunity')}`
}

export type FunnelBy = 'month' | 'source' | 'campaign'
export type WayFilter = { sellerEntityId: number; by: FunnelBy; since: Date; timeZone: string }
/** How many of those first seen in that month, by that way or through that campaign came how far; `key` null: all of them, '' nobody knows. */
export type WayRow = { key: string | null; name: string | null; seen: number; prospects: number; leads: number; opportunities: number; orders: number }

/** Everybody known since, with when and how she was first seen, and to which steps she came. */
const knownPeople = (sql: Sql, { sellerEntityId, since }: WayFilter) => sql`
	with known as materialized (
		select p.id, p.contact_id, p.lead_id, p.source_campaign_id, p.acquired_by, least(p.created_at, min(v.first_seen_at)) as at
		from ma_prospect p left join ma_visitor v on v.prospect_id = p.id where p.seller_entity_id = ${sellerEntityId} and p.merged_into_id is null group by p.id
	)
	select k.id, k.at, coalesce(k.acquired_by, '') as source, k.source_campaign_id as campaign_id, true as is_known, k.lead_id is not null or k.contact_id is not null as is_lead,
		w.contact_id is not null as has_opportunity, o.contact_id is not null as has_ordered
	from known k left join (select distinct r.contact_id from crm_opp_contact_role r) w on w.contact_id = k.contact_id
		left join (select distinct n.contact_id from sales_order n where n.stage in ('placed', 'changing', 'closed')) o on o.contact_id = k.contact_id
	where k.at >= ${since}`

const keyOf = (sql: Sql, { by, timeZone }: WayFilter) =>
	by === 'month' ? sql`to_char(w.at at time zone ${timeZone}, 'YYYY-MM')` : by === 'source' ? sql`w.source` : sql`coalesce(w.campaign_id::text, '')`

/** Whoever came to a step came to those before it. */
const cameTo = (sql: Sql): Readonly<Record<KnownStep, ReturnType<typeof sql>>> => ({
	prospects: sql`w.is_known`,
	leads: sql`(w.is_lead or w.has_opportunity or w.has_ordered)`,
	opportunities: sql`(w.has_opportunity or w.has_ordered)`,
	orders: sql`w.has_ordered`,
})

/** The people behind a figure of `readWays`, by their ids; `key` null: of all of them. */
export const peopleOnWay = (sql: Sql, { step, key, ...filter }: WayFilter & { step: KnownStep; key: string | null }) => sql`
	select w.id from (${knownPeople(sql, filter)}) w where ${cameTo(sql)[step]} and (${key}::text is null or ${keyOf(sql, filter)} = ${key})`

/**
 * From the first look to the first order (sync-core.md A44): everybody who was first seen since, visitors that nobody knows included,
 * grouped, and all of them in the row without a key. One statement; people are joined once to what they did.
 */
export async function readWays(sql: Sql, filter: WayFilter): Promise<WayRow[]> {
	const { sellerEntityId, by, since } = filter
	const { leads, opportunities, orders } = cameTo(sql)
	return await sql<WayRow[]>`
		with ways as (
			select null::bigint as id, v.first_seen_at as at, 'visit' as source, (array_agg(y.campaign_id order by y.occurred_at) filter (where y.campaign_id is not null))[1] as campaign_id,
				false as is_known, false as is_lead, false as has_opportunity, false as has_ordered
			from ma_visitor v left join ma_activity y on y.visitor_id = v.id where v.seller_entity_id = ${sellerEntityId} and v.prospect_id is null and v.first_seen_at >= ${since} group by v.id
			union all (${knownPeople(sql, filter)})
		), named as (
			select ${keyOf(sql, filter)} as key, w.* from ways w
		)
		select w.key, (select c.name from ma_campaign c where ${by} = 'campaign' and c.id::text = w.key) as name, count(*)::int as seen, count(*) filter (where w.is_known)::int as prospects,
			count(*) filter (where ${leads})::int as leads, count(*) filter (where ${opportunities})::int as opportunities, count(*) filter (where ${orders})::int as orders
		from named w group by grouping sets ((w.key), ()) order by w.key is null desc, ${by === 'month' ? sql`w.key desc` : sql`count(*) desc, w.key`}`
}
