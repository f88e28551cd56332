import type { Promotion, Reason, Verdict } from '../promotion/promotion.ts'

/** A promotion that the buyer could have: it acts already, or needs only that she adds something. */
export type EligibleOffer = {
	promotionId: number
	names: Readonly<Record<string, string>>
	kind: 'goods' | 'shipping' | 'terms'
	days: number | null
	productIds: number[]
	acts: boolean
}

/** What is missing is in her hands. Standing, account, dates, budgets and lost comparisons are not. */
const inHerHands: readonly Reason[] = ['NO_LINE', 'AMOUNT_SHORT', 'QUANTITY_SHORT', 'UNITS_SHORT']

/**
 * The offers a rep may honestly make. `reachable` lists, per promotion that picks products, those of them that this
 * account may buy: an offer on things it may not see is none.
 */
export function eligibleOffers(
	explanation: readonly Verdict[],
	promotions: readonly Promotion[],
	reachable: ReadonlyMap<number, readonly number[]>,
): EligibleOffer[] {
	const byId = new Map(promotions.map((promotion) => [promotion.id, promotion]))
	return explanation.flatMap((verdict) => {
		const promotion = byId.get(verdict.promotionId)
		if (!promotion || !(verdict.applied || inHerHands.includes(verdict.reason))) return []
		const productIds = [...(reachable.get(promotion.id) ?? [])].sort((a, b) => a - b)
		if (verdict.reason === 'NO_LINE' && productIds.length === 0) return []
		const kind = verdict.phase === 5 ? 'terms' : verdict.phase === 4 ? 'shipping' : 'goods'
		const days = promotion.benefit.kind === 'terms' ? promotion.benefit.days : null
		return [{ promotionId: promotion.id, names: promotion.names, kind, days, productIds, acts: verdict.applied }]
	})
}
