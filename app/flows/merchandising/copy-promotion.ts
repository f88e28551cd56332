import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { copyPromotion as copy } from '../../../db/queries/promotion-save.ts'
import type { StaffMember } from '../../platform/actor.ts'

/** A draft that begins as another promotion stands: words, audience and budgets too, nothing of them spent. Null: no such promotion of this seller. */
export async function copyPromotion(
	db: Db,
	staff: StaffMember,
	{ promotionId, at, requestId }: { promotionId: number; at: Date; requestId: string },
): Promise<{ promotionId: number } | null> {
	return withTransaction(db, async (tx) => {
		const made = await copy(tx, { sellerEntityId: staff.seller.id, promotionId, at })
		if (!made) return null
		const after = { copiedFrom: promotionId, code: made.code }
		await insertAudit(tx, [{ userId: staff.userId, action: 'promotion.copied', subject: `promotion:${made.id}`, after, requestId, at }])
		return { promotionId: made.id }
	})
}
