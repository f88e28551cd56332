import type { Sql } from '../../../db/client.server.ts'
import { readOtherPromotions, readReach, type StoredPromotion } from '../../../db/queries/promotion-room.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type ReviewWarning, reviewPromotion } from '../../engine/promotion/review-promotion.ts'
import { parseStored } from './read-promotion.ts'

/** What stands against publishing a promotion, and what should be known first. Two statements. */
export async function loadReview(
	sql: Sql,
	stored: StoredPromotion,
	{ sellerEntityId, at }: { sellerEntityId: number; at: Date },
): Promise<{ refusals: Refusal[]; warnings: ReviewWarning[] }> {
	const parsed = parseStored(stored)
	if (!parsed.ok) return { refusals: parsed.refusals, warnings: [] }
	const { conditions, benefit } = parsed.promotion
	const { productIds, excludedProductIds, categoryIds, excludedCategoryIds, relation } = conditions
	const picks = productIds ?? excludedProductIds ?? categoryIds ?? excludedCategoryIds ?? relation
	const others = await readOtherPromotions(sql, { sellerEntityId, promotionId: stored.id, at })
	const reach = await readReach(sql, {
		...{ sellerEntityId, currency: stored.currency, groupIds: stored.groupIds, accountIds: stored.accounts.map(({ id }) => id) },
		...{ conditionGroupIds: conditions.buyerGroupIds ?? null, conditionAccountIds: conditions.accountIds ?? null },
		...{ productIds: productIds ?? null, excludedProductIds: excludedProductIds ?? null, categoryIds: categoryIds ?? null },
		excludedCategoryIds: excludedCategoryIds ?? null,
		relationKind: relation?.kind ?? null,
		isOwned: relation?.of === 'owned',
		giftProductId: benefit.kind === 'gift' ? benefit.productId : null,
	})
	return reviewPromotion(parsed.promotion, {
		at,
		...reach,
		productCount: picks === undefined ? null : reach.productCount,
		others: others.flatMap((other) => {
			const one = parseStored(other)
			return one.ok ? [one.promotion] : []
		}),
	})
}
