import type { Tx } from '../../../db/client.server.ts'
import { holdDeliveries } from '../../../db/queries/card.ts'
import { saveEvents } from '../event/save-events.ts'

export type DeclinedCall = { accountId: number; orderId: number; groupId: number; contactId: number | null; code: string | null }

/** A card that did not pay holds its delivery; buyer and rep are told. */
export async function saveDeclined(tx: Tx, declined: readonly DeclinedCall[], at: Date): Promise<void> {
	if (declined.length === 0) return
	await holdDeliveries(
		tx,
		declined.map(({ groupId }) => groupId),
	)
	await saveEvents(
		tx,
		declined.map(({ accountId, orderId, groupId, contactId, code }) => ({
			...{ topic: 'payment.declined' as const, subject: `order:${orderId}`, accountId, contactId, payload: { orderId, groupId, code }, occurredAt: at },
		})),
	)
}
