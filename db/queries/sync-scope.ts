import type { Predicate } from '../../app/engine/base/predicate.ts'
import type { PredicateFields } from '../../app/engine/base/read-predicate.ts'
import type { Sql, Tx } from '../client.server.ts'
import { predicateSql } from './predicate.ts'
import { type SideObjectName, sideTable } from './side-tables.ts'
import type { ObjectMap, Policy } from './sync-connection.ts'
import { lanes } from './sync-job.ts'

/** A mapping whose records of sales stand in our own tables. `fields`: what its filter may ask for. */
export type Scope = { connectionId: number; map: ObjectMap; object: SideObjectName; sellerEntityId: number; fields: PredicateFields }
export type Named = { id: string; name: string }
/** `isMore`: there are more than were counted. */
export type ScopeCount = { count: number; isMore: boolean; names: Named[] }

const mostNames = 12
const person = (object: SideObjectName) => (object === 'contact' || object === 'lead' ? `concat_ws(' ', t.first_name, t.last_name)` : 't.name')

/** Whether the filter wants a record `t`; without a filter everybody is wanted. */
function wants(sql: Sql, { object, fields }: Scope, filter: Predicate | null) {
	if (filter === null) return sql`true`
	return predicateSql(sql, filter, (name) => {
		const kind = fields[name] ?? 'text'
		if (!name.startsWith('custom.')) {
			const reads = sideTable(object).fields[name]?.reads ?? 'null'
			return { kind, sql: sql.unsafe(kind === 'number' ? `(${reads})::numeric` : kind === 'day' ? `(${reads})::date` : reads) as never }
		}
		const own = name.slice('custom.'.length)
		if (kind === 'choices') return { kind, sql: sql`array(select jsonb_array_elements_text(coalesce(t.custom -> ${own}, '[]')))` }
		if (kind === 'number') return { kind, sql: sql`(t.custom ->> ${own})::numeric` }
		if (kind === 'boolean') return { kind, sql: sql`(t.custom ->> ${own})::boolean` }
		return { kind, sql: kind === 'day' ? sql`(t.custom ->> ${own})::date` : sql`t.custom ->> ${own}` }
	})
}

/** A filter's effect is counted so far; beyond it is said to be more. */
const MOST_COUNTED = 10_000

/**
 * Who would come back and who would go to rest under a filter, with some of their names; two statements however many records, and no more than `most` of each are counted. Who comes back is sought
 * among those at rest, who goes among those whom the filter does not want: `offset 0` keeps the other end a look-up each.
 */
export async function previewFilter(
	sql: Sql,
	scope: Scope,
	filter: Predicate | null,
	most = MOST_COUNTED,
): Promise<{ enters: ScopeCount; leaves: ScopeCount }> {
	const { map, object, connectionId } = scope
	const from = sql.unsafe(sideTable(object).from) as never
	const name = sql.unsafe(person(object)) as never
	const linked = sql`l.connection_id = ${connectionId} and l.object_map_id = ${map.id} and l.crm_object = ${map.crmObject}`
	const entering = sql`
		select t.id, t.name from sync_link l cross join lateral (select t.id, ${name} as name from ${from} where t.id = l.crm_id::bigint and ${wants(sql, scope, filter)} offset 0) t
		where ${linked} and l.state = 'archived' and l.state_reason = 'FILTERED_OUT' limit ${most + 1}`
	const leaving = sql`
		select t.id, ${name} as name from ${from} cross join lateral (select from sync_link l where ${linked} and l.crm_id = t.id::text and l.state = 'active' offset 0) l
		where not ${wants(sql, scope, filter)} limit ${most + 1}`
	const count = async (found: typeof entering): Promise<ScopeCount> => {
		const rows = await sql<
			{ id: string; name: string; count: number }[]
		>`select f.id::text as id, f.name, count(*) over ()::int as count from (${found}) f order by f.id limit ${mostNames}`
		const all = rows[0]?.count ?? 0
		return { count: Math.min(all, most), isMore: all > most, names: rows.map(({ id, name }) => ({ id, name })) }
	}
	return { enters: await count(entering), leaves: await count(leaving) }
}

/** Records of sales that a back-fill would make prospects of: linked to nobody, wanted, with an address that no prospect has; of one address the first. */
const missing = (sql: Sql, scope: Scope) => {
	const { connectionId, map, object, sellerEntityId } = scope
	const { from, seller } = sideTable(object)
	const isLead = object === 'lead'
	const barred = Object.entries(map.policies.ma).flatMap(([source, policy]) => (policy === 'create' ? [] : [source]))
	return sql`
		select distinct on (lower(btrim(t.email))) t.id, ${sql.unsafe(person(object))} as name from ${sql.unsafe(from)}
		where ${sql.unsafe(seller)} = ${sellerEntityId} and btrim(t.email) <> '' and ${wants(sql, scope, map.filter as Predicate | null)} and ${isLead ? sql`t.converted_contact_id is null and not coalesce(t.source, '') = any(${sql.array(barred, 25)}::text[])` : sql`true`}
			and not exists (select from sync_link l where l.connection_id = ${connectionId} and l.crm_object = ${map.crmObject} and l.crm_id = t.id::text)
			and not exists (select from ma_prospect p where p.seller_entity_id = ${sellerEntityId} and lower(p.email) = lower(btrim(t.email)))
		order by lower(btrim(t.email)), t.id`
}

export async function countMissing(sql: Sql, scope: Scope): Promise<ScopeCount> {
	const rows = await sql<{ id: string; name: string; count: number }[]>`
		select m.id::text as id, m.name, count(*) over ()::int as count from (${missing(sql, scope)}) m order by m.id limit ${mostNames}`
	return { count: rows[0]?.count ?? 0, isMore: false, names: rows.map(({ id, name }) => ({ id, name })) }
}

/** Jobs for all of them behind everything urgent, as one run that is counted down; one statement however many. */
export async function startBackfill(tx: Tx, scope: Scope, { userId, at }: { userId: number; at: Date }): Promise<{ runId: number; total: number }> {
	const { connectionId, map } = scope
	const [row] = await tx<{ runId: number; total: number }[]>`
		with chosen as materialized (select m.id from (${missing(tx, scope)}) m), run as (
			insert into sync_run (connection_id, kind, started_at, by_user_id, subject, total)
			select ${connectionId}, 'backfill', ${at}, ${userId}, jsonb_build_object('kind', 'backfill', 'object', ${map.crmObject}::text), count(*)::int from chosen returning id, total
		), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, run_id, due_at, first_at)
			select ${connectionId}, null, 'crm', ${map.crmObject}, c.id::text, 'crm:' || ${map.crmObject} || ':' || c.id, ${lanes.backfill}, array['backfill'], 'user:' || ${userId}::bigint, run.id, ${at}, ${at} from chosen c, run order by c.id
			on conflict (connection_id, job_key) do update set run_id = excluded.run_id, causes = (select array_agg(distinct one) from unnest(j.causes || excluded.causes) one)
		)
		select id as run_id, total from run`
	return row ?? { runId: 0, total: 0 }
}

type Adding = { run: { id: number; connectionId: number; byUserId: number | null }; object: string; ids: readonly string[]; at: Date }

/** Jobs for records of the other system's sales that a page of a back-fill found, of the same run; one statement however many. */
export async function addToBackfill(tx: Tx, { run: { id, connectionId, byUserId }, object, ids, at }: Adding): Promise<void> {
	if (ids.length === 0) return
	await tx`
		with jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, run_id, due_at, first_at)
			select ${connectionId}, null, 'crm', ${object}, r.id, 'crm:' || ${object} || ':' || r.id, ${lanes.backfill}, array['backfill'], coalesce('user:' || ${byUserId}::bigint, 'sync:' || ${connectionId}::bigint), ${id}, ${at}, ${at}
			from unnest(${tx.array([...ids], 25)}::text[]) r(id) order by r.id
			on conflict (connection_id, job_key) do update set run_id = excluded.run_id, causes = (select array_agg(distinct one) from unnest(j.causes || excluded.causes) one)
		)
		update sync_run set total = coalesce(total, 0) + ${ids.length} where id = ${id}`
}

export type SavedScope = { createsCrm: ObjectMap['createsCrm']; createsMa: ObjectMap['createsMa']; policies: ObjectMap['policies'] }

/** Switched on anew, only what is made from now on goes over by itself. */
export async function saveScope(tx: Tx, mapId: number, { createsCrm, createsMa, policies }: SavedScope, at: Date): Promise<void> {
	await tx`
		update sync_object_map set creates_crm = ${createsCrm}, creates_ma = ${createsMa},
			creates_ma_since = case when ${createsMa} = 'never' then null when creates_ma = 'always' then creates_ma_since else ${at}::timestamptz end where id = ${mapId}`
	const rows = (['crm', 'ma'] as const).flatMap((side) =>
		Object.entries(policies[side]).map(([source, policy]): [string, string, Policy] => [side, source, policy]),
	)
	const column = (place: 0 | 1 | 2) =>
		tx.array(
			rows.map((row) => row[place]),
			25,
		)
	await tx`delete from sync_source_policy where object_map_id = ${mapId}`
	await tx`
		insert into sync_source_policy (object_map_id, side, source, policy)
		select ${mapId}, r.side, r.source, r.policy from unnest(${column(0)}::text[], ${column(1)}::text[], ${column(2)}::text[]) r(side, source, policy)`
}

export async function saveFilter(tx: Tx, mapId: number, filter: Predicate | null): Promise<void> {
	await tx`update sync_object_map set filter = ${filter === null ? null : tx.json(filter as never)} where id = ${mapId}`
}

/** How leads say that they came, most of them first. */
export async function readLeadSources(sql: Sql, sellerEntityId: number): Promise<string[]> {
	const rows = await sql<{ source: string }[]>`
		select source from crm_lead where seller_entity_id = ${sellerEntityId} and source <> '' group by source order by count(*) desc, source limit 30`
	return rows.map(({ source }) => source)
}

/** A record of sales goes over before all else, in every connection that joins its object; what is linked already is left alone. */
export async function sendRecord(
	tx: Tx,
	sellerEntityId: number,
	{ object, id, userId, at }: { object: 'contact' | 'lead'; id: number; userId: number; at: Date },
): Promise<number> {
	const rows = await tx`
		insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select c.id, null, 'crm', ${object}, ${String(id)}, 'crm:' || ${object} || ':' || ${String(id)}, ${lanes.interactive}, array['send'], 'user:' || ${userId}::bigint, ${at}, ${at}
		from sync_connection c where c.seller_entity_id = ${sellerEntityId} and c.crm_system = 'embedded_crm' and c.started_at is not null
			and exists (select from sync_object_map m where m.connection_id = c.id and m.crm_object = ${object})
			and not exists (select from sync_link l where l.connection_id = c.id and l.crm_object = ${object} and l.crm_id = ${String(id)})
		on conflict (connection_id, job_key) do update set lane = excluded.lane, causes = (select array_agg(distinct one) from unnest(j.causes || excluded.causes) one), due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null
		returning j.id`
	return rows.length
}
