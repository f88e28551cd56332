import type { Sql, Tx } from '../client.server.ts'

/** Whose queues: those that she is of; head office and administrators see every one. */
export type QueueDesk = { sellerEntityId: number; userId: number; seesAll: boolean }

const isHers = (sql: Sql, { sellerEntityId, userId, seesAll }: QueueDesk) =>
	sql`q.seller_entity_id = ${sellerEntityId} and (${seesAll} or exists (select from crm_queue_member m where m.queue_id = q.id and m.user_id = ${userId}))`

export type QueueRow = { id: number; name: string; waiting: number; oldestAt: Date | null }

export async function listQueues(sql: Sql, desk: QueueDesk): Promise<QueueRow[]> {
	return await sql<QueueRow[]>`
		select q.id, q.name, count(p.id)::int as waiting, min(p.assigned_at) as oldest_at from crm_queue q left join ma_prospect p on p.assigned_queue_id = q.id
		where ${isHers(sql, desk)} group by q.id having q.is_active or count(p.id) > 0 order by lower(q.name), q.id`
}

/** `byNumber`: in an order that no handing on changes, for files. */
export type QueueFilter = { text: string | null; queueId: number | null; byNumber?: boolean; after: string | null; limit: number }
export type QueuedRow = {
	id: number
	key: string
	name: string
	company: string | null
	title: string | null
	email: string | null
	phone: string | null
	score: number
	grade: string
	queueName: string
	leadId: number | null
	assignedAt: Date
}

/** Who waits in the queues of a desk, the longest first; one statement. */
export async function listQueued(sql: Sql, desk: QueueDesk, { text, queueId, byNumber = false, after, limit }: QueueFilter): Promise<QueuedRow[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	const [since = null, id = null] = after?.split('~') ?? []
	const place = after && (byNumber ? sql`p.id > ${id}::bigint` : sql`(p.assigned_at, p.id) > (${since}::timestamptz, ${id}::bigint)`)
	return await sql<QueuedRow[]>`
		select p.id, to_char(p.assigned_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as key, coalesce(nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, '') as name, p.company, p.title, p.email, p.phone,
			p.score, p.grade, q.name as queue_name, p.lead_id, p.assigned_at
		from ma_prospect p join crm_queue q on q.id = p.assigned_queue_id
		where ${isHers(sql, desk)} and (${queueId}::bigint is null or q.id = ${queueId}) and ${place ?? sql`true`}
			and (${like}::text is null or concat_ws(' ', p.first_name, p.last_name, p.company, p.email) ilike ${like})
		order by ${byNumber ? sql`` : sql`p.assigned_at,`} p.id limit ${limit}`
}

/** Of a queue of this desk: the prospect that was named, else the one that waits longest and that nobody else is taking. Null: there is none. */
export async function lockQueued(
	tx: Tx,
	desk: QueueDesk,
	{ prospectId, queueId }: { prospectId: number | null; queueId: number | null },
): Promise<number | null> {
	const [row] =
		prospectId === null
			? await tx<{ id: number }[]>`
				select p.id from ma_prospect p join crm_queue q on q.id = p.assigned_queue_id where ${isHers(tx, desk)} and q.id = ${queueId} order by p.assigned_at, p.id limit 1 for update of p skip locked`
			: await tx<{ id: number }[]>`
				select p.id from ma_prospect p join crm_queue q on q.id = p.assigned_queue_id where ${isHers(tx, desk)} and p.id = ${prospectId} for update of p`
	return row?.id ?? null
}

/** Somebody of this seller was quicker: the prospect is a user's now; or the queue of this desk is empty. */
export async function isTaken(tx: Tx, desk: QueueDesk, { prospectId, queueId }: { prospectId: number | null; queueId: number | null }): Promise<boolean> {
	const rows =
		prospectId === null
			? await tx`select 1 from crm_queue q where q.id = ${queueId} and ${isHers(tx, desk)}`
			: await tx`select 1 from ma_prospect where id = ${prospectId} and seller_entity_id = ${desk.sellerEntityId} and assigned_user_id is not null`
	return rows.length > 0
}
