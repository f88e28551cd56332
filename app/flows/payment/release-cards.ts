import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type AttemptOutcome, type CardAttemptRow, readCartAttempts, readOrphanAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import { type CaptureRow, saveCaptures } from '../../../db/queries/payment-attempt.ts'
import type { PaymentConnector, Refund } from '../../connectors/payment/contract.ts'
import { refundFacts } from './load-card-facts.ts'
import { findIntent } from './read-intent.ts'
import { saveCardFacts } from './save-card-facts.ts'

/** An authorisation without an order is released within 10 minutes (section 8). */
const RELEASE_AFTER_MS = 10 * 60_000
const MOST_AT_ONCE = 20

/** `taken`: it was captured for nothing, and went back as far as `refund` says. */
type Released = { outcome: AttemptOutcome; taken: { capture: CaptureRow; refund: Refund | null } | null }

async function releaseOne(payment: PaymentConnector, attempt: CardAttemptRow): Promise<Released[]> {
	const found = attempt.intentId
		? { ok: true as const, intentId: attempt.intentId }
		: await findIntent(payment, attempt.createdAt, (metadata) => metadata['attempt'] === attempt.key)
	// The processor cannot be asked now: the next round does.
	if (!found.ok) return []
	const outcome = { key: attempt.key, state: 'released', intentId: found.intentId, failureCode: null, captureBefore: null }
	if (attempt.state === 'captured') return giveBack(payment, attempt, outcome)
	if (found.intentId === null) return [{ outcome, taken: null }]
	const cancelled = await payment.cancel({ intentId: found.intentId, reason: 'abandoned', idempotencyKey: `release:${attempt.key}` })
	if (cancelled.ok) return [{ outcome, taken: null }]
	const [code] = cancelled.refusals.map((one) => one.code)
	if (code === 'payment.lapsed' || code === 'payment.unknown') return [{ outcome, taken: null }]
	return code === 'payment.unexpected_state' ? giveBack(payment, attempt, outcome) : []
}

/** It ended by itself, or was captured: by a process that died before it wrote that down, or before the goods left. What was taken goes back. */
async function giveBack(payment: PaymentConnector, { accountId, id, key }: CardAttemptRow, outcome: AttemptOutcome): Promise<Released[]> {
	const now = await payment.retrieve(outcome.intentId ?? '')
	if (!now.ok) return []
	const { id: intentId, status, capturedMinor, currency } = now.intent
	if (status !== 'succeeded') return [{ outcome, taken: null }]
	const refunded = await payment.refund({ intentId, currency, reason: 'requested_by_customer', idempotencyKey: `release:${key}:refund` })
	if (!refunded.ok && refunded.refusals.some(({ code }) => code === 'payment.unreachable')) return []
	// What the processor refuses to refund stays a payment that somebody can see.
	return [{ outcome, taken: { capture: { accountId, attemptId: id, amountMinor: capturedMinor }, refund: refunded.ok ? refunded.refund : null } }]
}

async function release(db: Db, payment: PaymentConnector, attempts: readonly CardAttemptRow[], at: Date): Promise<number> {
	const ended = (await Promise.all(attempts.map((attempt) => releaseOne(payment, attempt)))).flat()
	if (ended.length === 0) return 0
	const taken = ended.flatMap((one) => one.taken ?? [])
	const released = ended.filter((one) => one.taken === null).map(({ outcome }) => outcome)
	const refunds = taken.flatMap(({ refund }) => (refund ? refundFacts(refund) : []))
	await withTransaction(db, async (tx) => {
		if (taken.length > 0)
			await saveCaptures(tx, {
				captures: taken.map(({ capture }) => capture),
				at,
			})
		if (released.length > 0) await saveAttemptOutcomes(tx, released, at)
		await saveCardFacts(tx, { refunds, disputes: [], setups: [], unreached: [] }, at)
	})
	return ended.length
}

/** Gives back what was authorised for a cart that did not become an order. */
export async function releaseCart(
	db: Db,
	payment: PaymentConnector,
	{ accountId, cartId, at }: { accountId: number; cartId: number; at: Date },
): Promise<number> {
	const attempts = await readCartAttempts(db, { accountId, cartId })
	return release(
		db,
		payment,
		attempts.filter(({ state }) => state === 'authorised' || state === 'requires_action'),
		at,
	)
}

/** The worker's round: authorisations without an order, those of cancelled ones, and what was captured for one that was cancelled before anything left. */
export async function releaseOrphans(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const attempts = await readOrphanAttempts(db, { before: new Date(at.getTime() - RELEASE_AFTER_MS), most: MOST_AT_ONCE })
	return release(db, payment, attempts, at)
}
