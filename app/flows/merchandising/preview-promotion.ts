import type { Db } from '../../../db/client.server.ts'
import { type NameRow, readPromotion, readSpokenNames, type StoredPromotion } from '../../../db/queries/promotion-room.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { describePromotion, type Sentence } from '../../engine/promotion/describe-promotion.ts'
import type { PromotionFields } from '../../engine/promotion/promotion-fields.ts'
import type { StaffMember } from '../../platform/actor.ts'
import { loadPromotionFields, type ReadPromotion } from './load-promotion-fields.ts'
import { loadReview, NOT_REVIEWED, type Reviewed } from './load-review.ts'
import { parseStored, spokenIds } from './read-promotion.ts'

/** What a form would come to. `missing`: what must still be filled in or put right before it says anything. */
export type PreviewedPromotion = { missing: Refusal[]; sentences: Sentence[]; names: NameRow[]; review: Reviewed }

/**
 * A promotion in plain sentences while it is being written, with whom it reaches and what stands against it; nothing is
 * saved. Null: no such promotion of this seller.
 */
export async function previewPromotion(
	db: Db,
	staff: StaffMember,
	{ promotionId, fields, locale, at }: { promotionId: number | null; fields: PromotionFields; locale: string; at: Date },
): Promise<PreviewedPromotion | null> {
	const sellerEntityId = staff.seller.id
	const stored = promotionId === null ? null : await readPromotion(db, { sellerEntityId, promotionId })
	if (promotionId !== null && !stored) return null
	const read = await loadPromotionFields(db, staff, { fields, stored, at })
	if (!read.ok) return { missing: read.refusals, sentences: [], names: [], review: NOT_REVIEWED }
	const meant = asStored(read, fields, stored)
	const parsed = parseStored(meant)
	if (!parsed.ok) return { missing: parsed.refusals, sentences: [], names: [], review: NOT_REVIEWED }
	const review = await loadReview(db, meant, { sellerEntityId, at })
	const promotionIds = review.warnings.flatMap(({ facts }) => (typeof facts['promotionId'] === 'number' ? [facts['promotionId']] : []))
	const names = await readSpokenNames(db, { sellerEntityId, locale, ...spokenIds(meant), promotionIds })
	return { missing: [], sentences: describePromotion(parsed.promotion), names, review }
}

/** The form as it would stand once saved; what its budget has given already stays given. */
function asStored({ write, audience, budget }: ReadPromotion, { names, descriptions }: PromotionFields, stored: StoredPromotion | null): StoredPromotion {
	const { at: _at, phase: _phase, sellerEntityId: _seller, ...own } = write
	const { usedMinor, usedUses } = stored?.budget ?? { usedMinor: 0, usedUses: 0 }
	const hasBudget = budget.limitMinor !== null || budget.limitUses !== null
	return {
		...own,
		...{ id: stored?.id ?? 0, status: stored?.status ?? 'draft', version: stored?.version ?? 1, names, descriptions, groupIds: [...audience.groupIds] },
		accounts: audience.accountIds.map((id) => ({ id, number: '' })),
		budget: hasBudget ? { ...budget, usedMinor, usedUses } : null,
		ownBudgets: stored?.ownBudgets ?? [],
	}
}
