import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertCart } from '../../../db/queries/cart.ts'
import type { Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** Opens a cart of its own beside the person's current one: several carts stand side by side for an account. */
export async function createCart(
	db: Db,
	shopper: Shopper,
	input: { name: string | null; locale: string; at: Date },
): Promise<{ id: number; version: number } | null> {
	const { account, seller, contactId } = shopper
	const { accountId } = account
	if (accountId === null) return null
	return withTransaction(db, async (tx) => {
		const channel = shopper.kind === 'api' ? 'api' : 'web'
		const cart = await insertCart(tx, {
			accountId,
			sellerEntityId: seller.id,
			contactId,
			currency: account.currency,
			rounding: seller.rounding,
			channel,
			isCurrent: false,
			...input,
		})
		await saveEvents(tx, [
			{
				topic: 'cart.created',
				subject: `cart:${cart.id}`,
				accountId,
				contactId,
				actedByUserId: shopper.userId,
				occurredAt: input.at,
				payload: { cartId: cart.id, actor: shopper.kind },
			},
		])
		return { id: cart.id, version: cart.version }
	})
}
