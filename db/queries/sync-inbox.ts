import type { Sql, Tx } from '../client.server.ts'
import { lanes } from './sync-job.ts'

export type Told = {
	deliveryId: string
	object: string
	ids: readonly string[]
	kind: 'changed' | 'deleted' | 'overflow'
	at: string
	fields: readonly string[] | null
}

/** Keeps a notice once, however often it comes. Answers whether it is new. */
export async function insertNotice(sql: Sql, connectionId: number, { deliveryId, ...body }: Told, at: Date): Promise<boolean> {
	const rows = await sql`
		insert into sync_inbox (source, delivery_id, connection_id, body, received_at)
		values (${`connection:${connectionId}`}, ${deliveryId}, ${connectionId}, ${sql.json(body as never)}, ${at}) on conflict (source, delivery_id) do nothing returning 1`
	return rows.length > 0
}

/**
 * Notices become jobs, one for each record however many speak of it, in one statement: they are claimed by lock and say nothing of values. A job that is
 * leased meanwhile loses its lease and is done again, so a later change of the same moment is never dropped. Of an object that overflowed nothing more was told:
 * its feeds are asked at once. When a field changed is kept beside (B3), the latest of what was told in whatever order. Answers how many notices were taken.
 */
export async function settleInbox(tx: Tx, limit: number, at: Date): Promise<number> {
	const [row] = await tx<{ taken: number }[]>`
		with taken as materialized (
			update sync_inbox set settled_at = ${at} where (source, delivery_id) in (
				select source, delivery_id from sync_inbox where settled_at is null order by received_at limit ${limit} for update skip locked)
			returning connection_id, body
		), told as materialized (
			select k.id as connection_id, case when k.crm_system like 'embedded\\_%' then 'ma' else 'crm' end as side, t.body ->> 'object' as object, t.body ->> 'kind' as kind, t.body -> 'ids' as ids, t.body ->> 'at' as at, t.body -> 'fields' as fields
			from taken t join sync_connection k on k.id = t.connection_id and k.started_at is not null
			where exists (select from sync_object_map m where m.connection_id = k.id and case when k.crm_system like 'embedded\\_%' then m.ma_object else m.crm_object end = t.body ->> 'object' and not m.rests)
		), named as materialized (
			select distinct n.connection_id, n.side, n.object, i.id as record_id,
				case n.side when 'crm' then (select l.id from sync_link l where l.connection_id = n.connection_id and l.crm_object = n.object and l.crm_id = i.id)
					else (select l.id from sync_link l where l.connection_id = n.connection_id and l.ma_object = n.object and l.ma_id = i.id) end as link_id
			from told n cross join lateral jsonb_array_elements_text(n.ids) i(id)
		), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select connection_id, link_id, side, object, record_id, coalesce('link:' || link_id, side || ':' || object || ':' || record_id) as job_key, ${lanes.live}::smallint, array['notice'], 'feed:' || connection_id, ${at}::timestamptz, ${at}::timestamptz
			from named order by 6
			on conflict (connection_id, job_key) do update set lane = least(j.lane, excluded.lane), due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null, attempts = 0,
				causes = (select array_agg(distinct c) from unnest(j.causes || excluded.causes) c)
		), states as (
			insert into sync_field_state as s (system, object, record_id, fields)
			select system, object, record_id, jsonb_object_agg(field, jsonb_build_array(at, actor)) from (
				select 'connection:' || n.connection_id || ':' || n.side as system, n.object, i.id as record_id, f.field, max(n.at) as at, 'feed:' || n.connection_id as actor
				from told n cross join lateral jsonb_array_elements_text(n.ids) i(id) cross join lateral jsonb_array_elements_text(case jsonb_typeof(n.fields) when 'array' then n.fields else '[]' end) f(field)
				where n.kind = 'changed' group by 1, 2, 3, 4, 6) one
			group by 1, 2, 3 order by 1, 2, 3
			on conflict (system, object, record_id) do update set fields = s.fields || coalesce((
				select jsonb_object_agg(key, value) from jsonb_each(excluded.fields) where s.fields -> key ->> 0 is null or s.fields -> key ->> 0 < value ->> 0), '{}')
		), asked as (
			update sync_watermark w set beat_at = 'epoch' from told n
			where n.kind = 'overflow' and w.connection_id = n.connection_id and w.side = n.side and w.object = n.object and w.feed in ('changed', 'deleted')
		)
		select count(*) as taken from taken`
	return row?.taken ?? 0
}

/** Whoever repeats a notice does so within days. */
export async function forgetNotices(sql: Sql, before: Date): Promise<number> {
	return (await sql`delete from sync_inbox where settled_at < ${before}`).count
}
