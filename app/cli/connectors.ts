import type { Db } from '../../db/client.server.ts'
import type { Env } from '../platform/env.server.ts'
import type { Connectors } from '../platform/house.ts'
import type { Log } from '../platform/log.server.ts'

/** Opens every outside system once per process: the real one when its settings are there, else its stand-in. */
export function openConnectors(_env: Env, _given: { db: Db; clock: () => Date; log: Log }): Connectors {
	return {}
}
