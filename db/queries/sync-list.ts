import type { Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'
import type { Link } from './sync-link.ts'

export type ListKind = 'dry_run' | 'reconcile' | 'undo'
/** A back-fill with another system finds its people as a list does, and is then counted down as a run. */
export type ListedKind = ListKind | 'backfill'
export type ListStage = 'listing' | 'listed' | 'applying' | 'done' | 'cancelled'
/** Why a list waits for the other system, and until when. */
export type ListRest = { until: string; code: string; message: string | null; attempts: number }
/** Where the next batch begins: behind this link, behind this record of each object of marketing, and of sales. */
export type ListCursor = {
	link?: number
	objects?: Record<string, string>
	sales?: Record<string, string>
	applied?: number
	placed?: number
	rests?: ListRest
}
export type ListRun = {
	id: number
	connectionId: number
	kind: ListedKind
	stage: ListStage
	byUserId: number | null
	subject: Record<string, unknown>
	total: number | null
	looked: number
	drift: number
	cursor: ListCursor
	startedAt: Date
}

const columns = (sql: Sql) => sql`r.id, r.connection_id, r.kind, r.stage, r.by_user_id, r.subject, r.total, r.looked, r.drift, r.cursor, r.started_at`

/** A list is begun; of comparisons there is one at a time. `besides`: so many records are gone through besides the links. The run; null: one is under way. */
export async function insertList(
	tx: Tx,
	{
		connectionId,
		kind,
		userId,
		subject,
		besides = 0,
		at,
	}: { connectionId: number; kind: ListedKind; userId: number | null; subject: Record<string, unknown>; besides?: number; at: Date },
): Promise<number | null> {
	const [row] = await tx<{ id: number }[]>`
		insert into sync_run (connection_id, kind, started_at, by_user_id, subject, total, stage)
		select ${connectionId}, ${kind}, ${at}, ${userId}, ${tx.json(subject as never)}, ${kind === 'undo' ? null : kind === 'backfill' ? 0 : tx`(select ${besides} + count(*)::int from sync_link where connection_id = ${connectionId} and state = 'active')`}, 'listing'
		where not exists (select from sync_run o where o.connection_id = ${connectionId} and o.kind = 'reconcile' and ${kind} = 'reconcile' and o.stage = 'listing') returning id`
	return row?.id ?? null
}

/** A list that is under way, locked; null: it is through, or somebody else is at it. */
export async function takeList(tx: Tx, runId: number): Promise<ListRun | null> {
	const [row] = await tx<ListRun[]>`select ${columns(tx)} from sync_run r where r.id = ${runId} and r.stage in ('listing', 'applying') for update skip locked`
	return row ?? null
}

/** The lists that are under way, the one that waits longest first. */
export async function peekLists(sql: Sql): Promise<ListRun[]> {
	return await sql<ListRun[]>`select ${columns(sql)} from sync_run r where r.stage in ('listing', 'applying') order by r.id`
}

export async function lockList(tx: Tx, sellerEntityId: number, runId: number): Promise<ListRun | null> {
	const [row] = await tx<ListRun[]>`
		select ${columns(tx)} from sync_run r join sync_connection c on c.id = r.connection_id where r.id = ${runId} and c.seller_entity_id = ${sellerEntityId} and r.stage is not null for update of r`
	return row ?? null
}

export type ListStep = { stage: ListStage; cursor: ListCursor; looked: number; drifted?: number; at: Date }

/** How far a list is; what is through has an end. */
export async function stepList(tx: Tx, runId: number, { stage, cursor, looked, drifted = 0, at }: ListStep): Promise<void> {
	await tx`
		update sync_run set stage = ${stage}, cursor = ${tx.json(cursor as never)}, looked = looked + ${looked}, drift = drift + ${drifted},
			ended_at = case when ${stage} in ('listing', 'applying') or (kind = 'backfill' and ${stage} = 'done') then null else ${at}::timestamptz end where id = ${runId}`
}

export type ListPage = { id: number; side: Role; object: string; recordId: string; state: Link['state']; crmObject: string; crmId: string | null }

/** The next links of a connection that are live; `objectMapId`: those of one mapping alone, `withResting`: those of its that rest besides. */
export async function pageLinks(
	sql: Sql,
	input: { connectionId: number; after: number; limit: number; objectMapId?: number | null; withResting?: boolean },
): Promise<ListPage[]> {
	const { connectionId, after, limit, objectMapId = null, withResting = false } = input
	return await sql<ListPage[]>`
		select l.id, case when l.ma_id is null then 'crm' else 'ma' end as side, case when l.ma_id is null then l.crm_object else l.ma_object end as object, coalesce(l.ma_id, l.crm_id) as record_id, l.state, l.crm_object, l.crm_id
		from sync_link l where l.connection_id = ${connectionId} and l.id > ${after} and (l.state = 'active' or (${withResting} and l.state = 'archived'))
			and (${objectMapId}::bigint is null or l.object_map_id = ${objectMapId}) order by l.id limit ${limit}`
}

/** Of these links those that something is about to happen to anyway. */
export async function readBusy(sql: Sql, connectionId: number, linkIds: readonly number[]): Promise<Set<number>> {
	const rows = await sql<{ linkId: number }[]>`
		select j.link_id from sync_job j where j.connection_id = ${connectionId} and j.link_id = any(${sql.array([...linkIds], 20)}::bigint[])
		union select l.id from sync_link l join sync_connection k on k.id = l.connection_id
			join sync_change c on (c.system = k.crm_system and c.object = l.crm_object and c.record_id = l.crm_id) or (c.system = k.ma_system and c.object = l.ma_object and c.record_id = l.ma_id)
		where l.id = any(${sql.array([...linkIds], 20)}::bigint[])`
	return new Set(rows.map(({ linkId }) => linkId))
}

export type ListLine = {
	linkId: number | null
	fieldMapId: number | null
	name: string
	side: Role
	object: string
	recordId: string | null
	field: string
	fromValue: SyncValue
	toValue: SyncValue
	rule: string
	state: 'open' | 'done' | 'refused'
	reason: string | null
	/** Of a record that would be made or linked: for which one of the other side. */
	peerObject?: string | null
	peerId?: string | null
}

export async function insertLines(tx: Tx, runId: number, lines: readonly ListLine[]): Promise<void> {
	if (lines.length === 0) return
	await tx`
		insert into sync_run_line (run_id, link_id, field_map_id, name, side, object, record_id, field, from_value, to_value, rule, state, reason, peer_object, peer_id)
		select ${runId}, r.link_id, r.field_map_id, r.name, r.side, r.object, r.record_id, r.field, r.from_value, r.to_value, r.rule, r.state, r.reason, r.peer_object, r.peer_id
		from jsonb_to_recordset(${recordset(tx, lines)}) r(link_id bigint, field_map_id bigint, name text, side text, object text, record_id text, field text, from_value jsonb, to_value jsonb, rule text, state text, reason text, peer_object text, peer_id text)`
}

export type JournalWrite = { linkId: number; fieldMapId: number; side: Role; field: string; was: SyncValue; wrote: SyncValue; rule: string }

/** What the journal of these runs says was written, oldest first. */
export async function readRunWrites(sql: Sql, runIds: readonly number[]): Promise<JournalWrite[]> {
	return await sql<JournalWrite[]>`
		select link_id, field_map_id, wrote as side, case wrote when 'crm' then crm_field else ma_field end as field, case wrote when 'crm' then crm_value else ma_value end as was, value as wrote, rule
		from sync_decision where run_id = any(${sql.array([...runIds], 20)}::bigint[]) and wrote is not null order by at, id`
}

/** Which writes of the sync are meant: of one record, of one run, or between two instants. */
export type UndoSubject = { linkId?: number | null; runId?: number | null; from?: string | null; to?: string | null }

const meant = (sql: Sql, connectionId: number, { linkId = null, runId = null, from = null, to = null }: UndoSubject) => sql`
	d.connection_id = ${connectionId} and d.wrote is not null and d.rule <> 'reverted' and (${linkId}::bigint is null or d.link_id = ${linkId}) and (${runId}::bigint is null or d.run_id = ${runId})
	and (${from}::timestamptz is null or d.at >= ${from}) and (${to}::timestamptz is null or d.at <= ${to})`

export async function countUndo(sql: Sql, connectionId: number, subject: UndoSubject): Promise<number> {
	const [row] = await sql<{ count: number }[]>`select count(distinct d.link_id)::int as count from sync_decision d where ${meant(sql, connectionId, subject)}`
	return row?.count ?? 0
}

/** The writes that are meant on the next links, oldest first. */
export async function pageUndo(
	sql: Sql,
	{ connectionId, subject, after, limit }: { connectionId: number; subject: UndoSubject; after: number; limit: number },
): Promise<JournalWrite[]> {
	return await sql<JournalWrite[]>`
		with links as materialized (select distinct d.link_id from sync_decision d where ${meant(sql, connectionId, subject)} and d.link_id > ${after} order by 1 limit ${limit})
		select d.link_id, d.field_map_id, d.wrote as side, case d.wrote when 'crm' then d.crm_field else d.ma_field end as field, case d.wrote when 'crm' then d.crm_value else d.ma_value end as was, d.value as wrote, d.rule
		from sync_decision d join links using (link_id) where ${meant(sql, connectionId, subject)} order by d.link_id, d.at, d.id`
}

export type OpenLine = ListLine & { id: number }

/** The next lines that are still to be done, of whole links. */
export async function pageOpenLines(tx: Tx, runId: number, { after, limit }: { after: number; limit: number }): Promise<OpenLine[]> {
	return await tx<OpenLine[]>`
		with links as materialized (select distinct link_id from sync_run_line where run_id = ${runId} and state = 'open' and link_id > ${after} order by 1 limit ${limit})
		select l.id, l.link_id, l.field_map_id, l.name, l.side, l.object, l.record_id, l.field, l.from_value, l.to_value, l.rule, l.state, l.reason from sync_run_line l join links using (link_id) where l.run_id = ${runId} and l.state = 'open' order by l.link_id, l.id`
}

export async function settleLines(tx: Tx, runId: number, rows: readonly { id: number; state: 'done' | 'refused'; reason: string | null }[]): Promise<void> {
	if (rows.length === 0) return
	await tx`
		update sync_run_line l set state = r.state, reason = r.reason from jsonb_to_recordset(${recordset(tx, rows)}) r(id bigint, state text, reason text) where l.run_id = ${runId} and l.id = r.id`
}

/** Looks at what a comparison found apart once more, behind everything urgent. How many records. */
export async function mendDrift(tx: Tx, { runId, connectionId, actor, at }: { runId: number; connectionId: number; actor: string; at: Date }): Promise<number> {
	const [row] = await tx<{ count: number }[]>`
		with lines as (update sync_run_line set state = 'done' where run_id = ${runId} and state = 'open' returning link_id), chosen as materialized (
			select l.id, case when l.ma_id is null then 'crm' else 'ma' end as side, case when l.ma_id is null then l.crm_object else l.ma_object end as object, coalesce(l.ma_id, l.crm_id) as record_id
			from sync_link l where l.id in (select link_id from lines)
		), jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select ${connectionId}, h.id, h.side, h.object, h.record_id, 'link:' || h.id, 3, array['reconcile'], ${actor}, ${at}, ${at} from chosen h order by h.id
			on conflict (connection_id, job_key) do nothing
		)
		select count(*)::int as count from chosen`
	return row?.count ?? 0
}
