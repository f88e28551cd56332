import { type Db, withTransaction } from '../../../db/client.server.ts'
import { claimDue, type DueDelivery, markDelivered, markFailed } from '../../../db/queries/outbox-delivery.ts'
import { retryAfterSeconds } from '../../engine/base/backoff.ts'

/** What a destination does with an event. At least once: the same event may come twice, so it answers twice the same. Throw to try again later. */
export type Deliver = (event: DueDelivery) => Promise<void>

/** A reason that no further attempt can cure: the delivery is parked at once. */
export class NeverDeliverable extends Error {}

const leaseSeconds = 120

/**
 * Claims due deliveries, hands each to its destination outside any transaction, and writes down what became of it.
 * Returns how many were claimed; call again until 0. `clock` is read again after each, since a destination may be slow.
 */
export async function deliverDue(db: Db, destinations: Readonly<Record<string, Deliver>>, clock: () => Date, limit = 20): Promise<number> {
	const names = Object.keys(destinations)
	const due = await withTransaction(db, (tx) => claimDue(tx, { destinations: names, at: clock(), leaseSeconds, limit }))
	await Promise.all(due.map((event) => deliverOne(db, destinations[event.destination], event, clock)))
	return due.length
}

async function deliverOne(db: Db, deliver: Deliver | undefined, event: DueDelivery, clock: () => Date): Promise<void> {
	const failure = await attempt(deliver, event)
	if (!failure) return markDelivered(db, event, clock())
	const wait = failure instanceof NeverDeliverable ? null : retryAfterSeconds(event.attempts)
	await markFailed(db, event, { message: failure.message, retryAt: wait === null ? null : new Date(clock().getTime() + wait * 1000) })
}

/** The edge to other systems: whatever they throw becomes a row that a person can read. */
async function attempt(deliver: Deliver | undefined, event: DueDelivery): Promise<Error | null> {
	try {
		await deliver?.(event)
		return null
	} catch (error) {
		return error instanceof Error ? error : new Error(String(error))
	}
}
