import type { Tx } from '../../../db/client.server.ts'
import { insertEvents } from '../../../db/queries/outbox.ts'
import { destinationsByTopic, type Topic } from './topics.ts'

export type DomainEvent = {
	topic: Topic
	/** What must stay in order: `cart:12`, `order:7`, `contact:3`. */
	subject: string
	accountId?: number | null
	contactId?: number | null
	actedByUserId?: number | null
	payload: Record<string, unknown>
	occurredAt: Date
}

/** Writes events and one delivery row for each destination, in the caller's transaction; one statement however many. */
export async function saveEvents(tx: Tx, events: readonly DomainEvent[]): Promise<void> {
	if (events.length === 0) return
	await insertEvents(
		tx,
		events.map((event) => ({ ...event, destinations: destinationsByTopic[event.topic] })),
	)
}
