import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { type HeldCart, layCartAside, lockStandingCart, readOrderingColleagues, takeCart, updateStandingCart } from '../../../db/queries/cart-hand.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'
import { mayKeepCarts } from './read-carts-rights.ts'

export type CartStanding =
	/** Into her hand; what she had there stands beside it as it was. */
	| { kind: 'take' }
	/** Out of her hand: the next thing that she adds opens a new cart. */
	| { kind: 'layAside'; name: string }
	| { kind: 'name'; name: string }
	| { kind: 'share'; isShared: boolean }
	| { kind: 'handOver'; contactId: number }
	| { kind: 'putAway' }
	| { kind: 'bringBack' }

type Changed = { ok: true } | { ok: false; refusals: Refusal[] }
type Input = { cartId: number; change: CartStanding; at: Date }

const MOST_LETTERS = 80

/**
 * What stands beside one cart's lines: whose it is, what it is called, who may work in it, and whether it is put away. Of a
 * colleague's cart only the taking is hers, while it is shared. Refuses `ROLE_MAY_NOT`, `COLLEAGUE_UNKNOWN`. Null: no such cart, or not for her.
 */
export async function changeCart(db: Db, shopper: Shopper, { cartId, change, at }: Input): Promise<Changed | null> {
	const { account, contactId } = shopper
	const { accountId } = account
	if (accountId === null || contactId === null) return null
	if (!mayKeepCarts(shopper)) return { ok: false, refusals: [refusal('ROLE_MAY_NOT')] }
	return withTransaction(db, async (tx): Promise<Changed | null> => {
		const cart = await lockStandingCart(tx, { accountId, cartId })
		if (!cart || !isFor(cart, contactId, change)) return null
		const refusals = await save(tx, { accountId, contactId, cart }, change, at)
		if (refusals.length > 0) return { ok: false, refusals }
		const { actedByUserId } = actedBy(shopper)
		const told = change.kind === 'handOver' ? { to: change.contactId } : {}
		await saveEvents(tx, [
			{
				topic: 'cart.updated',
				subject: `cart:${cartId}`,
				accountId,
				contactId,
				actedByUserId,
				occurredAt: at,
				payload: { cartId, change: change.kind, ...told, actor: shopper.kind },
			},
		])
		return { ok: true }
	})
}

function isFor(cart: HeldCart, contactId: number, { kind }: CartStanding): boolean {
	if ((kind === 'bringBack') !== (cart.stage === 'discarded')) return false
	if (cart.contactId === contactId) return true
	return cart.isShared && (kind === 'take' || kind === 'layAside')
}

async function save(tx: Tx, who: { accountId: number; contactId: number; cart: HeldCart }, change: CartStanding, at: Date): Promise<Refusal[]> {
	const { accountId, contactId, cart } = who
	const key = { accountId, cartId: cart.id }
	const isOwn = cart.contactId === contactId
	const nameOf = (name: string) => name.trim().slice(0, MOST_LETTERS) || null
	switch (change.kind) {
		case 'take':
			// Under a colleague's cart her own stays where it is, and is there again once that one is hers no more.
			if (isOwn) await layCartAside(tx, { accountId, contactId })
			await takeCart(tx, { ...key, contactId, isOwn })
			return []
		case 'layAside':
			if (isOwn && nameOf(change.name)) await updateStandingCart(tx, key, { name: nameOf(change.name) }, at)
			await layCartAside(tx, { accountId, contactId })
			return []
		case 'name':
			await updateStandingCart(tx, key, { name: nameOf(change.name) }, at)
			return []
		case 'share':
			await updateStandingCart(tx, key, { isShared: change.isShared }, at)
			return []
		case 'handOver': {
			const colleagues = await readOrderingColleagues(tx, { accountId, contactId })
			if (!colleagues.some((one) => one.contactId === change.contactId)) return [refusal('COLLEAGUE_UNKNOWN')]
			await updateStandingCart(tx, key, { contactId: change.contactId }, at)
			return []
		}
		case 'putAway':
			await updateStandingCart(tx, key, { stage: 'discarded' }, at)
			return []
		case 'bringBack':
			await updateStandingCart(tx, key, { stage: 'cart' }, at)
			return []
	}
}
