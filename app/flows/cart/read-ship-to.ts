import type { Db } from '../../../db/client.server.ts'
import { readLocationIds } from '../../../db/queries/location.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'

/** A ship-to of the account by its code; else `SHIP_TO_UNKNOWN`. */
export async function readShipTo(db: Db, { account }: Shopper, code: string): Promise<{ ok: true; locationId: number } | { ok: false; refusals: Refusal[] }> {
	const locationId = (await readLocationIds(db, account.accountId ?? 0, [code])).get(code)
	return locationId === undefined ? { ok: false, refusals: [refusal('SHIP_TO_UNKNOWN', { shipTo: code.slice(0, 40) })] } : { ok: true, locationId }
}
