import { type Db, withTransaction } from '../../../db/client.server.ts'
import { insertAudit } from '../../../db/queries/audit.ts'
import { lockPromotion } from '../../../db/queries/promotion-room.ts'
import {
	insertPromotion,
	replaceOwnBudgets,
	replacePromotionAudience,
	replacePromotionTexts,
	setPromotionBudget,
	updatePromotion,
} from '../../../db/queries/promotion-save.ts'
import { type Result, refusal } from '../../engine/base/refusal.ts'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadPromotionFields } from './load-promotion-fields.ts'

export type SavePromotion = { promotionId: number | null; fields: PromotionFields; at: Date; requestId: string }

/**
 * Saves a promotion with its words, audience and budget, all or none. A published one goes on acting, changed at once.
 * Refuses by field what cannot be read, what engine/promotion refuses, CODE_TAKEN, COUPON_TAKEN, NAME_MISSING and
 * BUDGET_BELOW_USED, BUDGET_TWICE. Null: no such promotion of this seller.
 */
export async function savePromotion(
	db: Db,
	staff: StaffMember,
	{ promotionId, fields, at, requestId }: SavePromotion,
): Promise<Result<{ promotionId: number }> | null> {
	return withTransaction(db, async (tx): Promise<Result<{ promotionId: number }> | null> => {
		const sellerEntityId = staff.seller.id
		const stored = promotionId === null ? null : await lockPromotion(tx, { sellerEntityId, promotionId })
		if (promotionId !== null && !stored) return null
		const read = await loadPromotionFields(tx, staff, { fields, stored, at })
		if (!read.ok) return read
		const { write, audience, budget, ownBudgets } = read
		const id = stored?.id ?? (await insertPromotion(tx, write))
		if (id === null) return { ok: false, refusals: [refusal('CODE_TAKEN', { code: write.code })] }
		if (stored) await updatePromotion(tx, id, write)
		await replacePromotionTexts(tx, id, read.words)
		await replacePromotionAudience(tx, id, audience)
		await setPromotionBudget(tx, id, budget)
		await replaceOwnBudgets(tx, id, ownBudgets)
		const after = { ...write, words: read.words, audience, budget, ownBudgets }
		const action = stored ? 'promotion.changed' : 'promotion.created'
		await insertAudit(tx, [{ userId: staff.userId, action, subject: `promotion:${id}`, before: stored, after, requestId, at }])
		return { ok: true, promotionId: id }
	})
}
