import type { Sql } from '../client.server.ts'

export type OpenMatch = { id: number; object: string; recordId: string; candidates: string[] }

/** Choices among several that are open about these marketing records (sync-core.md B4). */
export async function readOpenMatches(
	sql: Sql,
	{ connectionId, code, records }: { connectionId: number; code: string; records: readonly { object: string; id: string }[] },
): Promise<OpenMatch[]> {
	if (records.length === 0) return []
	return await sql<OpenMatch[]>`
		select e.id, e.object, e.record_id, e.facts -> 'candidates' as candidates
		from sync_error e join jsonb_to_recordset(${sql.json(records as never)}) r(object text, id text) on r.object = e.object and r.id = e.record_id
		where e.connection_id = ${connectionId} and e.side = 'ma' and e.code = ${code} and e.closed_at is null and jsonb_typeof(e.facts -> 'candidates') = 'array'`
}

export async function closeMatches(sql: Sql, ids: readonly number[], at: Date): Promise<void> {
	if (ids.length > 0)
		await sql`update sync_error set closed_at = ${at}, closed_for = 'mended' where id = any(${sql.array([...ids], 20)}::bigint[]) and closed_at is null`
}
