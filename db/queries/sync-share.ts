import type { Sql } from '../client.server.ts'

export type ShareOf = {
	id: number
	state: 'paused' | 'canary' | 'running' | 'suspended'
	errorShare: number | null
	hour: { tried: number; refused: number }
	/** Null: the hour says enough. */
	day: { tried: number; refused: number } | null
}
type Row = Pick<ShareOf, 'id' | 'state' | 'errorShare'> & { hourTried: number; hourRefused: number; dayTried: number | null; dayRefused: number | null }

/** Batches count the links they looked at; what went in files counts what was written, and who could not even be made stands in the error list alone. */
const counted = (sql: Sql, since: Date, classes: readonly string[]) => sql`
	select coalesce(r.tried, 0)::int + coalesce(e.unlinked, 0)::int as tried, coalesce(e.refused, 0)::int as refused
	from (select sum(case when jobs > 0 then jobs else writes_crm + writes_ma end) as tried from sync_run where connection_id = c.id and kind = 'live' and started_at >= ${since}) r,
		(select count(distinct coalesce('link ' || link_id, side || ':' || object || ':' || record_id)) as refused,
			count(distinct side || ':' || object || ':' || record_id) filter (where link_id is null) as unlinked
			from sync_error where connection_id = c.id and closed_at is null and last_at >= ${since} and class = any(${sql.array([...classes], 25)}::text[])) e`

/**
 * How many records each connection that was ever started looked after lately, and how many of them stand refused by a code of these classes; or one
 * connection alone. The day is counted only where the hour has fewer than `enough`. One statement.
 */
export async function readShares(
	sql: Sql,
	{ classes, enough, at, connectionId = null }: { classes: readonly string[]; enough: number; at: Date; connectionId?: number | null },
): Promise<ShareOf[]> {
	const [hour, day] = [new Date(at.getTime() - 3_600_000), new Date(at.getTime() - 86_400_000)]
	const rows = await sql<Row[]>`
		select c.id, c.state, (c.settings ->> 'errorShare')::float8 as error_share, h.tried as hour_tried, h.refused as hour_refused, d.tried as day_tried, d.refused as day_refused
		from sync_connection c cross join lateral (${counted(sql, hour, classes)}) h
		left join lateral (select * from (${counted(sql, day, classes)}) x where h.tried < ${enough}) d on true
		where c.started_at is not null and (${connectionId}::bigint is null or c.id = ${connectionId}) order by c.id`
	return rows.map(({ id, state, errorShare, hourTried, hourRefused, dayTried, dayRefused }) => ({
		...{ id, state, errorShare, hour: { tried: hourTried, refused: hourRefused } },
		day: dayTried === null ? null : { tried: dayTried, refused: dayRefused ?? 0 },
	}))
}
