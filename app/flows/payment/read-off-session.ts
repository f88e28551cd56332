import type { AttemptOutcome } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { outcomeOf, outcomeOfRefusal } from './read-intent.ts'

/** A call that is due while nobody is present. */
export type OffSessionCall = {
	key: string
	amountMinor: number
	currency: string
	customerId: string | null
	paymentMethodId: string | null
	orderId: number
	orderNumber: string
	groupId: number
	accountId: number
}

/** Asks the card for it; a bank that wants its holder is a no. `prepared`: nobody knows, and the same key asks again. */
export async function askOffSession(payment: PaymentConnector, call: OffSessionCall): Promise<AttemptOutcome> {
	const answer = await payment.createIntent({
		...{ amountMinor: call.amountMinor, currency: call.currency, confirm: true, offSession: true, idempotencyKey: call.key },
		...(call.customerId ? { customerId: call.customerId } : {}),
		...(call.paymentMethodId ? { paymentMethodId: call.paymentMethodId } : {}),
		description: call.orderNumber,
		metadata: { attempt: call.key, orderId: String(call.orderId), groupId: String(call.groupId), accountId: String(call.accountId) },
	})
	const outcome = answer.ok ? outcomeOf(call.key, answer.intent) : outcomeOfRefusal(call.key, answer.refusals)
	return outcome.state === 'requires_action' ? { ...outcome, state: 'declined', failureCode: 'authentication_required' } : outcome
}
