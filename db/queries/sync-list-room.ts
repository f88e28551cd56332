import type { Sql } from '../client.server.ts'
import type { ListCursor, ListKind, ListLine, ListStage } from './sync-list.ts'

export type ListHead = {
	id: number
	kind: ListKind
	stage: ListStage
	subject: Record<string, unknown>
	total: number | null
	looked: number
	drift: number
	startedAt: Date
	endedAt: Date | null
	userName: string | null
	cursor: ListCursor
	/** Lines by field and standing. */
	fields: { side: 'crm' | 'ma'; object: string; field: string; count: number; open: number; refused: number }[]
	/** Records by what would become of them, where several may be said of one. */
	records: { rule: 'made' | 'updated' | 'met' | 'rests' | 'returns' | 'moves'; count: number }[]
	/** Records that have a refusal, by its code. */
	causes: { code: string; count: number }[]
	refused: number
}

/** Which record a line is about; one that would be made is known by whom it is made for. */
const record = (sql: Sql) => sql`l.side, l.object, coalesce(l.record_id, l.peer_id, l.name)`

/** A list of this connection with its counts by field; one statement. */
export async function readListHead(sql: Sql, connectionId: number, runId: number): Promise<ListHead | null> {
	const [row] = await sql<ListHead[]>`
		select r.id, r.kind, r.stage, r.subject, r.total, r.looked, r.drift, r.started_at, r.ended_at, r.cursor, u.first_name || ' ' || u.last_name as user_name,
			coalesce((select jsonb_agg(x order by x.count desc, x.field) from (
				select l.side, l.object, l.field, count(*)::int as count, count(*) filter (where l.state = 'open')::int as open, count(*) filter (where l.state = 'refused')::int as refused
				from sync_run_line l where l.run_id = r.id group by l.side, l.object, l.field) x), '[]') as fields,
			coalesce((select jsonb_agg(x order by x.count desc, x.rule) from (
				select case when l.rule = 'theirs' then 'made' when l.rule in ('made', 'met', 'rests', 'returns', 'moves') then l.rule else 'updated' end as rule, count(distinct (${record(sql)}))::int as count
				from sync_run_line l where l.run_id = r.id and l.state = 'open' group by 1) x), '[]') as records,
			coalesce((select jsonb_agg(x order by x.count desc, x.code) from (
				select l.reason as code, count(distinct (${record(sql)}))::int as count from sync_run_line l where l.run_id = r.id and l.state = 'refused' group by 1) x), '[]') as causes,
			(select count(distinct (${record(sql)}))::int from sync_run_line l where l.run_id = r.id and l.state = 'refused') as refused
		from sync_run r left join crm_user u on u.id = r.by_user_id where r.id = ${runId} and r.connection_id = ${connectionId} and r.stage is not null and r.kind <> 'backfill'`
	return row ?? null
}

export type NewestDryRun = Pick<ListHead, 'id' | 'stage' | 'looked' | 'startedAt'>

/** The last dry run of all there is, under the rules as they stand. */
export async function readNewestDryRun(sql: Sql, connectionId: number): Promise<NewestDryRun | null> {
	const [row] = await sql<NewestDryRun[]>`
		select r.id, r.stage, r.looked, r.started_at from sync_run r
		where r.connection_id = ${connectionId} and r.kind = 'dry_run' and r.stage is not null and coalesce(r.subject -> 'change', '{}') = '{}' order by r.id desc limit 1`
	return row ?? null
}

export type LineFilter = { text: string | null; field: string | null; state: 'open' | 'done' | 'refused' | null }
export type ShownListLine = ListLine & { id: number }

export async function listLines(
	sql: Sql,
	runId: number,
	{ text, field, state }: LineFilter,
	{ after, limit }: { after: number | null; limit: number },
): Promise<ShownListLine[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<ShownListLine[]>`
		select l.id, l.link_id, l.field_map_id, l.name, l.side, l.object, l.record_id, l.field, l.from_value, l.to_value, l.rule, l.state, l.reason, l.peer_object, l.peer_id from sync_run_line l
		where l.run_id = ${runId} and (${like}::text is null or concat_ws(' ', l.name, l.record_id, l.from_value #>> '{}', l.to_value #>> '{}') ilike ${like})
			and (${field}::text is null or l.side || ':' || l.object || ':' || l.field = ${field}) and (${state}::text is null or l.state = ${state}) and (${after}::bigint is null or l.id > ${after})
		order by l.id limit ${limit}`
}
