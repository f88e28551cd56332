import type { Db } from '../../../db/client.server.ts'
import { readShipTos, type ShipTo } from '../../../db/queries/cart-delivery.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { Shopper } from '../../platform/actor.ts'

/** What the quick order begins with: the stores, the day, and the name under which this browser keeps what was typed. One statement. */
export async function openQuickOrder(
	db: Db,
	{ account, contactId, seller }: Shopper,
	at: Date,
): Promise<{ shipTos: ShipTo[]; today: string; draftKey: string }> {
	const accountId = account.accountId ?? 0
	return { shipTos: await readShipTos(db, accountId), today: dayIn(at, seller.timeZone), draftKey: `quick-order:${accountId}:${contactId ?? 0}` }
}
