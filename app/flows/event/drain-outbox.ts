import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { claimAgain, claimBatch, markBatchDelivered, readAttempts, saveFailure } from '../../../db/queries/outbox-batch.ts'
import { retryAfterSeconds } from '../../engine/base/backoff.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'

/** What a destination does with its events: in order per subject, set-based, in the transaction that marks them delivered. */
export type Deliver = (tx: Tx, events: readonly CommerceEvent[], at: Date) => Promise<void>

export type Drain = { destination: string; deliver: Deliver; at: Date; random: () => number; limit?: number }

export type Failure = { eventId: string; topic: string; error: string; parked: boolean }
export type Drained = { delivered: number; failures: Failure[] }

/**
 * Delivers one batch to a side that lives in our own database; outside systems are told one by one, outside any
 * transaction (flows/outbox/deliver-due.ts). (house.md, Two tables, one worker). The effects and the mark that they are done are
 * one transaction, so a crash loses both or neither. When a batch fails it is halved until the event that fails stands
 * alone: it backs off or is parked and holds back only its own subject. Zero delivered and no failure: nothing is due.
 */
export async function drainOutbox(db: Db, drain: Drain): Promise<Drained> {
	let claimed: CommerceEvent[] = []
	try {
		const delivered = await withTransaction(db, async (tx) => {
			claimed = await claimBatch(tx, drain.destination, drain.at, drain.limit ?? 500)
			return await deliverClaimed(tx, drain, claimed)
		})
		return { delivered, failures: [] }
	} catch (error) {
		if (claimed.length === 0) throw error
		return await narrow(db, drain, claimed, error)
	}
}

async function deliverClaimed(tx: Tx, drain: Drain, events: readonly CommerceEvent[]): Promise<number> {
	if (events.length === 0) return 0
	await drain.deliver(tx, events, drain.at)
	await markBatchDelivered(
		tx,
		drain.destination,
		events.map(({ id }) => id),
		drain.at,
	)
	return events.length
}

/** Halves what failed; what stands behind a failed event of the same subject is left for later. */
async function narrow(db: Db, drain: Drain, failed: readonly CommerceEvent[], error: unknown): Promise<Drained> {
	const [only] = failed
	if (only && failed.length === 1) return { delivered: 0, failures: await fail(db, drain, only, error) }
	const middle = Math.ceil(failed.length / 2)
	const first = await deliverAgain(db, drain, failed.slice(0, middle))
	const held = new Set(failed.filter(({ id }) => first.failures.some(({ eventId }) => eventId === id)).map(({ subject }) => subject))
	const second = await deliverAgain(
		db,
		drain,
		failed.slice(middle).filter(({ subject }) => !held.has(subject)),
	)
	return { delivered: first.delivered + second.delivered, failures: [...first.failures, ...second.failures] }
}

async function deliverAgain(db: Db, drain: Drain, events: readonly CommerceEvent[]): Promise<Drained> {
	const ids = events.map(({ id }) => id)
	if (ids.length === 0) return { delivered: 0, failures: [] }
	try {
		const delivered = await withTransaction(db, async (tx) => deliverClaimed(tx, drain, await claimAgain(tx, drain.destination, ids)))
		return { delivered, failures: [] }
	} catch (error) {
		return await narrow(db, drain, events, error)
	}
}

async function fail(db: Db, drain: Drain, event: CommerceEvent, error: unknown): Promise<Failure[]> {
	return await withTransaction(db, async (tx) => {
		const before = await readAttempts(tx, drain.destination, event.id)
		if (before === null) return []
		const attempts = before + 1
		const retryAfter = retryAfterSeconds(attempts, drain.random())
		const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
		await saveFailure(tx, {
			destination: drain.destination,
			eventId: event.id,
			attempts,
			error: message,
			state: retryAfter === null ? 'parked' : 'waiting',
			nextAttemptAt: new Date(drain.at.getTime() + (retryAfter ?? 0) * 1000),
		})
		return [{ eventId: event.id, topic: event.topic, error: message, parked: retryAfter === null }]
	})
}
