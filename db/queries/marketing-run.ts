import type { Sql, Tx } from '../client.server.ts'

export type RunKind = 'rule' | 'segment' | 'score' | 'grade'
export type Run = {
	id: number
	sellerEntityId: number
	kind: RunKind
	subjectId: number | null
	/** The activity whose worth changed. */
	subject: string | null
	afterId: number
}

export type NewRun = { sellerEntityId: number; kind: RunKind; subjectId: number | null; subject: string | null; userId: number | null; at: Date }

/** Begins a long work; one of the same that has not begun is enough, and one that is under way begins anew. */
export async function insertRun(tx: Tx, run: NewRun): Promise<void> {
	await tx`
		with stopped as (
			update ma_run set state = 'cancelled', finished_at = ${run.at} where seller_entity_id = ${run.sellerEntityId} and kind = ${run.kind}
				and subject_id is not distinct from ${run.subjectId} and subject is not distinct from ${run.subject} and state in ('waiting', 'running')
		)
		insert into ma_run (seller_entity_id, kind, subject_id, subject, total, user_id, created_at)
		select ${run.sellerEntityId}, ${run.kind}, ${run.subjectId}, ${run.subject}, count(*), ${run.userId}, ${run.at} from ma_prospect where seller_entity_id = ${run.sellerEntityId}`
}

/** The oldest long work, held until the transaction ends. */
export async function claimRun(tx: Tx, at: Date): Promise<Run | null> {
	const [run] = await tx<Run[]>`
		update ma_run set state = 'running', begun_at = coalesce(begun_at, ${at})
		where id = (select id from ma_run where state in ('waiting', 'running') order by id limit 1 for update skip locked)
		returning id, seller_entity_id, kind, subject_id, subject, after_id`
	return run ?? null
}

/** The next people of a seller after an id: how many, and the last of them. */
export async function readNextPeople(sql: Sql, sellerEntityId: number, afterId: number, limit: number): Promise<{ upTo: number; count: number } | null> {
	const [row] = await sql<{ upTo: number | null; count: number }[]>`
		select max(id) as up_to, count(*) as count from (select id from ma_prospect where seller_entity_id = ${sellerEntityId} and id > ${afterId} order by id limit ${limit}) next`
	return row?.upTo ? { upTo: row.upTo, count: row.count } : null
}

export async function updateRun(tx: Tx, runId: number, { upTo, count, changed }: { upTo: number; count: number; changed: number }): Promise<void> {
	await tx`update ma_run set after_id = ${upTo}, looked = looked + ${count}, total = greatest(total, looked + ${count}), changed = changed + ${changed} where id = ${runId}`
}

export async function finishRun(tx: Tx, runId: number, at: Date): Promise<void> {
	await tx`update ma_run set state = 'done', finished_at = ${at} where id = ${runId}`
}

export async function cancelRun(tx: Tx, runId: number, sellerEntityId: number, at: Date): Promise<boolean> {
	const rows = await tx`
		update ma_run set state = 'cancelled', finished_at = ${at} where id = ${runId} and seller_entity_id = ${sellerEntityId} and state in ('waiting', 'running') returning 1`
	return rows.length > 0
}

/**
 * What the ledger gave for an activity, brought to what its rule gives now, by rows of correction: nothing written is
 * rewritten. An order is corrected as itself, so that its reversal takes back what it gave; one that was cancelled stays.
 * How many people's scores changed.
 */
export async function correctScores(
	tx: Tx,
	{ sellerEntityId, activity, after, upTo, runId, at }: { sellerEntityId: number; activity: string; after: number; upTo: number; runId: number; at: Date },
): Promise<number> {
	const rows = await tx`
		with held as materialized (
			select p.id, s.time_zone from ma_prospect p join seller_entity s on s.id = p.seller_entity_id
			where p.seller_entity_id = ${sellerEntityId} and p.id > ${after} and p.id <= ${upTo} order by p.id for update of p
		), ledger as (
			select y.prospect_id, y.kind, y.score, case when ${activity} = 'order.placed' then y.facts ->> 'orderId'
				when y.kind = 'score.corrected' then y.facts ->> 'day' else (y.occurred_at at time zone h.time_zone)::date::text end as part
			from held h join ma_activity y on y.prospect_id = h.id and (y.kind = ${activity} or (y.kind = 'score.corrected' and y.facts ->> 'of' = ${activity}))
		), sums as (
			select prospect_id, part, count(*) filter (where kind = ${activity}) as times, sum(score) as given from ledger group by prospect_id, part
		), due as (
			select s.prospect_id, s.part, case when r.daily_maximum is null or ${activity} = 'order.placed' then s.times * coalesce(r.score, 0) else least(s.times * r.score, r.daily_maximum) end - s.given as points
			from sums s left join ma_score_of_seller r on r.activity = ${activity} and r.seller_entity_id = ${sellerEntityId}
			where ${activity} <> 'order.placed' or not exists (select from ma_activity c where c.prospect_id = s.prospect_id and c.kind = 'order.cancelled' and c.facts ->> 'orderId' = s.part)
		), noted as (
			insert into ma_activity (prospect_id, source_key, kind, facts, score, occurred_at)
			select prospect_id, ${`rescore:${runId}:`} || prospect_id || ':' || coalesce(part, ''), 'score.corrected',
				jsonb_build_object('of', ${activity}::text) || case when ${activity} = 'order.placed' then jsonb_build_object('orderId', part::bigint) else jsonb_build_object('day', part) end, points, ${at}
			from due where points <> 0 on conflict (source_key) do nothing returning prospect_id, score
		)
		update ma_prospect p set score = p.score + n.points from (select prospect_id, sum(score)::int as points from noted group by 1) n where p.id = n.prospect_id and n.points <> 0 returning 1`
	return rows.length
}

/** Segments and active rules whose answer changes with time alone are looked at anew; `of` says which. */
export async function insertTimelyRuns(tx: Tx, { kind, ids, at }: { kind: 'segment' | 'rule'; ids: readonly number[]; at: Date }): Promise<void> {
	await tx`
		insert into ma_run (seller_entity_id, kind, subject_id, total, created_at)
		select x.seller_entity_id, ${kind}, x.id, (select count(*) from ma_prospect p where p.seller_entity_id = x.seller_entity_id), ${at}
		from (select id, seller_entity_id from ma_list where ${kind} = 'segment' union all select id, seller_entity_id from ma_rule where ${kind} = 'rule') x
		where x.id = any(${tx.array([...ids], 20)}::bigint[]) and not exists (select from ma_run r where r.kind = ${kind} and r.subject_id = x.id and r.state in ('waiting', 'running'))`
}

export async function markRefreshed(tx: Tx, listId: number, at: Date): Promise<void> {
	await tx`update ma_list set refreshed_at = ${at} where id = ${listId}`
}
