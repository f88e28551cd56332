import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import { type AttemptRow, saveCaptures } from '../../../db/queries/payment-attempt.ts'
import type { Intent, PaymentConnector } from '../../connectors/payment/contract.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type CardStep, keyAfter, restOf } from '../../engine/order/cover-shipment.ts'
import { askOffSession } from '../payment/read-off-session.ts'
import { saveDeclined } from '../payment/save-declined.ts'

export type ToPay = { step: Exclude<CardStep, { kind: 'covered' } | { kind: 'unpaid' }>; calls: readonly AttemptRow[]; isLast: boolean }

/** Makes one step towards goods that are paid, outside any transaction; what it came to is written down. Refuses what the processor does. */
export async function saveCardStep(db: Db, payment: PaymentConnector, { step, calls, isLast }: ToPay, at: Date): Promise<Refusal[]> {
	const call = calls.find(({ id }) => id === step.callId)
	if (!call) return []
	if (step.kind === 'capture') return capture(db, payment, { call, calls, isLast, amountMinor: step.amountMinor }, at)
	if (step.kind === 'authorise') return authorise(db, payment, call, at)
	await withTransaction(db, (tx) => insertAttempts(tx, call.accountId, [restCall(calls, call, call.amountMinor)], at))
	return []
}

/** The call for what is still to come of a delivery: made when that ships. */
function restCall(calls: readonly AttemptRow[], call: AttemptRow, amountMinor: number) {
	const { currency, groupId, orderId } = call
	return {
		...keyAfter(calls),
		amountMinor,
		currency,
		groupId,
		orderId,
		state: 'scheduled' as const,
		paymentMethodId: call.paymentMethodId ?? '',
		authoriseOn: null,
	}
}

async function authorise(db: Db, payment: PaymentConnector, call: AttemptRow, at: Date): Promise<Refusal[]> {
	const outcome = await askOffSession(payment, call)
	// Whether an unreachable processor authorised is not known: the same call is made again later.
	if (outcome.state === 'prepared') return [{ code: 'payment.unreachable', facts: {} }]
	const isPaid = outcome.state === 'authorised'
	await withTransaction(db, async (tx) => {
		await saveAttemptOutcomes(tx, [outcome], at)
		if (!isPaid) await saveDeclined(tx, [{ ...call, code: outcome.failureCode }], at)
	})
	return isPaid ? [] : [{ code: 'card.declined', facts: { declineCode: outcome.failureCode } }]
}

type Capturing = { call: AttemptRow; calls: readonly AttemptRow[]; isLast: boolean; amountMinor: number }
type Answer = Awaited<ReturnType<PaymentConnector['capture']>>

/** One intent is captured once; the rest of its authorisation goes back to the card, and is asked for again when the rest ships. */
async function capture(db: Db, payment: PaymentConnector, { call, calls, isLast, amountMinor }: Capturing, at: Date): Promise<Refusal[]> {
	const { accountId } = call
	const answer = await captured(payment, call, amountMinor)
	const code = answer.ok ? null : (answer.refusals[0]?.code ?? '')
	if (!answer.ok && code === 'payment.unreachable') return answer.refusals
	await withTransaction(db, async (tx) => {
		if (answer.ok) {
			const paidMinor = answer.intent.capturedMinor
			await saveCaptures(tx, { captures: [{ accountId, attemptId: call.id, amountMinor: paidMinor }], at })
			const rest = restOf(call, { askedMinor: amountMinor, capturedMinor: paidMinor, isLast })
			if (rest > 0) await insertAttempts(tx, accountId, [restCall(calls, call, rest)], at)
			return
		}
		const failed = { key: call.key, intentId: call.intentId, state: 'failed', failureCode: code, captureBefore: null }
		await saveAttemptOutcomes(tx, [failed], at)
		// What lapsed before the goods were ready is authorised anew by the next step; anything else waits for the buyer.
		if (code !== 'payment.lapsed') await saveDeclined(tx, [{ ...call, code }], at)
	})
	return answer.ok || code === 'payment.lapsed' ? [] : answer.refusals
}

/** What was captured and not written down, with another quantity in hand, is found where it was captured. */
async function captured(payment: PaymentConnector, { intentId, currency, key }: AttemptRow, amountMinor: number): Promise<Answer> {
	const answer = await payment.capture({ intentId: intentId ?? '', currency, amountMinor, idempotencyKey: `${key}:capture` })
	if (answer.ok || !answer.refusals.some(({ code }) => code === 'payment.key_reused' || code === 'payment.unexpected_state')) return answer
	const now = await payment.retrieve(intentId ?? '')
	if (!now.ok) return now
	return isPaid(now.intent)
		? now
		: { ok: false, refusals: [{ code: now.intent.status === 'canceled' ? 'payment.lapsed' : 'payment.unexpected_state', facts: {} }] }
}

const isPaid = ({ status }: Intent) => status === 'succeeded'
