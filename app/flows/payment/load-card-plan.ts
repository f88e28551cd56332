import type { CardAttemptRow } from '../../../db/queries/card.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import type { DecidedOrder } from '../../engine/order/decide-order.ts'
import { type PaymentIntentPlan, planPayments } from '../../engine/order/plan-payments.ts'
import { countAttempts } from '../../engine/order/settle-card.ts'
import type { Shopper } from '../../platform/actor.ts'
import type { CartFacts } from '../cart/load-priced-cart.ts'

export type CardQuestion = { cartId: number; version: number; at: Date; cardMinor: number | null }

/** What the card pays of a decided order, delivery by delivery (section 8): authorise and submit must ask the same. */
export function cardPlanOf(
	load: CartFacts,
	order: DecidedOrder,
	shopper: Shopper,
	attempts: readonly CardAttemptRow[],
	{ cartId, version, at, cardMinor }: CardQuestion,
): PaymentIntentPlan[] {
	const ships = new Map(order.stock.promises.map(({ groupKey, shipsOn }) => [groupKey, shipsOn]))
	return planPayments({
		cartId,
		version,
		groups: order.cart.groups.map(({ groupKey, dueMinor }) => ({ groupKey, dueMinor, shipOn: ships.get(groupKey) ?? null })),
		today: dayIn(at, shopper.seller.timeZone),
		authorisationDays: load.facts.cardAuthorisationDays,
		cardMinor,
		attempts: countAttempts(attempts, version),
	})
}
