import type { Tx } from '../client.server.ts'

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
