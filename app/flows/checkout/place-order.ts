import { type Db, keepPlans, withTransaction } from '../../../db/client.server.ts'
import { answerKey, claimKey, isMerged, lockCart } from '../../../db/queries/submit.ts'
import { refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { decideLocked } from './load-locked.ts'
import { type Placed, submitHash } from './read-placed.ts'
import { type NotPlaced, notPlaced, type PlacedInput, savePlaced } from './save-placed.ts'

export type PlaceOrder = Omit<PlacedInput, 'accountId' | 'approval'> & { idempotencyKey: string; locale: string }

/**
 * Places an order, in the order of commerce-engine.md section 8: key, cart, decide, lock what the decision drew on,
 * decide once more when one of them moved, save. One transaction; the same statements for 3 lines and for 2,000. Null:
 * no such cart of this account.
 */
export async function placeOrder(db: Db, shopper: Shopper, input: PlaceOrder): Promise<Placed | NotPlaced | null> {
	const accountId = shopper.account.accountId
	if (accountId === null) return null
	const requestHash = submitHash({ cartId: input.cartId, version: input.version, method: input.payment.method, poNumber: input.payment.poNumber })
	const placed = await withTransaction(db, async (tx) => {
		await keepPlans(tx)
		const known = await claimKey(tx, { accountId, key: input.idempotencyKey, requestHash, at: input.at })
		if (known.requestHash !== requestHash) return notPlaced(refusal('IDEMPOTENCY_KEY_REUSED'))
		if (known.answer) return { ...(known.answer as Placed), isReplay: true }
		const locked = await lockCart(tx, { accountId, cartId: input.cartId, version: input.version })
		const paymentMethod = input.payment.method
		const loaded = await loadPricedCart(
			tx,
			shopper,
			{ accountId, cartId: input.cartId },
			{ locale: input.locale, at: input.at, poNumber: input.payment.poNumber, paymentMethod },
		)
		// As a refusal, so that the key that was claimed for it goes too: another account's cart leaves no trace.
		if (!loaded) return (await isMerged(tx, accountId)) ? notPlaced(refusal('ACCOUNT_MERGED')) : notPlaced()
		if (!locked) return notPlaced(refusal('CART_CHANGED', { seenVersion: input.version, version: loaded.document.version }))
		const decision = await decideLocked(tx, shopper, loaded, input)
		if (!decision.ok) return { ok: false as const, refusals: decision.refusals, offers: decision.offers }
		const saved = await savePlaced(tx, shopper, { ...input, accountId }, decision)
		if (saved.ok) await answerKey(tx, { accountId, key: input.idempotencyKey, orderId: input.cartId, answer: saved })
		return saved
	})
	return !placed.ok && placed.refusals.length === 0 ? null : placed
}
