import type { Db } from '../../../db/client.server.ts'
import { updateShipTo } from '../../../db/queries/session.ts'
import type { Shopper } from '../../platform/actor.ts'

/** Prices and stock of this session are for that store from now on. Null: not a store of this account. */
export async function chooseShipTo(db: Db, { sessionHash, account }: Shopper, locationId: number): Promise<true | null> {
	if (sessionHash === null || account.accountId === null) return null
	return (await updateShipTo(db, { tokenHash: sessionHash, accountId: account.accountId, locationId })) || null
}
