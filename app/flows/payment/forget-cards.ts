import { type Db, withTransaction } from '../../../db/client.server.ts'
import { markForgotten, readCardsToForget } from '../../../db/queries/saved-card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { PUT_BACK_WITHIN_MS } from '../../engine/order/change-cards.ts'

/** After she may put it back, with a minute for one who is just doing so. */
const FORGET_AFTER_MS = PUT_BACK_WITHIN_MS + 60_000
const MOST_AT_ONCE = 20

/** The worker's round over removed cards: the processor forgets those that no delivery waits for any more. */
export async function forgetCards(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const cards = await readCardsToForget(db, { before: new Date(at.getTime() - FORGET_AFTER_MS), most: MOST_AT_ONCE })
	const asked = await Promise.all(
		cards.map(async (card) => ({
			card,
			answer: await payment.detachCard({ paymentMethodId: card.paymentMethodId, idempotencyKey: `forget:${card.paymentMethodId}` }),
		})),
	)
	// A card that the processor does not know any more is forgotten too; what could not be asked is asked again.
	const gone = asked.filter(({ answer }) => answer.ok || answer.refusals.every(({ code }) => code !== 'payment.unreachable')).map(({ card }) => card)
	if (gone.length > 0) await withTransaction(db, (tx) => markForgotten(tx, gone, at))
	return gone.length
}
