import { type Db, withTransaction } from '../../../db/client.server.ts'
import { updateActingFor } from '../../../db/queries/session.ts'
import type { Shopper } from '../../platform/actor.ts'

/** The rep stops ordering for a buyer; her own session goes on. Null for whoever acts for nobody. */
export async function stopActing(db: Db, { kind, sessionHash }: Shopper): Promise<true | null> {
	if (kind !== 'rep' || sessionHash === null) return null
	await withTransaction(db, (tx) => updateActingFor(tx, { tokenHash: sessionHash, accountId: null, contactId: null, locationId: null }))
	return true
}
