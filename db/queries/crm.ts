import type { CampaignResponse, OwnerTask, TimelineEntry } from '../../app/engine/crm/effects.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** One line per source key: delivered twice it stays one. */
export async function insertTimeline(tx: Tx, entries: readonly TimelineEntry[]): Promise<void> {
	const rows = JSON.stringify(
		entries.map((entry) => ({
			account_id: entry.accountId,
			source_key: entry.sourceKey,
			kind: entry.kind,
			contact_id: entry.contactId,
			acted_by_user_id: entry.actedByUserId,
			facts: entry.facts,
			occurred_at: entry.occurredAt.toISOString(),
		})),
	)
	await tx`
		insert into crm_timeline_entry (account_id, source_key, kind, contact_id, acted_by_user_id, facts, occurred_at)
		select account_id, source_key, kind, contact_id, acted_by_user_id, facts, occurred_at
		from json_to_recordset(${rows}::text::json) as r(account_id bigint, source_key text, kind text, contact_id bigint, acted_by_user_id bigint, facts jsonb, occurred_at timestamptz)
		on conflict (account_id, source_key) do nothing`
}

/**
 * Product views as one entry per person and day of the seller. The count is taken from the events themselves, so that
 * a delivery that comes twice, or late, leaves the same figure.
 */
export async function rollUpViews(tx: Tx, eventIds: readonly string[]): Promise<void> {
	await tx`
		with touched as (
			select distinct e.account_id, e.contact_id, s.time_zone, (e.occurred_at at time zone s.time_zone)::date as day
			from outbox_event e join account a on a.id = e.account_id join seller_entity s on s.id = a.seller_entity_id
			where e.id = any(${[...eventIds]}::uuid[])
		)
		insert into crm_timeline_entry (account_id, source_key, kind, contact_id, facts, count, occurred_at)
		select t.account_id, 'views:' || t.day || ':' || coalesce(t.contact_id, 0), 'product.viewed', t.contact_id,
			jsonb_build_object('day', t.day, 'productIds', jsonb_agg(distinct v.payload -> 'productId')), count(*), max(v.occurred_at)
		from touched t join outbox_event v on v.account_id = t.account_id and v.contact_id is not distinct from t.contact_id
			and v.topic = 'product.viewed' and v.acted_by_user_id is null
			and v.occurred_at >= t.day::timestamp at time zone t.time_zone and v.occurred_at < (t.day + 1)::timestamp at time zone t.time_zone
		group by t.account_id, t.contact_id, t.day
		on conflict (account_id, source_key) do update set facts = excluded.facts, count = excluded.count, occurred_at = excluded.occurred_at
		where crm_timeline_entry.count < excluded.count`
}

/** Members move to the first status that counts as an answer, forward by rank only; who was no member becomes one. */
export async function saveResponses(tx: Tx, responses: readonly CampaignResponse[]): Promise<void> {
	await tx`
		insert into crm_campaign_member as m (campaign_id, contact_id, status, responded_at)
		select r.campaign_id, r.contact_id, answer.status, r.responded_at
		from unnest(${responses.map((r) => r.campaignId)}::bigint[], ${responses.map((r) => r.contactId)}::bigint[],
			${responses.map((r) => r.respondedAt.toISOString())}::timestamptz[]) as r(campaign_id, contact_id, responded_at)
		join lateral (select status from crm_campaign_status s where s.campaign_id = r.campaign_id and s.has_responded order by s.rank limit 1) answer on true
		join contact c on c.id = r.contact_id
		order by r.campaign_id, r.contact_id
		on conflict (campaign_id, coalesce(contact_id, 0), coalesce(lead_id, 0)) do update
		set status = excluded.status, responded_at = coalesce(m.responded_at, excluded.responded_at)
		where (select s.rank from crm_campaign_status s where s.campaign_id = m.campaign_id and s.status = m.status)
			< (select s.rank from crm_campaign_status s where s.campaign_id = excluded.campaign_id and s.status = excluded.status)`
}

/** The card of a cart on its account: what is in it now, who touched it last. */
export async function rollUpCarts(tx: Tx, cartIds: readonly number[]): Promise<void> {
	await tx`
		insert into crm_timeline_entry (account_id, source_key, kind, contact_id, acted_by_user_id, facts, occurred_at)
		select o.account_id, 'cart:' || o.id, 'cart', o.contact_id, o.acted_by_user_id, jsonb_build_object('cartId', o.id, 'stage', o.stage,
			'version', o.version, 'currency', o.currency, 'lines', count(l.id), 'units', coalesce(sum(l.quantity), 0)), o.last_activity_at
		from sales_order o left join order_line l on l.account_id = o.account_id and l.order_id = o.id and l.kind = 'goods'
		where o.id = any(${tx.array([...cartIds], 20)}::bigint[])
		group by o.account_id, o.id
		on conflict (account_id, source_key) do update set acted_by_user_id = excluded.acted_by_user_id, facts = excluded.facts, occurred_at = excluded.occurred_at
		where crm_timeline_entry.facts is distinct from excluded.facts or crm_timeline_entry.occurred_at < excluded.occurred_at`
}

/** A confirmed touch counts for an order placed within so long after it. */
const influence = '30 days'

/**
 * The opportunity of each order, won or lost as the order stands now, with its buyer and the campaign that was answered
 * last before it. One order is one amount, however often it is told.
 */
export async function saveOpportunities(tx: Tx, orderIds: readonly number[]): Promise<void> {
	await tx`
		with placed as (
			select o.account_id, o.id, o.number, o.net_minor - coalesce(gone.net_minor, 0) as net_minor, o.currency, o.placed_at, o.cancelled_at, o.stage <> 'cancelled' as is_won, a.owner_user_id,
				coalesce(o.on_behalf_of_contact_id, o.contact_id) as buyer_id, coalesce(o.crm_campaign_id, touch.crm_campaign_id) as campaign_id,
				(o.placed_at at time zone s.time_zone)::date as closed_on
			from sales_order o join account a on a.id = o.account_id join seller_entity s on s.id = o.seller_entity_id
			left join lateral (select t.crm_campaign_id from campaign_touch t where t.contact_id = coalesce(o.on_behalf_of_contact_id, o.contact_id)
				and t.confirmed_at is not null and t.crm_campaign_id is not null and t.clicked_at <= o.placed_at
				and t.clicked_at > o.placed_at - ${influence}::interval order by t.clicked_at desc limit 1) touch on true
			left join lateral (select round(sum(l.net_minor * least(1, x.quantity / l.quantity)))::bigint as net_minor from order_line l join lateral (
				select sum(g.cancelled_quantity) as quantity from allocation g where g.account_id = l.account_id and g.line_id = l.id) x on x.quantity > 0
				where l.account_id = o.account_id and l.order_id = o.id) gone on o.stage <> 'cancelled'
			where o.id = any(${tx.array([...orderIds], 20)}::bigint[]) and o.placed_at is not null
		), saved as (
			insert into crm_opportunity as w (account_id, name, stage, stage_rank, amount_minor, currency, close_on, closed_at, is_won, owner_user_id, order_id, crm_campaign_id)
			select account_id, number, case when is_won then 'closed_won' else 'closed_lost' end, 90, net_minor, currency, closed_on,
				coalesce(cancelled_at, placed_at), is_won, owner_user_id, id, campaign_id
			from placed
			on conflict (account_id, order_id) where order_id is not null do update
			set stage = excluded.stage, stage_rank = excluded.stage_rank, amount_minor = excluded.amount_minor, is_won = excluded.is_won, closed_at = excluded.closed_at, close_on = excluded.close_on,
				crm_campaign_id = coalesce(w.crm_campaign_id, excluded.crm_campaign_id)
			where (w.stage, w.amount_minor, w.stage_rank) is distinct from (excluded.stage, excluded.amount_minor, excluded.stage_rank)
			returning w.account_id, w.id, w.order_id
		)
		insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role, is_primary)
		select saved.account_id, saved.id, placed.buyer_id, 'Buyer', true
		from saved join placed on placed.account_id = saved.account_id and placed.id = saved.order_id where placed.buyer_id is not null
		on conflict do nothing`
}

/** What owners are asked to do; an account without one asks nobody. Under the same key once. */
export async function insertOwnerTasks(tx: Tx, tasks: readonly (OwnerTask & { dueOn: string })[]): Promise<void> {
	await tx`
		insert into crm_task (idempotency_key, owner_user_id, account_id, contact_id, subject, facts, due_on, priority, created_at)
		select r.key, a.owner_user_id, a.id, r.contact_id, r.subject, r.facts, r.due_on, r.priority, r.at
		from jsonb_to_recordset(${recordset(tx, tasks)}) as r(account_id bigint, contact_id bigint, key text, subject text, facts jsonb, due_on date, priority text, at timestamptz)
			join account a on a.id = r.account_id join crm_user u on u.id = a.owner_user_id and u.is_active
		on conflict (idempotency_key) do nothing`
}

/** In whose zone an account's days are: its seller's. */
export async function readZones(sql: Sql, accountIds: readonly number[]): Promise<Map<number, string>> {
	const rows = await sql<{ id: number; timeZone: string }[]>`
		select a.id, s.time_zone from account a join seller_entity s on s.id = a.seller_entity_id where a.id = any(${sql.array([...accountIds], 20)}::bigint[])`
	return new Map(rows.map(({ id, timeZone }) => [id, timeZone]))
}
