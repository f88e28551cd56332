import type { Tx } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import type { ChangeRow, PlacedOrder } from '../../../db/queries/order-change.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { type DomainEvent, saveEvents, type Topic } from '../event/save-events.ts'
import { deltaOf } from './load-change.ts'

type Told = Pick<ChangeRow, 'id' | 'side' | 'contactId' | 'delta' | 'waitsFor' | 'reason'>

/** To whom it is news: the person of the company who is waited for or who asked; null is the house. */
function readersOf(topic: Topic, { side, contactId, waitsFor, delta }: Told, { contactId: ordererId }: PlacedOrder): (number | null)[] {
	if (topic !== 'order.change_proposed') return [side === 'buyer' ? contactId : ordererId]
	const [next] = waitsFor
	if (next === 'approver') return deltaOf({ delta }).approval?.contactIds ?? []
	return [next === 'house' ? null : ordererId]
}

/** Tells both sides of a proposal or of what became of it; one event for each reader, and an audit entry of what a rep did. */
export async function saveChangeEvents(
	tx: Tx,
	shopper: Shopper,
	topic: Extract<Topic, `order.change${string}`>,
	{ change, before, at, requestId, facts = {} }: { change: Told; before: PlacedOrder; at: Date; requestId: string; facts?: Record<string, unknown> },
): Promise<void> {
	const { accountId, ownerUserId } = shopper.account
	const { orderId, number, currency } = before
	const { sums } = deltaOf(change)
	const { actedByUserId, onBehalfOfContactId } = actedBy(shopper)
	const said = { changeId: change.id, orderId, number, currency, side: change.side, waitsFor: change.waitsFor[0] ?? null, reason: change.reason, ownerUserId }
	const payload = {
		...said,
		beforeMinor: sums.totalMinor.before,
		afterMinor: sums.totalMinor.after,
		byContactId: shopper.contactId,
		userName: shopper.userName,
		...facts,
	}
	const events = readersOf(topic, change, before).map(
		(contactId): DomainEvent => ({ topic, subject: `order:${orderId}`, accountId, contactId, actedByUserId, payload, occurredAt: at }),
	)
	await saveEvents(tx, events)
	if (actedByUserId === null) return
	const audit = { userId: actedByUserId, accountId, contactId: shopper.contactId, onBehalfOfContactId, requestId, at }
	await insertAudit(tx, [
		{
			...audit,
			action: topic,
			subject: `order:${orderId}`,
			before: { totalMinor: sums.totalMinor.before },
			after: { ...said, totalMinor: sums.totalMinor.after },
		},
	])
}
