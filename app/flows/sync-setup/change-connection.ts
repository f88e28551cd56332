import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { type ConnectionState, type LockedConnection, lockConnection, saveConnectionState } from '../../../db/queries/sync-room.ts'
import { markEverybody } from '../../../db/queries/sync-run.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { endSuspension } from '../sync/save-errors.ts'

/** What a connection goes on as: a first start, and one that was stopped on its ramp, go by the ramp (sync-core.md A12, A21). */
function goesOnAs({ startedAt, canaryStage }: LockedConnection): ConnectionState {
	return startedAt === null || canaryStage < 3 ? 'canary' : 'running'
}

async function save(tx: Tx, connection: LockedConnection, act: 'pause' | 'run', at: Date): Promise<ConnectionState> {
	const state = act === 'pause' ? 'paused' : goesOnAs(connection)
	await saveConnectionState(tx, connection.id, { state, at })
	await endSuspension(tx, connection.id, connection.suspendedFor, at)
	if (act === 'run' && connection.startedAt === null) await markEverybody(tx, [connection.id], at)
	return state
}

/** Pauses a connection, or lets it go on; what waits stays where it is. Asked twice is asked once. Null: none of this seller's. */
export async function changeConnection(
	db: Db,
	staff: StaffMember,
	{ connectionId, act, requestId, at }: { connectionId: number; act: 'pause' | 'run'; requestId: string; at: Date },
): Promise<ConnectionState | null> {
	return await withTransaction(db, async (tx) => {
		const connection = await lockConnection(tx, staff.seller.id, connectionId)
		if (!connection) return null
		const isSo = act === 'pause' ? connection.state === 'paused' : connection.state === 'running' || connection.state === 'canary'
		if (isSo) return connection.state
		const state = await save(tx, connection, act, at)
		const said = { action: act === 'pause' ? 'sync.paused' : 'sync.run', subject: `sync_connection:${connection.id}` }
		await insertAudit(tx, [{ userId: staff.userId, ...said, before: { state: connection.state }, after: { state }, requestId, at }])
		return state
	})
}
