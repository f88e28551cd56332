import { allocate } from '../base/allocate.ts'
import { dayIn } from '../base/calendar.ts'
import { averagePrice, exactPrice, extendExact, shownMicros } from '../base/money.ts'
import type { PricePart } from '../pricing/price-parts.ts'
import { applyPromotions } from '../promotion/apply-promotions.ts'
import type { Adjustment, PromotionGroup, PromotionLine, PromotionOutcome } from '../promotion/promotion.ts'
import type { CartInput, CartLineInput } from './cart-input.ts'
import { offerGifts } from './offer-gifts.ts'
import { UNALLOCATED } from './price-lines.ts'

/** A part with what promotions left of it. */
export type DiscountedPart = { part: PricePart; netMinor: number }
export type DiscountedLine = { adjustments: Adjustment[]; discountMinor: number; parts: DiscountedPart[] }

/** What promotions see of a line: all of it, or its protected and its open parts as two when a quote covers only some. */
type Face = { line: number; sequence: number; parts: PricePart[] }

export function isOnRequest(parts: readonly PricePart[]): boolean {
	return parts.some(({ resolvedMinor }) => resolvedMinor === null)
}

export function resolvedOf(parts: readonly PricePart[]): number {
	return parts.reduce((sum, { resolvedMinor }) => sum + (resolvedMinor ?? 0), 0)
}

/** The unit price people see of a line; null when any part is on request. */
export function unitPriceOf(parts: readonly PricePart[], input: Pick<CartInput, 'rounding'>): bigint | null {
	if (parts.length === 1) return parts[0]?.price.unitPriceMicros ?? null
	const bands = parts.map(({ price, quantity }) => ({ unitPriceMicros: price.unitPriceMicros ?? 0n, quantity }))
	return isOnRequest(parts) || parts.length === 0 ? null : shownMicros(averagePrice(bands), input.rounding)
}

function facesOf(lines: readonly CartLineInput[], priced: readonly PricePart[][]): Face[] {
	let next = lines.reduce((highest, { sequence }) => Math.max(highest, sequence), 0)
	return priced.flatMap((parts, line): Face[] => {
		const { sequence } = lines[line] as CartLineInput
		if (isOnRequest(parts)) return []
		const open = parts.filter(({ price }) => price.promotable)
		if (open.length === 0 || open.length === parts.length) return [{ line, sequence, parts }]
		next += 1
		return [
			{ line, sequence, parts: open },
			{ line, sequence: next, parts: parts.filter(({ price }) => !price.promotable) },
		]
	})
}

function promotionLine(face: Face, line: CartLineInput, input: CartInput): PromotionLine {
	const quantity = face.parts.reduce((sum, part) => sum + part.quantity, 0)
	const resolvedMinor = resolvedOf(face.parts)
	const { floorMicros } = line.cost
	// A price already under the floor is somebody's decision; a promotion only may not push it further.
	const floorMinor = floorMicros === null ? null : Math.min(resolvedMinor, extendExact(exactPrice(floorMicros), quantity, input.currency, input.rounding))
	const places = new Map<string, { groupKey: string; locationId: number; quantity: number }>()
	for (const { key, locationId, quantity: part } of face.parts.flatMap(({ shares }) => shares)) {
		if (key === UNALLOCATED) continue
		places.set(key, { groupKey: key, locationId: locationId ?? 0, quantity: (places.get(key)?.quantity ?? 0) + part })
	}
	return {
		sequence: face.sequence,
		productId: line.productId,
		categoryIds: line.categoryIds,
		relations: line.relations,
		unit: line.unit.code,
		quantity,
		resolvedMinor,
		unitPriceMicros: unitPriceOf(face.parts, input) ?? 0n,
		promotable: face.parts.every(({ price }) => price.promotable),
		floorMinor,
		allocations: [...places.values()],
	}
}

/** A discount belongs to the parts by their amounts, so that a store with the dearer price keeps the dearer net. */
function discountParts(parts: readonly PricePart[], discountMinor: number): DiscountedPart[] {
	const amounts = parts.map(({ resolvedMinor }) => resolvedMinor ?? 0)
	const shares = allocate(discountMinor, amounts)
	return parts.map((part, index) => ({ part, netMinor: (amounts[index] ?? 0) - (shares[index] ?? 0) }))
}

/**
 * What promotions do to the priced lines (commerce-engine.md section 5). Lines on request take no part in them.
 * Answers one discounted line per line of the cart, and the outcome for groups, gifts, terms and explanation.
 */
export function promoteLines(
	input: CartInput,
	lines: readonly CartLineInput[],
	priced: readonly PricePart[][],
	groups: readonly PromotionGroup[],
): { discounted: DiscountedLine[]; outcome: PromotionOutcome } {
	const { pricedAt, sellerZone, currency, rounding } = input
	const faces = facesOf(lines, priced)
	const outcome = applyPromotions({
		...input.promotion,
		at: pricedAt,
		sellerDay: dayIn(pricedAt, sellerZone),
		currency,
		rounding,
		gifts: offerGifts(input),
		lines: faces.map((face) => promotionLine(face, lines[face.line] as CartLineInput, input)),
		groups,
	})
	const bySequence = new Map(outcome.lines.map((line) => [line.sequence, line]))
	const discounted: DiscountedLine[] = priced.map((parts) => ({ adjustments: [], discountMinor: 0, parts: isOnRequest(parts) ? discountParts(parts, 0) : [] }))
	for (const face of faces) {
		const result = bySequence.get(face.sequence)
		const own = discounted[face.line]
		if (!result || !own) continue
		const discountMinor = resolvedOf(face.parts) - result.netMinor
		own.adjustments.push(...result.adjustments)
		own.discountMinor += discountMinor
		own.parts.push(...discountParts(face.parts, discountMinor))
	}
	return { discounted, outcome }
}
