import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockOrderOfShipment, markShipmentDelivered } from '../../../db/queries/shipment.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { saveEvents } from '../event/save-events.ts'

/** A shipment has arrived. Null: unknown to this seller, or reported before. */
export async function markDelivered(
	db: Db,
	staff: StaffMember,
	input: { shipmentId: number; at: Date; requestId: string },
): Promise<{ ok: true; number: string } | null> {
	const { at, requestId, shipmentId } = input
	return withTransaction(db, async (tx) => {
		if (!(await lockOrderOfShipment(tx, { sellerEntityId: staff.seller.id, shipmentId }))) return null
		const row = await markShipmentDelivered(tx, { sellerEntityId: staff.seller.id, shipmentId, at })
		if (!row) return null
		const { accountId, orderId, number, groupId, shipmentNumber, contactId, groupDelivered, orderDelivered } = row
		const facts = { orderId, number, groupId, shipmentId, shipmentNumber, groupDelivered, orderDelivered }
		await saveEvents(tx, [{ topic: 'order.delivered', subject: `order:${orderId}`, accountId, contactId, payload: facts, occurredAt: at }])
		await insertAudit(tx, [{ userId: staff.userId, accountId, action: 'order.delivered', subject: `order:${orderId}`, after: facts, requestId, at }])
		return { ok: true as const, number: shipmentNumber }
	})
}
