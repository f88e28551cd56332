import type { LostReason } from '../../app/engine/crm/effects.ts'
import type { Tx } from '../client.server.ts'

const ids = (tx: Tx, quoteIds: readonly number[]) => tx`${tx.array([...quoteIds], 20)}::bigint[]`

/** Of the accounts of these quotes nobody else opens an opportunity until we are done; in one order, so that no two wait for each other. */
async function lockQuoters(tx: Tx, quoteIds: readonly number[]): Promise<void> {
	await tx`
		select pg_advisory_xact_lock(hashtextextended('quoter:' || account_id, 421)) from (
			select distinct account_id from quote where id = any(${ids(tx, quoteIds)}) and opportunity_id is null and lead_id is null order by 1) q`
}

/**
 * Each quote has an opportunity: what one person asks for again on the same day, in the seller's zone, is the same one while it is open
 * (sync-core.md section c). A lead's is made when she is converted. Two statements for any number.
 */
export async function attachQuotes(tx: Tx, quoteIds: readonly number[]): Promise<void> {
	await lockQuoters(tx, quoteIds)
	await tx`
		with fresh as (
			select q.account_id, q.id, q.contact_id, q.currency, q.number, q.asked_at, (q.asked_at at time zone s.time_zone)::date as asked_on, s.time_zone, a.owner_user_id
			from quote q join account a on a.id = q.account_id join seller_entity s on s.id = q.seller_entity_id
			where q.id = any(${ids(tx, quoteIds)}) and q.opportunity_id is null and q.lead_id is null
		), again as (
			select distinct on (f.id) f.id, w.id as opportunity_id
			from fresh f join quote o on o.account_id = f.account_id and o.contact_id is not distinct from f.contact_id and o.currency = f.currency and (o.asked_at at time zone f.time_zone)::date = f.asked_on
				join crm_opportunity w on w.account_id = o.account_id and w.id = o.opportunity_id and w.stage_rank < 90 and w.deleted_at is null
			order by f.id, w.id
		), asked as (
			select account_id, contact_id, currency, asked_on, min(number) as number, min(asked_at) as asked_at, min(owner_user_id) as owner_user_id
			from fresh where id not in (select id from again) group by account_id, contact_id, currency, asked_on
		), made as (
			insert into crm_opportunity (account_id, name, stage, stage_rank, currency, owner_user_id, created_at)
			select account_id, number, 'proposal', 40, currency, owner_user_id, asked_at from asked order by account_id, number returning account_id, id, name
		), person as (
			insert into crm_opp_contact_role (account_id, opportunity_id, contact_id, role, is_primary)
			select m.account_id, m.id, a.contact_id, 'Buyer', true from made m join asked a on a.account_id = m.account_id and a.number = m.name where a.contact_id is not null
		)
		update quote q set opportunity_id = coalesce(again.opportunity_id, made.id)
		from fresh f left join again on again.id = f.id
			left join asked a on a.account_id = f.account_id and a.contact_id is not distinct from f.contact_id and a.currency = f.currency and a.asked_on = f.asked_on
			left join made on made.account_id = a.account_id and made.name = a.number
		where q.account_id = f.account_id and q.id = f.id`
}

/** An order whose lines come from an accepted quote is that quote's opportunity, also when its news comes before the quote's: one amount is won, not two. Its order brings a deleted one back. */
export async function adoptQuoted(tx: Tx, orderIds: readonly number[]): Promise<void> {
	await tx`
		update crm_opportunity w set order_id = f.order_id, deleted_at = null from (
			select distinct on (q.account_id, q.order_id) q.account_id, q.order_id, q.opportunity_id from quote q
			where q.order_id = any(${ids(tx, orderIds)}) and q.opportunity_id is not null
				and not exists (select from crm_opportunity x where x.account_id = q.account_id and x.order_id = q.order_id)
			order by q.account_id, q.order_id, q.id) f
		where w.account_id = f.account_id and w.id = f.opportunity_id and w.order_id is null`
}

/**
 * A first order wins the opportunity that its buyer's lead became: the oldest open one in which she stands, that nobody put a price on
 * and for which no quote is under way. What somebody negotiates is never closed by an order beside it.
 */
export async function adoptOpen(tx: Tx, orderIds: readonly number[]): Promise<void> {
	await tx`
		update crm_opportunity w set order_id = f.order_id from (
			select distinct on (account_id, opportunity_id) account_id, opportunity_id, order_id from (
				select distinct on (o.account_id, o.id) o.account_id, o.id as order_id, w.id as opportunity_id
				from sales_order o join crm_opp_contact_role r on r.account_id = o.account_id and r.contact_id = coalesce(o.on_behalf_of_contact_id, o.contact_id)
					join crm_opportunity w on w.account_id = r.account_id and w.id = r.opportunity_id and w.stage_rank < 90 and w.deleted_at is null and w.order_id is null and w.amount_minor is null and w.created_at <= o.placed_at
				where o.id = any(${ids(tx, orderIds)}) and o.placed_at is not null and o.stage <> 'cancelled'
					and not exists (select from crm_opportunity x where x.account_id = o.account_id and x.order_id = o.id)
					and not exists (select from quote q where q.account_id = w.account_id and q.opportunity_id = w.id and q.state in ('asked', 'offered', 'countered'))
				order by o.account_id, o.id, w.created_at, w.id) oldest
			order by account_id, opportunity_id, order_id) f
		where w.account_id = f.account_id and w.id = f.opportunity_id`
}

/**
 * The opportunity that quotes are attached to, as they stand now: won with the accepted one and the cart it went into, lost when
 * the last one was declined, with the buyer's reason. Its stage never moves back, however late an event comes (sync-core.md section c).
 */
export async function saveQuoteStages(tx: Tx, quoteIds: readonly number[], reasons: readonly LostReason[]): Promise<void> {
	await tx`
		with touched as (
			select distinct account_id, opportunity_id from quote where id = any(${ids(tx, quoteIds)}) and opportunity_id is not null
		), best as (
			select distinct on (q.account_id, q.opportunity_id) q.account_id, q.opportunity_id, q.id, q.state, q.closed_at, q.order_id, v.total_minor
			from touched t join quote q on q.account_id = t.account_id and q.opportunity_id = t.opportunity_id
				join quote_version v on v.account_id = q.account_id and v.quote_id = q.id and v.version = q.version
			order by q.account_id, q.opportunity_id, case when q.state = 'accepted' then 0 when q.state in ('offered', 'countered') then 1 when q.state = 'asked' then 2 else 3 end, q.id desc
		), said as (
			select * from unnest(${ids(
				tx,
				reasons.map(({ quoteId }) => quoteId),
			)}, ${reasons.map(({ reason }) => reason)}::text[]) as r(quote_id, reason)
		), now_is as (
			select b.*, case b.state when 'accepted' then 'closed_won' when 'declined' then 'closed_lost' when 'asked' then 'proposal' else 'negotiation' end as stage,
				case b.state when 'accepted' then 90 when 'declined' then 90 when 'asked' then 40 else 60 end as rank, said.reason
			from best b left join said on said.quote_id = b.id where b.state in ('accepted', 'declined', 'asked', 'offered', 'countered')
		)
		update crm_opportunity w set stage = n.stage, stage_rank = n.rank, amount_minor = coalesce(n.total_minor, w.amount_minor), is_won = n.stage = 'closed_won',
			closed_at = case when n.rank = 90 then n.closed_at end, close_reason = case when n.stage = 'closed_lost' then n.reason end,
			order_id = case when n.stage = 'closed_won' and not exists (select from crm_opportunity x where x.account_id = n.account_id and x.order_id = n.order_id) then n.order_id else w.order_id end
		from now_is n where w.account_id = n.account_id and w.id = n.opportunity_id and w.stage_rank < 90 and n.rank >= w.stage_rank
			and (w.stage, w.amount_minor, w.stage_rank) is distinct from (n.stage, coalesce(n.total_minor, w.amount_minor), n.rank::smallint)`
}
