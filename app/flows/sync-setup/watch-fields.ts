import { type Db, withTransaction } from '../../../db/client.server.ts'
import type { Connection } from '../../../db/queries/sync-connection.ts'
import { loadShapes } from '../sync/load-pairs.ts'
import { saveGone } from '../sync/save-gone.ts'
import type { PortsOf } from '../sync/types.ts'

/** Looks whether mapped fields vanished or came back on our own sides, also while no record changes (sync-core.md A18). Whether something travels again. */
export async function watchFields(db: Db, { connection, portsOf, at }: { connection: Connection; portsOf: PortsOf; at: Date }): Promise<boolean> {
	return await withTransaction(db, async (tx) => await saveGone(tx, { connection, shapes: await loadShapes(connection, portsOf(connection, tx)), at }))
}
