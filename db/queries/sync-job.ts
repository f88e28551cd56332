import type { Sql, Tx } from '../client.server.ts'

/** Capture tells it at the commit of what it marked (db/migrations/0055). */
export const syncChannel = 'sync'

/** Lanes (B7): a person waits, commerce, live, backfill. The lower number goes first. */
export const lanes = { interactive: 0, commerce: 1, live: 2, backfill: 3 } as const
export type Lane = (typeof lanes)[keyof typeof lanes]

/** Which lane a cause takes; what stands nowhere here is live. A word on mails goes over at once, whoever set its flag (B9). */
const laneOfCause = (sql: Sql) => sql`
	case when t.cause in ('manual','assignment','consent') or t.word then ${lanes.interactive}::smallint when t.cause in ('order','cart','quote','invoice') then ${lanes.commerce}
		when t.cause in ('resync','import','backfill','reconcile') then ${lanes.backfill} else ${lanes.live} end`

/**
 * Marks become jobs: one for each link however many marks it has, or for each record that is not linked yet, in every
 * connection that was ever started (B2.3). Marks are claimed by lock, never by "greater than the last one", and a mark is only a
 * hint: it says nothing of values. Our own sides are one store, of which each object has one name: a connection with another system may keep sales' objects as well as marketing's. A job that is leased meanwhile loses its lease and is done again, by whoever has it in hand or after her, and what waited after failures begins to count anew. Answers how many marks were taken.
 */
export async function drainMarks(tx: Tx, limit: number, at: Date): Promise<number> {
	const [row] = await tx<{ taken: number }[]>`
		with taken as materialized (
			delete from sync_change where id = any (array(select id from sync_change order by id limit ${limit} for update skip locked))
			returning system, object, record_id, cause, actor, at, kind = 'update' and fields && array['has_opted_out','opted_out'] as word
		), hints as materialized (
			select k.id as connection_id, s.side, t.object, t.record_id, t.cause, t.actor, t.at, ${laneOfCause(tx)} as lane,
				case s.side when 'crm' then (select l.id from sync_link l where l.connection_id = k.id and l.crm_object = t.object and l.crm_id = t.record_id)
					else (select l.id from sync_link l where l.connection_id = k.id and l.ma_object = t.object and l.ma_id = t.record_id) end as link_id
			from taken t join sync_connection k on k.started_at is not null
			cross join lateral (values ('crm', k.crm_system), ('ma', k.ma_system)) s(side, system)
			where (s.system = t.system or (s.system like 'embedded\\_%' and t.system like 'embedded\\_%')) and exists (select from sync_object_map m where m.connection_id = k.id and case s.side when 'crm' then m.crm_object else m.ma_object end = t.object and not m.rests)
		), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select connection_id, link_id, min(side), min(object), min(record_id), coalesce('link:' || link_id, side || ':' || object || ':' || record_id) as job_key,
				min(lane), array_agg(distinct cause), max(actor), ${at}::timestamptz, min(at)
			from hints group by connection_id, link_id, coalesce('link:' || link_id, side || ':' || object || ':' || record_id)
			order by 6
			on conflict (connection_id, job_key) do update set lane = least(j.lane, excluded.lane), due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null, attempts = 0,
				causes = (select array_agg(distinct c) from unnest(j.causes || excluded.causes) c), actor = excluded.actor
		)
		select count(*) as taken from taken`
	return row?.taken ?? 0
}

export type Job = {
	id: number
	linkId: number | null
	side: 'crm' | 'ma'
	object: string
	recordId: string
	lane: Lane
	causes: string[]
	actor: string
	attempts: number
	runId: number | null
	dueAt: Date
	firstAt: Date
	/** Why it was put off; a change since then forgets it. */
	waitsFor: string | null
}

const jobColumns = (sql: Sql) =>
	sql`j.id, j.link_id, j.side, j.object, j.record_id, j.lane, j.causes, j.actor, j.attempts, j.run_id, j.due_at, j.first_at, j.waits_for`

/**
 * The next jobs of a connection, locked for the length of the transaction together with their links: nobody else works on
 * either meanwhile (B7). The most urgent lane first, of those from `from` to `most`.
 */
export async function claimJobs(
	tx: Tx,
	{ connectionId, from, most, limit, at }: { connectionId: number; from: Lane; most: Lane; limit: number; at: Date },
): Promise<Job[]> {
	return await tx<Job[]>`
		select ${jobColumns(tx)} from sync_job j left join sync_link l on l.id = j.link_id
		where j.connection_id = ${connectionId} and j.lane between ${from} and ${most} and j.due_at <= ${at} and (j.leased_until is null or j.leased_until <= ${at})
		order by j.lane, j.due_at limit ${limit} for update of j skip locked`
}

/**
 * The same for a side that is not our own: leased instead of locked, so that no transaction waits for another system. A mark takes the lease, but
 * not the job: of two calls that are under way at once nobody knows which arrives last. What is on its way in a bulk waits for it.
 */
export async function leaseJobs(tx: Tx, input: { connectionId: number; from?: Lane; most: Lane; limit: number; at: Date; until: Date }): Promise<Job[]> {
	return await tx<Job[]>`
		update sync_job j set leased_until = ${input.until}, taken_until = ${input.until}, attempts = j.attempts + 1
		where j.id = any (array(select c.id from sync_job c where c.connection_id = ${input.connectionId} and c.lane between ${input.from ?? lanes.interactive} and ${input.most} and c.due_at <= ${input.at} and c.bulk_id is null
			and (c.leased_until is null or c.leased_until <= ${input.at}) and (c.taken_until is null or c.taken_until <= ${input.at}) order by c.lane, c.due_at limit ${input.limit} for update skip locked))
		returning ${jobColumns(tx)}`
}

/** Done. A job that was asked for again meanwhile has lost its lease and stays, for whoever comes next. */
export async function finishJobs(tx: Tx, ids: readonly number[], lease: Date | null = null): Promise<void> {
	const jobs = tx.array([...ids], 20)
	if (lease === null) await tx`delete from sync_job where id = any(${jobs}::bigint[]) and leased_until is null`
	else
		await tx`
			with done as (delete from sync_job where id = any(${jobs}::bigint[]) and leased_until = ${lease})
			update sync_job set taken_until = null where id = any(${jobs}::bigint[]) and leased_until is null and taken_until = ${lease}`
}

/** To be tried again, each at its time and for its reason; what was asked for again meanwhile, at once. Who lost it to somebody else says nothing more of it. */
export async function postponeJobs(tx: Tx, rows: readonly { id: number; dueAt: Date; waitsFor: string }[], lease: Date): Promise<void> {
	if (rows.length === 0) return
	await tx`
		update sync_job j set due_at = case when j.leased_until is null then least(j.due_at, r.due_at) else r.due_at end, waits_for = r.waits_for, leased_until = null, taken_until = null, attempts = j.attempts + 1
		from jsonb_to_recordset(${tx.json(rows.map(({ id, dueAt, waitsFor }) => ({ id, due_at: dueAt.toISOString(), waits_for: waitsFor })))}) r(id bigint, due_at timestamptz, waits_for text)
		where j.id = r.id and j.taken_until = ${lease}`
}

/** Links that somebody else was at while a worker was: they are looked at once more, for the same reason, whoever has the job in hand. */
export async function askAgain(
	tx: Tx,
	connectionId: number,
	links: readonly { linkId: number; causes: readonly string[]; actor: string; lane: Lane }[],
	at: Date,
): Promise<void> {
	if (links.length === 0) return
	await tx`
		insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select ${connectionId}, l.id, 'ma', l.ma_object, l.ma_id, 'link:' || l.id, r.lane, r.causes, r.actor, ${at}, ${at}
		from jsonb_to_recordset(${tx.json(links.map(({ linkId, ...one }) => ({ link_id: linkId, ...one })) as never)}) r(link_id bigint, lane smallint, causes text[], actor text) join sync_link l on l.id = r.link_id
		where l.ma_id is not null order by l.id
		on conflict (connection_id, job_key) do update set due_at = least(j.due_at, excluded.due_at), leased_until = null`
}

/** Whether something more urgent than backfill waits: backfill takes at most half of the workers then. */
export async function isSomethingUrgent(sql: Sql, connectionId: number, at: Date): Promise<boolean> {
	const [row] = await sql<
		{ is: boolean }[]
	>`select exists (select from sync_job where connection_id = ${connectionId} and lane < ${lanes.backfill} and due_at <= ${at} and bulk_id is null) as is`
	return row?.is ?? false
}
