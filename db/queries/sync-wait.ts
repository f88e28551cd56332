import type { Sql } from '../client.server.ts'
import { recordset } from './recordset.ts'
import type { Job } from './sync-job.ts'
import type { Link } from './sync-link.ts'

/** What jobs of records wait for whose parents are not over yet. */
export const dependency = 'DEPENDENCY'

export type JobWait = { id: number; dueAt: Date; parents: readonly string[] }

/** Put off until a parent's link wakes them; their own time is the safety behind it. The lease ends, so whoever finishes the batch leaves them. */
export async function waitForParents(sql: Sql, waits: readonly JobWait[]): Promise<void> {
	await sql`
		update sync_job j set due_at = r.due_at, waits_for = ${dependency}, waits_on = r.parents, leased_until = null
		from jsonb_to_recordset(${sql.json(waits.map(({ id, dueAt, parents }) => ({ id, due_at: dueAt.toISOString(), parents })) as never)}) r(id bigint, due_at timestamptz, parents text[])
		where j.id = r.id`
}

/** Whom these links brought over: the jobs that waited for one of them are due. */
export async function wakeChildren(sql: Sql, connectionId: number, links: readonly Link[], at: Date): Promise<void> {
	const keys = links.flatMap(({ crmObject, crmId, maObject, maId }) => [`crm:${crmObject}:${crmId}`, `ma:${maObject}:${maId}`])
	if (keys.length === 0) return
	await sql`
		update sync_job set due_at = ${at}, waits_for = null, waits_on = null
		where connection_id = ${connectionId} and waits_on is not null and waits_on && ${sql.array(keys, 25)}::text[]`
}

/** Parents, as `side:object:id`, that may go over for their children's sake are looked at as well; who is looked at already, stays as she is. */
export async function askParents(sql: Sql, connectionId: number, asked: readonly { key: string; job: Job }[], at: Date): Promise<void> {
	if (asked.length === 0) return
	const rows = asked.map(({ key, job: { causes, actor, lane } }) => ({ key, causes, actor, lane }))
	await sql`
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select distinct on (r.key) ${connectionId}::bigint, null::bigint, split_part(r.key, ':', 1), split_part(r.key, ':', 2), substr(r.key, length(split_part(r.key, ':', 1)) + length(split_part(r.key, ':', 2)) + 3),
			r.key, r.lane, r.causes, r.actor, ${at}::timestamptz, ${at}::timestamptz
		from jsonb_to_recordset(${recordset(sql, rows)}) r(key text, causes text[], actor text, lane smallint) order by r.key
		on conflict (connection_id, job_key) do nothing`
}

/** Who waits for whom, from these records on: sixteen steps, which no tree of records has. */
export async function readWaits(sql: Sql, connectionId: number, keys: readonly string[]): Promise<Map<string, string[]>> {
	const rows = await sql<{ key: string; parents: string[] }[]>`
		with recursive walk(key, parents, step) as (
			select j.side || ':' || j.object || ':' || j.record_id, j.waits_on, 0 from sync_job j
			where j.connection_id = ${connectionId} and j.waits_on is not null and j.side || ':' || j.object || ':' || j.record_id = any(${sql.array([...keys], 25)}::text[])
			union
			select j.side || ':' || j.object || ':' || j.record_id, j.waits_on, w.step + 1 from walk w cross join lateral unnest(w.parents) p
				join sync_job j on j.connection_id = ${connectionId} and j.job_key = p and j.waits_on is not null
			where w.step < 16
		) select distinct key, parents from walk`
	return new Map(rows.map(({ key, parents }) => [key, parents]))
}

/** Which of these records stand refused, by whatever was said last. */
export async function readRefusedRecords(sql: Sql, connectionId: number, keys: readonly string[]): Promise<Map<string, string>> {
	const records = keys.map((key) => {
		const [side = '', object = '', ...id] = key.split(':')
		return { side, object, id: id.join(':') }
	})
	const rows = await sql<{ key: string; code: string }[]>`
		select e.side || ':' || e.object || ':' || e.record_id as key, (array_agg(e.code order by e.last_at desc))[1] as code
		from jsonb_to_recordset(${recordset(sql, records)}) r(side text, object text, id text)
		join sync_error e on e.connection_id = ${connectionId} and e.side = r.side and e.object = r.object and e.record_id = r.id and e.closed_at is null
		group by 1`
	return new Map(rows.map(({ key, code }) => [key, code]))
}
