import type { Sql, Tx } from '../client.server.ts'
import { linkSays } from './said-link.ts'
import type { BulkState } from './sync-bulk.ts'
import type { Lane } from './sync-job.ts'

export type LinkState = 'active' | 'archived' | 'held' | 'conflict' | 'never'

/** Which links of a connection: of an object, in a state, by name or address, these alone, or with an open error of one cause. */
export type LinkFilter = {
	connectionId: number
	objectMapId?: number | null
	state?: LinkState | null
	text?: string | null
	linkIds?: readonly number[] | null
	errorGroup?: string | null
}

/** What is said of a link in lists: whichever of our own records it joins. */
export const linkNames = (sql: Sql) => sql`
	left join ma_prospect p on p.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'prospect' then l.ma_id::bigint end
	left join contact k on k.id = case when c.crm_system = 'embedded_crm' and l.crm_object = 'contact' then l.crm_id::bigint when c.ma_system = 'embedded_crm' and l.ma_object = 'contact' then l.ma_id::bigint end
	left join crm_lead d on d.id = case when c.crm_system = 'embedded_crm' and l.crm_object = 'lead' then l.crm_id::bigint when c.ma_system = 'embedded_crm' and l.ma_object = 'lead' then l.ma_id::bigint end
	left join ma_campaign g on g.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'source_campaign' then l.ma_id::bigint end
	left join account ac on ac.id = case when c.ma_system = 'embedded_ma' and l.ma_object in ('account', 'person_account') then l.ma_id::bigint end
	left join crm_opportunity op on op.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'opportunity' then l.ma_id::bigint end
	left join crm_opp_contact_role cr on cr.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'contact_role' then l.ma_id::bigint end
	left join crm_campaign_member cm on cm.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'campaign_member' then l.ma_id::bigint end
	left join crm_campaign_status cs on cs.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'campaign_status' then l.ma_id::bigint end
	left join crm_campaign cg on cg.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'campaign' then l.ma_id::bigint else coalesce(cm.campaign_id, cs.campaign_id) end
	left join crm_task tk on tk.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'task' then l.ma_id::bigint end
	left join support_case sc on sc.id = case when c.ma_system = 'embedded_ma' and l.ma_object = 'support_case' then l.ma_id::bigint end
	left join contact ck on ck.id = coalesce(cr.contact_id, cm.contact_id, tk.contact_id, sc.contact_id)
	left join crm_lead cl on cl.id = coalesce(cm.lead_id, tk.lead_id)`

export const linkName = (sql: Sql) => sql`
	coalesce(nullif(concat_ws(' ', k.first_name, k.last_name), ''), nullif(concat_ws(' ', d.first_name, d.last_name), ''), nullif(concat_ws(' ', p.first_name, p.last_name), ''), p.email, g.name, ac.name, op.name, nullif(concat_ws(' · ', nullif(concat_ws(' ', coalesce(ck.first_name, cl.first_name), coalesce(ck.last_name, cl.last_name)), ''), cg.name, cs.status, sc.number), ''), l.ma_id, l.crm_id)`

/** The cause of an error in one word: the same code for the same value of the same field is one cause. */
export const errorGroup = (sql: Sql) => sql`md5(concat_ws('|', e.code, e.side, e.object, e.field, e.value::text))`

export function linkWhere(sql: Sql, { connectionId, objectMapId = null, state = null, text = null, linkIds = null, errorGroup: group = null }: LinkFilter) {
	const ids = linkIds === null ? null : sql.array([...linkIds], 20)
	return sql`
		l.connection_id = ${connectionId} and (${objectMapId}::bigint is null or l.object_map_id = ${objectMapId}) and (${state}::text is null or l.state = ${state})
		and (${ids}::bigint[] is null or l.id = any(${ids}::bigint[]))
		and ${text === null ? sql`true` : linkSays(sql, text)}
		and (${group}::text is null or exists (select from sync_error e where e.link_id = l.id and e.closed_at is null and ${errorGroup(sql)} = ${group}))`
}

export type NewRun = {
	filter: LinkFilter
	lane: Lane
	cause: 'resync' | 'manual' | 'filter'
	userId: number | null
	subject: Record<string, unknown>
	at: Date
}

/**
 * Jobs for all of these links, as one run whose jobs are counted down (A13); one statement however many. A job that waits already
 * joins the run and takes the more urgent lane. Links that are not live are looked at too: they may have come back.
 */
export async function startResync(tx: Tx, { filter, lane, cause, userId, subject, at }: NewRun): Promise<{ runId: number; total: number }> {
	const [row] = await tx<{ runId: number; total: number }[]>`
		with chosen as materialized (
			select l.id, case when l.ma_id is null then 'crm' else 'ma' end as side, case when l.ma_id is null then l.crm_object else l.ma_object end as object, coalesce(l.ma_id, l.crm_id) as record_id
			from sync_link l join sync_connection c on c.id = l.connection_id ${linkNames(tx)} where ${linkWhere(tx, filter)}
		), run as (
			insert into sync_run (connection_id, kind, started_at, by_user_id, subject, total)
			select ${filter.connectionId}, 'resync', ${at}, ${userId}, ${tx.json(subject as never)}, count(*)::int from chosen returning id, total
		), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, run_id, due_at, first_at)
			select ${filter.connectionId}, h.id, h.side, h.object, h.record_id, 'link:' || h.id, ${lane}, array[${cause}], coalesce('user:' || ${userId}::bigint, 'sync:' || ${filter.connectionId}::bigint), run.id, ${at}, ${at} from chosen h, run order by h.id
			on conflict (connection_id, job_key) do update set lane = least(j.lane, excluded.lane), run_id = excluded.run_id, due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null,
				causes = (select array_agg(distinct one) from unnest(j.causes || excluded.causes) one), actor = excluded.actor
		)
		select id as run_id, total from run`
	return row ?? { runId: 0, total: 0 }
}

/** What of a run still waits is not done; jobs that somebody works on now are, and what is on its way in a bulk hears of it there. How many were taken back; null: none of this seller's. */
export async function cancelRun(
	tx: Tx,
	sellerEntityId: number,
	{ connectionId, runId, at }: { connectionId: number; runId: number; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ cancelled: number }[]>`
		with run as (select r.id from sync_run r join sync_connection c on c.id = r.connection_id where r.id = ${runId} and c.id = ${connectionId} and c.seller_entity_id = ${sellerEntityId} for update of r), gone as (
			delete from sync_job j using run where j.run_id = run.id and j.leased_until is null and j.bulk_id is null returning j.id
		), ended as (
			update sync_run r set ended_at = coalesce(r.ended_at, ${at}), stage = case when r.kind = 'backfill' and r.stage = 'listing' then 'cancelled' else r.stage end, subject = case when (select count(*) from gone) > 0 then r.subject || jsonb_build_object('cancelled', (select count(*) from gone)) else r.subject end
			from run where r.id = run.id
		)
		select (select count(*)::int from gone) as cancelled from run`
	return row?.cancelled ?? null
}

export type ShownRun = {
	id: number
	kind: 'live' | 'resync' | 'backfill' | 'dry_run' | 'reconcile' | 'undo'
	startedAt: Date
	endedAt: Date | null
	userName: string | null
	subject: { cancelled?: number; [fact: string]: unknown }
	total: number | null
	waiting: number
	jobs: number
	writesCrm: number
	writesMa: number
	refusals: number
	drift: number
	stage: string | null
	looked: number
	/** What of it is on its way in a file of the other system. */
	bulk: { state: BulkState; partRows: number; partDone: number; rows: number; landed: number; refused: number } | null
	/** Why the other system took no file of it. */
	bulkRefused: string | null
}

/** Runs that somebody asked for, and comparisons, the newest first; batches of daily life only when they are asked for. */
export async function listRuns(
	sql: Sql,
	{
		connectionId,
		kind = null,
		runId = null,
		before,
		limit,
	}: { connectionId: number; kind?: string | null; runId?: number | null; before: number | null; limit: number },
): Promise<ShownRun[]> {
	return await sql<ShownRun[]>`
		select r.id, r.kind, r.started_at, r.ended_at, u.first_name || ' ' || u.last_name as user_name, r.subject, r.total, (select count(*)::int from sync_job j where j.run_id = r.id and j.connection_id = r.connection_id) as waiting,
			r.jobs, r.writes_crm, r.writes_ma, r.refusals, r.drift, r.stage, r.looked,
			(select jsonb_build_object('state', b.state, 'partRows', b.part_rows, 'partDone', b.part_done, 'rows', b.rows, 'landed', b.landed, 'refused', b.refused) from sync_bulk b
				where b.connection_id = r.connection_id and b.ended_at is null and exists (select from sync_job j where j.bulk_id = b.id and j.run_id = r.id)) as bulk,
			(select b.message from sync_bulk b where r.kind = 'resync' and b.connection_id = r.connection_id and b.state = 'refused' and b.started_at between r.started_at and coalesce(r.ended_at, b.started_at)
				and exists (select from sync_job j where j.connection_id = b.connection_id and j.run_id = r.id) order by b.id desc limit 1) as bulk_refused
		from sync_run r left join crm_user u on u.id = r.by_user_id
		where r.connection_id = ${connectionId} and (${runId}::bigint is not null or r.kind = ${kind} or (${kind}::text is null and r.kind <> 'live')) and (${runId}::bigint is null or r.id = ${runId})
			and (${before}::bigint is null or r.id < ${before}) order by r.id desc limit ${limit}`
}

export type LinkRow = {
	id: number
	name: string
	crmObject: string
	crmId: string | null
	maObject: string
	maId: string | null
	state: LinkState
	stateReason: string | null
	syncedAt: Date | null
	errors: number
	isPinned: boolean
	isFrozen: boolean
}

/** Links as they are filtered, the newest first, or those that are held in the order in which they came: along the key, so that a page reads no more of a million than it shows. */
export async function listLinks(sql: Sql, filter: LinkFilter, { after, limit }: { after: number | null; limit: number }): Promise<LinkRow[]> {
	const isHeld = filter.state === 'held'
	return await sql<LinkRow[]>`
		select l.id, ${linkName(sql)} as name, l.crm_object, l.crm_id, l.ma_object, l.ma_id, l.state, l.state_reason, l.synced_at,
			(select count(*)::int from sync_error e where e.link_id = l.id and e.closed_at is null) as errors, l.pinned <> '{}' as is_pinned, l.frozen <> '{}' as is_frozen
		from sync_link l join sync_connection c on c.id = l.connection_id ${linkNames(sql)}
		where ${linkWhere(sql, filter)} and (${after}::bigint is null or ${isHeld ? sql`l.id > ${after}` : sql`l.id < ${after}`})
		order by ${isHeld ? sql`l.id` : sql`l.id desc`} limit ${limit}`
}

export async function countLinks(sql: Sql, filter: LinkFilter): Promise<number> {
	const [row] = await sql<
		{ count: number }[]
	>`select count(*)::int as count from sync_link l join sync_connection c on c.id = l.connection_id ${linkNames(sql)} where ${linkWhere(sql, filter)}`
	return row?.count ?? 0
}
