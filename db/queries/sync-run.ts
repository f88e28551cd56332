import type { Tx } from '../client.server.ts'
import { lanes } from './sync-job.ts'

/** Jobs for all prospects and connected campaigns of these connections' sellers, in the backfill lane. A marketing side that is another system names its people itself, by its feed. */
export async function markEverybody(tx: Tx, connectionIds: readonly number[], at: Date): Promise<void> {
	await tx`
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select k.id, l.id, 'ma', r.object, r.id, coalesce('link:' || l.id, 'ma:' || r.object || ':' || r.id), ${lanes.backfill}, array['resync'], 'sync:' || k.id, ${at}, ${at}
		from sync_connection k
		cross join lateral (
			select 'prospect' as object, p.id::text as id from ma_prospect p where p.seller_entity_id = k.seller_entity_id
			union all select 'source_campaign', c.id::text from ma_campaign c where c.seller_entity_id = k.seller_entity_id and c.crm_campaign_id is not null
		) r
		left join sync_link l on l.connection_id = k.id and l.ma_object = r.object and l.ma_id = r.id
		where k.ma_system = 'embedded_ma' and k.id = any(${tx.array([...connectionIds], 20)}::bigint[])
		on conflict (connection_id, job_key) do nothing`
}
