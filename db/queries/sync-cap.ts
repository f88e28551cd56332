import type { CapState } from '../../app/engine/sync/admit.ts'
import type { Sql, Tx } from '../client.server.ts'
import { lanes } from './sync-job.ts'

/** Held because the cap is reached; held for the moment in which it is made and linked. */
export const heldByCap = 'HELD_BY_CAP'
export const passing = 'PASSING'

export type LockedCap = CapState & { warned: 0 | 80 | 95 }

/**
 * How far the cap is used (A9). Whoever asks is alone with it until the transaction ends: two workers never fill the same place.
 * `mapIds`: the mappings of people. The count is a statement of its own, so that it sees what the one before it committed.
 */
export async function lockCap(tx: Tx, connectionId: number, mapIds: readonly number[]): Promise<LockedCap | null> {
	const [row] = await tx<{ cap: number | null; warned: 0 | 80 | 95 }[]>`
		select prospect_cap as cap, cap_warned as warned from sync_connection where id = ${connectionId} for no key update`
	if (!row) return null
	const [counted] = await tx<{ live: number; held: number; line: number[] }[]>`
		with counted as (
			select count(*) filter (where state = 'active' or state_reason = ${passing})::int as live, count(*) filter (where state_reason = ${heldByCap})::int as held
			from sync_link where connection_id = ${connectionId} and object_map_id = any(${tx.array([...mapIds], 20)}::bigint[]) and state in ('active', 'held')
		)
		select live, held, array(select id from sync_link where connection_id = ${connectionId} and state = 'held' and state_reason = ${heldByCap}
			order by held_at, id limit greatest(0, coalesce(${row.cap}::int, 0) - live)) as line from counted`
	return { ...row, live: counted?.live ?? 0, held: counted?.held ?? 0, line: counted?.line ?? [] }
}

/** Reserved: they count as live from now on, so that nobody else takes their places while they are made. */
export async function reserveHeld(tx: Tx, ids: readonly number[]): Promise<void> {
	if (ids.length === 0) return
	await tx`update sync_link set state_reason = ${passing} where id = any(${tx.array([...ids], 20)}::bigint[]) and state = 'held'`
}

/** Who found nobody and could not be made leaves the line: nothing of her is linked, or her link rests. */
export async function releaseHeld(sql: Sql, ids: readonly number[], at: Date): Promise<void> {
	if (ids.length === 0) return
	const which = sql.array([...ids], 20)
	await sql`
		with gone as (delete from sync_link where id = any(${which}::bigint[]) and state = 'held' and (crm_id is null or ma_id is null)),
		closed as (update sync_error set closed_at = ${at}, closed_for = 'mended' where link_id = any(${which}::bigint[]) and code = ${heldByCap} and closed_at is null)
		update sync_link set state = 'archived', state_reason = 'MA_DELETED', held_at = null where id = any(${which}::bigint[]) and state = 'held' and crm_id is not null and ma_id is not null`
}

/** As many of the held as there is room for are looked at, the first ones first, behind all that is urgent. One statement. */
export async function wakeHeld(tx: Tx, ids: readonly number[], at: Date): Promise<void> {
	if (ids.length === 0) return
	await tx`
		insert into sync_job (connection_id, link_id, side, object, record_id, job_key, lane, causes, actor, due_at, first_at)
		select l.connection_id, l.id, case when l.ma_id is null then 'crm' else 'ma' end, case when l.ma_id is null then l.crm_object else l.ma_object end, coalesce(l.ma_id, l.crm_id), 'link:' || l.id, ${lanes.backfill}, array['cap'], 'sync:' || l.connection_id, ${at}, ${at}
		from sync_link l where l.id = any(${tx.array([...ids], 20)}::bigint[]) order by l.held_at, l.id on conflict (connection_id, job_key) do nothing`
}

export async function saveCapWarned(tx: Tx, connectionId: number, warned: 0 | 80 | 95): Promise<void> {
	await tx`update sync_connection set cap_warned = ${warned} where id = ${connectionId}`
}

/** Who looks after the connections of a seller. */
export async function readAdministrators(sql: Sql, sellerEntityId: number): Promise<number[]> {
	const rows = await sql<{ id: number }[]>`
		select id from crm_user where seller_entity_id = ${sellerEntityId} and 'administrator' = any(roles) and is_active order by id`
	return rows.map(({ id }) => id)
}
