import type { Sql, Tx } from '../client.server.ts'

/** Whose desk: the rep's own accounts, or with `ownerUserId` null every account of the seller. */
export type Desk = { sellerEntityId: number; ownerUserId: number | null }

const isOnDesk = (sql: Sql, desk: Desk) =>
	sql`a.seller_entity_id = ${desk.sellerEntityId} and (${desk.ownerUserId}::bigint is null or a.owner_user_id = ${desk.ownerUserId})`

export type AlertRow = {
	id: number
	rule: string
	status: 'open' | 'taken'
	inputs: unknown
	accountId: number
	accountName: string
	contactId: number | null
	contactName: string | null
	contactPhone: string | null
	cartId: number | null
	ownerName: string
	createdAt: Date
	openedAt: Date | null
}

/** What waits for a rep, newest first. */
export async function readOpenAlerts(sql: Sql, desk: Desk): Promise<AlertRow[]> {
	return sql<AlertRow[]>`
		select l.id, l.rule, l.status, l.inputs, a.id as account_id, a.name as account_name, c.id as contact_id, c.first_name || ' ' || c.last_name as contact_name,
			coalesce(c.phone, a.phone) as contact_phone, l.cart_id, u.first_name || ' ' || u.last_name as owner_name, l.created_at, l.opened_at
		from alert l join account a on a.id = l.account_id join crm_user u on u.id = l.owner_user_id left join contact c on c.account_id = l.account_id and c.id = l.contact_id
		where l.status in ('open', 'taken') and ${isOnDesk(sql, desk)}
		order by l.created_at desc, l.id desc limit 50`
}

export type TaskRow = {
	id: number
	subject: string
	facts: Record<string, unknown>
	dueOn: string | null
	priority: 'low' | 'normal' | 'high'
	accountId: number | null
	accountName: string | null
	createdAt: Date
}

/** Open tasks of a person, the most pressing first; what goes with an alert that is still open is shown there. */
export async function readOpenTasks(sql: Sql, userId: number): Promise<TaskRow[]> {
	return sql<TaskRow[]>`
		select t.id, t.subject, t.facts, t.due_on, t.priority, t.account_id, a.name as account_name, t.created_at
		from crm_task t left join account a on a.id = t.account_id
		where t.owner_user_id = ${userId} and t.status = 'open'
			and not exists (select 1 from alert l where l.idempotency_key = t.idempotency_key and l.status in ('open', 'taken'))
		order by t.due_on nulls last, array_position(array['high', 'normal', 'low'], t.priority), t.id limit 100`
}

export type GoalRow = { startsOn: string; endsOn: string; currency: string; targetMinor: number; achievedMinor: number; reachedAt: Date | null }

/** The goal of the period that holds `today`. */
export async function readGoal(sql: Sql, userId: number, today: string): Promise<GoalRow | null> {
	const [row] = await sql<GoalRow[]>`
		select starts_on, ends_on, currency, target_minor, achieved_minor, reached_at from sales_goal
		where user_id = ${userId} and ${today}::date between starts_on and ends_on order by starts_on desc limit 1`
	return row ?? null
}

export type NoticeRow = {
	id: number
	kind: string
	facts: Record<string, unknown>
	accountId: number | null
	accountName: string | null
	createdAt: Date
	readAt: Date | null
}

/** The last notices to a person of the house, unread first. */
export async function readNotices(sql: Sql, userId: number): Promise<NoticeRow[]> {
	return sql<NoticeRow[]>`
		select n.id, n.kind, n.facts, coalesce(n.account_id, (n.facts->>'accountId')::bigint) as account_id, a.name as account_name, n.created_at, n.read_at
		from notice n left join account a on a.id = coalesce(n.account_id, (n.facts->>'accountId')::bigint)
		where n.user_id = ${userId} order by (n.read_at is null) desc, n.created_at desc limit 12`
}

/** How many alerts and unread notices wait: the figures of the rail. */
export async function readDeskCounts(sql: Sql, desk: Desk & { userId: number }): Promise<{ alerts: number; notices: number }> {
	const [row] = await sql<{ alerts: number; notices: number }[]>`
		select (select count(*) from alert l join account a on a.id = l.account_id where l.status in ('open', 'taken') and ${isOnDesk(sql, desk)}) as alerts,
			(select count(*) from notice n where n.user_id = ${desk.userId} and n.read_at is null) as notices`
	return row ?? { alerts: 0, notices: 0 }
}

export type LockedAlert = {
	id: number
	accountId: number
	contactId: number | null
	cartId: number | null
	status: string
	idempotencyKey: string
	openedAt: Date | null
}

/** An alert on this desk, locked. Null: there is none, or it is not theirs. */
export async function lockAlert(tx: Tx, desk: Desk, alertId: number): Promise<LockedAlert | null> {
	const [row] = await tx<LockedAlert[]>`
		select l.id, l.account_id, l.contact_id, l.cart_id, l.status, l.idempotency_key, l.opened_at
		from alert l join account a on a.id = l.account_id where l.id = ${alertId} and ${isOnDesk(tx, desk)} for update of l`
	return row ?? null
}

/** Moves an alert on; a closed one takes its open task with it. The first opening stays: it holds back the cart's mail. */
export async function moveAlert(
	tx: Tx,
	input: { accountId: number; alertId: number; status: 'open' | 'taken' | 'closed' | 'dismissed'; outcome: string | null; at: Date },
): Promise<void> {
	const ends = input.status === 'closed' || input.status === 'dismissed'
	await tx`
		with moved as (
			update alert set status = ${input.status}, outcome = coalesce(${input.outcome}, outcome), opened_at = coalesce(opened_at, ${input.at}), closed_at = ${ends ? input.at : null}
			where account_id = ${input.accountId} and id = ${input.alertId} returning idempotency_key
		)
		update crm_task t set status = ${input.status === 'dismissed' ? 'dropped' : 'done'}, outcome = ${input.outcome}, closed_at = ${input.at}
		from moved where ${ends}::boolean and t.idempotency_key = moved.idempotency_key and t.status = 'open'`
}

/** Ends an open task of this person. False: it is not theirs, or it was ended before. */
export async function endTask(tx: Tx, input: { taskId: number; userId: number; status: 'done' | 'dropped'; at: Date }): Promise<boolean> {
	const rows = await tx`
		update crm_task set status = ${input.status}, closed_at = ${input.at} where id = ${input.taskId} and owner_user_id = ${input.userId} and status = 'open' returning 1`
	return rows.length > 0
}

export async function markNoticesRead(tx: Tx, input: { userId: number; at: Date }): Promise<number> {
	const rows = await tx`update notice set read_at = ${input.at} where user_id = ${input.userId} and read_at is null returning 1`
	return rows.length
}

export type ActingContact = { accountId: number; accountName: string; contactId: number; locationId: number | null }

/** The person whom a rep would shop as: active, at an active account on this desk. */
export async function readActingContact(sql: Sql, desk: Desk, key: { accountId: number; contactId: number }): Promise<ActingContact | null> {
	const [row] = await sql<ActingContact[]>`
		select a.id as account_id, a.name as account_name, c.id as contact_id, l.id as location_id
		from account a join contact c on c.account_id = a.id and c.id = ${key.contactId} and c.is_active
			left join location l on l.account_id = a.id and l.is_default and l.is_active
		where a.id = ${key.accountId} and a.status = 'active' and ${isOnDesk(sql, desk)}`
	return row ?? null
}
