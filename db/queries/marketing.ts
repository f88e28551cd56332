import type { InterestRule } from '../../app/engine/marketing/interest.ts'
import type { ScoredActivity, ScoreRule } from '../../app/engine/marketing/score.ts'
import type { Sql, Tx } from '../client.server.ts'
import { isOutByWords, mailHash } from './consent.ts'

/** Every contact with an address is a prospect: by its link, else by its address, else a new one (sync-core.md B4). */
export async function linkProspects(tx: Tx, contactIds: readonly number[]): Promise<void> {
	await tx`
		with people as (
			select c.id, a.seller_entity_id, c.email, c.first_name, c.last_name, a.name as company, c.title, c.phone, c.locale
			from contact c join account a on a.id = c.account_id
			where c.id = any(${tx.array([...contactIds], 20)}::bigint[]) and c.email is not null
				and not exists (select from ma_prospect p where p.contact_id = c.id)
		), linked as (
			update ma_prospect p set contact_id = people.id from people
			where p.contact_id is null and p.seller_entity_id = people.seller_entity_id and lower(p.email) = lower(people.email)
			returning p.contact_id
		)
		insert into ma_prospect (acquired_by, seller_entity_id, email, first_name, last_name, company, title, phone, locale, contact_id, opted_out)
		select 'event', seller_entity_id, email, first_name, last_name, company, title, phone, locale, id, ${isOutByWords(tx, tx`people.email`)} from people where id not in (select contact_id from linked)
		on conflict do nothing`
}

export type LockedProspect = { id: number; sellerId: number; contactId: number; timeZone: string }

export async function lockProspects(tx: Tx, contactIds: readonly number[]): Promise<LockedProspect[]> {
	return await tx<LockedProspect[]>`
		select p.id, p.seller_entity_id as seller_id, p.contact_id, s.time_zone from ma_prospect p join seller_entity s on s.id = p.seller_entity_id
		where p.contact_id = any(${tx.array([...contactIds], 20)}::bigint[]) order by p.id for update of p`
}

export async function loadKnownKeys(tx: Tx, sourceKeys: readonly string[]): Promise<Set<string>> {
	const rows = await tx<{ sourceKey: string }[]>`select source_key from ma_activity where source_key = any(${[...sourceKeys]}::text[])`
	return new Set(rows.map(({ sourceKey }) => sourceKey))
}

/** What activities are worth to these sellers: their own word, else what holds for all. */
export async function loadScoreRules(sql: Sql, sellerIds: readonly number[]): Promise<ScoreRule[]> {
	return await sql<ScoreRule[]>`
		select seller_entity_id as seller_id, activity, score, daily_maximum from ma_score_of_seller where seller_entity_id = any(${sql.array([...sellerIds], 20)}::bigint[])`
}

type Counted = { prospectId: number; kind: string; occurredAt: Date; orderId: number | null }

/** What the ledger gave already, for the capped kinds, on the seller's days on which these happened. */
export async function loadDaySums(
	tx: Tx,
	prospectIds: readonly number[],
	fresh: readonly Counted[],
): Promise<{ prospectId: number; kind: string; day: string; score: number }[]> {
	const [first, last] = [Math.min(...fresh.map(({ occurredAt }) => occurredAt.getTime())), Math.max(...fresh.map(({ occurredAt }) => occurredAt.getTime()))]
	return await tx<{ prospectId: number; kind: string; day: string; score: number }[]>`
		select y.prospect_id, y.kind, (y.occurred_at at time zone s.time_zone)::date as day, sum(y.score) as score
		from ma_activity y join ma_prospect p on p.id = y.prospect_id join seller_entity s on s.id = p.seller_entity_id
		join ma_score_of_seller r on r.activity = y.kind and r.seller_entity_id = p.seller_entity_id and r.daily_maximum is not null
		where y.prospect_id = any(${tx.array([...prospectIds], 20)}::bigint[])
			and y.occurred_at between ${new Date(first)}::timestamptz - interval '1 day' and ${new Date(last)}::timestamptz + interval '1 day'
		group by 1, 2, 3`
}

/** What each of these orders gave: when it was placed, and since then by a correction. */
export async function loadOrderScores(
	tx: Tx,
	prospectIds: readonly number[],
	fresh: readonly Counted[],
): Promise<{ prospectId: number; orderId: number; score: number }[]> {
	const orderIds = fresh.map(({ orderId }) => orderId).filter((id) => id !== null)
	return await tx<{ prospectId: number; orderId: number; score: number }[]>`
		select prospect_id, (facts ->> 'orderId')::bigint as order_id, sum(score) as score from ma_activity
		where prospect_id = any(${tx.array([...prospectIds], 20)}::bigint[]) and kind in ('order.placed', 'score.corrected')
			and (facts ->> 'orderId')::bigint = any(${tx.array(orderIds, 20)}::bigint[])
		group by 1, 2`
}

export async function insertActivities(tx: Tx, activities: readonly ScoredActivity[]): Promise<void> {
	const rows = JSON.stringify(
		activities.map((activity) => ({
			prospect_id: activity.prospectId,
			source_key: activity.sourceKey,
			kind: activity.kind,
			facts: activity.facts,
			score: activity.score,
			crm_campaign_id: activity.crmCampaignId,
			occurred_at: activity.occurredAt.toISOString(),
		})),
	)
	await tx`
		insert into ma_activity (prospect_id, source_key, kind, facts, score, campaign_id, occurred_at)
		select r.prospect_id, r.source_key, r.kind, r.facts, r.score, c.id, r.occurred_at
		from json_to_recordset(${rows}::text::json) as r(prospect_id bigint, source_key text, kind text, facts jsonb, score int, crm_campaign_id bigint, occurred_at timestamptz)
		left join ma_campaign c on c.crm_campaign_id = r.crm_campaign_id
		on conflict (source_key) do nothing`
}

/**
 * What people have of the opportunities in which they stand (sync-core.md B14): that there is one, and that it was lost; each once for each of them. What a
 * quote or an order made is worth what those are (section c). Answers who has something new; one statement.
 */
export async function insertOpportunityNews(tx: Tx, prospectIds: readonly number[]): Promise<number[]> {
	const rows = await tx<{ prospectId: number }[]>`
		with news as (
			select w.prospect_id, w.id, n.kind, n.at, w.crm_campaign_id from ma_opportunity w cross join lateral (values ('opportunity.created', w.created_at), ('opportunity.lost', case when w.is_lost then w.closed_at end)) n(kind, at)
			where w.prospect_id = any(${tx.array([...prospectIds], 20)}::bigint[]) and w.order_id is null and not w.is_quoted and not w.is_deleted and n.at is not null
		)
		insert into ma_activity (prospect_id, source_key, kind, facts, score, campaign_id, occurred_at)
		select n.prospect_id, n.kind || ':' || n.id || ':' || n.prospect_id, n.kind, jsonb_build_object('opportunityId', n.id), coalesce(r.score, 0), c.id, n.at
		from news n join ma_prospect p on p.id = n.prospect_id left join ma_score_of_seller r on r.seller_entity_id = p.seller_entity_id and r.activity = n.kind left join ma_campaign c on c.crm_campaign_id = n.crm_campaign_id
		order by 2 on conflict (source_key) do nothing returning prospect_id`
	return [...new Set(rows.map(({ prospectId }) => prospectId))]
}

/** The score is the sum of the ledger; the source campaign is the first one touched and stays (sync-core.md A34). */
export async function refreshScores(tx: Tx, prospectIds: readonly number[]): Promise<void> {
	await tx`
		update ma_prospect p set score = sums.score, last_activity_at = sums.last_at, source_campaign_id = coalesce(p.source_campaign_id, sums.first_campaign_id)
		from (select prospect_id, sum(score) as score, max(occurred_at) as last_at,
				(array_agg(campaign_id order by occurred_at) filter (where campaign_id is not null))[1] as first_campaign_id
			from ma_activity where prospect_id = any(${tx.array([...prospectIds], 20)}::bigint[]) group by prospect_id) sums
		where p.id = sums.prospect_id`
}

export type ConsentHolder = {
	prospectId: number
	email: string
	accountId: number | null
	contactId: number | null
	locale: string
	sellerName: string
	optedOut: boolean
}

export async function readConsentHolder(sql: Sql, prospectId: number): Promise<ConsentHolder | null> {
	const [row] = await sql<ConsentHolder[]>`
		select p.id as prospect_id, p.email, c.account_id, p.contact_id, coalesce(c.locale, p.locale) as locale, s.name as seller_name, p.opted_out
		from ma_prospect p join seller_entity s on s.id = p.seller_entity_id left join contact c on c.id = p.contact_id
		where p.id = ${prospectId} and p.email is not null`
	return row ?? null
}

export type NewConsent = {
	prospectId: number
	email: string
	kind: 'opt_in' | 'opt_out' | 'complaint'
	source: string
	actor: string
	evidence: Record<string, string>
	at: Date
}

/** Writes one word of consent and what it makes of every prospect with that address: both sides at once (sync-core.md B9). */
export async function insertConsent(tx: Tx, { prospectId, email, kind, source, actor, evidence, at }: NewConsent): Promise<void> {
	await tx`
		with said as (
			insert into ma_consent (prospect_id, email_hash, kind, source, actor, evidence, at)
			values (${prospectId}, ${mailHash(tx, tx`${email}::text`)}, ${kind}, ${source}, ${actor}, ${tx.json(evidence)}, ${at})
		)
		update ma_prospect set opted_out = ${kind !== 'opt_in'} where lower(trim(email)) = lower(trim(${email}::text))`
}

/**
 * Hangs what people are interested in on them: of the kind of product of each fresh look (its key in the ledger), when they looked at
 * that kind so many times within so many days, up to the look. Two statements; the second sees a tag that somebody else has just made.
 */
export async function insertInterests(tx: Tx, sourceKeys: readonly string[], { views, days, prefix }: InterestRule): Promise<void> {
	const keen = tx`
		with fresh as (
			select distinct y.prospect_id, p.seller_entity_id, d.product_class, y.occurred_at
			from ma_activity y join ma_prospect p on p.id = y.prospect_id join product d on d.id = (y.facts ->> 'productId')::bigint and d.seller_entity_id = p.seller_entity_id
			where y.source_key = any(${[...sourceKeys]}::text[]) and y.kind = 'product.viewed'
		), keen as (
			select f.prospect_id, f.seller_entity_id, ${prefix} || f.product_class as tag, min(f.occurred_at) as at from fresh f
			where ${views} <= (select count(*) from ma_activity v join product d on d.id = (v.facts ->> 'productId')::bigint and d.product_class = f.product_class
				where v.prospect_id = f.prospect_id and v.kind = 'product.viewed' and v.occurred_at <= f.occurred_at and v.occurred_at > f.occurred_at - make_interval(days => ${days}))
			group by 1, 2, 3
		)`
	await tx`${keen} insert into ma_tag (seller_entity_id, name) select distinct seller_entity_id, tag from keen on conflict do nothing`
	await tx`
		${keen} insert into ma_prospect_tag (prospect_id, tag_id, added_at)
		select k.prospect_id, t.id, k.at from keen k join ma_tag t on t.seller_entity_id = k.seller_entity_id and lower(t.name) = lower(k.tag) on conflict do nothing`
}

/** Who bought stands on the house's list of customers, whatever people call it; the first one makes it. */
export async function insertBuyers(tx: Tx, buyers: readonly { prospectId: number; at: Date }[]): Promise<void> {
	const ids = tx`${tx.array(
		buyers.map(({ prospectId }) => prospectId),
		20,
	)}::bigint[]`
	await tx`
		insert into ma_list (seller_entity_id, name, purpose)
		select distinct p.seller_entity_id, case when exists (select from ma_list l where l.seller_entity_id = p.seller_entity_id and l.name = 'Customers') then 'Customers (orders)' else 'Customers' end, 'customers'
		from ma_prospect p where p.id = any(${ids}) and not exists (select from ma_list l where l.seller_entity_id = p.seller_entity_id and l.purpose = 'customers')
		on conflict do nothing`
	await tx`
		insert into ma_list_member (list_id, prospect_id, added_at)
		select distinct on (p.id) l.id, p.id, b.at from unnest(${ids}, ${buyers.map(({ at }) => at.toISOString())}::timestamptz[]) as b(id, at)
			join ma_prospect p on p.id = b.id join ma_list l on l.seller_entity_id = p.seller_entity_id and l.purpose = 'customers' order by p.id, b.at
		on conflict do nothing`
}
