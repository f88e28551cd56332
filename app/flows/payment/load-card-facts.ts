import type { DisputeFact, RefundFact } from '../../../db/queries/card-facts.ts'
import type { Dispute, PaymentConnector, Refund, Setup } from '../../connectors/payment/contract.ts'

export type Subject = { kind: string; id: string; intentId: string | null }

/** `unreached`: ids that could not be asked for now; the next round does. */
export type CardFactsTold = { refunds: RefundFact[]; disputes: DisputeFact[]; setups: Setup[]; unreached: string[] }

const idsOf = (about: readonly Subject[], kind: string) => [...new Set(about.filter((one) => one.kind === kind).map(({ id }) => id))]

const isGone = (refusals: readonly { code: string }[]) => refusals.some(({ code }) => code === 'payment.unknown')

/** What is written of a refund; nothing of one that is of no intent. */
export function refundFacts({ id, intentId, amountMinor, currency, status, reason, createdAt }: Refund): RefundFact[] {
	return intentId === null ? [] : [{ refundId: id, intentId, amountMinor, currency, status, reason, refundedAt: createdAt }]
}

function disputeFacts({ id, intentId, amountMinor, currency, status, reason, respondBy, createdAt }: Dispute): DisputeFact[] {
	return intentId === null ? [] : [{ disputeId: id, intentId, amountMinor, currency, status, reason, respondBy, openedAt: createdAt }]
}

/** The refunds, disputes and kept cards that notices speak of, as the processor has them now: two notices in the wrong order then say the same. */
export async function loadCardFacts(payment: PaymentConnector, about: readonly Subject[]): Promise<CardFactsTold> {
	const refunds = await Promise.all(idsOf(about, 'refund').map(async (id) => ({ id, answer: await payment.retrieveRefund(id) })))
	const disputes = await Promise.all(idsOf(about, 'dispute').map(async (id) => ({ id, answer: await payment.retrieveDispute(id) })))
	const setups = await Promise.all(idsOf(about, 'setup_intent').map(async (id) => ({ id, answer: await payment.retrieveSetupIntent(id) })))
	return {
		refunds: refunds.flatMap(({ answer }) => (answer.ok ? refundFacts(answer.refund) : [])),
		disputes: disputes.flatMap(({ answer }) => (answer.ok ? disputeFacts(answer.dispute) : [])),
		setups: setups.flatMap(({ answer }) => (answer.ok ? [answer.setup] : [])),
		unreached: [...refunds, ...disputes, ...setups].filter(({ answer }) => !answer.ok && !isGone(answer.refusals)).map(({ id }) => id),
	}
}
