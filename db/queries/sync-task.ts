import type { Sql } from '../client.server.ts'

export type TaskOwner = { userId: number; name: string; timeZone: string }

/** Which administrator a connection's tasks go to: who changed it last, else the first one; only who is active. Null: the seller has none. */
export async function readTaskOwner(sql: Sql, connectionId: number): Promise<TaskOwner | null> {
	const [row] = await sql<TaskOwner[]>`
		select u.id as user_id, c.name, s.time_zone from sync_connection c join seller_entity s on s.id = c.seller_entity_id
			join crm_user u on u.seller_entity_id = c.seller_entity_id and 'administrator' = any(u.roles) and u.is_active
			left join (select user_id, max(at) as at from audit_entry where subject = 'sync_connection:' || ${connectionId}::bigint group by user_id) a on a.user_id = u.id
		where c.id = ${connectionId} order by a.at desc nulls last, u.id limit 1`
	return row ?? null
}

export type SyncTask = { key: string; subject: string; facts: Readonly<Record<string, string | number | null>> }

/**
 * Each stands once as long as its key is taken: seen again it says the newest words, and who ended it by hand is not asked again before its cause was
 * gone. The row is locked either way, so that nobody closes it for want of a cause that is just being written.
 */
export async function upsertSyncTasks(
	tx: Sql,
	{ userId, dueOn, tasks, at }: { userId: number; dueOn: string; tasks: readonly SyncTask[]; at: Date },
): Promise<void> {
	await tx`
		insert into crm_task as t (idempotency_key, owner_user_id, subject, facts, due_on, priority, created_at)
		select r.key, ${userId}, r.subject, r.facts, ${dueOn}, 'high', ${at} from jsonb_to_recordset(${tx.json(tasks as never)}) r(key text, subject text, facts jsonb) order by r.key
		on conflict (idempotency_key) do update set facts = excluded.facts where t.status = 'open' and t.facts is distinct from excluded.facts`
}

/** What was closed because its person was forgotten at this moment. */
export async function readErasedErrors(sql: Sql, at: Date): Promise<{ connectionId: number; code: string; errorClass: string }[]> {
	return await sql<{ connectionId: number; code: string; errorClass: string }[]>`
		select distinct connection_id, code, class as error_class from sync_error where closed_for = 'erased' and closed_at = ${at}`
}

/** Taken before one looks whether the cause is gone: two who each close the last but one see each other. */
export async function lockSyncTasks(tx: Sql, keys: readonly string[]): Promise<boolean> {
	const rows = await tx`
		select 1 from crm_task where idempotency_key = any(${tx.array([...keys], 25)}::text[]) order by idempotency_key for update`
	return rows.length > 0
}

/** Ends those whose cause is gone and gives their keys free: the same cause, come again, is a task anew. */
export async function endSyncTasks(tx: Sql, { keys, at }: { keys: readonly string[]; at: Date }): Promise<void> {
	await tx`
		update crm_task t set idempotency_key = t.idempotency_key || ':' || t.id, status = case t.status when 'open' then 'done' else t.status end,
			outcome = case t.status when 'open' then 'settled' else t.outcome end, closed_at = coalesce(t.closed_at, ${at})
		where t.idempotency_key = any(${tx.array([...keys], 25)}::text[])
			and not exists (select from sync_error e where t.subject = 'task.sync_refused' and e.connection_id = (t.facts->>'connectionId')::bigint and e.closed_at is null and e.code = t.facts->>'code')
			and not exists (select from sync_connection c where t.subject = 'task.sync_suspended' and c.id = (t.facts->>'connectionId')::bigint and c.state = 'suspended' and c.suspended_for = t.facts->>'code')`
}
