import type { Log } from '../platform/log.server.ts'
import { isDatabaseLost } from '../platform/lost-database.ts'

/**
 * A database that dies takes its connections along, and the pool opens others once it is back. The driver asks each new connection for its
 * types by itself; when the server dies at that moment nobody waits for the answer, and the process would end over it. Anything else nobody waits for ends it still.
 */
export function outliveLostConnections(log: Log): void {
	process.on('unhandledRejection', (error: unknown) => {
		if (!isDatabaseLost(error)) throw error
		log.warn({ err: error }, 'A connection to the database was lost while it was opened')
	})
}
