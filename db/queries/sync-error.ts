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
	/** Its cause, as `listErrorGroups` names it. */
	group: string
	/** The records that may be meant, where there are several: `object:id` each. */
	candidates: string[]
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

/** A link, or the one record of what was never linked, so that it has its name too. */
const linkedOrNot = (sql: Sql) => sql`
	select crm_object, crm_id, ma_object, ma_id from sync_link where id = e.link_id
	union all select case e.side when 'crm' then e.object end, case e.side when 'crm' then nullif(e.record_id, '') end, case e.side when 'ma' then e.object end, case e.side when 'ma' then nullif(e.record_id, '') end where e.link_id is null`

/** The records behind, the newest error first. */
export async function listErrors(sql: Sql, { connectionId, group, code, text, after, limit, linkId = null }: ErrorFilter): Promise<ErrorRecordRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<ErrorRecordRow[]>`
		select e.id, e.link_id, coalesce(${linkName(sql)}, e.record_id) as name, e.side, e.object, e.record_id, e.code, e.field, e.value, e.message, e.seen, e.first_at, e.last_at, array(select jsonb_array_elements_text(case when jsonb_typeof(e.facts -> 'candidates') = 'array' then e.facts -> 'candidates' else '[]' end)) as candidates, ${errorGroup(sql)} as "group"
		from sync_error e join sync_connection c on c.id = e.connection_id left join lateral (${linkedOrNot(sql)}) l on true ${linkNames(sql)}
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

/** Fields that the loop breaker froze travel again on these links, whose errors name them. How many. */
export async function unfreezeGroup(tx: Tx, { connectionId, group }: { connectionId: number; group: string }): Promise<number> {
	const rows = await tx`
		update sync_link l set frozen = l.frozen - e.keys, version = l.version + 1
		from (select e.link_id, array_agg(distinct e.field_map_id::text) as keys from sync_error e where e.connection_id = ${connectionId} and e.closed_at is null and e.field_map_id is not null and ${errorGroup(tx)} = ${group} group by e.link_id) e
		where l.id = e.link_id returning l.id`
	return rows.length
}

type Linked = { connectionId: number; linkIds: readonly number[]; at: Date }

/** These links rest until somebody lets them go on: nothing comes or goes, nothing is made anew, and their errors are settled. */
export async function restLinks(tx: Tx, { connectionId, linkIds, at }: Linked): Promise<void> {
	await tx`
		with rested as (update sync_link set state = 'never', state_reason = 'BY_HAND', wishes = '{}', version = version + 1 where connection_id = ${connectionId} and id = any(${tx.array([...linkIds], 20)}::bigint[]) returning id),
			jobs as (delete from sync_job j using rested where j.link_id = rested.id and j.bulk_id is null)
		update sync_error e set closed_at = ${at}, closed_for = 'rested' from rested where e.link_id = rested.id and e.closed_at is null`
}

/** These links are forgotten with their errors, and whoever stands on their marketing side meets the CRM anew, before all else. How many. */
export async function forgetLinks(tx: Tx, { connectionId, linkIds, userId, at }: Linked & { userId: number }): Promise<number> {
	const rows = await tx`
		with gone as (delete from sync_link where connection_id = ${connectionId} and id = any(${tx.array([...linkIds], 20)}::bigint[]) and ma_id is not null and state_reason is distinct from 'ERASED' returning id, ma_object, ma_id),
			waiting as (delete from sync_job j using gone where j.link_id = gone.id and j.bulk_id is null),
			closed as (update sync_error e set closed_at = ${at}, closed_for = 'relinked' from gone where e.link_id = gone.id and e.closed_at is null)
		insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select ${connectionId}, null, 'ma', ma_object, ma_id, 'ma:' || ma_object || ':' || ma_id, 0, array['manual'], 'user:' || ${userId}::bigint, ${at}::timestamptz, ${at}::timestamptz from gone
		on conflict (connection_id, job_key) do update set lane = 0, due_at = excluded.due_at, leased_until = null, waits_for = null returning j.id`
	return rows.length
}

/** The next write of these records is allowed to be a duplicate over there: their jobs say so. */
export async function allowDuplicates(tx: Tx, { connectionId, group }: { connectionId: number; group: string }): Promise<void> {
	await tx`
		update sync_job j set causes = (select array_agg(distinct one) from unnest(j.causes || array['allow_duplicate']) one)
		from sync_error e where e.connection_id = ${connectionId} and e.closed_at is null and ${errorGroup(tx)} = ${group} and j.connection_id = e.connection_id
			and (j.link_id = e.link_id or (e.link_id is null and j.job_key = e.side || ':' || e.object || ':' || e.record_id))`
}

/** The marketing record is this one of the CRM from now on, whomever it was linked to before, with no base yet. Null: somebody else is. */
export async function linkByHand(
	tx: Tx,
	{
		connectionId,
		objectMapId,
		crm,
		ma,
		at,
	}: { connectionId: number; objectMapId: number; crm: { object: string; id: string }; ma: { object: string; id: string }; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into sync_link as l (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, state, created_at)
		select ${connectionId}, ${objectMapId}, ${crm.object}, ${crm.id}, ${ma.object}, ${ma.id}, 'active', ${at}
		where not exists (select from sync_link o where o.connection_id = ${connectionId} and o.crm_object = ${crm.object} and o.crm_id = ${crm.id} and not (o.ma_object = ${ma.object} and o.ma_id is not distinct from ${ma.id}))
		on conflict (connection_id, ma_object, ma_id) do update set object_map_id = excluded.object_map_id, crm_object = excluded.crm_object, crm_id = excluded.crm_id, state = 'active', state_reason = null,
			agreed = '{}', pinned = '{}', frozen = '{}', wishes = '{}', merged_into = null, held_at = null, version = l.version + 1 returning id`
	if (row)
		await tx`
		update sync_error set closed_at = ${at}, closed_for = 'linked' where connection_id = ${connectionId} and closed_at is null and code in ('DUPLICATE_MATCH', 'DUPLICATES_DETECTED', 'DUPLICATE_VALUE') and (link_id = ${row.id} or (side = 'ma' and object = ${ma.object} and record_id = ${ma.id}))`
	return row?.id ?? null
}

export type Suspect = {
	linkId: number | null
	side: 'crm' | 'ma'
	object: string
	recordId: string
	maObject: string | null
	maId: string | null
	candidates: string[]
}

/** An open error of this cause, with the marketing record that it is about and those of the CRM that may be meant; locked. */
export async function lockSuspect(tx: Tx, { connectionId, group, errorId }: { connectionId: number; group: string; errorId: number }): Promise<Suspect | null> {
	const [row] = await tx<Suspect[]>`
		select e.link_id, e.side, e.object, e.record_id, coalesce(l.ma_object, case e.side when 'ma' then e.object end) as ma_object, coalesce(l.ma_id, case e.side when 'ma' then nullif(e.record_id, '') end) as ma_id,
			array(select jsonb_array_elements_text(case when jsonb_typeof(e.facts -> 'candidates') = 'array' then e.facts -> 'candidates' else '[]' end)) as candidates
		from sync_error e left join sync_link l on l.id = e.link_id where e.id = ${errorId} and e.connection_id = ${connectionId} and e.closed_at is null and ${errorGroup(tx)} = ${group} for update of e`
	return row ?? null
}

export type Candidate = { key: string; object: string; id: string; name: string | null; linkId: number | null }

/** Who the candidates are: our own by their records, those of another system by whom they are linked to; one statement. */
export async function nameCandidates(sql: Sql, connectionId: number, keys: readonly string[]): Promise<Candidate[]> {
	if (keys.length === 0) return []
	return await sql<Candidate[]>`
		select r.key, r.object, r.id, coalesce(nullif(concat_ws(' · ', nullif(concat_ws(' ', k.first_name, k.last_name), ''), k.email), ''), nullif(concat_ws(' · ', nullif(concat_ws(' ', d.first_name, d.last_name), ''), d.email), ''),
			nullif(concat_ws(' · ', nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email), '')) as name, l.id as link_id
		from (select distinct key, split_part(key, ':', 1) as object, substr(key, strpos(key, ':') + 1) as id from unnest(${sql.array([...keys], 25)}::text[]) key) r
		join sync_connection c on c.id = ${connectionId} left join sync_link l on l.connection_id = c.id and l.crm_object = r.object and l.crm_id = r.id
		left join contact k on c.crm_system = 'embedded_crm' and r.object = 'contact' and k.id::text = r.id left join crm_lead d on c.crm_system = 'embedded_crm' and r.object = 'lead' and d.id::text = r.id
		left join ma_prospect p on c.ma_system = 'embedded_ma' and l.ma_object = 'prospect' and p.id::text = l.ma_id order by 1`
}

/** When an open error of these links was last seen, the latest of each; `stays`: codes that no look mends. Links without one are left out. */
export async function readTroubled(sql: Sql, linkIds: readonly number[], stays: readonly string[]): Promise<Map<number, string>> {
	if (linkIds.length === 0) return new Map()
	const rows = await sql<{ linkId: number; lastAt: Date }[]>`
		select link_id, max(last_at) as last_at from sync_error
		where link_id = any(${sql.array([...linkIds], 20)}::bigint[]) and closed_at is null and code <> all(${sql.array([...stays], 25)}::text[]) group by 1`
	return new Map(rows.map(({ linkId, lastAt }) => [linkId, lastAt.toISOString()]))
}
