import type { Sql } from '../../../db/client.server.ts'
import { type ReachedAccount, readOtherPromotions, readReach, type StoredPromotion } from '../../../db/queries/promotion-room.ts'
import { printMicros } from '../../engine/base/money.ts'
import type { Refusal } from '../../engine/base/refusal.ts'
import { type ReviewWarning, reviewPromotion } from '../../engine/promotion/review-promotion.ts'
import { parseStored } from './read-promotion.ts'

export type Reviewed = { refusals: Refusal[]; warnings: ReviewWarning[]; accountCount: number; accounts: ReachedAccount[] }

export const NOT_REVIEWED: Reviewed = { refusals: [], warnings: [], accountCount: 0, accounts: [] }

/** What stands against publishing a promotion, and what should be known first. Two statements. */
export async function loadReview(sql: Sql, stored: StoredPromotion, { sellerEntityId, at }: { sellerEntityId: number; at: Date }): Promise<Reviewed> {
	const parsed = parseStored(stored)
	if (!parsed.ok) return { ...NOT_REVIEWED, refusals: parsed.refusals }
	const { conditions, benefit } = parsed.promotion
	const { productIds, excludedProductIds, categoryIds, excludedCategoryIds, relation } = conditions
	const picks = productIds ?? excludedProductIds ?? categoryIds ?? excludedCategoryIds ?? relation
	const others = await readOtherPromotions(sql, { sellerEntityId, promotionId: stored.id, at })
	const reach = await readReach(sql, {
		...{ sellerEntityId, currency: stored.currency, groupIds: stored.groupIds, accountIds: stored.accounts.map(({ id }) => id) },
		...{ conditionGroupIds: conditions.buyerGroupIds ?? null, conditionAccountIds: conditions.accountIds ?? null, locationIds: conditions.locationIds ?? null },
		...{ productIds: productIds ?? null, excludedProductIds: excludedProductIds ?? null, categoryIds: categoryIds ?? null },
		excludedCategoryIds: excludedCategoryIds ?? null,
		relationKind: relation?.kind ?? null,
		isOwned: relation?.of === 'owned',
		giftProductId: benefit.kind === 'gift' ? benefit.productId : null,
		fixedPrice: benefit.kind === 'fixed_price' ? printMicros(benefit.unitPriceMicros) : null,
	})
	const { accountCount, accounts } = reach
	const reviewed = reviewPromotion(parsed.promotion, {
		at,
		...reach,
		productCount: picks === undefined ? null : reach.productCount,
		others: others.flatMap((other) => {
			const one = parseStored(other)
			return one.ok ? [one.promotion] : []
		}),
	})
	return { ...reviewed, accountCount, accounts }
}
