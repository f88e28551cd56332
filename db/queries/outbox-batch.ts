import type { CommerceEvent } from '../../app/engine/base/event.ts'
import type { Sql, Tx } from '../client.server.ts'

/** Subjects that never fall quiet are delivered all the same after so long. */
const longestDebounce = '5 minutes'

/**
 * Claims what is due at a destination: the oldest unfinished delivery of each subject, and those behind it that are due
 * too, in order of arrival. Whoever holds the first of a subject holds the subject, so a second worker passes it by. A
 * subject with a debounced event still to come waits for it.
 */
export async function claimBatch(tx: Tx, destination: string, at: Date, limit: number): Promise<CommerceEvent[]> {
	return await tx<CommerceEvent[]>`
		with head as materialized (
			select d.subject from outbox_delivery d
			where d.destination = ${destination} and d.state = 'waiting' and d.next_attempt_at <= ${at}
				and not exists (select from outbox_delivery e
					where e.destination = d.destination and e.subject = d.subject and e.state <> 'done' and e.arrival < d.arrival)
				and (d.next_attempt_at <= ${at}::timestamptz - ${longestDebounce}::interval or not exists (select from outbox_delivery l
					where l.destination = d.destination and l.subject = d.subject and l.state = 'waiting' and l.arrival > d.arrival and l.next_attempt_at > ${at}))
			order by d.next_attempt_at, d.arrival limit ${limit}
			for update of d skip locked
		), run as (
			select d.event_id, d.arrival, bool_and(d.state = 'waiting' and d.next_attempt_at <= ${at}) over (partition by d.subject order by d.arrival) as is_open
			from head join outbox_delivery d on d.destination = ${destination} and d.subject = head.subject and d.state <> 'done'
		)
		select e.id, e.topic, e.subject, e.account_id, e.contact_id, e.acted_by_user_id, e.payload, e.occurred_at
		from run join outbox_event e on e.id = run.event_id where run.is_open order by run.arrival limit ${limit}`
}

/** Claims these again after their batch failed; those that somebody else finished meanwhile are left out. */
export async function claimAgain(tx: Tx, destination: string, eventIds: readonly string[]): Promise<CommerceEvent[]> {
	return await tx<CommerceEvent[]>`
		with mine as materialized (
			select event_id, arrival from outbox_delivery
			where destination = ${destination} and event_id = any(${[...eventIds]}::uuid[]) and state = 'waiting' for update skip locked
		)
		select e.id, e.topic, e.subject, e.account_id, e.contact_id, e.acted_by_user_id, e.payload, e.occurred_at
		from mine join outbox_event e on e.id = mine.event_id order by mine.arrival`
}

export async function markBatchDelivered(tx: Tx, destination: string, eventIds: readonly string[], at: Date): Promise<void> {
	await tx`
		update outbox_delivery set state = 'done', delivered_at = ${at}, last_error = null, attempts = attempts + 1
		where destination = ${destination} and event_id = any(${[...eventIds]}::uuid[])`
}

/** How often a delivery was tried and failed so far; locks it. Null when it is finished or gone. */
export async function readAttempts(tx: Tx, destination: string, eventId: string): Promise<number | null> {
	const [row] = await tx<{ attempts: number }[]>`
		select attempts from outbox_delivery where destination = ${destination} and event_id = ${eventId} and state = 'waiting' for update skip locked`
	return row?.attempts ?? null
}

export type FailedDelivery = { destination: string; eventId: string; attempts: number; error: string; state: 'waiting' | 'parked'; nextAttemptAt: Date }

export async function saveFailure(tx: Tx, failed: FailedDelivery): Promise<void> {
	await tx`
		update outbox_delivery set attempts = ${failed.attempts}, last_error = ${failed.error}, state = ${failed.state}, next_attempt_at = ${failed.nextAttemptAt}
		where destination = ${failed.destination} and event_id = ${failed.eventId}`
}

export type ParkedDelivery = {
	eventId: string
	destination: string
	topic: string
	subject: string
	attempts: number
	lastError: string | null
	occurredAt: Date
	behind: number
}

/** What waits for a person, oldest first, with how many deliveries each holds back. */
export async function listParked(sql: Sql): Promise<ParkedDelivery[]> {
	return await sql<ParkedDelivery[]>`
		select d.event_id, d.destination, e.topic, d.subject, d.attempts, d.last_error, e.occurred_at, (select count(*) from outbox_delivery b
			where b.destination = d.destination and b.subject = d.subject and b.state <> 'done' and b.arrival > d.arrival) as behind
		from outbox_delivery d join outbox_event e on e.id = d.event_id where d.state = 'parked' order by d.arrival limit 200`
}

/** Puts a parked delivery back in its place. False when it is not parked. */
export async function unparkDelivery(tx: Tx, eventId: string, destination: string, at: Date): Promise<boolean> {
	const rows = await tx`
		update outbox_delivery set state = 'waiting', attempts = 0, next_attempt_at = ${at}
		where event_id = ${eventId} and destination = ${destination} and state = 'parked' returning 1`
	return rows.length === 1
}
