import type { AttemptOutcome } from '../../../db/queries/card.ts'
import type { CardFacts, Intent, PaymentConnector } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'

/** What an intent of the processor means for the call that made it. */
export function outcomeOf(key: string, intent: Intent): AttemptOutcome {
	return { key, intentId: intent.id, state: stateOf(intent), failureCode: intent.declineCode, captureBefore: intent.captureBefore }
}

function stateOf({ status, cancellationReason }: Intent): string {
	switch (status) {
		case 'requires_capture':
			return 'authorised'
		case 'requires_action':
			return 'requires_action'
		case 'succeeded':
			return 'captured'
		case 'canceled':
			return cancellationReason === 'automatic' ? 'failed' : 'released'
		case 'requires_payment_method':
			return 'declined'
		default:
			return 'prepared'
	}
}

/** A refused call: a decline is final for its key; what could not be asked stays open, to be asked again with the same key. */
export function outcomeOfRefusal(key: string, refusals: readonly Refusal[]): AttemptOutcome {
	const [first] = refusals
	const isOpen = first?.code === 'payment.unreachable'
	const intentId = typeof first?.facts['intentId'] === 'string' ? first.facts['intentId'] : null
	const isDecline = first?.code.startsWith('card.') ?? false
	const failureCode = String(first?.facts['declineCode'] ?? first?.code ?? '') || null
	return { key, intentId, state: isOpen ? 'prepared' : isDecline ? 'declined' : 'failed', failureCode: isOpen ? null : failureCode, captureBefore: null }
}

/** A call whose answer was lost: its intent is found by what was written on it. A null id: the processor never heard of it. */
export async function findIntent(
	payment: PaymentConnector,
	calledAt: Date,
	isIt: (metadata: Intent['metadata']) => boolean,
): Promise<{ ok: true; intentId: string | null } | { ok: false }> {
	const createdFrom = new Date(calledAt.getTime() - 60_000)
	let afterId: string | undefined
	for (;;) {
		const page = await payment.listIntents({ createdFrom, ...(afterId ? { afterId } : {}) })
		if (!page.ok) return { ok: false }
		const found = page.intents.find(({ metadata }) => isIt(metadata))
		if (found) return { ok: true, intentId: found.id }
		afterId = page.intents.at(-1)?.id
		if (!page.more || !afterId) return { ok: true, intentId: null }
	}
}

/** What is kept of a card: enough for its owner to know it by. */
export const storedCard = ({ brand, last4, expMonth, expYear }: CardFacts) => ({ brand, lastFour: last4, expiresMonth: expMonth, expiresYear: expYear })
