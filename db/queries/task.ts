import type { Sql, Tx } from '../client.server.ts'

/** `byNumber`: in an order that no other day changes, for files. */
export type TaskFilter = {
	byNumber?: boolean
	text: string | null
	status: 'open' | 'done' | 'dropped' | null
	due: 'late' | 'today' | 'week' | null
	after: string | null
	limit: number
}
export type TaskListRow = {
	id: number
	key: string
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: 'low' | 'normal' | 'high'
	status: 'open' | 'done' | 'dropped'
	outcome: string | null
	accountId: number | null
	accountName: string | null
	leadId: number | null
	prospectId: number | null
	personName: string | null
}

/** Tasks of a person: open ones by the day that they are due on, ended ones too where asked for; what was never to be done is none. */
export async function listTasks(
	sql: Sql,
	{ userId, today }: { userId: number; today: string },
	{ text, status, due, byNumber = false, after, limit }: TaskFilter,
): Promise<TaskListRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	const [day = null, id = null] = after?.split('~') ?? []
	const place = after && (byNumber ? sql`t.id > ${id}::bigint` : sql`(coalesce(t.due_on, '9999-12-31'), t.id) > (${day}::date, ${id}::bigint)`)
	return await sql<TaskListRow[]>`
		select t.id, coalesce(t.due_on, '9999-12-31')::text as key, t.subject, t.facts, t.due_on, t.priority, t.status, t.outcome, t.account_id, a.name as account_name, t.lead_id, t.prospect_id,
			coalesce(nullif(concat_ws(' ', l.first_name, l.last_name), ''), nullif(concat_ws(' ', p.first_name, p.last_name), ''), nullif(concat_ws(' ', c.first_name, c.last_name), '')) as person_name
		from crm_task t left join account a on a.id = t.account_id left join crm_lead l on l.id = t.lead_id left join ma_prospect p on p.id = t.prospect_id left join contact c on c.id = t.contact_id
		where t.owner_user_id = ${userId} and not t.is_log and t.status = coalesce(${status}::text, 'open')
			and case ${due}::text when 'late' then t.due_on < ${today}::date when 'today' then t.due_on = ${today}::date when 'week' then t.due_on between ${today}::date and ${today}::date + 7 else true end
			and ${place ?? sql`true`}
			and (${like}::text is null or concat_ws(' ', t.subject, t.facts->>'name', a.name, l.last_name, l.company, p.last_name, p.company, c.last_name) ilike ${like})
		order by ${byNumber ? sql`` : sql`coalesce(t.due_on, '9999-12-31'),`} t.id limit ${limit}`
}

/** Opens an ended task of this person again. False: it is not theirs, or it is open. */
export async function reopenTask(tx: Tx, { taskId, userId }: { taskId: number; userId: number }): Promise<boolean> {
	return (
		(
			await tx`update crm_task set status = 'open', closed_at = null, outcome = null where id = ${taskId} and owner_user_id = ${userId} and not is_log and status <> 'open' returning 1`
		).length > 0
	)
}
