import type { CommerceEvent } from '../../app/engine/base/event.ts'
import type { Sql, Tx } from '../client.server.ts'

export const outboxChannel = 'outbox'

export type EventRow = {
	topic: string
	subject: string
	accountId?: number | null
	contactId?: number | null
	actedByUserId?: number | null
	payload: Record<string, unknown>
	occurredAt: Date
	destinations: readonly string[]
	/** The first delivery waits so long, and for what follows in the same subject meanwhile. */
	debounceSeconds?: number
}

/** Events and their deliveries, in one statement, which wakes the worker when its transaction commits. Rows keep their order: uuidv7 and arrival rise with it. */
export async function insertEvents(tx: Tx, events: readonly EventRow[]): Promise<void> {
	const rows = JSON.stringify(
		events.map((event, ordinal) => ({
			ordinal,
			topic: event.topic,
			subject: event.subject,
			account_id: event.accountId ?? null,
			contact_id: event.contactId ?? null,
			acted_by_user_id: event.actedByUserId ?? null,
			payload: event.payload,
			occurred_at: event.occurredAt.toISOString(),
			destinations: event.destinations,
			debounce: event.debounceSeconds ?? 0,
		})),
	)
	await tx`
		with rows as materialized (
			select uuidv7() as id, r.* from json_to_recordset(${rows}::text::json) as r(
				ordinal int, topic text, subject text, account_id bigint, contact_id bigint, acted_by_user_id bigint,
				payload jsonb, occurred_at timestamptz, destinations jsonb, debounce int)
		), events as (
			insert into outbox_event (id, topic, subject, account_id, contact_id, acted_by_user_id, payload, occurred_at)
			select id, topic, subject, account_id, contact_id, acted_by_user_id, payload, occurred_at from rows order by ordinal
		), deliveries as (
			insert into outbox_delivery (event_id, destination, subject, next_attempt_at)
			select rows.id, destination, rows.subject, rows.occurred_at + make_interval(secs => rows.debounce)
			from rows, jsonb_array_elements_text(rows.destinations) with ordinality as d(destination, place)
			order by rows.ordinal, d.place
		)
		select pg_notify('outbox', '')`
}

/** An event on its way to one destination, and which attempt at it this is. */
export type DueEvent = CommerceEvent & { attempts: number }

/** Subjects that never fall quiet are delivered all the same after so long. */
const longestDebounce = '5 minutes'

/**
 * The oldest unfinished delivery of each subject that is due at a destination, locked: whoever holds it holds the
 * subject, so a second worker passes it by. A subject with a debounced event still to come waits for it. Never reads by
 * "id greater than last seen": a slow transaction commits a lower one later.
 */
const heads = (tx: Tx, destination: string, at: Date, limit: number) => tx`
	select d.event_id, d.subject from outbox_delivery d
	where d.destination = ${destination} and d.state = 'waiting' and d.next_attempt_at <= ${at}
		and not exists (select from outbox_delivery e
			where e.destination = d.destination and e.subject = d.subject and e.state <> 'done' and e.arrival < d.arrival)
		and (d.next_attempt_at <= ${at}::timestamptz - ${longestDebounce}::interval or not exists (select from outbox_delivery l
			where l.destination = d.destination and l.subject = d.subject and l.state = 'waiting' and l.arrival > d.arrival and l.next_attempt_at > ${at}))
	order by d.next_attempt_at, d.arrival limit ${limit}
	for update of d skip locked`

const eventColumns = (tx: Tx) => tx`e.id, e.topic, e.subject, e.account_id, e.contact_id, e.acted_by_user_id, e.payload, e.occurred_at`

/** Claims by lock, for the length of the transaction: the heads, and those behind them that are due too, in order of arrival. */
export async function claimBatch(tx: Tx, destination: string, at: Date, limit: number): Promise<DueEvent[]> {
	return await tx<DueEvent[]>`
		with head as materialized (${heads(tx, destination, at, limit)}), run as (
			select d.event_id, d.arrival, d.attempts, bool_and(d.state = 'waiting' and d.next_attempt_at <= ${at}) over (partition by d.subject order by d.arrival) as is_open
			from head join outbox_delivery d on d.destination = ${destination} and d.subject = head.subject and d.state <> 'done'
		)
		select ${eventColumns(tx)}, run.attempts + 1 as attempts
		from run join outbox_event e on e.id = run.event_id where run.is_open order by run.arrival limit ${limit}`
}

/** Claims these by lock again after their batch failed; those that somebody else finished meanwhile are left out. */
export async function claimAgain(tx: Tx, destination: string, eventIds: readonly string[]): Promise<DueEvent[]> {
	return await tx<DueEvent[]>`
		with mine as materialized (
			select event_id, arrival, attempts from outbox_delivery
			where destination = ${destination} and event_id = any(${[...eventIds]}::uuid[]) and state = 'waiting' for update skip locked
		)
		select ${eventColumns(tx)}, mine.attempts + 1 as attempts from mine join outbox_event e on e.id = mine.event_id order by mine.arrival`
}

/** Claims the heads by lease, beyond the transaction: the attempt is counted now, and falls due again when the lease ends. */
export async function claimLeased(tx: Tx, destination: string, lease: { at: Date; leaseSeconds: number; limit: number }): Promise<DueEvent[]> {
	return await tx<DueEvent[]>`
		with head as materialized (${heads(tx, destination, lease.at, lease.limit)})
		update outbox_delivery d set attempts = d.attempts + 1, next_attempt_at = ${lease.at}::timestamptz + make_interval(secs => ${lease.leaseSeconds})
		from head, outbox_event e where d.destination = ${destination} and d.event_id = head.event_id and e.id = d.event_id
		returning ${eventColumns(tx)}, d.attempts`
}

export async function markDelivered(sql: Sql, destination: string, events: readonly DueEvent[], at: Date): Promise<void> {
	await sql`
		update outbox_delivery d set state = 'done', delivered_at = ${at}, last_error = null, attempts = done.attempts
		from unnest(${events.map(({ id }) => id)}::uuid[], ${events.map(({ attempts }) => attempts)}::int[]) as done(event_id, attempts)
		where d.destination = ${destination} and d.event_id = done.event_id`
}

/** Another attempt at `retryAt`, or none when null: parked, visible, and its subject waits behind it. False when it was finished meanwhile. */
export async function markFailed(
	sql: Sql,
	destination: string,
	{ id, attempts }: DueEvent,
	failure: { message: string; retryAt: Date | null },
): Promise<boolean> {
	const rows = await sql`
		update outbox_delivery set attempts = ${attempts}, last_error = ${failure.message}, state = ${failure.retryAt ? 'waiting' : 'parked'},
			next_attempt_at = coalesce(${failure.retryAt}, next_attempt_at)
		where destination = ${destination} and event_id = ${id} and state = 'waiting' returning 1`
	return rows.length === 1
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
