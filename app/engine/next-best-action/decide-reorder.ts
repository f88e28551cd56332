import { addDays, type Day, daysBetween } from '../base/calendar.ts'

/** What the rule NBA-2 reads of an account; kept with the alert as it was. */
export type ReorderFacts = {
	accountId: number
	/** Days of its last orders, any order, each day once. */
	orderDays: readonly Day[]
	today: Day
	/** Something ordered is still on its way. */
	hasOpenOrder: boolean
}

export type ReorderDecision =
	| { isDue: true; everyDays: number; lastOn: Day; dueOn: Day }
	| { isDue: false; reason: 'NO_RHYTHM' | 'NOT_DUE' | 'LONG_GONE' | 'ORDER_OPEN' }

const leastOrders = 4
/** Orders that follow each other within days are one purchase in two parts, not a rhythm. */
const shortestDays = 5

/**
 * When an account usually orders again (sync-core.md section c, reorder.due): the middle of the gaps between its last orders,
 * after the last one. Due from that day on until a second gap is over; then it is no rhythm any more, and its silence is another
 * rule's. Never while an order is open.
 */
export function decideReorder({ orderDays, today, hasOpenOrder }: ReorderFacts): ReorderDecision {
	const days = [...new Set(orderDays)].sort()
	const lastOn = days.at(-1)
	if (lastOn === undefined || days.length < leastOrders) return { isDue: false, reason: 'NO_RHYTHM' }
	const gaps = days.slice(1).map((day, place) => daysBetween(days[place] ?? day, day))
	const everyDays = [...gaps].sort((a, b) => a - b)[Math.floor((gaps.length - 1) / 2)] ?? 0
	if (everyDays < shortestDays) return { isDue: false, reason: 'NO_RHYTHM' }
	const dueOn = addDays(lastOn, everyDays)
	if (today < dueOn) return { isDue: false, reason: 'NOT_DUE' }
	if (today > addDays(dueOn, everyDays)) return { isDue: false, reason: 'LONG_GONE' }
	return hasOpenOrder ? { isDue: false, reason: 'ORDER_OPEN' } : { isDue: true, everyDays, lastOn, dueOn }
}
