import type { Tx } from '../../../db/client.server.ts'
import { claimAttempts, insertAttempts, readCartAttempts } from '../../../db/queries/card.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { DecidedOrder } from '../../engine/order/decide-order.ts'
import { coverPlans } from '../../engine/order/settle-card.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { CartFacts } from '../cart/load-priced-cart.ts'
import { type CardQuestion, cardPlanOf } from './load-card-plan.ts'

/**
 * Gives the order its authorised card calls, and puts those of later deliveries on their day. Refuses when what is
 * authorised is not exactly what is due now: an amount moved between the bank's answer and the submit.
 */
export async function saveCardPayment(
	tx: Tx,
	shopper: Shopper,
	{ load, order, ...question }: CardQuestion & { load: CartFacts; order: DecidedOrder; paymentMethodId: string },
): Promise<Refusal[]> {
	const accountId = load.document.accountId
	const attempts = await readCartAttempts(tx, { accountId, cartId: question.cartId })
	const plans = cardPlanOf(load, order, shopper, attempts, question)
	const covered = coverPlans(plans, attempts, question.version)
	if (!covered.ok) return covered.refusals
	const ids = covered.used.map(({ id }) => id)
	if (ids.length > 0 && !(await claimAttempts(tx, { accountId, orderId: question.cartId, ids, at: question.at }))) return [refusal('CARD_CHANGED')]
	const later = plans.filter(({ when }) => when === 'later')
	const scheduled = later.map(({ groupKey, amountMinor, attempt, key, authoriseOn }) => ({
		...{ key, attempt, amountMinor, currency: order.cart.currency, groupId: Number(groupKey), orderId: question.cartId },
		...{ state: 'scheduled' as const, paymentMethodId: question.paymentMethodId, authoriseOn },
	}))
	if (scheduled.length > 0) await insertAttempts(tx, accountId, scheduled, question.at)
	return []
}
