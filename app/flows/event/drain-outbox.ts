import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { claimAgain, claimBatch, claimLeased, type DueEvent, markDelivered, markFailed } from '../../../db/queries/outbox.ts'
import { retryAfterSeconds } from '../../engine/base/backoff.ts'
import type { CommerceEvent } from '../../engine/base/event.ts'
import { NeverDeliverable } from './types.ts'

/** Effects in our own database: in order per subject, set-based, in the transaction that marks them delivered. */
export type DeliverHere = (tx: Tx, events: readonly CommerceEvent[], at: Date) => Promise<void>

/** Effects anywhere else, one event at a time and outside any transaction. The same event may come twice, so it answers twice the same. */
export type DeliverOutside = (event: CommerceEvent) => Promise<void>

/** A destination takes its events in one of two ways (app/decisions/0130). Both throw to be asked again later. */
export type Destination = { here: DeliverHere } | { outside: DeliverOutside }

/** `clock` is read again after each event, since an outside system may be slow; `random` is the jitter of a retry. */
type Drain = { destination: string; clock: () => Date; random?: () => number; limit?: number }

export type Failure = { eventId: string; topic: string; error: string; parked: boolean }
export type Drained = { delivered: number; failures: Failure[] }

const leaseSeconds = 120
const mostHere = 500
const mostOutside = 20

/**
 * Delivers what is due at one destination (house.md, Two tables, one worker): call again while it delivers. A subject's
 * events arrive in order; one that fails backs off or is parked, and holds back its own subject alone. Nothing
 * delivered and no failure: nothing is due.
 */
export async function drainOutbox(db: Db, drain: Drain & Destination): Promise<Drained> {
	return 'here' in drain ? drainHere(db, drain) : drainOutside(db, drain)
}

type Here = Drain & { here: DeliverHere }
type Outside = Drain & { outside: DeliverOutside }

/**
 * The effects and the mark that they are done are one transaction: a crash loses both or neither. When a batch fails it
 * is halved until the event that fails stands alone.
 */
async function drainHere(db: Db, drain: Here): Promise<Drained> {
	let claimed: DueEvent[] = []
	try {
		const delivered = await withTransaction(db, async (tx) => {
			claimed = await claimBatch(tx, drain.destination, drain.clock(), drain.limit ?? mostHere)
			return await deliverClaimed(tx, drain, claimed)
		})
		return { delivered, failures: [] }
	} catch (error) {
		if (claimed.length === 0) throw error
		return await narrow(db, drain, claimed, error)
	}
}

async function deliverClaimed(tx: Tx, drain: Here, events: readonly DueEvent[]): Promise<number> {
	if (events.length === 0) return 0
	await drain.here(tx, events, drain.clock())
	await markDelivered(tx, drain.destination, events, drain.clock())
	return events.length
}

/** Halves what failed; what stands behind a failed event of the same subject is left for later. */
async function narrow(db: Db, drain: Here, failed: readonly DueEvent[], error: unknown): Promise<Drained> {
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

async function deliverAgain(db: Db, drain: Here, events: readonly DueEvent[]): Promise<Drained> {
	const ids = events.map(({ id }) => id)
	if (ids.length === 0) return { delivered: 0, failures: [] }
	try {
		const delivered = await withTransaction(db, async (tx) => deliverClaimed(tx, drain, await claimAgain(tx, drain.destination, ids)))
		return { delivered, failures: [] }
	} catch (error) {
		return await narrow(db, drain, events, error)
	}
}

/** A claim is a lease: whoever dies with it, another takes it when it ends. What became of each event is written down by itself. */
async function drainOutside(db: Db, drain: Outside): Promise<Drained> {
	const { destination, clock, limit = mostOutside } = drain
	const due = await withTransaction(db, (tx) => claimLeased(tx, destination, { at: clock(), leaseSeconds, limit }))
	const failures = await Promise.all(due.map((event) => deliverOne(db, drain, event)))
	return { delivered: failures.filter((failed) => failed === null).length, failures: failures.flatMap((failed) => failed ?? []) }
}

async function deliverOne(db: Db, drain: Outside, event: DueEvent): Promise<Failure[] | null> {
	try {
		await drain.outside(event)
	} catch (error) {
		return fail(db, drain, event, error)
	}
	await markDelivered(db, drain.destination, [event], drain.clock())
	return null
}

/** Whatever a destination throws becomes a row that a person can read. Nothing when somebody else finished it meanwhile. */
async function fail(db: Db, { destination, clock, random }: Drain, event: DueEvent, error: unknown): Promise<Failure[]> {
	const retryAfter = error instanceof NeverDeliverable ? null : retryAfterSeconds(event.attempts, random?.())
	const message = (error instanceof Error ? error.message : String(error)).slice(0, 2000)
	const retryAt = retryAfter === null ? null : new Date(clock().getTime() + retryAfter * 1000)
	const isNoted = await markFailed(db, destination, event, { message, retryAt })
	return isNoted ? [{ eventId: event.id, topic: event.topic, error: message, parked: retryAfter === null }] : []
}
