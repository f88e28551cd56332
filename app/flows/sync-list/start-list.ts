import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { readConnections } from '../../../db/queries/sync-connection.ts'
import { countUndo, insertList, type ListKind, type UndoSubject } from '../../../db/queries/sync-list.ts'
import { beginPass } from '../../../db/queries/sync-mirror.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection } from '../sync/load-connection.ts'
import { countDry } from './load-dry-page.ts'
import type { DryChange } from './types.ts'

export type ListWish = { kind: 'dry_run'; change: DryChange } | { kind: 'reconcile' } | { kind: 'undo'; subject: UndoSubject }
type Starting = { connectionId: number; wish: ListWish; requestId: string; at: Date }

/** The journal answers for 400 days; a bad sync is noticed within thirty (sync-core.md B11). */
const undoDays = 30

const subjectOf = (wish: ListWish): Record<string, unknown> => (wish.kind === 'dry_run' ? { change: wish.change } : wish.kind === 'undo' ? wish.subject : {})

/**
 * Begins a list that the worker makes: what a sync would write, what stands apart, or what can be given back. Refuses
 * SYNC_COMPARING, SYNC_UNDO_NOTHING and SYNC_UNDO_TOO_OLD. Null: none of this seller's.
 */
export async function startList(db: Db, staff: StaffMember, { connectionId, wish, requestId, at }: Starting): Promise<Result<{ runId: number }> | null> {
	return await withTransaction(db, async (tx) => {
		const connection = await loadConnection(tx, staff, connectionId)
		if (!connection) return null
		const tried = wish.kind === 'dry_run' ? (wish.change.mapping ?? wish.change.filter ?? wish.change.backfill) : undefined
		if (tried && !connection.objects.some(({ id }) => id === tried.objectMapId)) return null
		if (wish.kind === 'undo') {
			const { from, linkId, runId } = wish.subject
			if (!from && !linkId && !runId) return refused(refusal('SYNC_UNDO_NOTHING'))
			if (from && at.getTime() - Date.parse(from) > undoDays * 86_400_000) return refused(refusal('SYNC_UNDO_TOO_OLD', { days: undoDays }))
			if ((await countUndo(tx, connectionId, wish.subject)) === 0) return refused(refusal('SYNC_UNDO_NOTHING'))
		}
		const besides = wish.kind === 'dry_run' ? await countDry(tx, connection, wish.change) : 0
		const runId = await insertList(tx, { connectionId, kind: wish.kind, userId: staff.userId, subject: subjectOf(wish), besides, at })
		if (runId === null) return refused(refusal('SYNC_COMPARING'))
		await insertAudit(tx, [
			{
				userId: staff.userId,
				action: `sync.${wish.kind satisfies ListKind}`,
				subject: `sync_connection:${connectionId}`,
				after: { runId, ...subjectOf(wish) },
				requestId,
				at,
			},
		])
		return { ok: true, runId }
	})
}

/** Every night everything is compared with everything (B15): a comparison for each connection that runs, and of what only comes from there all is read again (A42). How many were begun. */
export async function startComparisons(db: Db, at: Date): Promise<number> {
	return await withTransaction(db, async (tx) => {
		const running = (await readConnections(tx)).filter(({ state }) => state === 'running' || state === 'canary')
		const begun = await Promise.all(running.map(({ id }) => insertList(tx, { connectionId: id, kind: 'reconcile', userId: null, subject: {}, at })))
		await beginPass(tx, { connectionIds: running.map(({ id }) => id) })
		return begun.filter((id) => id !== null).length
	})
}
