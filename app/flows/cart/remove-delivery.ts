import type { Db } from '../../../db/client.server.ts'
import { deleteDelivery } from '../../../db/queries/cart-delivery.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

/** Takes a column out of the matrix with all that goes there. */
export async function removeDelivery(db: Db, shopper: Shopper, { groupId, ...edit }: CartEdit & { groupId: number }): Promise<CartChanged | null> {
	return saveCartChange(db, shopper, edit, async (tx, key) => {
		const isGone = await deleteDelivery(tx, key, groupId)
		return isGone ? { refusals: [], what: 'delivery_removed', facts: { groupId } } : null
	})
}
