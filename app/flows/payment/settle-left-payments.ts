import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type LeftInvoiceAttempt, markAttempt, readLeftInvoiceAttempts } from '../../../db/queries/payment-attempt.ts'
import type { Intent, PaymentConnector } from '../../connectors/payment/contract.ts'
import { saveCaptured } from '../invoice/save-captured.ts'
import { findIntent } from './read-intent.ts'

/** As long as an authorisation without an order (section 8): by then she has closed the page, or the process that served her is gone. */
const LEFT_AFTER_MS = 10 * 60_000
const MOST_AT_ONCE = 20

/** How the processor has it: an intent, none, or null when it cannot be asked now. */
async function intentOf(payment: PaymentConnector, { id, stripeIntentId, createdAt }: LeftInvoiceAttempt): Promise<{ intent: Intent | null } | null> {
	const isIt = (metadata: Intent['metadata']) => metadata['purpose'] === 'invoices' && metadata['attempt'] === String(id)
	const found = stripeIntentId ? { ok: true as const, intentId: stripeIntentId } : await findIntent(payment, createdAt, isIt)
	if (!found.ok) return null
	if (found.intentId === null) return { intent: null }
	const read = await payment.retrieve(found.intentId)
	return read.ok ? { intent: read.intent } : null
}

async function settle(db: Db, payment: PaymentConnector, left: LeftInvoiceAttempt, at: Date): Promise<boolean> {
	const found = await intentOf(payment, left)
	if (!found) return false
	const { intent } = found
	const { accountId, billToAccountId } = left
	if (intent?.status === 'succeeded') {
		const booked = await withTransaction(db, (tx) => saveCaptured(tx, { accountId, billToAccountId, contactId: null }, { attempt: left, intent, at }))
		return booked.ok
	}
	if (intent && intent.status !== 'canceled') {
		const cancelled = await payment.cancel({ intentId: intent.id, reason: 'abandoned', idempotencyKey: `release:${left.idempotencyKey}` })
		// It may have been captured this moment: the next round reads it again.
		if (!cancelled.ok) return false
	}
	await withTransaction(db, (tx) => markAttempt(tx, { accountId, attemptId: left.id, state: 'released', stripeIntentId: intent?.id ?? null, at }))
	return true
}

/**
 * The worker's round over payments of invoices that broke off: money that was captured is booked, whoever captured it; what
 * was only authorised is given back, for nobody was told that she has paid. Answers how many came to an end.
 */
export async function settleLeftPayments(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const left = await readLeftInvoiceAttempts(db, { before: new Date(at.getTime() - LEFT_AFTER_MS), most: MOST_AT_ONCE })
	const settled = await Promise.all(left.map((one) => settle(db, payment, one, at)))
	return settled.filter(Boolean).length
}
