import type { Sql, Tx } from '../client.server.ts'

export const outboxChannel = 'outbox'

/** An event on its way to one destination. */
export type DueDelivery = {
	eventId: string
	destination: string
	attempts: number
	topic: string
	subject: string
	accountId: number | null
	contactId: number | null
	actedByUserId: number | null
	payload: Record<string, unknown>
	occurredAt: Date
}

type Claim = { destinations: readonly string[]; at: Date; leaseSeconds: number; limit: number }

/**
 * Claims what is due: for each subject of each destination only its first undelivered event, so that a later one never
 * overtakes, and a parked one holds back its own subject alone. A claim is a lease: whoever dies with it, another takes
 * it when it ends. Never reads by "id greater than last seen": a slow transaction commits a lower one later.
 */
export async function claimDue(tx: Tx, { destinations, at, leaseSeconds, limit }: Claim): Promise<DueDelivery[]> {
	return tx<DueDelivery[]>`
		with due as materialized (
			select d.event_id, d.destination from outbox_delivery d
			where d.state = 'waiting' and d.next_attempt_at <= ${at} and d.destination = any(${tx.array([...destinations], 25)}::text[])
				and not exists (select 1 from outbox_delivery e
					where e.destination = d.destination and e.subject = d.subject and e.state <> 'done' and e.arrival < d.arrival)
			order by d.next_attempt_at, d.arrival limit ${limit} for update of d skip locked
		)
		update outbox_delivery d set attempts = d.attempts + 1, next_attempt_at = ${at}::timestamptz + make_interval(secs => ${leaseSeconds})
		from due, outbox_event e where d.event_id = due.event_id and d.destination = due.destination and e.id = d.event_id
		returning d.event_id, d.destination, d.attempts, e.topic, e.subject, e.account_id, e.contact_id, e.acted_by_user_id, e.payload, e.occurred_at`
}

export async function markDelivered(sql: Sql, { eventId, destination }: DueDelivery, at: Date): Promise<void> {
	await sql`update outbox_delivery set state = 'done', delivered_at = ${at}, last_error = null where event_id = ${eventId} and destination = ${destination}`
}

/** Another attempt at `retryAt`, or none when null: the delivery is parked, visible, and its subject waits behind it. */
export async function markFailed(sql: Sql, { eventId, destination }: DueDelivery, failure: { message: string; retryAt: Date | null }): Promise<void> {
	await sql`
		update outbox_delivery set state = ${failure.retryAt ? 'waiting' : 'parked'}, last_error = ${failure.message.slice(0, 2000)},
			next_attempt_at = coalesce(${failure.retryAt}, next_attempt_at)
		where event_id = ${eventId} and destination = ${destination}`
}

/** When the next waiting delivery falls due; null when nothing waits. */
export async function nextDue(sql: Sql, destinations: readonly string[]): Promise<Date | null> {
	const [row] = await sql<{ at: Date | null }[]>`
		select min(next_attempt_at) as at from outbox_delivery where state = 'waiting' and destination = any(${sql.array([...destinations], 25)}::text[])`
	return row?.at ?? null
}
