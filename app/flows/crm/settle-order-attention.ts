import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { closeCartAlerts, closeSilenceAlerts, insertNotices, lockGoals, updateGoals } from '../../../db/queries/attention.ts'
import { decideGoal } from '../../engine/next-best-action/decide-goal.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'
import type { DeskEvent } from './types.ts'

/**
 * An order was placed or cancelled: closes the alert and task of its cart with their outcome, counts the owner's goal
 * anew and says once that it was reached, and tells the buyer what a rep did for him. Twice is once.
 */
export async function settleOrderAttention(db: Db, event: DeskEvent): Promise<void> {
	const orderId = event.payload['orderId']
	const { accountId } = event
	if (typeof orderId !== 'number' || accountId === null) return
	await withTransaction(db, async (tx) => {
		const order = { ...event, orderId, accountId }
		if (event.topic === 'order.placed') await closeSilenceAlerts(tx, { accountId, outcome: outcomeOf(event), at: event.occurredAt })
		const recovered = event.topic === 'order.placed' ? await recoverCart(tx, order) : []
		const reached = await countGoals(tx, order)
		if (event.topic === 'order.placed' && event.actedByUserId !== null && event.contactId !== null) await tellBuyer(tx, order)
		await saveEvents(tx, [...recovered, ...reached])
	})
}

const outcomeOf = ({ actedByUserId }: Pick<DeskEvent, 'actedByUserId'>) => (actedByUserId === null ? 'ordered' : 'ordered_on_behalf')

type OrderEvent = DeskEvent & { orderId: number; accountId: number }

async function recoverCart(tx: Tx, { accountId, orderId, contactId, actedByUserId, occurredAt, payload }: OrderEvent): Promise<DomainEvent[]> {
	const closed = await closeCartAlerts(tx, { accountId, cartId: orderId, outcome: outcomeOf({ actedByUserId }), at: occurredAt })
	if (closed === 0) return []
	const facts = { cartId: orderId, orderId, number: payload['number'] ?? null }
	return [{ topic: 'cart.recovered', subject: `cart:${orderId}`, accountId, contactId, actedByUserId, payload: facts, occurredAt }]
}

async function countGoals(tx: Tx, { accountId, orderId, occurredAt }: OrderEvent): Promise<DomainEvent[]> {
	const goals = await lockGoals(tx, { accountId, orderId })
	if (goals.length === 0) return []
	// The sum is taken anew each time, so an order that is told twice, or late, counts once.
	const decided = goals.map((goal) => ({ goal, ...decideGoal({ ...goal, achievedMinor: 0 }, goal.summedMinor, occurredAt) }))
	await updateGoals(
		tx,
		decided.map(({ goal, achievedMinor, reachedAt }) => ({ id: goal.id, achievedMinor, reachedAt })),
	)
	const crossed = decided.filter(({ crosses }) => crosses)
	if (crossed.length === 0) return []
	await insertNotices(
		tx,
		crossed.map(({ goal, achievedMinor }) => ({
			idempotencyKey: `goal:${goal.id}`,
			userId: goal.userId,
			kind: 'goal.reached',
			facts: { goalId: goal.id, achievedMinor, targetMinor: goal.targetMinor, currency: goal.currency, endsOn: goal.endsOn },
			at: occurredAt,
		})),
	)
	return crossed.map(({ goal }) => ({
		topic: 'goal.reached',
		subject: `user:${goal.userId}`,
		payload: { goalId: goal.id, userId: goal.userId, orderId },
		occurredAt,
	}))
}

async function tellBuyer(tx: Tx, { id, accountId, contactId, orderId, payload, occurredAt }: OrderEvent): Promise<void> {
	const { number = null, totalMinor = null, currency = null, userName = null } = payload
	const facts = { orderId, number, totalMinor, currency, userName }
	await insertNotices(tx, [{ idempotencyKey: `order_for_you:${id}`, accountId, contactId, kind: 'order.placed_for_you', facts, at: occurredAt }])
}
