import type { Tx } from '../client.server.ts'
import { lanes } from './sync-job.ts'

/** Jobs for all prospects and connected campaigns, and for sales' own records where they are mapped, of these connections' sellers, in the backfill lane. A marketing side that is another system names its people itself, by its feed. `only`: these objects alone. */
export async function markEverybody(tx: Tx, connectionIds: readonly number[], at: Date, only: readonly string[] | null = null): Promise<void> {
	const objects = only && tx.array([...only], 25)
	await tx`
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select k.id, l.id, 'ma', r.object, r.id, coalesce('link:' || l.id, 'ma:' || r.object || ':' || r.id), ${lanes.backfill}, array['resync'], 'sync:' || k.id, ${at}, ${at}
		from sync_connection k
		cross join lateral (
			select 'prospect' as object, p.id::text as id from ma_prospect p where p.seller_entity_id = k.seller_entity_id
			union all select 'source_campaign', c.id::text from ma_campaign c where c.seller_entity_id = k.seller_entity_id and c.crm_campaign_id is not null
			union all select 'account', a.id::text from account a where a.seller_entity_id = k.seller_entity_id and a.merged_into_id is null
			union all select 'person_account', a.id::text from account a where a.seller_entity_id = k.seller_entity_id and a.merged_into_id is null and a.is_person
			union all select 'opportunity', o.id::text from crm_opportunity o join account a on a.id = o.account_id where a.seller_entity_id = k.seller_entity_id and o.deleted_at is null
			union all select 'campaign', c.id::text from crm_campaign c where c.seller_entity_id = k.seller_entity_id
			union all select 'campaign_status', s.id::text from crm_campaign_status s join crm_campaign c on c.id = s.campaign_id where c.seller_entity_id = k.seller_entity_id
			union all select 'campaign_member', m.id::text from crm_campaign_member m join crm_campaign c on c.id = m.campaign_id where c.seller_entity_id = k.seller_entity_id
			union all select 'task', t.id::text from crm_task t join crm_user o on o.id = t.owner_user_id where o.seller_entity_id = k.seller_entity_id and t.status = 'open'
			union all select 'support_case', c.id::text from support_case c join account a on a.id = c.account_id where a.seller_entity_id = k.seller_entity_id and c.status <> 'closed'
			union all select 'contact_role', r.id::text from crm_opp_contact_role r join account a on a.id = r.account_id where a.seller_entity_id = k.seller_entity_id
		) r
		left join sync_link l on l.connection_id = k.id and l.ma_object = r.object and l.ma_id = r.id
		where k.ma_system = 'embedded_ma' and (r.object in ('prospect', 'source_campaign') or exists (select from sync_object_map m where m.connection_id = k.id and m.ma_object = r.object and not m.rests)) and (${objects}::text[] is null or r.object = any(${objects}::text[])) and k.id = any(${tx.array([...connectionIds], 20)}::bigint[])
		on conflict (connection_id, job_key) do nothing`
}
