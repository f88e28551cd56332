import type { Tx } from '../client.server.ts'

type Merged = { mergeId: number; winnerId: number; loserId: number; at: Date }

/**
 * Links of the sync that name the loser as our own account (sync-core.md B11): one goes to a winner that has none, else it rests, and what both stand
 * for in the other system is proposed there, never merged from here. What each link was is kept with the merge (`returnLinks`).
 */
export async function settleAccountLinks(tx: Tx, { mergeId, winnerId, loserId, at }: Merged): Promise<void> {
	await tx`
		with ours as (
			select l.*, c.seller_entity_id, s.side, case s.side when 'crm' then l.crm_id else l.ma_id end as own_id, case s.side when 'crm' then l.ma_id else l.crm_id end as other_id, case s.side when 'crm' then l.ma_object else l.crm_object end as other_object
			from sync_connection c cross join (values ('crm'), ('ma')) s(side) join sync_link l on l.connection_id = c.id
				and case s.side when 'crm' then c.crm_system = 'embedded_crm' and l.crm_object = 'account' and l.crm_id in (${String(winnerId)}, ${String(loserId)}) else c.ma_system like 'embedded\\_%' and l.ma_object = 'account' and l.ma_id in (${String(winnerId)}, ${String(loserId)}) end
		), found as materialized (
			select l.*, w.id as winner_link, w.other_id as winner_other_id from ours l left join ours w on w.connection_id = l.connection_id and w.side = l.side and w.own_id = ${String(winnerId)} where l.own_id = ${String(loserId)}
		), moved as (
			update sync_link l set crm_id = case when f.winner_link is null and f.side = 'crm' then ${String(winnerId)} else l.crm_id end, ma_id = case when f.winner_link is null and f.side = 'ma' then ${String(winnerId)} else l.ma_id end,
				state = case when f.winner_link is null then l.state else 'archived' end, state_reason = case when f.winner_link is null then l.state_reason else 'MERGED' end, version = l.version + 1
			from found f where l.id = f.id
		), kept as (
			update record_merge m set links = m.links || x.links from (
				select jsonb_agg(jsonb_build_object('id', id, 'crm_object', crm_object, 'crm_id', crm_id, 'ma_id', ma_id, 'state', state, 'state_reason', state_reason)) as links from found having count(*) > 0
			) x where m.id = ${mergeId}
		)
		insert into merge_proposal (seller_entity_id, connection_id, side, object, winner_id, loser_id, reason, at)
		select seller_entity_id, connection_id, case side when 'crm' then 'ma' else 'crm' end, other_object, winner_other_id, other_id, case side when 'crm' then 'CRM_MERGED' else 'MA_MERGED' end, ${at} from found
		where winner_link is not null and other_id is not null and winner_other_id is not null and other_id <> winner_other_id and state = 'active'
		on conflict (connection_id, side, object, winner_id, loser_id) do update set state = 'open', at = excluded.at, settled_at = null, settled_by_user_id = null where merge_proposal.state <> 'open'`
}

/** What another system proposed for these two is taken by the merge, whichever of them stays. */
export async function takeAccountProposals(
	tx: Tx,
	{ winnerId, loserId, userId, at }: { winnerId: number; loserId: number; userId: number; at: Date },
): Promise<void> {
	await tx`
		update merge_proposal p set state = 'taken', settled_at = ${at}, settled_by_user_id = ${userId} from sync_connection c
		where c.id = p.connection_id and p.object = 'account' and p.state = 'open' and case p.side when 'crm' then c.crm_system else c.ma_system end in ('embedded_crm', 'embedded_ma')
			and (p.loser_id, p.winner_id) in ((${String(loserId)}, ${String(winnerId)}), (${String(winnerId)}, ${String(loserId)}))`
}

/** What was proposed to other systems for this merge is gone with it. */
export async function dropProposals(tx: Tx, mergeId: number, userId: number, at: Date): Promise<void> {
	await tx`
		update merge_proposal p set state = 'gone', settled_at = ${at}, settled_by_user_id = ${userId} from record_merge m, jsonb_to_recordset(m.links) r(id bigint, crm_id text, ma_id text)
		join sync_link l on l.id = r.id where m.id = ${mergeId} and p.connection_id = l.connection_id and p.state = 'open' and p.loser_id = case p.side when 'crm' then r.crm_id else r.ma_id end`
}

/** Says to the sync that these became one, or are two again. */
export async function markAccounts(tx: Tx, { ids, userId, at }: { ids: readonly number[]; userId: number; at: Date }): Promise<void> {
	await tx`
		insert into sync_change (system, object, record_id, kind, fields, cause, actor, at)
		select 'embedded_crm', 'account', x::text, 'update', array['merged_into_id'], 'merge', 'user:' || ${userId}::bigint, ${at} from unnest(${tx.array([...ids], 20)}::bigint[]) x`
}
