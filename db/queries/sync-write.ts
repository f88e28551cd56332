import type { FieldDecision, Role, SyncValue } from '../../app/engine/sync/types.ts'
import type { Sql, Tx } from '../client.server.ts'
import { recordset } from './recordset.ts'

export type PreparedWrite = {
	idempotencyKey: string
	linkId: number | null
	side: Role
	object: string
	recordId: string | null
	values: Record<string, SyncValue>
	/** What the journal will say once the write is known to have happened. */
	decisions: readonly FieldDecision[]
}

/** Known before it is made (B7). A key that is known already was prepared by a run that broke off: it is the same write. */
export async function prepareWrites(tx: Tx, connectionId: number, writes: readonly PreparedWrite[], at: Date): Promise<void> {
	if (writes.length === 0) return
	await tx`
		insert into sync_write (idempotency_key, connection_id, link_id, side, object, record_id, values, decisions, state, prepared_at)
		select r.idempotency_key, ${connectionId}, r.link_id, r.side, r.object, r.record_id, r.values, r.decisions, 'sent', ${at}
		from jsonb_to_recordset(${recordset(tx, writes)}) r(idempotency_key text, link_id bigint, side text, object text, record_id text, values jsonb, decisions jsonb)
		on conflict (idempotency_key) do update set state = 'sent', prepared_at = excluded.prepared_at, settled_at = null, bulk_id = null, job_id = null`
}

export type OpenWrite = PreparedWrite & { linkId: number }

/** Writes of these links whose answer was never seen: the side is asked whether they happened. */
export async function readOpenWrites(sql: Sql, linkIds: readonly number[]): Promise<OpenWrite[]> {
	return await sql<OpenWrite[]>`
		select idempotency_key, link_id, side, object, record_id, values, decisions from sync_write
		where link_id = any(${sql.array([...linkIds], 20)}::bigint[]) and state in ('prepared', 'sent', 'unknown') order by prepared_at`
}

export type SettledWrite = { idempotencyKey: string; state: 'confirmed' | 'refused' | 'unknown' }

/** A write that somebody else saw standing is confirmed, whatever the one who sent it knows of it. */
export async function settleWrites(tx: Tx, rows: readonly SettledWrite[], at: Date): Promise<void> {
	if (rows.length === 0) return
	await tx`
		update sync_write w set state = r.state, settled_at = case when r.state <> 'unknown' then ${at}::timestamptz end
		from jsonb_to_recordset(${recordset(tx, rows)}) r(idempotency_key text, state text) where w.idempotency_key = r.idempotency_key and not (r.state = 'unknown' and w.state = 'confirmed')`
}
