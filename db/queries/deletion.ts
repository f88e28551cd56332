import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

/** What is told within so long is one event, where no transaction says so. */
const oneEvent = '15 minutes'

export type GoneRecord = { object: string; recordId: string; name: string }

/** Records of another system that are gone there: they join the event that is going on, or begin one. */
export async function noteGone(
	tx: Tx,
	{ connectionId, sellerEntityId, rows, at }: { connectionId: number; sellerEntityId: number; rows: readonly GoneRecord[]; at: Date },
): Promise<void> {
	if (rows.length === 0) return
	await tx`
		with fresh as materialized (
			select g.object, g.record_id, g.name from jsonb_to_recordset(${recordset(tx, rows)}) g(object text, record_id text, name text)
			where not exists (select from deletion_record r join deletion d on d.id = r.deletion_id where d.connection_id = ${connectionId} and d.state <> 'undone' and r.state = 'gone' and r.object = g.object and r.record_id = g.record_id)
		), latest as materialized (
			select id from deletion where connection_id = ${connectionId} and (state = 'asked' or (state = 'open' and at > ${at}::timestamptz - ${oneEvent}::interval)) order by id desc limit 1
		), made as (
			insert into deletion (seller_entity_id, connection_id, cause, actor, at)
			select ${sellerEntityId}, ${connectionId}, 'feed', ${`sync:${connectionId}`}, ${at} where exists (select from fresh) and not exists (select from latest) returning id
		)
		insert into deletion_record (deletion_id, object, record_id, name)
		select coalesce((select id from latest), (select id from made)), object, record_id, name from fresh
		on conflict (deletion_id, object, record_id) do update set state = 'gone', reason = null`
}

export type GoneLink = { linkId: number; object: string; recordId: string }
export type LinkDeletion = { linkId: number; deletionId: number; state: 'open' | 'asked' | 'let' }

/** By which event each of these links lost its record; none where it was kept nowhere. */
export async function readDeletionsOf(
	sql: Sql,
	{ connectionId, sellerEntityId, links }: { connectionId: number; sellerEntityId: number; links: readonly GoneLink[] },
): Promise<LinkDeletion[]> {
	return await sql<LinkDeletion[]>`
		select distinct on (r.link_id) r.link_id, d.id as deletion_id, d.state
		from jsonb_to_recordset(${recordset(sql, links)}) r(link_id bigint, object text, record_id text)
		join deletion_record k on k.object = r.object and k.record_id = r.record_id and k.state = 'gone'
		join deletion d on d.id = k.deletion_id and d.seller_entity_id = ${sellerEntityId} and (d.connection_id is null or d.connection_id = ${connectionId}) and d.state <> 'undone'
		order by r.link_id, d.id desc`
}

/** The links of a record `k` in a connection `c`, from either side: two looks into an index each. */
const linksOf = (sql: Sql, connection: ReturnType<Sql>) => sql`
	select l.* from sync_link l where l.connection_id = ${connection} and l.crm_object = k.object and l.crm_id = k.record_id
	union all select l.* from sync_link l where l.connection_id = ${connection} and l.ma_object = k.object and l.ma_id = k.record_id`

/** How many linked records of this connection each event took, and how many links there were before it. */
export async function countDeletions(sql: Sql, connectionId: number, ids: readonly number[]): Promise<{ id: number; gone: number; linked: number }[]> {
	return await sql<{ id: number; gone: number; linked: number }[]>`
		select d.id, count(l.id)::int as gone,
			(count(l.id) filter (where l.state <> 'active') + (select count(*) from sync_link a where a.connection_id = ${connectionId} and a.state = 'active'))::int as linked
		from unnest(${sql.array([...ids], 20)}::bigint[]) d(id) join deletion_record k on k.deletion_id = d.id
		left join lateral (${linksOf(sql, sql`${connectionId}`)}
		) l on true group by d.id`
}

/** These wait for a person's word from now on; the ids of those that did not wait before. */
export async function askDeletions(tx: Tx, rows: readonly { id: number; linked: number }[]): Promise<number[]> {
	const asked = await tx<{ id: number }[]>`
		update deletion d set state = 'asked', linked = r.linked from jsonb_to_recordset(${recordset(tx, rows)}) r(id bigint, linked int) where d.id = r.id and d.state = 'open' returning d.id`
	return asked.map(({ id }) => id)
}

/** These are there again: whoever deletes them next makes a new event. */
export async function markThere(tx: Tx, sellerEntityId: number, records: readonly { object: string; recordId: string }[]): Promise<void> {
	await tx`
		update deletion_record k set state = 'there' from jsonb_to_recordset(${recordset(tx, records)}) r(object text, record_id text), deletion d
		where k.object = r.object and k.record_id = r.record_id and k.state = 'gone' and d.id = k.deletion_id and d.seller_entity_id = ${sellerEntityId}`
}

export type DeletionHead = {
	id: number
	connectionId: number | null
	system: string | null
	xact: string | null
	cause: string
	actor: string
	userName: string | null
	at: Date
	state: 'open' | 'asked' | 'let' | 'undone'
	linked: number | null
	settledAt: Date | null
	settledBy: string | null
	counts: { object: string; state: RecordState; count: number }[]
}
export type RecordState = 'gone' | 'restored' | 'there' | 'refused'

const head = (sql: Sql) => sql`
	d.id, d.connection_id, case when c.crm_system like 'embedded%' then c.ma_system else c.crm_system end as system, d.xact, d.cause, d.actor, nullif(concat_ws(' ', u.first_name, u.last_name), '') as user_name, d.at, d.state, d.linked, d.settled_at,
	nullif(concat_ws(' ', s.first_name, s.last_name), '') as settled_by,
	coalesce((select jsonb_agg(x order by x.object, x.state) from (select k.object, k.state, count(*)::int as count from deletion_record k where k.deletion_id = d.id group by 1, 2) x), '[]') as counts`
const joins = (sql: Sql) => sql`
	left join sync_connection c on c.id = d.connection_id left join crm_user s on s.id = d.settled_by_user_id
	left join crm_user u on d.actor = 'user:' || u.id`

export type DeletionFilter = { text: string | null; object: string | null; state: string | null; after: number | null; limit: number }

/** Events of a seller, the newest first, each with its counts; one statement. */
export async function listDeletions(sql: Sql, sellerEntityId: number, { text, object, state, after, limit }: DeletionFilter): Promise<DeletionHead[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<DeletionHead[]>`
		select ${head(sql)} from deletion d ${joins(sql)}
		where d.seller_entity_id = ${sellerEntityId} and (${after}::bigint is null or d.id < ${after}) and (${state}::text is null or d.state = ${state})
			and exists (select from deletion_record k where k.deletion_id = d.id and (${object}::text is null or k.object = ${object}) and (${like}::text is null or concat_ws(' ', k.name, k.mail) ilike ${like}))
		order by d.id desc limit ${limit}`
}

export async function readDeletion(sql: Sql, sellerEntityId: number, id: number): Promise<DeletionHead | null> {
	const [row] = await sql<DeletionHead[]>`select ${head(sql)} from deletion d ${joins(sql)} where d.id = ${id} and d.seller_entity_id = ${sellerEntityId}`
	return row ?? null
}

/** The same, locked: nobody else undoes it meanwhile. */
export async function lockDeletion(tx: Tx, sellerEntityId: number, id: number): Promise<DeletionHead | null> {
	const [row] = await tx`select id from deletion where id = ${id} and seller_entity_id = ${sellerEntityId} for update`
	return row ? await readDeletion(tx, sellerEntityId, id) : null
}

export type DeletedRecord = { object: string; recordId: string; name: string; mail: string | null; state: RecordState; reason: string | null }

export async function listDeleted(
	sql: Sql,
	id: number,
	{ text, object, after, limit }: { text: string | null; object: string | null; after: string | null; limit: number },
): Promise<DeletedRecord[]> {
	const like = text === null ? null : `%${text.replaceAll(/[\\%_]/g, (sign) => `\\${sign}`)}%`
	return await sql<DeletedRecord[]>`
		select k.object, k.record_id, k.name, k.mail, k.state, k.reason from deletion_record k
		where k.deletion_id = ${id} and (${object}::text is null or k.object = ${object}) and (${like}::text is null or concat_ws(' ', k.name, k.mail, k.record_id) ilike ${like})
			and (${after}::text is null or k.object || ':' || k.record_id > ${after}) order by k.object || ':' || k.record_id limit ${limit}`
}

/** It goes on to the other side: every link that waited is looked at again, in one statement. */
export async function letDeletion(tx: Tx, id: number, userId: number, at: Date): Promise<void> {
	await tx`
		with told as (update deletion set state = 'let', settled_at = ${at}, settled_by_user_id = ${userId} where id = ${id} returning id, seller_entity_id), waiting as (
			select distinct on (l.id) l.id, l.connection_id, case when l.ma_id is null then 'crm' else 'ma' end as side, case when l.ma_id is null then l.crm_object else l.ma_object end as object, coalesce(l.ma_id, l.crm_id) as record_id
			from told t join deletion_record k on k.deletion_id = t.id and k.state = 'gone' join sync_connection c on c.seller_entity_id = t.seller_entity_id cross join lateral (${linksOf(tx, tx`c.id`)}) l where l.state = 'active'
		)
		insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select w.connection_id, w.id, w.side, w.object, w.record_id, 'link:' || w.id, 2, array['manual'], ${`user:${userId}`}, ${at}, ${at} from waiting w order by w.id
		on conflict (connection_id, job_key) do update set due_at = least(j.due_at, excluded.due_at), leased_until = null, waits_for = null`
}

/** Forgets rows that nobody can take back any more, and parts of what was no person's end. */
export async function forgetDeleted(sql: Sql, { before, loose }: { before: Date; loose: Date }): Promise<void> {
	await sql`
		with parts as (delete from deletion_part p where p.at < ${before} or (p.at < ${loose} and not exists (select from deletion d where d.xact = p.xact)))
		update deletion_record k set lost = null, mail = null from deletion d where d.id = k.deletion_id and d.at < ${before} and (k.lost is not null or k.mail is not null)`
}
