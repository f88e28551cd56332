import type { Sql, Tx } from '../client.server.ts'
import { lanes } from './sync-job.ts'

export type Feed = { side: 'crm' | 'ma'; object: string; feed: 'changed' | 'deleted'; cursor: string | null; beatAt: Date | null }

export async function readFeeds(sql: Sql, connectionId: number): Promise<Feed[]> {
	return await sql<Feed[]>`select side, object, feed, cursor, beat_at from sync_watermark where connection_id = ${connectionId}`
}

type Page = {
	connectionId: number
	side: 'crm' | 'ma'
	object: string
	feed: 'changed' | 'deleted'
	ids: readonly string[]
	cursor: string
	isThrough: boolean
	at: Date
}

/** Jobs for what a feed named, and how far it was read, in one statement: the cursor moves only together with what it passed (B2.5). */
export async function savePage(tx: Tx, { connectionId, side, object, feed, ids, cursor, isThrough, at }: Page): Promise<void> {
	await tx`
		with jobs as (
			insert into sync_job as j (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
			select ${connectionId}, r.link_id, ${side}, ${object}, r.id, coalesce('link:' || r.link_id, ${side} || ':' || ${object} || ':' || r.id), ${lanes.live}, array['feed'], 'feed:' || ${connectionId}::bigint, ${at}, ${at}
			from (
				select id, case ${side} when 'crm' then (select l.id from sync_link l where l.connection_id = ${connectionId} and l.crm_object = ${object} and l.crm_id = t.id)
					else (select l.id from sync_link l where l.connection_id = ${connectionId} and l.ma_object = ${object} and l.ma_id = t.id) end as link_id
				from (select distinct id from unnest(${tx.array([...ids], 25)}::text[]) id) t
			) r
			on conflict (connection_id, job_key) do update set due_at = least(j.due_at, excluded.due_at), leased_until = null
		)
		insert into sync_watermark (connection_id, side, object, feed, cursor, beat_at, caught_up_at)
		values (${connectionId}, ${side}, ${object}, ${feed}, ${cursor}, ${at}, ${isThrough ? at : null})
		on conflict (connection_id, side, object, feed) do update set cursor = excluded.cursor, beat_at = excluded.beat_at, caught_up_at = coalesce(excluded.caught_up_at, sync_watermark.caught_up_at)`
}

export async function linkedIds(sql: Sql, connectionId: number, side: 'crm' | 'ma', object: string): Promise<string[]> {
	const rows = await sql<{ id: string }[]>`
		select case ${side} when 'crm' then crm_id else ma_id end as id from sync_link
		where connection_id = ${connectionId} and case ${side} when 'crm' then crm_object = ${object} and crm_id is not null else ma_object = ${object} and ma_id is not null end`
	return rows.map(({ id }) => id)
}
