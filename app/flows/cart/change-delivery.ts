import type { Db } from '../../../db/client.server.ts'
import { type DeliveryChange, readTwinDelivery, updateDelivery } from '../../../db/queries/cart-delivery.ts'
import { refusal } from '../../engine/base/refusal.ts'
import { refuseNotes } from '../../engine/order/refuse-notes.ts'
import type { Shopper } from '../../platform/actor.ts'
import { refuseRequestedDay } from './load-requested-day.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

/** Day, way and notes of a delivery. Notes that cannot be kept as they are and two deliveries alike (`DELIVERY_TWICE`) are refused. */
export async function changeDelivery(db: Db, shopper: Shopper, { change, ...edit }: CartEdit & { change: DeliveryChange }): Promise<CartChanged | null> {
	const refusals = [...refuseRequestedDay(change.requestedOn, shopper, edit.at), ...refuseNotes(change)]
	if (refusals.length > 0) return { ok: false, refusals }
	return saveCartChange(db, shopper, edit, async (tx, key) => {
		if (await readTwinDelivery(tx, key, change)) return { refusals: [refusal('DELIVERY_TWICE', { requestedOn: change.requestedOn })], what: '' }
		const isChanged = await updateDelivery(tx, key, change)
		return isChanged ? { refusals: [], what: 'delivery_changed', facts: { groupId: change.groupId } } : null
	})
}
