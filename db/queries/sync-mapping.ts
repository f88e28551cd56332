import type { WishedMap } from '../../app/engine/sync/check-mapping.ts'
import type { Sql, Tx } from '../client.server.ts'

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

/** The field is mapped no more; what the journal says of it stays. */
export async function deleteFieldMap(tx: Tx, objectMapId: number, key: string): Promise<void> {
	await tx`delete from sync_field_map where id = ${key}::bigint and object_map_id = ${objectMapId}`
}
