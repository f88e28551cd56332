import type { SyncValue, Wish } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type Link = {
	id: number
	objectMapId: number
	crmObject: string
	crmId: string | null
	maObject: string
	maId: string | null
	state: 'active' | 'archived' | 'held' | 'conflict' | 'never'
	stateReason: string | null
	version: number
	/** By field map: what both sides had last. */
	agreed: Record<string, SyncValue>
	/** By field map: when a revert pinned it. */
	pinned: Record<string, string>
	/** By field map: when the loop breaker froze it. */
	frozen: Record<string, string>
	/** By field map: what a person ordered on the side that only the worker speaks to. */
	wishes: Record<string, Wish>
	/** What another system says became of its record (B11). */
	mergedInto: string | null
}

const columns = (sql: Sql) =>
	sql`l.id, l.object_map_id, l.crm_object, l.crm_id, l.ma_object, l.ma_id, l.state, l.state_reason, l.version, l.agreed, l.pinned, l.frozen, l.wishes, l.merged_into`

/** Locked: whoever holds a link is the only one that works on it (B7). Links that somebody else holds are left out. */
export async function lockLinks(tx: Tx, ids: readonly number[]): Promise<Link[]> {
	return await tx<
		Link[]
	>`select ${columns(tx)} from sync_link l where l.id = any(${tx.array([...ids], 20)}::bigint[]) order by l.id for no key update skip locked`
}

export async function readLinks(sql: Sql, ids: readonly number[]): Promise<Link[]> {
	return await sql<Link[]>`select ${columns(sql)} from sync_link l where l.id = any(${sql.array([...ids], 20)}::bigint[]) order by l.id`
}

/** Whoever makes a record for one of these addresses is alone with it until the transaction ends (B4): two workers cannot both create. */
export async function lockMails(sql: Sql, mails: readonly string[]): Promise<void> {
	if (mails.length === 0) return
	await sql`select pg_advisory_xact_lock(h) from (select distinct hashtextextended('mail:' || m, 0) as h from unnest(${sql.array([...mails], 25)}::text[]) m order by 1) locks`
}

/** The links of records that a job named before they were linked: each is asked for under its own key, never compared with all that there are. */
export async function readLinksOf(sql: Sql, connectionId: number, records: readonly { side: 'crm' | 'ma'; object: string; id: string }[]): Promise<Link[]> {
	return await sql<Link[]>`
		with r as materialized (select side, object, id from jsonb_to_recordset(${recordset(sql, records)}) r(side text, object text, id text))
		select ${columns(sql)} from r join sync_link l on l.connection_id = ${connectionId} and l.crm_object = r.object and l.crm_id = r.id where r.side = 'crm'
		union all select ${columns(sql)} from r join sync_link l on l.connection_id = ${connectionId} and l.ma_object = r.object and l.ma_id = r.id where r.side = 'ma'`
}

export type NewLink = Pick<Link, 'objectMapId' | 'crmObject' | 'crmId' | 'maObject' | 'maId' | 'state' | 'stateReason'> & { heldAt?: string; heldId?: number }

/** What is linked already on either side is not linked twice: such rows are left out of the answer, and their jobs try again. */
export async function insertLinks(tx: Sql, connectionId: number, links: readonly NewLink[], at: Date): Promise<Link[]> {
	if (links.length === 0) return []
	return await tx<Link[]>`
		insert into sync_link as l (connection_id, object_map_id, crm_object, crm_id, ma_object, ma_id, state, state_reason, held_at, created_at)
		select ${connectionId}, r.object_map_id, r.crm_object, r.crm_id, r.ma_object, r.ma_id, r.state, r.state_reason, case r.state when 'held' then coalesce(r.held_at, ${at}::timestamptz) end, ${at}
		from jsonb_to_recordset(${recordset(tx, links)}) r(object_map_id bigint, crm_object text, crm_id text, ma_object text, ma_id text, state text, state_reason text, held_at timestamptz)
		on conflict do nothing returning ${columns(tx)}`
}

/** Who was held and has a place now; left out where somebody else took the record meanwhile. */
export async function liveLinks(sql: Sql, links: readonly NewLink[]): Promise<Link[]> {
	if (links.length === 0) return []
	return await sql<Link[]>`
		update sync_link l set object_map_id = r.object_map_id, crm_object = r.crm_object, crm_id = r.crm_id, ma_id = r.ma_id, state = 'active', state_reason = null, held_at = null, version = l.version + 1
		from jsonb_to_recordset(${recordset(sql, links)}) r(held_id bigint, object_map_id bigint, crm_object text, crm_id text, ma_id text) where l.id = r.held_id and l.state = 'held'
			and not exists (select from sync_link o where o.connection_id = l.connection_id and o.crm_object = r.crm_object and o.crm_id = r.crm_id and o.id <> l.id)
		returning ${columns(sql)}`
}

export type LinkChange = {
	id: number
	agreed: Record<string, SyncValue>
	unpinned: readonly string[]
	frozen: readonly string[]
	pins?: readonly string[]
	granted?: readonly string[]
}

/** What both sides agree on now, merged into what stands, and what was ordered and is done with; one version further each. */
export async function updateLinks(tx: Tx, changes: readonly LinkChange[], at: Date): Promise<void> {
	if (changes.length === 0) return
	await tx`
		update sync_link l set agreed = l.agreed || r.agreed, version = l.version + 1, synced_at = ${at},
			pinned = l.pinned - array(select jsonb_array_elements_text(r.unpinned)) || coalesce((select jsonb_object_agg(k, clock_timestamp()) from jsonb_array_elements_text(r.pins) k), '{}'),
			wishes = l.wishes - array(select jsonb_array_elements_text(r.granted)),
			frozen = l.frozen || coalesce((select jsonb_object_agg(k, ${at}::timestamptz) from jsonb_array_elements_text(r.frozen) k), '{}')
		from jsonb_to_recordset(${tx.json(changes as never)}) r(id bigint, agreed jsonb, unpinned jsonb, frozen jsonb, pins jsonb, granted jsonb) where l.id = r.id`
}

/** Orders values on the side that only the worker speaks to, for links that are live; an order of the same field before it is forgotten. Answers whose they are. */
export async function orderValues(tx: Tx, orders: readonly { id: number; wishes: Readonly<Record<string, Wish>> }[]): Promise<number[]> {
	if (orders.length === 0) return []
	const rows = await tx<{ id: number }[]>`
		update sync_link l set wishes = l.wishes || r.wishes, version = l.version + 1 from jsonb_to_recordset(${tx.json(orders as never)}) r(id bigint, wishes jsonb)
		where l.id = r.id and l.state = 'active' returning l.id`
	return rows.map(({ id }) => id)
}

/** Locks these links; answers those that are as they were read: nobody confirmed, moved or pinned anything of them since. */
export async function lockUnchanged(tx: Tx, links: readonly Pick<Link, 'id' | 'version'>[]): Promise<Set<number>> {
	if (links.length === 0) return new Set()
	const rows = await tx<{ id: number }[]>`
		select l.id from sync_link l join jsonb_to_recordset(${tx.json(links.map(({ id, version }) => ({ id, version })))}) r(id bigint, version int) on r.id = l.id
		where l.version = r.version order by l.id for update of l`
	return new Set(rows.map(({ id }) => id))
}

export type LinkMove = Pick<Link, 'id' | 'objectMapId' | 'crmObject' | 'crmId' | 'state' | 'stateReason'> & { heldAt?: string; maObject?: string }

/** To another record of the CRM, as after a conversion; to another kind of both records; or to another state. */
export async function moveLinks(tx: Tx, moves: readonly LinkMove[]): Promise<void> {
	if (moves.length === 0) return
	await tx`
		update sync_link l set object_map_id = r.object_map_id, crm_object = r.crm_object, crm_id = r.crm_id, ma_object = coalesce(r.ma_object, l.ma_object), state = r.state, state_reason = r.state_reason, held_at = r.held_at, version = l.version + 1,
			agreed = case when l.object_map_id = r.object_map_id then l.agreed else '{}' end, wishes = case when l.object_map_id = r.object_map_id and r.state = 'active' then l.wishes else '{}' end, merged_into = null
		from jsonb_to_recordset(${recordset(tx, moves)}) r(id bigint, object_map_id bigint, crm_object text, crm_id text, state text, state_reason text, held_at timestamptz, ma_object text) where l.id = r.id`
}

/** Times of fields by record (B3): [instant, actor] each. */
export type FieldStamps = Record<string, [string, string]>

export async function readFieldStates(
	sql: Sql,
	records: readonly { system: string; object: string; ids: readonly string[] }[],
): Promise<Map<string, FieldStamps>> {
	const flat = records.flatMap(({ system, object, ids }) => ids.map((id) => [system, object, id] as const))
	const rows = await sql<{ system: string; object: string; recordId: string; fields: FieldStamps }[]>`
		select s.system, s.object, s.record_id, s.fields from sync_field_state s
		join unnest(${sql.array(
			flat.map(([system]) => system),
			25,
		)}::text[], ${sql.array(
			flat.map(([, object]) => object),
			25,
		)}::text[], ${sql.array(
			flat.map(([, , id]) => id),
			25,
		)}::text[]) r(system, object, record_id)
			using (system, object, record_id)`
	return new Map(rows.map(({ system, object, recordId, fields }) => [`${system}:${object}:${recordId}`, fields]))
}

/**
 * The marks of our own writes (B6.3): gone once each, only where the record holds exactly what was written and nothing else
 * touched it in between; what another trigger rewrote is a genuine change and stays. So does what another connection of the same
 * seller keeps as well: our echo is news to it.
 */
export async function forgetEchoes(
	tx: Tx,
	{ connectionId, trace, records }: { connectionId: number; trace: string; records: readonly { object: string; id: string }[] },
): Promise<void> {
	if (records.length === 0) return
	// By a list of keys, which is looked up and never walked once for each mark, whatever the planner thinks of how many marks there are.
	const keys = records.map(({ object, id }) => `${object}:${id}`)
	await tx`
		delete from sync_change where id in (
			select min(c.id) from sync_change c
			where c.trace = ${trace} and c.object || ':' || c.record_id = any(${tx.array(keys, 25)}::text[]) and not exists (
				select from sync_connection own join sync_connection k on k.seller_entity_id = own.seller_entity_id and k.id <> own.id and k.started_at is not null
					join sync_object_map m on m.connection_id = k.id
				where own.id = ${connectionId} and ((k.crm_system = c.system and m.crm_object = c.object) or (k.ma_system = c.system and m.ma_object = c.object)))
			group by c.system, c.object, c.record_id having count(*) = 1)`
}

/**
 * Of these links of our own two sides the fields of marketing that another system's CRM overrules on the same record, by link: those which a started
 * connection of the same seller maps by one of these behaviours. One statement; links of which no other CRM knows the record are left out.
 */
export async function readElsewhere(
	sql: Sql,
	connectionId: number,
	links: readonly Pick<Link, 'id' | 'maObject' | 'maId'>[],
	behaviours: readonly string[],
): Promise<Map<number, Set<string>>> {
	if (links.length === 0) return new Map()
	const rows = await sql<{ id: number; fields: string[] }[]>`
		select r.id, array_agg(distinct f.ma_field) as fields
		from sync_connection own join sync_connection k on k.seller_entity_id = own.seller_entity_id and k.id <> own.id and k.started_at is not null
				and k.ma_system = own.ma_system and k.crm_system not like 'embedded\\_%'
			cross join jsonb_to_recordset(${recordset(
				sql,
				links.map(({ id, maObject, maId }) => ({ id, maObject, maId })),
			)}) r(id bigint, ma_object text, ma_id text)
			join sync_link l on l.connection_id = k.id and l.ma_object = r.ma_object and l.ma_id = r.ma_id and l.state = 'active'
			join sync_field_map f on f.object_map_id = l.object_map_id and f.behaviour = any(${sql.array([...behaviours], 25)}::text[])
		where own.id = ${connectionId} group by r.id`
	return new Map(rows.map(({ id, fields }) => [id, new Set(fields)]))
}
