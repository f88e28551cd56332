import { addDays, type Day, daysBetween } from '../base/calendar.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** `shipOn` null while nobody knows when the group ships. */
export type PayableGroup = { groupKey: string; dueMinor: number; shipOn: Day | null }

export type PaymentIntentPlan = {
	groupKey: string
	amountMinor: number
	when: 'now' | 'later'
	/** The day of the off-session call; null when the group has no ship date yet. */
	authoriseOn: Day | null
	attempt: number
	/** Stripe's idempotency key. */
	key: string
}

export type PayableOrder = {
	cartId: number
	version: number
	groups: readonly PayableGroup[]
	today: Day
	/** For how many days an authorisation holds. */
	authorisationDays: number
	/** What is to be paid by card, when terms take the rest; null is all of it. */
	cardMinor: number | null
	/** Attempts made before, by group. */
	attempts: ReadonlyMap<string, number>
}

/** A decline found so many days early leaves the buyer time to pay by another card. */
const DAYS_BEFORE_SHIPPING = 3

/** An authorisation is a day short of its window, because the clock of the bank is not ours. */
const DAYS_OF_CARE = 1

/**
 * One payment intent per delivery group (commerce-engine.md section 8): what ships while an authorisation holds is
 * authorised now, the rest off-session a few days before it ships. A part paid by card covers the first deliveries.
 */
export function planPayments(order: PayableOrder): PaymentIntentPlan[] {
	const groups = [...order.groups].sort(byShipDay)
	let left = order.cardMinor ?? Number.MAX_SAFE_INTEGER
	const plans: PaymentIntentPlan[] = []
	for (const group of groups) {
		const amountMinor = Math.min(group.dueMinor, left)
		left -= amountMinor
		if (amountMinor > 0) plans.push(planOne(order, group, amountMinor))
	}
	return plans
}

function planOne(
	{ cartId, version, today, authorisationDays, attempts }: PayableOrder,
	{ groupKey, shipOn }: PayableGroup,
	amountMinor: number,
): PaymentIntentPlan {
	const attempt = (attempts.get(groupKey) ?? 0) + 1
	const key = attemptKey({ cartId, version, groupKey, attempt })
	const holds = Math.max(0, authorisationDays - DAYS_OF_CARE)
	if (shipOn === null) return { groupKey, amountMinor, when: 'later', authoriseOn: null, attempt, key }
	if (daysBetween(today, shipOn) <= holds) return { groupKey, amountMinor, when: 'now', authoriseOn: today, attempt, key }
	return { groupKey, amountMinor, when: 'later', authoriseOn: addDays(shipOn, -Math.min(DAYS_BEFORE_SHIPPING, holds)), attempt, key }
}

function byShipDay(a: PayableGroup, b: PayableGroup): number {
	const [left, right] = [a.shipOn ?? '9999-12-31', b.shipOn ?? '9999-12-31']
	return left === right ? (a.groupKey < b.groupKey ? -1 : 1) : left < right ? -1 : 1
}

/** The same try of the same group of the same cart is the same call, however often it is sent. */
export function attemptKey({ cartId, version, groupKey, attempt }: { cartId: number; version: number; groupKey: string; attempt: number }): string {
	return `${cartId}:${version}:${groupKey}:${attempt}`
}

const RELEASE_AFTER_MILLIS = 10 * 60_000

/** An authorisation without an order is released within 10 minutes. */
export function isAttemptAbandoned(attempt: { orderId: number | null; state: string; createdAt: Date }, at: Date): boolean {
	const isOpen = attempt.state === 'prepared' || attempt.state === 'requires_action' || attempt.state === 'authorised'
	return attempt.orderId === null && isOpen && at.getTime() - attempt.createdAt.getTime() >= RELEASE_AFTER_MILLIS
}

/** A rep pays with a saved card only that the buyer marked for her, up to its amount; else `CARD_BY_BUYER`. */
export function refuseCardByRep(card: { repLimitMinor: number | null }, amountMinor: number): Refusal | null {
	if (card.repLimitMinor !== null && amountMinor <= card.repLimitMinor) return null
	return refusal('CARD_BY_BUYER', { amountMinor, repLimitMinor: card.repLimitMinor })
}
