import type { Rounding } from '../base/rounding.ts'
import type { Quantity } from '../base/units.ts'
import { shareBetween } from './cumulative-share.ts'

/** What a goods line drew on when it was sold; `bookIds` are those of whose contract periods it counted. */
export type CountedLine = {
	sequence: number
	productId: number
	unit: string
	quantity: Quantity
	cancelledQuantity: Quantity
	discounts: readonly { promotionId: number; amountMinor: number }[]
	bookIds: readonly number[]
}

/** What an order still holds of promotions' budgets and of contract periods. */
export type HeldPromotion = { budgetId: number; promotionId: number; locationId: number | null; amountMinor: number; uses: number }
export type HeldPeriod = { bookId: number; productId: number; unit: string; quantity: Quantity }

export type Freed = { promotions: { budgetId: number; amountMinor: number; uses: number }[]; periods: HeldPeriod[] }

/** `cut`: what of which line will not come, place by place, in the order in which it is taken off. */
export type FreedQuestion = {
	lines: readonly CountedLine[]
	cut: readonly { sequence: number; locationId: number | null; quantity: Quantity }[]
	promotions: readonly HeldPromotion[]
	periods: readonly HeldPeriod[]
	rounding: Rounding
}

/**
 * What a cancelled part gives back of promotions' budgets and of contract periods (decision 0354): of a discount the share
 * of the last units, R(k) as everywhere (section 6), for a budget of a store only what fell away there; a use is free when
 * nothing of its saving is left. Laws: never more than is held; cancelled bit by bit or at once frees the same.
 */
export function freeCounters({ lines, cut, promotions, periods, rounding }: FreedQuestion): Freed {
	const lapsed: { promotionId: number; locationId: number | null; amountMinor: number }[] = []
	const gone = new Map(lines.map((line) => [line.sequence, line.cancelledQuantity]))
	const bySequence = new Map(lines.map((line) => [line.sequence, line]))
	for (const { sequence, locationId, quantity } of cut) {
		const line = bySequence.get(sequence)
		if (!line) continue
		const before = gone.get(sequence) ?? 0
		gone.set(sequence, before + quantity)
		const span = { before, after: before + quantity, quantity: line.quantity }
		for (const { promotionId, amountMinor } of line.discounts) lapsed.push({ promotionId, locationId, amountMinor: shareBetween(amountMinor, span, rounding) })
	}
	return {
		promotions: promotions.flatMap((held) => freedOf(held, lapsed)),
		periods: periods.flatMap((held): HeldPeriod[] => {
			const counted = lines.filter(({ productId, unit, bookIds }) => productId === held.productId && unit === held.unit && bookIds.includes(held.bookId))
			const less = counted.reduce((sum, line) => sum + (gone.get(line.sequence) ?? 0) - line.cancelledQuantity, 0)
			return less > 0 ? [{ ...held, quantity: Math.min(less, held.quantity) }] : []
		}),
	}
}

function freedOf(held: HeldPromotion, lapsed: readonly { promotionId: number; locationId: number | null; amountMinor: number }[]): Freed['promotions'] {
	const own = lapsed.filter(({ promotionId, locationId }) => promotionId === held.promotionId && (held.locationId === null || held.locationId === locationId))
	const amountMinor = Math.min(
		held.amountMinor,
		own.reduce((sum, one) => sum + one.amountMinor, 0),
	)
	return amountMinor > 0 ? [{ budgetId: held.budgetId, amountMinor, uses: amountMinor === held.amountMinor ? held.uses : 0 }] : []
}
