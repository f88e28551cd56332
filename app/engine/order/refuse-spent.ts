import { type Refusal, refusal } from '../base/refusal.ts'
import type { PromotionUse } from './decide-order.ts'

type Budget = { locationId: number | null; remainingMinor: number | null; remainingUses: number | null }

/** Whether the budgets still hold what promotions gave when they were pinned: a pinned order is never priced again. */
export function refuseSpent(uses: readonly PromotionUse[], promotions: readonly { id: number; code: string; budgets: readonly Budget[] }[]): Refusal[] {
	const budgetsOf = new Map(promotions.map((promotion) => [promotion.id, promotion]))
	return uses.flatMap((use): Refusal[] => {
		const promotion = budgetsOf.get(use.promotionId)
		const isSpent = promotion?.budgets.some(({ locationId, remainingMinor, remainingUses }) => {
			const drawn = locationId === null ? use : use.locations.find((one) => one.locationId === locationId && !one.barred)
			if (!drawn) return false
			return (remainingMinor !== null && remainingMinor < drawn.savingMinor) || (remainingUses !== null && remainingUses < drawn.uses)
		})
		return isSpent && promotion ? [refusal('PROMOTION_SPENT', { promotion: promotion.code })] : []
	})
}
