import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type DueAttempt, holdDeliveries, readDueAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { saveEvents } from '../event/save-events.ts'
import { outcomeOf, outcomeOfRefusal } from './read-intent.ts'

const MOST_AT_ONCE = 20

async function authorise(payment: PaymentConnector, due: DueAttempt) {
	const answer = await payment.createIntent({
		...{ amountMinor: due.amountMinor, currency: due.currency, confirm: true, offSession: true, idempotencyKey: due.key },
		...(due.customerId ? { customerId: due.customerId } : {}),
		...(due.paymentMethodId ? { paymentMethodId: due.paymentMethodId } : {}),
		description: due.orderNumber,
		metadata: { attempt: due.key, orderId: String(due.orderId), groupId: due.groupKey, accountId: String(due.accountId) },
	})
	return { due, outcome: answer.ok ? outcomeOf(due.key, answer.intent) : outcomeOfRefusal(due.key, answer.refusals) }
}

/**
 * The worker's round for deliveries that ship later (section 8): their cards are authorised off-session on the day
 * before. A decline holds the delivery and tells the buyer. What could not be asked is asked again with the same key.
 */
export async function authoriseDue(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const due = await readDueAttempts(db, { at, most: MOST_AT_ONCE })
	const asked = (await Promise.all(due.map((one) => authorise(payment, one)))).filter(({ outcome }) => outcome.state !== 'prepared')
	if (asked.length === 0) return 0
	const refused = asked.filter(({ outcome }) => outcome.state !== 'authorised')
	await withTransaction(db, async (tx) => {
		await saveAttemptOutcomes(
			tx,
			asked.map(({ outcome }) => (outcome.state === 'requires_action' ? { ...outcome, state: 'declined', failureCode: 'authentication_required' } : outcome)),
			at,
		)
		if (refused.length === 0) return
		await holdDeliveries(
			tx,
			refused.map(({ due: { groupId } }) => groupId),
		)
		await saveEvents(
			tx,
			refused.map(({ due: { orderId, groupId, accountId, contactId }, outcome }) => ({
				topic: 'payment.declined' as const,
				subject: `order:${orderId}`,
				...{ accountId, contactId, payload: { orderId, groupId, code: outcome.failureCode }, occurredAt: at },
			})),
		)
	})
	return asked.length
}
