import type { WishedMap } from '../../app/engine/sync/check-mapping.ts'
import type { FirstLine } from '../../app/engine/sync/first-mapping.ts'
import type { FieldPair } from '../../app/engine/sync/offer-fields.ts'
import type { FieldShape } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'
import { lanes } from './sync-job.ts'

/** Live links by object map: as many records are looked at again when its fields change. */
export async function countLinksByMap(sql: Sql, connectionId: number): Promise<Map<number, number>> {
	const rows = await sql<{ objectMapId: number; count: number }[]>`
		select object_map_id, count(*)::int as count from sync_link where connection_id = ${connectionId} and state = 'active' group by object_map_id`
	return new Map(rows.map(({ objectMapId, count }) => [objectMapId, count]))
}

/** Adds a field map, or changes one; whoever stopped it is asked again. The id of the row. */
export async function saveFieldMap(tx: Tx, objectMapId: number, key: string | null, wish: WishedMap): Promise<number> {
	const { crmField, maField, behaviour, blank, multi, overflow, fallback } = wish
	const transform = wish.transform === null ? null : tx.json(wish.transform as never)
	const [row] =
		key === null
			? await tx<{ id: number }[]>`
				insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank, multi, overflow, transform, fallback)
				values (${objectMapId}, ${crmField}, ${maField}, ${behaviour}, ${blank}, ${multi}, ${overflow}, ${transform}, ${fallback}) returning id`
			: await tx<{ id: number }[]>`
				update sync_field_map set behaviour = ${behaviour}, blank = ${blank}, multi = ${multi}, overflow = ${overflow}, transform = ${transform}, fallback = ${fallback}, stopped_by = null
				where id = ${key}::bigint and object_map_id = ${objectMapId} returning id`
	return row?.id ?? 0
}

/** The field is mapped no more, is not offered again, and nothing is open for it; what the journal says of it stays. */
export async function deleteFieldMap(tx: Tx, objectMapId: number, key: string): Promise<void> {
	await tx`
		with gone as (
			delete from sync_field_map where id = ${key}::bigint and object_map_id = ${objectMapId} returning id, jsonb_build_array(jsonb_build_object('crmField', crm_field, 'maField', ma_field)) as pair
		), kept as (
			update sync_object_map m set left_out = m.left_out || gone.pair from gone where m.id = ${objectMapId} and not m.left_out @> gone.pair
		)
		update sync_error e set closed_at = now(), closed_for = 'unmapped' from gone where e.field_map_id = gone.id and e.closed_at is null`
}

/** What was taken out on purpose, by object map. */
export async function readLeftOut(sql: Sql, connectionId: number): Promise<Map<number, FieldPair[]>> {
	const rows = await sql<{ id: number; leftOut: FieldPair[] }[]>`select id, left_out from sync_object_map where connection_id = ${connectionId}`
	return new Map(rows.map(({ id, leftOut }) => [id, leftOut]))
}

/** More lines of a pair of objects; one statement. */
export async function insertFieldMaps(tx: Tx, objectMapId: number, lines: readonly FirstLine[]): Promise<void> {
	await tx`
		insert into sync_field_map (object_map_id, crm_field, ma_field, behaviour, blank, multi, overflow, fallback, is_consent, transform)
		select ${objectMapId}, f ->> 'crmField', f ->> 'maField', f ->> 'behaviour', f ->> 'blank', f ->> 'multi', f ->> 'overflow', f ->> 'fallback', coalesce((f ->> 'isConsent')::boolean, false), f -> 'transform'
		from jsonb_array_elements(${tx.json(lines as never)}) f`
}

/** Stand still for everybody until their cause is mended. */
export async function stopFieldMaps(tx: Tx, keys: readonly string[], code: string): Promise<void> {
	await tx`update sync_field_map set stopped_by = ${code} where id = any(${tx.array([...keys], 25)}::text[]::bigint[]) and stopped_by is null`
}

/** Travel again: their errors close, and every live record of their mappings is looked at behind all that is urgent. One statement. */
export async function freeFieldMaps(
	tx: Tx,
	{ connectionId, keys, code, at }: { connectionId: number; keys: readonly string[]; code: string; at: Date },
): Promise<void> {
	await tx`
		with freed as (
			update sync_field_map set stopped_by = null where id = any(${tx.array([...keys], 25)}::text[]::bigint[]) and stopped_by = ${code} returning id, object_map_id
		), closed as (
			update sync_error e set closed_at = ${at}, closed_for = 'mended' from freed where e.connection_id = ${connectionId} and e.field_map_id = freed.id and e.code = ${code} and e.closed_at is null
		)
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select l.connection_id, l.id, 'ma', l.ma_object, l.ma_id, 'link:' || l.id, ${lanes.backfill}, array['resync'], 'sync:' || l.connection_id, ${at}, ${at}
		from sync_link l where l.connection_id = ${connectionId} and l.state = 'active' and l.object_map_id in (select object_map_id from freed) order by l.id
		on conflict (connection_id, job_key) do update set due_at = least(sync_job.due_at, excluded.due_at), leased_until = null`
}

type Fields = Readonly<Record<string, FieldShape>>

/** What the other system's objects are now, by object map. */
export async function saveDescriptions(tx: Tx, rows: readonly { id: number; described: Fields; describedAs: string }[]): Promise<void> {
	await tx`
		update sync_object_map m set described = r.described, described_as = r.described_as
		from jsonb_to_recordset(${recordset(tx, rows)}) r(id bigint, described jsonb, described_as text) where m.id = r.id`
}

/** What was kept of the other system's objects, by object map; none of one that was never described. */
export async function readDescriptions(sql: Sql, connectionId: number): Promise<Map<number, Fields>> {
	const rows = await sql<{ id: number; described: Fields }[]>`
		select id, described from sync_object_map where connection_id = ${connectionId} and described is not null`
	return new Map(rows.map(({ id, described }) => [id, described]))
}
