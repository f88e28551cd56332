import type { Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'
import type { Link } from './sync-link.ts'

/** What a trial sees and leaves for the next batch of the same list (sync-core.md section e). All of it stands in a transaction that is taken back. */

export async function tryFilter(tx: Tx, objectMapId: number, filter: unknown): Promise<void> {
	await tx`update sync_object_map set filter = ${filter === null ? null : tx.json(filter as never)} where id = ${objectMapId}`
}

/** As many places fewer as earlier batches of the list would have taken. */
export async function tryCap(tx: Tx, connectionId: number, taken: number): Promise<void> {
	await tx`update sync_connection set prospect_cap = greatest(0, prospect_cap - ${taken}) where id = ${connectionId}`
}

export type Named = { side: Role; object: string; id: string }
export type Would = Pick<Link, 'crmObject' | 'crmId' | 'maObject' | 'maId'> & { name: string }

/** Of these records those that earlier batches of the list would have linked, or made on the other side; null where the id is still to be. */
export async function readWould(sql: Sql, runId: number, records: readonly Named[]): Promise<Would[]> {
	if (records.length === 0) return []
	return await sql<Would[]>`
		select distinct on (1, 2, 3, 4) case l.side when 'crm' then l.object else l.peer_object end as crm_object, case l.side when 'crm' then l.record_id else l.peer_id end as crm_id,
			case l.side when 'ma' then l.object else l.peer_object end as ma_object, case l.side when 'ma' then l.record_id else l.peer_id end as ma_id, l.name
		from jsonb_to_recordset(${recordset(sql, records)}) r(side text, object text, id text)
		join sync_run_line l on l.run_id = ${runId} and l.side <> r.side and l.peer_object = r.object and l.peer_id = r.id
		where l.state = 'open' and l.rule in ('made', 'met')`
}

/** The newest link there is: what is made after it is the trial's own. */
export async function readNewestLink(sql: Sql): Promise<number> {
	const [row] = await sql<{ id: number }[]>`select coalesce(max(id), 0) as id from sync_link`
	return row?.id ?? 0
}

export type TrialLink = Pick<Link, 'id' | 'objectMapId' | 'crmObject' | 'crmId' | 'maObject' | 'maId' | 'state' | 'stateReason'>

/** Links that were made since, and these as they stand now. */
export async function readTrialLinks(
	sql: Sql,
	{ connectionId, since, ids }: { connectionId: number; since: number; ids: readonly number[] },
): Promise<TrialLink[]> {
	return await sql<TrialLink[]>`
		select l.id, l.object_map_id, l.crm_object, l.crm_id, l.ma_object, l.ma_id, l.state, l.state_reason from sync_link l
		where (l.id > ${since} and l.connection_id = ${connectionId}) or l.id = any(${sql.array([...ids], 20)}::bigint[]) order by l.id`
}

export type TrialError = Named & { linkId: number | null; fieldMapId: number | null; field: string; code: string; value: SyncValue }

/** What was refused at this instant. */
export async function readTrialErrors(sql: Sql, connectionId: number, at: Date): Promise<TrialError[]> {
	return await sql<TrialError[]>`
		select e.side, e.object, e.record_id as id, e.link_id, e.field_map_id, e.field, e.code, e.value from sync_error e
		where e.connection_id = ${connectionId} and e.closed_at is null and e.last_at = ${at} order by e.id`
}
