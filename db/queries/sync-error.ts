import type { SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { errorGroup, linkName, linkNames } from './sync-resync.ts'

/** One cause: the same code for the same value of the same field, however many records have it. */
export type ErrorGroupRow = {
	key: string
	code: string
	side: 'crm' | 'ma'
	object: string
	field: string
	fieldMapId: number | null
	value: SyncValue
	/** Who is meant, where the value is somebody of either side; what was refused is the id. */
	who: string | null
	message: string | null
	facts: Record<string, string | number | null>
	count: number
	linked: number
	firstAt: Date
	lastAt: Date
	/** Of all groups, also of those beyond the limit. */
	groups: number
}

/** The causes of what is open, those of most records first. */
export async function listErrorGroups(
	sql: Sql,
	{ connectionId, code, limit }: { connectionId: number; code: string | null; limit: number },
): Promise<ErrorGroupRow[]> {
	return await sql<ErrorGroupRow[]>`
		select ${errorGroup(sql)} as key, e.code, e.side, e.object, e.field, max(e.field_map_id) as field_map_id, e.value, max(coalesce(u.name, o.first_name || ' ' || o.last_name)) as who, max(e.message) as message, (array_agg(e.facts order by e.last_at desc))[1] as facts,
			count(*)::int as count, count(e.link_id)::int as linked, min(e.first_at) as first_at, max(e.last_at) as last_at, (count(*) over ())::int as groups
		from sync_error e left join sync_user_map u on e.code = 'OWNER_UNMAPPED' and u.connection_id = e.connection_id and u.outside_id = e.value #>> '{}'
			left join crm_user o on e.code = 'OWNER_UNMAPPED' and o.id::text = e.value #>> '{}'
		where e.connection_id = ${connectionId} and e.closed_at is null and (${code}::text is null or e.code = ${code})
		group by e.code, e.side, e.object, e.field, e.value order by count(*) desc, max(e.last_at) desc, 1 limit ${limit}`
}

export async function listErrorCodes(sql: Sql, connectionId: number): Promise<{ code: string; count: number }[]> {
	return await sql<{ code: string; count: number }[]>`
		select code, count(*)::int as count from sync_error where connection_id = ${connectionId} and closed_at is null group by code order by count desc, code`
}

export type ErrorRecordRow = {
	id: number
	linkId: number | null
	name: string
	side: 'crm' | 'ma'
	object: string
	recordId: string
	code: string
	field: string
	value: SyncValue
	message: string | null
	seen: number
	firstAt: Date
	lastAt: Date
}
export type ErrorFilter = {
	connectionId: number
	group: string | null
	code: string | null
	text: string | null
	after: number | null
	limit: number
	linkId?: number | null
}

/** The records behind, the newest error first. */
export async function listErrors(sql: Sql, { connectionId, group, code, text, after, limit, linkId = null }: ErrorFilter): Promise<ErrorRecordRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<ErrorRecordRow[]>`
		select e.id, e.link_id, coalesce(${linkName(sql)}, e.record_id) as name, e.side, e.object, e.record_id, e.code, e.field, e.value, e.message, e.seen, e.first_at, e.last_at
		from sync_error e join sync_connection c on c.id = e.connection_id left join sync_link l on l.id = e.link_id ${linkNames(sql)}
		where e.connection_id = ${connectionId} and e.closed_at is null and (${group}::text is null or ${errorGroup(sql)} = ${group}) and (${code}::text is null or e.code = ${code})
			and (${after}::bigint is null or e.id < ${after}) and (${linkId}::bigint is null or e.link_id = ${linkId}) and (${like}::text is null or concat_ws(' ', ${linkName(sql)}, e.record_id, e.value::text, e.field) ilike ${like})
		order by e.id desc limit ${limit}`
}

export type GroupLink = {
	linkId: number
	side: 'crm' | 'ma'
	field: string
	fieldMapId: number | null
	objectMapId: number
	crmObject: string
	crmId: string | null
	maObject: string
	maId: string | null
	value: SyncValue
	code: string
}

/** The links of one cause, locked, oldest first; never more than `limit`. */
export async function lockErrorLinks(tx: Tx, { connectionId, group, limit }: { connectionId: number; group: string; limit: number }): Promise<GroupLink[]> {
	return await tx<GroupLink[]>`
		select e.link_id, e.side, e.field, e.field_map_id, l.object_map_id, l.crm_object, l.crm_id, l.ma_object, l.ma_id, e.value, e.code
		from sync_error e join sync_link l on l.id = e.link_id where e.connection_id = ${connectionId} and e.closed_at is null and ${errorGroup(tx)} = ${group}
		order by e.first_at, e.id limit ${limit} for no key update of l`
}

export type GroupRecord = { side: 'crm' | 'ma'; object: string; recordId: string; field: string; fieldMapId: number | null; value: SyncValue; code: string }

/** The records of one cause that were never linked, oldest first. */
export async function listUnlinked(tx: Tx, { connectionId, group, limit }: { connectionId: number; group: string; limit: number }): Promise<GroupRecord[]> {
	return await tx<GroupRecord[]>`
		select e.side, e.object, e.record_id, e.field, e.field_map_id, e.value, e.code from sync_error e
		where e.connection_id = ${connectionId} and e.closed_at is null and e.link_id is null and ${errorGroup(tx)} = ${group} order by e.first_at, e.id limit ${limit}`
}

/** Whether an error of this cause is open at all, linked or not. */
export async function isGroupOpen(sql: Sql, { connectionId, group }: { connectionId: number; group: string }): Promise<boolean> {
	return (
		(await sql`select 1 from sync_error e where e.connection_id = ${connectionId} and e.closed_at is null and ${errorGroup(sql)} = ${group} limit 1`).length > 0
	)
}

/** Records that were never linked are tried again by what they are; one statement. */
export async function retryUnlinked(
	tx: Tx,
	{ connectionId, group, userId, at }: { connectionId: number; group: string; userId: number; at: Date },
): Promise<number> {
	const rows = await tx`
		insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select distinct e.connection_id, null::bigint, e.side, e.object, e.record_id, e.side || ':' || e.object || ':' || e.record_id, 0, array['manual'], 'user:' || ${userId}::bigint, ${at}::timestamptz, ${at}::timestamptz
		from sync_error e where e.connection_id = ${connectionId} and e.closed_at is null and e.link_id is null and ${errorGroup(tx)} = ${group}
		on conflict (connection_id, job_key) do update set lane = 0, due_at = excluded.due_at, leased_until = null, waits_for = null returning j.id`
	return rows.length
}

export type RefusedField = { linkId: number; field: string; code: string; message: string | null; value: SyncValue }

/** The fields of these links that a side refused and that still stand refused, with the value that it did not take. */
export async function readRefused(sql: Sql, { side, linkIds }: { side: 'crm' | 'ma'; linkIds: readonly number[] }): Promise<RefusedField[]> {
	return await sql<RefusedField[]>`
		select e.link_id, e.field, e.code, e.message, e.value from sync_error e
		where e.link_id = any(${sql.array([...linkIds], 20)}::bigint[]) and e.side = ${side} and e.closed_at is null and e.field <> '' order by e.id`
}
