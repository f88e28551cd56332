import type { Tx } from '../../../db/client.server.ts'
import { saveDisputes, saveRefunds, type WrittenFact } from '../../../db/queries/card-facts.ts'
import { type DomainEvent, saveEvents } from '../event/save-events.ts'
import type { CardFactsTold } from './load-card-facts.ts'
import { saveSetups } from './save-setup.ts'

const over = new Set(['won', 'lost', 'warning_closed'])

function eventOf(topic: 'payment.refunded' | 'payment.disputed' | 'payment.dispute_closed', { accountId, ...fact }: WrittenFact, at: Date): DomainEvent {
	const { intentId, amountMinor, currency, reason, status } = fact
	return { topic, subject: `account:${accountId}`, accountId, payload: { intentId, totalMinor: amountMinor, currency, reason, status }, occurredAt: at }
}

/** Writes refunds and disputes once, however often they are told, and tells of each when it begins and when it ends. */
export async function saveCardFacts(tx: Tx, { refunds, disputes, setups }: CardFactsTold, at: Date): Promise<void> {
	const refunded = refunds.length > 0 ? await saveRefunds(tx, refunds, at) : []
	const disputed = disputes.length > 0 ? await saveDisputes(tx, disputes, at) : []
	await saveSetups(tx, setups, at)
	await saveEvents(tx, [
		...refunded.filter(({ status, was }) => status === 'succeeded' && was !== 'succeeded').map((fact) => eventOf('payment.refunded', fact, at)),
		...disputed.filter(({ was }) => was === null).map((fact) => eventOf('payment.disputed', fact, at)),
		...disputed.filter(({ status, was }) => over.has(status) && !over.has(was ?? '')).map((fact) => eventOf('payment.dispute_closed', fact, at)),
	])
}
