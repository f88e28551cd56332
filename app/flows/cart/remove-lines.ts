import type { Db } from '../../../db/client.server.ts'
import { deleteLines } from '../../../db/queries/cart-lines.ts'
import type { Shopper } from '../../platform/actor.ts'
import { type CartChanged, type CartEdit, saveCartChange } from './save-cart-change.ts'

/** Takes lines out of a cart; those that are not there any more are no error: that is what was wanted. */
export async function removeLines(db: Db, shopper: Shopper, { lineIds, ...edit }: CartEdit & { lineIds: readonly number[] }): Promise<CartChanged | null> {
	return saveCartChange(db, shopper, edit, async (tx, key) => {
		const removed = await deleteLines(tx, key, lineIds)
		return { refusals: [], what: removed === 0 ? null : 'removed', facts: { removedRows: removed } }
	})
}
