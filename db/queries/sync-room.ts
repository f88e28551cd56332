import type { Sql, Tx } from '../client.server.ts'
import type { Lane } from './sync-job.ts'

export type ConnectionState = 'paused' | 'canary' | 'running' | 'suspended'
export type LinkCount = Partial<Record<'active' | 'archived' | 'held' | 'conflict' | 'never', number>>

/** One connection as its room shows it: what is linked, what waits and since when, what is refused, how its feeds and its quota stand. */
export type ConnectionView = {
	id: number
	name: string
	crmSystem: string
	maSystem: string
	state: ConnectionState
	suspendedFor: string | null
	quotaShare: string
	prospectCap: number | null
	/** The last share of the cap that administrators were told of. */
	capWarned: 0 | 80 | 95
	/** The calls of the day are used up; who waits for an answer has the reserve. */
	livePausedUntil: Date | null
	canaryStage: number
	canaryDone: number
	canaryRefused: number
	/** Records of which our own rules keep a field back. */
	heldBack: number
	startedAt: Date | null
	links: LinkCount
	lanes: { lane: Lane; waiting: number; oldestAt: string }[]
	openErrors: number
	feeds: { side: 'crm' | 'ma'; object: string; feed: 'changed' | 'deleted' | 'push'; beatAt: string; caughtUpAt: string | null }[]
	/** Calls of the newest day that the side spoke of. */
	quotas: { side: 'crm' | 'ma'; onDay: string; used: number; allowed: number; seenAt: string }[]
	/** The newest comparison of everything with everything. */
	reconcile: { runId: number; endedAt: string | null; startedAt: string; total: number | null; drift: number } | null
	/** What an administrator is asked to do for it, the first that is due first, with whoever it was given to. */
	tasks: { id: number; subject: string; facts: Record<string, string | number | null>; ownerName: string; dueOn: string }[]
}

type Fragment = ReturnType<Sql>

const countHeldBack = (sql: Sql, connectionId: Fragment, codes: readonly string[]) => sql`
	(select count(distinct e.side || ':' || e.object || ':' || e.record_id)::int from sync_error e where e.connection_id = ${connectionId} and e.closed_at is null and e.code = any(${sql.array([...codes], 25)}::text[]))`

/** Records of a connection that have an open error by one of these codes, which are our own rules'. */
export async function readHeldBack(sql: Sql, connectionId: number, codes: readonly string[]): Promise<number> {
	const [row] = await sql<{ held: number }[]>`select ${countHeldBack(sql, sql`${connectionId}::bigint`, codes)} as held`
	return row?.held ?? 0
}

/** The connections of a seller with their figures; one statement however many records they keep. */
export async function readConnectionViews(
	sql: Sql,
	{ sellerEntityId, heldBack, connectionId = null }: { sellerEntityId: number; heldBack: readonly string[]; connectionId?: number | null },
): Promise<ConnectionView[]> {
	return await sql<ConnectionView[]>`
		select c.id, c.name, c.crm_system, c.ma_system, c.state, c.suspended_for, c.quota_share, c.prospect_cap, c.cap_warned, c.live_paused_until, c.canary_stage, c.canary_done, c.canary_refused, c.started_at,
			coalesce((select jsonb_object_agg(l.state, l.count) from (select state, count(*)::int as count from sync_link where connection_id = c.id group by state) l), '{}') as links,
			coalesce((select jsonb_agg(jsonb_build_object('lane', j.lane, 'waiting', j.waiting, 'oldestAt', j.oldest_at) order by j.lane)
				from (select lane, count(*)::int as waiting, min(first_at) as oldest_at from sync_job where connection_id = c.id group by lane) j), '[]') as lanes,
			(select count(*)::int from sync_error e where e.connection_id = c.id and e.closed_at is null) as open_errors,
			${countHeldBack(sql, sql`c.id`, heldBack)} as held_back,
			coalesce((select jsonb_agg(jsonb_build_object('side', w.side, 'object', w.object, 'feed', w.feed, 'beatAt', w.beat_at, 'caughtUpAt', w.caught_up_at) order by w.beat_at, w.side, w.object, w.feed)
				from sync_watermark w where w.connection_id = c.id), '[]') as feeds,
			coalesce((select jsonb_agg(jsonb_build_object('side', q.side, 'onDay', q.on_day, 'used', q.used, 'allowed', q.allowed, 'seenAt', q.seen_at) order by q.side)
				from (select distinct on (side) * from sync_quota where connection_id = c.id order by side, on_day desc) q), '[]') as quotas,
			(select jsonb_build_object('endedAt', r.ended_at, 'startedAt', r.started_at, 'runId', r.id, 'total', greatest(r.total, r.looked), 'drift', r.drift) from sync_run r
				where r.connection_id = c.id and r.kind = 'reconcile' order by r.started_at desc limit 1) as reconcile,
			coalesce((select jsonb_agg(jsonb_build_object('id', t.id, 'subject', t.subject, 'facts', t.facts, 'ownerName', u.first_name || ' ' || u.last_name, 'dueOn', t.due_on) order by t.due_on, t.id)
				from crm_user u join crm_task t on t.owner_user_id = u.id and t.status = 'open' and t.subject in ('task.sync_refused', 'task.sync_suspended', 'task.sync_share') and (t.facts ->> 'connectionId')::bigint = c.id
				where u.seller_entity_id = c.seller_entity_id), '[]') as tasks
		from sync_connection c where c.seller_entity_id = ${sellerEntityId} and (${connectionId}::bigint is null or c.id = ${connectionId}) order by c.id`
}

export type LockedConnection = {
	id: number
	state: ConnectionState
	suspendedFor: string | null
	canaryStage: number
	canaryDone: number
	startedAt: Date | null
	prospectCap: number | null
}

/** Null: none of this seller's. */
export async function lockConnection(tx: Tx, sellerEntityId: number, id: number): Promise<LockedConnection | null> {
	const [row] = await tx<LockedConnection[]>`
		select id, state, suspended_for, canary_stage, canary_done, started_at, prospect_cap from sync_connection where id = ${id} and seller_entity_id = ${sellerEntityId} for update`
	return row ?? null
}

/** Started means that marks become its jobs, from the first time on and for ever. A step of the ramp that is begun again counts anew. */
export async function saveConnectionState(tx: Tx, id: number, { state, at }: { state: ConnectionState; at: Date }): Promise<void> {
	await tx`
		update sync_connection set state = ${state}, suspended_for = null, canary_done = case when ${state} = 'canary' then 0 else canary_done end,
			canary_refused = case when ${state} = 'canary' then 0 else canary_refused end, started_at = case when ${state} = 'paused' then started_at else coalesce(started_at, ${at}) end where id = ${id}`
}

/** How many prospects may be live; null: as many as there are. Who was warned of the old one is warned of the new one. */
export async function saveProspectCap(tx: Tx, id: number, cap: number | null): Promise<void> {
	await tx`update sync_connection set prospect_cap = ${cap}, cap_warned = 0 where id = ${id}`
}
