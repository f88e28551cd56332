import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { isOpenCart, type LockedCart, readCartCounts, touchCart } from '../../../db/queries/cart.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { checkLimits } from '../../engine/cart/limits.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** Which cart is edited, and which version of it the editor saw; null when she takes it as it is. */
export type CartEdit = { cartId: number; expectedVersion: number | null; at: Date }
export type CartChanged = { ok: true; version: number } | { ok: false; refusals: Refusal[] }
export type CartKey = { accountId: number; cartId: number }

/** What an edit does, once the cart is locked: refusals undo it; `what` (null: nothing came of it) and `facts` go with the event. Null: there is no such thing in this cart. */
type Edit = (tx: Tx, key: CartKey, cart: LockedCart) => Promise<{ refusals: Refusal[]; what: string | null; facts?: Record<string, unknown> } | null>

/**
 * The frame of every edit of a cart: lock it and raise its version, edit, hold the limits, tell it. Null when the cart
 * is not this account's; `CART_CHANGED` when somebody edited it since `expectedVersion`.
 */
export async function saveCartChange(db: Db, shopper: Shopper, { cartId, expectedVersion, at }: CartEdit, edit: Edit): Promise<CartChanged | null> {
	const key = { accountId: shopper.account.accountId ?? 0, cartId }
	const changed = await withTransaction<CartChanged | { ok: false; refusals: Refusal[]; version?: number } | null>(db, async (tx) => {
		const cart = await touchCart(tx, { ...key, expectedVersion, at })
		if (!cart && expectedVersion !== null && (await isOpenCart(tx, key)))
			return { ok: false as const, refusals: [refusal('CART_CHANGED', { seenVersion: expectedVersion })] }
		if (!cart) return null
		const done = await edit(tx, key, cart)
		if (!done) return { ok: false as const, refusals: [refusal('LINE_UNKNOWN')] }
		if (done.what === null && done.refusals.length === 0) return { ok: false as const, refusals: [], version: cart.version - 1 }
		const counts = await readCartCounts(tx, key)
		const refusals = [...done.refusals, ...checkLimits(counts)]
		if (refusals.length > 0) return { ok: false as const, refusals }
		await saveEvents(tx, [
			{
				topic: 'cart.updated',
				subject: `cart:${cartId}`,
				accountId: key.accountId,
				contactId: cart.contactId,
				actedByUserId: actedBy(shopper).actedByUserId,
				occurredAt: at,
				payload: { cartId, change: done.what, ...done.facts, lines: counts.lines, units: counts.units, actor: shopper.kind },
			},
		])
		return { ok: true as const, version: cart.version }
	})
	// An edit that nothing came of is undone like a refusal, and is none: the cart keeps its version.
	return changed && 'version' in changed && changed.version !== undefined ? { ok: true, version: changed.version } : changed
}
