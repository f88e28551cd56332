import { type Db, withTransaction } from '../../../db/client.server.ts'
import { type AttemptOutcome, type CardAttemptRow, readCartAttempts, readOrphanAttempts, saveAttemptOutcomes } from '../../../db/queries/card.ts'
import type { PaymentConnector } from '../../connectors/payment/contract.ts'
import { findIntent } from './read-intent.ts'

/** An authorisation without an order is released within 10 minutes (section 8). */
const RELEASE_AFTER_MS = 10 * 60_000
const MOST_AT_ONCE = 20

async function releaseOne(payment: PaymentConnector, attempt: CardAttemptRow): Promise<AttemptOutcome[]> {
	const found = attempt.intentId
		? { ok: true as const, intentId: attempt.intentId }
		: await findIntent(payment, attempt.createdAt, (metadata) => metadata['attempt'] === attempt.key)
	// The processor cannot be asked now: the next round does.
	if (!found.ok) return []
	const outcome = { key: attempt.key, state: 'released', intentId: found.intentId, failureCode: null, captureBefore: null }
	if (found.intentId === null) return [outcome]
	const cancelled = await payment.cancel({ intentId: found.intentId, reason: 'abandoned', idempotencyKey: `release:${attempt.key}` })
	if (cancelled.ok) return [outcome]
	const isGone = cancelled.refusals.some(({ code }) => code === 'payment.unexpected_state' || code === 'payment.lapsed' || code === 'payment.unknown')
	return isGone ? [outcome] : []
}

async function release(db: Db, payment: PaymentConnector, attempts: readonly CardAttemptRow[], at: Date): Promise<number> {
	const outcomes = (await Promise.all(attempts.map((attempt) => releaseOne(payment, attempt)))).flat()
	if (outcomes.length > 0) await withTransaction(db, (tx) => saveAttemptOutcomes(tx, outcomes, at))
	return outcomes.length
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

/** The worker's round: authorisations without an order, and those of cancelled ones. */
export async function releaseOrphans(db: Db, payment: PaymentConnector, at: Date): Promise<number> {
	const attempts = await readOrphanAttempts(db, { before: new Date(at.getTime() - RELEASE_AFTER_MS), most: MOST_AT_ONCE })
	return release(db, payment, attempts, at)
}
