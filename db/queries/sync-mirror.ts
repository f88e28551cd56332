import type postgres from 'postgres'
import type { Words } from '../../app/engine/crm/custom-fields.ts'
import type { MirrorPlan } from '../../app/engine/sync/plan-mirror.ts'
import type { MirrorField, MirrorOwn, MirrorRow } from '../../app/engine/sync/read-mirror.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** An object of another system's own making that is read here (sync-core.md A42), with how far its feeds were read. */
export type Mirror = {
	id: number
	code: string
	labels: Words
	object: string
	nameField: string
	parentField: string
	parentObject: string
	ownObject: MirrorOwn
	fields: MirrorField[]
	pass: number
	isPassing: boolean
	stoppedBy: string | null
}

const columns = (sql: Sql) => sql`
	m.id, o.code, o.labels, m.object, m.name_field, m.parent_field, m.parent_object, m.own_object, m.fields, m.pass, m.is_passing, m.stopped_by`

export async function readMirrors(sql: Sql, connectionId: number): Promise<Mirror[]> {
	return await sql<
		Mirror[]
	>`select ${columns(sql)} from sync_mirror m join crm_custom_object o on o.id = m.custom_object_id where m.connection_id = ${connectionId} order by m.id`
}

/** What came lately, as its journal says it. */
export type MirrorLine = { id: number; name: string; at: Date; kind: 'came' | 'changed' | 'went'; before: MirrorSaid | null; after: MirrorSaid | null }
export type MirrorSaid = Pick<MirrorRow, 'name' | 'parentId' | 'custom'>
export type MirrorCount = Mirror & { rows: number; waiting: number; throughAt: Date | null; lines: MirrorLine[] }

/** The same with how many rows there are, how many wait until their parent is linked, when all was last read, and the newest lines of the journal. */
export async function countMirrors(sql: Sql, connectionId: number, mostLines: number): Promise<MirrorCount[]> {
	return await sql<MirrorCount[]>`
		select ${columns(sql)}, (select count(*)::int from sync_mirror_row r where r.mirror_id = m.id) as rows,
			(select count(*)::int from sync_mirror_row r where r.mirror_id = m.id and not exists (
				select from sync_link l where l.connection_id = m.connection_id and l.crm_object = m.parent_object and l.crm_id = r.their_parent_id and l.ma_object = m.own_object and l.state = 'active')) as waiting,
			(select w.caught_up_at from sync_watermark w where w.connection_id = m.connection_id and w.side = 'crm' and w.object = m.object and w.feed = 'changed') as through_at,
			coalesce((select json_agg(json_build_object('id', x.id, 'name', coalesce(x.after, x.before) ->> 'name', 'at', x.at, 'kind', x.kind, 'before', x.before, 'after', x.after) order by x.id desc)
				from (select * from sync_mirror_line x where x.mirror_id = m.id order by x.id desc limit ${mostLines}) x), '[]') as lines
		from sync_mirror m join crm_custom_object o on o.id = m.custom_object_id where m.connection_id = ${connectionId} order by m.id`
}

/** The object is one of the house's from now on, with its fields; its rows come by its feeds. The id; null: somebody took the name, or it is mirrored already. */
export async function insertMirror(
	tx: Tx,
	{ connectionId, sellerEntityId, plan }: { connectionId: number; sellerEntityId: number; plan: MirrorPlan },
): Promise<number | null> {
	const defs = plan.defs.map((def) => ({ ...def, choices: def.choices === null ? null : [...def.choices] }))
	const [row] = await tx<{ id: number }[]>`
		with own as (
			insert into crm_custom_object (seller_entity_id, code, labels, parent) values (${sellerEntityId}, ${plan.code}, ${tx.json(plan.labels as never)}, ${plan.ownObject}) on conflict do nothing returning id
		), defs as (
			insert into crm_custom_def (seller_entity_id, object, name, labels, type, length, precision, scale, choices)
			select ${sellerEntityId}, ${plan.code}, d.name, d.labels, d.type, null, d.precision, d.scale, case when d.choices is not null then array(select jsonb_array_elements_text(d.choices)) end
			from own cross join jsonb_to_recordset(${recordset(tx, defs)}) d(name text, labels jsonb, type text, precision smallint, scale smallint, choices jsonb)
		)
		insert into sync_mirror (connection_id, custom_object_id, object, name_field, parent_field, parent_object, own_object, fields)
		select ${connectionId}, own.id, ${plan.object}, ${plan.nameField}, ${plan.parentField}, ${plan.parentObject}, ${plan.ownObject}, ${tx.json(plan.fields as never)} from own returning id`
	return row?.id ?? null
}

/** Nothing of it is here any more: rows, journal, fields, and how far its feeds were read. How many rows there were. */
export async function deleteMirror(tx: Tx, id: number): Promise<number> {
	const [row] = await tx<{ rows: number }[]>`
		with mirror as (select m.*, o.code, o.seller_entity_id from sync_mirror m join crm_custom_object o on o.id = m.custom_object_id where m.id = ${id}),
			feeds as (delete from sync_watermark w using mirror m where w.connection_id = m.connection_id and w.side = 'crm' and w.object = m.object),
			defs as (delete from crm_custom_def d using mirror m where d.seller_entity_id = m.seller_entity_id and d.object = m.code),
			rows as (delete from sync_mirror_row r where r.mirror_id = ${id} returning 1)
		select count(*)::int as rows from rows`
	await tx`with gone as (delete from sync_mirror where id = ${id} returning custom_object_id) delete from crm_custom_object o using gone where o.id = gone.custom_object_id`
	return row?.rows ?? 0
}

/** All records are read from the beginning; what is not among them is gone there. Of one mirror, or of all of these connections. */
export async function beginPass(tx: Tx, of: { mirrorId: number } | { connectionIds: readonly number[] }): Promise<number> {
	const which = 'mirrorId' in of ? tx`m.id = ${of.mirrorId}` : tx`m.connection_id = any(${tx.array([...of.connectionIds], 20)}::bigint[])`
	const rows = await tx`
		with begun as (update sync_mirror m set pass = pass + 1, is_passing = true, stopped_by = null where ${which} and not (m.is_passing and m.stopped_by is null) returning m.connection_id, m.object),
			feeds as (update sync_watermark w set cursor = null, beat_at = 'epoch' from begun b where w.connection_id = b.connection_id and w.side = 'crm' and w.object = b.object and w.feed = 'changed')
		select 1 from begun`
	return rows.length
}

type Fragment = postgres.PendingQuery<postgres.Row[]>

/** What a line of the journal keeps of a record. */
const said = (sql: Sql, name: Fragment, parent: Fragment, custom: Fragment) =>
	sql`jsonb_build_object('name', ${name}, 'parentId', ${parent}, 'custom', ${custom})`

type Page = {
	connectionId: number
	mirror: Mirror
	rows: readonly MirrorRow[]
	feed: 'changed' | 'deleted'
	cursor: string
	isThrough: boolean
	at: Date
}

/**
 * A page of a mirror's feed: rows that are new or say something else, rows that are gone, a line of the journal for each, and how far it was read, in one statement (B2.5, T9). An older version
 * changes nothing. What hangs on somebody who asked to be forgotten is not kept. How many rows it wrote or took away.
 */
export async function saveMirrorPage(tx: Tx, { connectionId, mirror, rows, feed, cursor, isThrough, at }: Page): Promise<number> {
	await tx`select set_config('kontor.mirrors', 'on', true)`
	const [done] = await tx<{ count: number }[]>`
		with said as materialized (
			select s.*, s.is_gone or exists (select from sync_link l where l.connection_id = ${connectionId} and l.crm_object = ${mirror.parentObject} and l.crm_id = s.parent_id and l.state = 'never' and l.state_reason = 'ERASED') as goes
			from jsonb_to_recordset(${recordset(tx, rows)}) s(id text, parent_id text, name text, custom jsonb, modified_at timestamptz, is_gone boolean)
		), known as materialized (select r.* from sync_mirror_row r join said s on s.id = r.their_id where r.mirror_id = ${mirror.id}
		), put as (
			insert into sync_mirror_row as r (mirror_id, their_id, their_parent_id, name, custom, modified_at, pass)
			select ${mirror.id}, s.id, s.parent_id, s.name, s.custom, s.modified_at, ${mirror.pass} from said s where not s.goes
			on conflict (mirror_id, their_id) do update set pass = excluded.pass, modified_at = greatest(r.modified_at, excluded.modified_at),
				their_parent_id = case when r.modified_at <= excluded.modified_at then excluded.their_parent_id else r.their_parent_id end,
				name = case when r.modified_at <= excluded.modified_at then excluded.name else r.name end,
				custom = case when r.modified_at <= excluded.modified_at then excluded.custom else r.custom end,
				hangs = r.hangs and (r.modified_at > excluded.modified_at or r.their_parent_id is not distinct from excluded.their_parent_id)
				where r.pass <> excluded.pass or (r.modified_at <= excluded.modified_at and (r.name, r.their_parent_id, r.custom, r.modified_at) is distinct from (excluded.name, excluded.their_parent_id, excluded.custom, excluded.modified_at))
		), gone as (
			delete from sync_mirror_row r using said s where r.mirror_id = ${mirror.id} and r.their_id = s.id and s.goes and (not s.is_gone or r.modified_at <= s.modified_at) returning r.*
		), lines as (
			insert into sync_mirror_line (mirror_id, their_id, their_parent_id, at, kind, before, after)
			select ${mirror.id}, s.id, s.parent_id, ${at}, case when k.id is null then 'came' else 'changed' end, case when k.id is not null then ${said(tx, tx`k.name`, tx`k.their_parent_id`, tx`k.custom`)} end, ${said(tx, tx`s.name`, tx`s.parent_id`, tx`s.custom`)}
			from said s left join known k on k.their_id = s.id
			where not s.goes and (k.id is null or (k.modified_at <= s.modified_at and (k.name, k.their_parent_id, k.custom) is distinct from (s.name, s.parent_id, s.custom)))
			union all select g.mirror_id, g.their_id, g.their_parent_id, ${at}, 'went', case when s.is_gone then ${said(tx, tx`g.name`, tx`g.their_parent_id`, tx`g.custom`)} end, null from gone g join said s on s.id = g.their_id
			returning 1
		), mark as (
			insert into sync_watermark (connection_id, side, object, feed, cursor, beat_at, caught_up_at)
			values (${connectionId}, 'crm', ${mirror.object}, ${feed}, ${cursor}, ${at}, ${isThrough ? at : null})
			on conflict (connection_id, side, object, feed) do update set cursor = excluded.cursor, beat_at = excluded.beat_at, caught_up_at = coalesce(excluded.caught_up_at, sync_watermark.caught_up_at)
		)
		select count(*)::int as count from lines`
	return done?.count ?? 0
}

/** A pass is through: what it did not see is there no more. How many rows went. */
export async function endPass(tx: Tx, mirror: Mirror, at: Date): Promise<number> {
	const rows = await tx`
		with ended as (update sync_mirror set is_passing = false where id = ${mirror.id} and pass = ${mirror.pass} and is_passing returning id),
			gone as (delete from sync_mirror_row r using ended e where r.mirror_id = e.id and r.pass < ${mirror.pass} returning r.*)
		insert into sync_mirror_line (mirror_id, their_id, their_parent_id, at, kind, before)
		select mirror_id, their_id, their_parent_id, ${at}, 'went', ${said(tx, tx`name`, tx`their_parent_id`, tx`custom`)} from gone returning 1`
	return rows.length
}

/** Rows whose parent is linked by now hang off it; `all`: and those whose parent no longer is, wait again. One statement, however many. */
export async function hangMirrorRows(tx: Tx, connectionId: number, all: boolean): Promise<number> {
	await tx`select set_config('kontor.mirrors', 'on', true)`
	const rows = await tx`
		update sync_mirror_row r set hangs = not r.hangs from sync_mirror m where m.connection_id = ${connectionId} and r.mirror_id = m.id and (${all} or not r.hangs) and r.hangs is distinct from exists (
			select from sync_link l where l.connection_id = m.connection_id and l.crm_object = m.parent_object and l.crm_id = r.their_parent_id and l.ma_object = m.own_object and l.state = 'active') returning 1`
	return rows.length
}

/** The other system does not show it: nothing comes and nothing goes until it does. It is asked again like every feed. */
export async function stopMirror(tx: Tx, { connectionId, mirror, code, at }: { connectionId: number; mirror: Mirror; code: string; at: Date }): Promise<void> {
	await tx`
		with stopped as (update sync_mirror set stopped_by = ${code} where id = ${mirror.id})
		insert into sync_watermark (connection_id, side, object, feed, cursor, beat_at) values (${connectionId}, 'crm', ${mirror.object}, 'changed', null, ${at})
		on conflict (connection_id, side, object, feed) do update set beat_at = excluded.beat_at`
}

/** Where an object is asked for or told of, by their names: segments, rules, grades, programmes, and mails that are not sent yet. */
export async function readMirrorUses(sql: Sql, sellerEntityId: number, code: string): Promise<string[]> {
	const asked = `"object\\.${code}[.:]`
	const told = `\\{\\{[#^/]?${code}[.|}]`
	const rows = await sql<{ name: string }[]>`
		select name from ma_list where seller_entity_id = ${sellerEntityId} and predicate::text ~ ${asked}
		union select name from ma_rule where seller_entity_id = ${sellerEntityId} and predicate::text ~ ${asked}
		union select f.name from ma_criterion c join ma_profile f on f.id = c.profile_id where f.seller_entity_id = ${sellerEntityId} and c.predicate::text ~ ${asked}
		union select name from ma_program where seller_entity_id = ${sellerEntityId} and steps::text ~ ${asked}
		union select name from ma_send where seller_entity_id = ${sellerEntityId} and status <> 'sent' and content::text ~ ${told}
		order by 1`
	return rows.map(({ name }) => name)
}

/** Lines of the journal that are older than it answers for. */
export async function forgetMirrorLines(sql: Sql, before: Date): Promise<void> {
	await sql`delete from sync_mirror_line where at < ${before}`
}
