import { embeddedCrm } from '../../app/connectors/crm/embedded/embedded-crm.server.ts'
import { embeddedMarketing } from '../../app/connectors/marketing/embedded/embedded-marketing.server.ts'
import { receiveOnCrm } from '../../app/flows/crm/receive-on-crm.ts'
import { type DeliverHere, type DeliverOutside, drainOutbox } from '../../app/flows/event/drain-outbox.ts'
import { type DomainEvent, saveEvents } from '../../app/flows/event/save-events.ts'
import { receiveOnMarketing } from '../../app/flows/marketing/receive-on-marketing.ts'
import { type Db, withTransaction } from '../../db/client.server.ts'

export const toCrm: DeliverHere = (tx, events) => receiveOnCrm(embeddedCrm(tx), events)
export const toMarketing: DeliverHere = (tx, events) => receiveOnMarketing(embeddedMarketing(tx), events)

export const write = (db: Db, ...events: DomainEvent[]) => withTransaction(db, (tx) => saveEvents(tx, events))

/** One batch of a destination; a failure fails the test. */
export async function deliver(db: Db, destination: string, to: DeliverHere, at: Date): Promise<number> {
	const drained = await drainOutbox(db, { destination, here: to, clock: () => at, random: () => 0.5 })
	for (const { error } of drained.failures) throw new Error(error)
	return drained.delivered
}

/** As if every delivery had been lost after its effect: all come a second time. */
export async function again(db: Db, destination: string, to: DeliverHere, at: Date): Promise<number> {
	await db`update outbox_delivery set state = 'waiting', next_attempt_at = ${at} where destination = ${destination}`
	return await deliver(db, destination, to, at)
}

/** One round of a destination outside: how many events it was asked, whatever became of them. */
export async function tell(db: Db, destination: string, outside: DeliverOutside, clock: () => Date, limit = 100): Promise<number> {
	const { delivered, failures } = await drainOutbox(db, { destination, outside, clock, limit })
	return delivered + failures.length
}
