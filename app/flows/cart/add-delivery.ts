import type { Db } from '../../../db/client.server.ts'
import { upsertGroups } from '../../../db/queries/cart-lines.ts'
import { refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { refuseRequestedDay } from './load-requested-day.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

export type AddDelivery = CartEdit & { locationId: number; requestedOn: string | null; method: string }

/** A further column of the matrix: a ship-to and its day. One that is there already is no error. */
export async function addDelivery(db: Db, shopper: Shopper, { locationId, requestedOn, method, ...edit }: AddDelivery): Promise<CartChanged | null> {
	const refusals = refuseRequestedDay(requestedOn, shopper, edit.at)
	if (refusals.length > 0) return { ok: false, refusals }
	return saveCartChange(db, shopper, edit, async (tx, key) => {
		const [group] = await upsertGroups(tx, key, [{ locationId, requestedOn, method }])
		return { refusals: group?.id ? [] : [refusal('SHIP_TO_UNKNOWN', { locationId })], what: 'delivery_added', facts: { locationId, requestedOn } }
	})
}
