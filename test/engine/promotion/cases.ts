import type { Benefit } from '../../../app/engine/promotion/benefits.ts'
import type { Promotion, PromotionInput, PromotionLine } from '../../../app/engine/promotion/promotion.ts'

/** Whole units of a line at one ship-to. */
export function line(sequence: number, resolvedMinor: number, units = 1, more: Partial<PromotionLine> = {}): PromotionLine {
	const quantity = units * 10_000
	return {
		sequence,
		productId: 100 + sequence,
		categoryIds: [],
		relations: [],
		unit: 'each',
		quantity,
		resolvedMinor,
		unitPriceMicros: 0n,
		promotable: true,
		allocations: [{ groupKey: 'A', locationId: 1, quantity }],
		...more,
	}
}

export function promotion(id: number, benefit: Benefit, more: Partial<Promotion> = {}): Promotion {
	return {
		id,
		names: {},
		lane: `lane ${id}`,
		priority: 0,
		conditions: {},
		benefit,
		globalExclusive: false,
		includeProtected: false,
		couponCode: null,
		currency: 'USD',
		validFrom: null,
		validTo: null,
		budget: null,
		...more,
	}
}

export function order(lines: PromotionLine[], promotions: Promotion[], more: Partial<PromotionInput> = {}): PromotionInput {
	return {
		at: new Date('2026-03-02T15:00:00Z'),
		sellerDay: '2026-03-02',
		currency: 'USD',
		rounding: 'half_away',
		accountId: 1,
		buyerGroupIds: [],
		channel: 'web',
		standing: 'good',
		firstOrder: false,
		paymentMethod: 'terms',
		campaignIds: [],
		coupons: [],
		baseTermsDays: 30,
		lines,
		groups: [{ groupKey: 'A', shippingMinor: 0 }],
		gifts: [],
		promotions,
		...more,
	}
}

export const percentOff = (percentPpm: number, scope: 'line' | 'order' = 'line'): Benefit => ({ kind: 'percent', scope, percentPpm, of: 'phase_entry' })
export const amountOff = (amountMinor: number): Benefit => ({ kind: 'amount', scope: 'order', amountMinor })
export const amountOffEach = (amountMinor: number): Benefit => ({ kind: 'amount', scope: 'line', per: 'unit', amountMinor })
