import type { Tx } from '../client.server.ts'
import type { MergePair } from './merge.ts'
import type { MergeObject } from './merge-parts.ts'
import { recordset } from './recordset.ts'

const sideOf = (object: MergeObject) => (object === 'prospect' ? { side: 'ma', system: 'embedded_ma' } : { side: 'crm', system: 'embedded_crm' })

/**
 * Marketing's links after a merge of prospects (sync-core.md B11): the loser's goes to a winner that has none, else it rests. The CRM's records
 * behind two links are never merged from here: that is proposed. What each link was is kept with the merge.
 */
export async function settleLinks(
	tx: Tx,
	merges: readonly (MergePair & { mergeId: number })[],
	{ proposes, at }: { proposes: boolean; at: Date },
): Promise<void> {
	const pairs = recordset(tx, merges)
	await tx`
		with pairs as materialized (
			select * from jsonb_to_recordset(${pairs}) r(merge_id bigint, winner_id bigint, loser_id bigint)
		), found as materialized (
			select r.merge_id, l.id, l.connection_id, l.crm_object, l.crm_id, l.ma_object, l.ma_id, l.state, l.state_reason, r.winner_id, c.seller_entity_id,
				w.id as winner_link, w.crm_object as winner_crm_object, w.crm_id as winner_crm_id
			from pairs r join sync_connection c on c.ma_system = 'embedded_ma'
			join sync_link l on l.connection_id = c.id and l.ma_object = 'prospect' and l.ma_id = r.loser_id::text
			left join sync_link w on w.connection_id = c.id and w.ma_object = 'prospect' and w.ma_id = r.winner_id::text
		), moved as (
			update sync_link l set ma_id = case when f.winner_link is null then f.winner_id::text else l.ma_id end, state = case when f.winner_link is null then l.state else 'archived' end,
				state_reason = case when f.winner_link is null then l.state_reason else 'MERGED' end, version = l.version + 1
			from found f where l.id = f.id
		), kept as (
			update record_merge m set links = m.links || x.links from (
				select merge_id, jsonb_agg(jsonb_build_object('id', id, 'crm_object', crm_object, 'crm_id', crm_id, 'ma_id', ma_id, 'state', state, 'state_reason', state_reason)) as links from found group by merge_id
			) x where m.id = x.merge_id
		)
		insert into merge_proposal (seller_entity_id, connection_id, side, object, winner_id, loser_id, reason, at)
		select seller_entity_id, connection_id, 'crm', crm_object, winner_crm_id, crm_id, 'MA_MERGED', ${at} from found
		where ${proposes} and winner_link is not null and crm_object = winner_crm_object and crm_id is not null and winner_crm_id is not null and crm_id <> winner_crm_id and (state = 'active' or state_reason = 'CRM_DELETED')
		on conflict (connection_id, side, object, winner_id, loser_id) do update set state = 'open', at = excluded.at, settled_at = null, settled_by_user_id = null where merge_proposal.state <> 'open'`
}

/** A link that the sync is about to move for a merge is kept with it, so that it goes back when the merge does. */
export async function keepLinks(tx: Tx, object: MergeObject, links: readonly { loserId: number; linkId: number }[]): Promise<void> {
	if (links.length === 0) return
	await tx`
		update record_merge m set links = m.links || x.links from (
			select r.loser_id, jsonb_agg(jsonb_build_object('id', l.id, 'crm_object', l.crm_object, 'crm_id', l.crm_id, 'ma_id', l.ma_id, 'state', l.state, 'state_reason', l.state_reason)) as links
			from jsonb_to_recordset(${recordset(tx, links)}) r(loser_id bigint, link_id bigint) join sync_link l on l.id = r.link_id group by 1
		) x where m.object = ${object} and m.loser_id = x.loser_id and m.undone_at is null`
}

/** Links as they were before, where nobody else has their place by now. */
export async function returnLinks(tx: Tx, mergeId: number): Promise<void> {
	await tx`
		update sync_link l set crm_object = r.crm_object, crm_id = r.crm_id, ma_id = r.ma_id, state = r.state, state_reason = r.state_reason, version = l.version + 1,
			object_map_id = coalesce((select o.id from sync_object_map o where o.connection_id = l.connection_id and o.crm_object = r.crm_object and o.ma_object = l.ma_object), l.object_map_id)
		from record_merge m, jsonb_to_recordset(m.links) r(id bigint, crm_object text, crm_id text, ma_id text, state text, state_reason text)
		where m.id = ${mergeId} and l.id = r.id and not exists (select from sync_link o where o.connection_id = l.connection_id and o.id <> l.id
			and ((o.crm_object = r.crm_object and o.crm_id = r.crm_id) or (o.ma_object = l.ma_object and o.ma_id = r.ma_id)))`
}

/** Proposals about these records are settled: taken by the merge itself, or gone with its undo. */
export async function settleProposals(
	tx: Tx,
	object: MergeObject,
	pairs: readonly MergePair[],
	{ state, userId, at }: { state: 'taken' | 'gone'; userId: number | null; at: Date },
): Promise<void> {
	const { side, system } = sideOf(object)
	await tx`
		update merge_proposal p set state = ${state}, settled_at = ${at}, settled_by_user_id = ${userId}
		from jsonb_to_recordset(${recordset(tx, pairs)}) r(winner_id bigint, loser_id bigint), sync_connection c
		where c.id = p.connection_id and case ${side} when 'crm' then c.crm_system else c.ma_system end = ${system} and p.side = ${side} and p.object = ${object} and p.state = 'open'
			and (p.loser_id, p.winner_id) in ((r.loser_id::text, r.winner_id::text), (r.winner_id::text, r.loser_id::text))`
}

/** What another system says was merged there (B11): its links know what their records became, until they are looked at. */
export async function noteMerged(
	tx: Tx,
	connectionId: number,
	{ side, object, merged }: { side: 'crm' | 'ma'; object: string; merged: readonly { id: string; into: string }[] },
): Promise<void> {
	if (merged.length === 0) return
	await tx`
		update sync_link l set merged_into = r.into_id from jsonb_to_recordset(${tx.json(merged.map(({ id, into }) => ({ id, into_id: into })))}) r(id text, into_id text)
		where l.connection_id = ${connectionId} and case ${side} when 'crm' then l.crm_object = ${object} and l.crm_id = r.id else l.ma_object = ${object} and l.ma_id = r.id end`
}

/** The losers whose merge waits for one of these winners are looked at again. */
export async function wakeMerged(
	tx: Tx,
	{ connectionId, winners, at }: { connectionId: number; winners: readonly { object: string; id: string }[]; at: Date },
): Promise<void> {
	await tx`
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select l.connection_id, l.id, 'crm', l.crm_object, l.crm_id, 'link:' || l.id, 2, array['merge'], 'sync:' || l.connection_id, ${at}, ${at}
		from jsonb_to_recordset(${tx.json(winners.map(({ object, id }) => ({ object, id })))}) r(object text, id text)
		join sync_link l on l.connection_id = ${connectionId} and l.crm_object = r.object and l.merged_into = r.id and l.crm_id is not null order by l.id on conflict (connection_id, job_key) do nothing`
}

export type NewProposal = { side: 'crm' | 'ma'; object: string; winnerId: string; loserId: string; reason: 'MA_MERGED' | 'CRM_MERGED' | 'MAIL_TAKEN' }

export async function insertProposals(tx: Tx, { connectionId, rows, at }: { connectionId: number; rows: readonly NewProposal[]; at: Date }): Promise<void> {
	if (rows.length === 0) return
	await tx`
		insert into merge_proposal (seller_entity_id, connection_id, side, object, winner_id, loser_id, reason, at)
		select c.seller_entity_id, c.id, r.side, r.object, r.winner_id, r.loser_id, r.reason, ${at}
		from jsonb_to_recordset(${recordset(tx, rows)}) r(side text, object text, winner_id text, loser_id text, reason text) join sync_connection c on c.id = ${connectionId} on conflict do nothing`
}
