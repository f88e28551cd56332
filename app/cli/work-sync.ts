import type { Db, Tx } from '../../db/client.server.ts'
import { type Connection, readConnections } from '../../db/queries/sync-connection.ts'
import { isSideSystem } from '../../db/queries/sync-side.ts'
import { embeddedSide } from '../connectors/sync/embedded/embedded-side.server.ts'
import type { Ports } from '../flows/sync/types.ts'
import { workOwnSides } from '../flows/sync/work-own-sides.ts'

/** Both sides of a connection whose systems are our own, in a transaction. */
export function ownPorts(connection: Connection, tx: Tx): Ports {
	const open = (system: string) => {
		if (!isSideSystem(system)) throw new Error(`${system} is not in our own database`)
		return embeddedSide(tx, system, connection.sellerEntityId)
	}
	return { crm: open(connection.crmSystem), ma: open(connection.maSystem) }
}

/** A batch of each connection that is at work. Answers how many jobs were done. */
export async function workSync(db: Db, at: Date): Promise<number> {
	let done = 0
	for (const connection of await readConnections(db)) {
		if (connection.state !== 'running' && connection.state !== 'canary') continue
		if (isSideSystem(connection.crmSystem) && isSideSystem(connection.maSystem)) done += await workOwnSides(db, { connection, portsOf: ownPorts, at })
	}
	return done
}
