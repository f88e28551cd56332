import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPromotion } from '../../../db/queries/promotion-room.ts'
import { readTaken, setPromotionStatus } from '../../../db/queries/promotion-save.ts'
import { type Result, refusal, refused } from '../../engine/base/refusal.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadReview } from './load-review.ts'

export type PublishPromotion = { promotionId: number; status: 'published' | 'retired'; knowsWarnings: boolean; at: Date; requestId: string }

/**
 * Puts a promotion to work, or out of it. Publishing refuses PROMOTION_LIMIT, COUPON_TAKEN and what the engine refuses;
 * with warnings it asks once: WARNINGS_UNREAD until `knowsWarnings`. Null: no such promotion of this seller.
 */
export async function publishPromotion(db: Db, staff: StaffMember, act: PublishPromotion): Promise<Result<{ status: string }> | null> {
	const { promotionId, status, knowsWarnings, at, requestId } = act
	return withTransaction(db, async (tx): Promise<Result<{ status: string }> | null> => {
		const sellerEntityId = staff.seller.id
		const stored = await lockPromotion(tx, { sellerEntityId, promotionId })
		if (!stored) return null
		if (status === 'published') {
			const { refusals, warnings } = await loadReview(tx, stored, { sellerEntityId, at })
			const taken = await readTaken(tx, { sellerEntityId, promotionId, code: stored.code, couponCode: stored.couponCode })
			const problems = taken.coupon ? [...refusals, refusal('COUPON_TAKEN', { couponCode: stored.couponCode })] : refusals
			if (problems.length > 0) return refused(...problems)
			if (warnings.length > 0 && !knowsWarnings) return refused(refusal('WARNINGS_UNREAD', { count: warnings.length }))
		}
		await setPromotionStatus(tx, { sellerEntityId, promotionId, status, at })
		const facts = { before: { status: stored.status }, after: { status }, subject: `promotion:${promotionId}` }
		await insertAudit(tx, [{ ...facts, userId: staff.userId, action: `promotion.${status}`, requestId, at }])
		return { ok: true, status }
	})
}
