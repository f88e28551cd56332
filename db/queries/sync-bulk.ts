import type { FieldDecision, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'
import { type Lane, lanes } from './sync-job.ts'
import type { PreparedWrite } from './sync-write.ts'

export type BulkState = 'gathering' | 'sorted' | 'direct' | 'opened' | 'filled' | 'started' | 'ended' | 'done' | 'refused'

/** What of a backfill goes to another system in files of one object each, one after the other. `object` to `partDone`: the file that is on its way. */
export type Bulk = {
	id: number
	connectionId: number
	side: 'crm' | 'ma'
	state: BulkState
	object: string | null
	isNew: boolean | null
	outsideId: string | null
	outcome: 'done' | 'failed' | 'aborted' | 'gone' | null
	message: string | null
	partRows: number
	partDone: number
	rows: number
	landed: number
	refused: number
	attempts: number
	/** Since when it is in this state. */
	since: Date
	lookAt: Date
	leasedUntil: Date
	cancelledAt: Date | null
	startedAt: Date
	endedAt: Date | null
}

const columns = (
	sql: Sql,
) => sql`id, connection_id, side, state, object, is_new, outside_id, outcome, message, part_rows, part_done, rows, landed, refused, attempts, since, look_at,
	leased_until, cancelled_at, started_at, ended_at`

/** Above so many due jobs of its lane a backfill is worth a bulk; not where the other side refused one within the hour. */
export async function isWorthBulk(sql: Sql, { connectionId, from, at }: { connectionId: number; from: number; at: Date }): Promise<boolean> {
	const rows = await sql`
		select where not exists (select from sync_bulk b where b.connection_id = ${connectionId} and b.state = 'refused' and b.ended_at > ${at}::timestamptz - interval '1 hour')
			and exists (select from sync_job j where j.connection_id = ${connectionId} and j.lane = ${lanes.backfill satisfies Lane} and j.due_at <= ${at} and j.bulk_id is null
				and (j.leased_until is null or j.leased_until <= ${at}) offset ${from} limit 1)`
	return rows.length > 0
}

/** The connection's bulk, when it is time to look at it and nobody else does; whoever takes it has it until `until`. */
export async function takeBulk(tx: Tx, { connectionId, at, until }: { connectionId: number; at: Date; until: Date }): Promise<Bulk | null> {
	const [row] = await tx<Bulk[]>`
		update sync_bulk set leased_until = ${until} where id = (select b.id from sync_bulk b where b.connection_id = ${connectionId} and b.ended_at is null
			and (b.look_at <= ${at} or b.cancelled_at is not null) and (b.leased_until is null or b.leased_until <= ${at}) for update skip locked)
		returning ${columns(tx)}`
	return row ?? null
}

/** A new one; null where the connection has one that is not over. */
export async function insertBulk(tx: Tx, given: { connectionId: number; side: 'crm' | 'ma'; at: Date; until: Date }): Promise<Bulk | null> {
	const { connectionId, side, at, until } = given
	const [row] = await tx<Bulk[]>`
		insert into sync_bulk (connection_id, side, state, since, look_at, leased_until, started_at) values (${connectionId}, ${side}, 'gathering', ${at}, ${at}, ${until}, ${at})
		on conflict (connection_id) where ended_at is null do nothing returning ${columns(tx)}`
	return row ?? null
}

/** How far it is, and free for whoever looks next unless it is `kept`. False where somebody else has taken it meanwhile. */
export async function saveBulk(tx: Tx, { leasedUntil: lease, ...bulk }: Bulk, kept = false): Promise<boolean> {
	const saved = await tx`
		update sync_bulk set state = ${bulk.state}, object = ${bulk.object}, is_new = ${bulk.isNew}, outside_id = ${bulk.outsideId}, outcome = ${bulk.outcome}, message = ${bulk.message},
			part_rows = ${bulk.partRows}, part_done = ${bulk.partDone}, rows = ${bulk.rows}, landed = ${bulk.landed}, refused = ${bulk.refused}, attempts = ${bulk.attempts},
			since = case when state = ${bulk.state} then since else ${bulk.since} end, look_at = ${bulk.lookAt}, ended_at = ${bulk.endedAt}, leased_until = case when ${kept} then leased_until end
		where id = ${bulk.id} and leased_until = ${lease}`
	return saved.count > 0
}

export type BulkWrite = PreparedWrite & { jobId: number }

type Joining = { bulk: Bulk; writes: readonly BulkWrite[]; lease: Date; until: Date; at: Date }

/** Writes go into the bulk with their jobs, which nobody else takes from now on; what was asked for again meanwhile stays out. Answers how many. */
export async function joinBulk(tx: Tx, { bulk, writes, lease, until, at }: Joining): Promise<number> {
	if (writes.length === 0) return 0
	const jobs = await tx<{ id: number }[]>`
		update sync_job set bulk_id = ${bulk.id}, leased_until = ${until}, taken_until = null where id = any(${tx.array(
			writes.map(({ jobId }) => jobId),
			20,
		)}::bigint[]) and leased_until = ${lease} returning id`
	const joined = new Set(jobs.map(({ id }) => id))
	await tx`
		insert into sync_write (idempotency_key, connection_id, link_id, side, object, record_id, values, decisions, state, prepared_at, bulk_id, job_id)
		select r.idempotency_key, ${bulk.connectionId}, r.link_id, r.side, r.object, r.record_id, r.values, r.decisions, 'prepared', ${at}, ${bulk.id}, r.job_id
		from jsonb_to_recordset(${recordset(
			tx,
			writes.filter(({ jobId }) => joined.has(jobId)),
		)}) r(idempotency_key text, link_id bigint, side text, object text, record_id text, values jsonb, decisions jsonb, job_id bigint)
		on conflict (idempotency_key) do update set state = 'prepared', values = excluded.values, decisions = excluded.decisions, prepared_at = excluded.prepared_at, settled_at = null,
			bulk_id = excluded.bulk_id, job_id = excluded.job_id`
	return joined.size
}

/** What still waits in a bulk, by file; what stood in a file that was never started waits too. */
export async function readParts(sql: Sql, bulkId: number): Promise<{ object: string; isNew: boolean; rows: number }[]> {
	return await sql`
		select object, record_id is null as is_new, count(*)::int as rows from sync_write where bulk_id = ${bulkId} and state in ('prepared', 'sent') group by object, record_id is null order by object, is_new`
}

type Part = { bulkId: number; object: string; isNew: boolean }

/**
 * As many rows of a part as a file may have, from now on on their way. What was asked for again since it was decided stays out: it is looked at anew.
 * What an earlier try had set aside is set aside again.
 */
export async function sendPart(tx: Tx, { bulkId, object, isNew, rowsMax, bytesMax }: Part & { rowsMax: number; bytesMax: number }): Promise<SentRow[]> {
	await tx`
		with late as (
			delete from sync_write w where w.bulk_id = ${bulkId} and w.object = ${object} and (w.record_id is null) = ${isNew} and w.state in ('prepared', 'sent')
				and not exists (select from sync_job j where j.id = w.job_id and j.bulk_id = ${bulkId} and j.leased_until is not null)
			returning w.job_id
		) update sync_job j set bulk_id = null from late where j.id = late.job_id and j.bulk_id = ${bulkId}`
	return await tx<SentRow[]>`
		with sized as (
			select w.idempotency_key, row_number() over o as n, sum(octet_length(w.values::text)) over o as bytes from sync_write w
			where w.bulk_id = ${bulkId} and w.object = ${object} and (w.record_id is null) = ${isNew} and w.state in ('prepared', 'sent') window o as (order by w.prepared_at, w.idempotency_key)
		)
		update sync_write w set state = case when s.n <= ${rowsMax} and s.bytes <= ${bytesMax} then 'sent' else 'prepared' end from sized s where w.idempotency_key = s.idempotency_key
		returning w.idempotency_key as key, w.record_id, w.values, w.state`
}

export type SentRow = { key: string; recordId: string | null; values: Record<string, SyncValue>; state: 'sent' | 'prepared' }

export type BulkDecision = FieldDecision & { crmAt: [string, string] | null; maAt: [string, string] | null; agreed: SyncValue | undefined }

/** A row that was on its way, with why it was looked at and the record that asked. */
export type BulkRow = {
	idempotencyKey: string
	linkId: number | null
	object: string
	recordId: string | null
	values: Record<string, SyncValue>
	decisions: BulkDecision[]
	jobId: number
	jobSide: 'crm' | 'ma'
	jobObject: string
	jobRecordId: string
	causes: string[]
	actor: string
	attempts: number
}

/** Those of these names that are on their way, the writes locked: results that are read twice are taken once. `names` null: all of the part. */
export async function lockSent(tx: Tx, { bulkId, object, isNew, names }: Part & { names: readonly string[] | null }): Promise<BulkRow[]> {
	return await tx<BulkRow[]>`
		select w.idempotency_key, w.link_id, w.object, w.record_id, w.values, w.decisions, j.id as job_id, j.side as job_side, j.object as job_object, j.record_id as job_record_id, j.causes, j.actor, j.attempts
		from sync_write w join sync_job j on j.id = w.job_id
		where w.bulk_id = ${bulkId} and w.object = ${object} and (w.record_id is null) = ${isNew} and w.state = 'sent'
			and (${names === null} or coalesce(w.record_id, w.idempotency_key) = any(${tx.array([...(names ?? [])], 25)}::text[])) order by w.idempotency_key for update of w`
}

/** Back to the others, each at its time and for its reason; who was asked for again meanwhile is due at once. */
export async function freeJobs(tx: Tx, rows: readonly { id: number; dueAt: Date; waitsFor: string | null }[]): Promise<void> {
	if (rows.length === 0) return
	await tx`
		update sync_job j set bulk_id = null, due_at = case when j.leased_until is null then j.due_at else r.due_at end, waits_for = case when j.leased_until is not null then r.waits_for end,
			attempts = j.attempts + 1, leased_until = null, taken_until = null
		from jsonb_to_recordset(${tx.json(rows.map(({ id, dueAt, waitsFor }) => ({ id, due_at: dueAt.toISOString(), waits_for: waitsFor })))}) r(id bigint, due_at timestamptz, waits_for text) where j.id = r.id`
}

/** Done; who was asked for again meanwhile goes back to the others. */
export async function finishBulkJobs(tx: Tx, ids: readonly number[]): Promise<void> {
	await tx`
		with done as (delete from sync_job where id = any(${tx.array([...ids], 20)}::bigint[]) and leased_until is not null)
		update sync_job set bulk_id = null where id = any(${tx.array([...ids], 20)}::bigint[]) and leased_until is null`
}

/**
 * What of a bulk is not done goes back to the others (or, of a run that somebody ended, is taken back), whole or what was not yet on its way. What was may have
 * happened: the record is looked at before it is written again.
 */
export async function emptyBulk(tx: Tx, { bulkId, at, mayHaveHappened }: { bulkId: number; at: Date; mayHaveHappened: boolean }): Promise<number> {
	const [row] = await tx<{ dropped: number }[]>`
		with lost as (
			update sync_write set state = 'unknown' where bulk_id = ${bulkId} and state = 'sent' and link_id is not null and ${mayHaveHappened}
		), gone as (
			delete from sync_write where bulk_id = ${bulkId} and (state = 'prepared' or (state = 'sent' and (link_id is null or not ${mayHaveHappened})))
		), dropped as (
			delete from sync_job j using sync_run r where j.bulk_id = ${bulkId} and j.leased_until is not null and r.id = j.run_id and r.ended_at is not null returning j.run_id
		), said as (
			update sync_run r set subject = r.subject || jsonb_build_object('cancelled', coalesce((r.subject ->> 'cancelled')::int, 0) + d.count) from (select run_id, count(*)::int as count from dropped group by run_id) d where r.id = d.run_id
		), free as (
			update sync_job j set bulk_id = null, leased_until = null, due_at = least(j.due_at, ${at}) where j.bulk_id = ${bulkId} and (j.leased_until is null
				or not exists (select from sync_run r where r.id = j.run_id and r.ended_at is not null))
		)
		select count(*)::int as dropped from dropped`
	return row?.dropped ?? 0
}

/** Somebody ended a run of which something is in the bulk: whoever works on it hears. */
export async function cancelBulk(tx: Tx, { connectionId, runId, at }: { connectionId: number; runId: number; at: Date }): Promise<void> {
	await tx`
		update sync_bulk b set cancelled_at = ${at} where b.connection_id = ${connectionId} and b.ended_at is null and exists (select from sync_job j where j.connection_id = b.connection_id and j.run_id = ${runId} and j.leased_until is not null)`
}
