import type { Tx } from '../client.server.ts'
import type { NewObjectMap } from './sync-connection.ts'

/** One more pair of objects of a connection, with its fields; `rests`: nothing of it goes until somebody lets it run. The id; null: it is mapped already. */
export async function insertObjectMap(
	tx: Tx,
	connectionId: number,
	{ crmObject, maObject, rank, createsCrm, createsMa, fields }: NewObjectMap,
	rests: boolean,
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		with made as (
			insert into sync_object_map (connection_id, crm_object, ma_object, rank, creates_crm, creates_ma, rests)
			values (${connectionId}, ${crmObject}, ${maObject}, ${rank}, ${createsCrm}, ${createsMa}, ${rests}) on conflict do nothing returning id
		), lines as (
			insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank, multi, overflow, fallback, is_consent, transform)
			select made.id, f ->> 'crmField', f ->> 'maField', f ->> 'behaviour', f ->> 'blank', f ->> 'multi', f ->> 'overflow', f ->> 'fallback', coalesce((f ->> 'isConsent')::boolean, false), f -> 'transform'
			from made cross join jsonb_array_elements(${tx.json(fields as never)}) f
		)
		select id from made`
	return row?.id ?? null
}

export async function wakeObjectMap(tx: Tx, id: number): Promise<void> {
	await tx`update sync_object_map set rests = false where id = ${id}`
}

/**
 * A pair of objects travels no more: its links, what waits for them and what is open about them go with it, and where no other pair has the object
 * also how far its feeds were read. What the journal says of it stays, and so do the records on both sides. How many links there were.
 */
export async function deleteObjectMap(tx: Tx, { connectionId, id }: { connectionId: number; id: number }): Promise<number> {
	const [row] = await tx<{ links: number }[]>`
		with map as (select * from sync_object_map where id = ${id} and connection_id = ${connectionId}),
			alone as (
				select s.side, s.object from map cross join lateral (values ('crm', map.crm_object), ('ma', map.ma_object)) s(side, object)
				where not exists (select from sync_object_map o where o.connection_id = ${connectionId} and o.id <> map.id and case s.side when 'crm' then o.crm_object else o.ma_object end = s.object)
			), links as (delete from sync_link l using map where l.object_map_id = map.id returning l.id),
			jobs as (
				delete from sync_job j where j.connection_id = ${connectionId}
					and (j.link_id in (select id from links) or exists (select from alone a where a.side = j.side and a.object = j.object))
			), writes as (delete from sync_write w where w.connection_id = ${connectionId} and w.state <> 'confirmed' and w.link_id in (select id from links)),
			errors as (
				update sync_error e set closed_at = now(), closed_for = 'unmapped' where e.connection_id = ${connectionId} and e.closed_at is null
					and (e.link_id in (select id from links) or exists (select from alone a where a.side = e.side and a.object = e.object))
			), feeds as (delete from sync_watermark w using alone a where w.connection_id = ${connectionId} and w.side = a.side and w.object = a.object)
		select count(*)::int as links from links`
	await tx`delete from sync_object_map where id = ${id} and connection_id = ${connectionId}`
	return row?.links ?? 0
}
