import type { Tx } from '../../../db/client.server.ts'
import { actedBy, type Shopper } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

type Told = { topic: 'standing_order.made' | 'standing_order.changed'; standingOrderId: number; change?: string; at: Date }

/** What was done to a standing order, by whom and in whose name. */
export async function saveStandingEvent(tx: Tx, shopper: Shopper, { topic, standingOrderId, change, at }: Told): Promise<void> {
	const { account, contactId } = shopper
	const payload = { standingOrderId, ...(change ? { change } : {}), actor: shopper.kind }
	const who = { accountId: account.accountId, contactId, actedByUserId: actedBy(shopper).actedByUserId }
	await saveEvents(tx, [{ topic, subject: `standing_order:${standingOrderId}`, ...who, payload, occurredAt: at }])
}
