import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { lanes } from '../../../db/queries/sync-job.ts'
import { insertList } from '../../../db/queries/sync-list.ts'
import { startResync } from '../../../db/queries/sync-resync.ts'
import { lockConnection } from '../../../db/queries/sync-room.ts'
import { type SavedScope, saveFilter, saveScope, startBackfill } from '../../../db/queries/sync-scope.ts'
import type { Predicate } from '../../engine/base/predicate.ts'
import { readPredicate } from '../../engine/base/read-predicate.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadConnection, type OwnSides } from '../sync/load-connection.ts'
import { type LoadedScope, loadScopes } from '../sync/load-scope.ts'

export type ScopeAct = { act: 'who'; scope: SavedScope } | { act: 'filter'; filter: Predicate | null } | { act: 'backfill' }
type Changing = { connectionId: number; objectMapId: number; wish: ScopeAct; ownSides: OwnSides; requestId: string; at: Date }
type Changed = Result<{ runId: number | null }>
type Doing = Changing & { tx: Tx; connection: Connection; loaded: LoadedScope; userId: number }

/** What is linked under this mapping is looked at again, and so leaves or comes back. */
async function filter({ tx, connection, loaded, userId, wish, at }: Doing): Promise<Changed> {
	const asked = wish.act === 'filter' ? wish.filter : null
	const read = asked === null ? { ok: true as const, predicate: null } : readPredicate(asked, loaded.fields)
	if (!read.ok) return read
	await saveFilter(tx, loaded.map.id, read.predicate)
	if (!connection.startedAt) return { ok: true, runId: null }
	const which = { connectionId: connection.id, objectMapId: loaded.map.id }
	const subject = { kind: 'filter', object: loaded.map.crmObject }
	const { runId } = await startResync(tx, { filter: which, lane: lanes.backfill, cause: 'filter', userId, subject, at })
	return { ok: true, runId }
}

async function apply(doing: Doing): Promise<Changed> {
	const { tx, loaded, userId, wish, at, connection } = doing
	if (wish.act === 'filter') return await filter(doing)
	if (wish.act === 'who') {
		await saveScope(tx, loaded.map.id, wish.scope, at)
		return { ok: true, runId: null }
	}
	if (!connection.startedAt) return refused(refusal('SYNC_NOT_STARTED'))
	if (loaded.scope) return { ok: true, runId: (await startBackfill(tx, loaded.scope, { userId, at })).runId }
	// Who is there is known only once the worker has read the other system, page by page.
	const subject = { kind: 'backfill', object: loaded.map.crmObject, objectMapId: loaded.map.id }
	return { ok: true, runId: await insertList(tx, { connectionId: connection.id, kind: 'backfill', userId, subject, at }) }
}

/** Changes who travels under one mapping, its filter, or brings over who was there before. Refuses what the filter's conditions do. Null: none of this seller's. */
export async function changeScope(db: Db, staff: StaffMember, changing: Changing): Promise<Changed | null> {
	const { connectionId, objectMapId, wish, ownSides, requestId, at } = changing
	return await withTransaction(db, async (tx): Promise<Changed | null> => {
		if (!(await lockConnection(tx, staff.seller.id, connectionId))) return null
		const connection = await loadConnection(tx, staff, connectionId)
		const loaded = connection && (await loadScopes(tx, connection, ownSides)).find(({ map }) => map.id === objectMapId)
		if (!connection || !loaded) return null
		const done = await apply({ ...changing, tx, connection, loaded, userId: staff.userId })
		if (!done.ok) return done
		const { createsCrm, createsMa, policies, filter: before } = loaded.map
		const said = { action: `sync.${wish.act}`, subject: `sync_object_map:${objectMapId}`, before: { createsCrm, createsMa, policies, filter: before } }
		await insertAudit(tx, [{ userId: staff.userId, ...said, after: wish, requestId, at }])
		return done
	})
}
