import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { settlePriceRequest as settle } from '../../../db/queries/price-request.ts'
import type { StaffMember } from '../../platform/actor.ts'

export type SettlePriceRequest = { accountId: number; productId: number; isOpen: boolean; at: Date; requestId: string }

/** Marks a missing price as dealt with, or opens it again. Null: no such request of this seller. */
export async function settlePriceRequest(
	db: Db,
	staff: StaffMember,
	{ accountId, productId, isOpen, at, requestId }: SettlePriceRequest,
): Promise<true | null> {
	return withTransaction(db, async (tx) => {
		const key = { sellerEntityId: staff.seller.id, accountId, productId }
		if (!(await settle(tx, key, { userId: staff.userId, at: isOpen ? null : at }))) return null
		const action = isOpen ? 'price_request.opened' : 'price_request.settled'
		await insertAudit(tx, [{ action, subject: `product:${productId}`, userId: staff.userId, accountId, requestId, at, after: { accountId, productId } }])
		return true as const
	})
}
