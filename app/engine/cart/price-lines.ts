import { smallestStep } from '../base/units.ts'
import { bundleCandidates } from '../pricing/bundle-price.ts'
import type { PriceCandidate } from '../pricing/price-candidate.ts'
import { mixKey, type PriceContext } from '../pricing/price-context.ts'
import { type LineShare, type PricePart, priceParts } from '../pricing/price-parts.ts'
import { rejectionOf } from '../pricing/reject-candidate.ts'
import { shareGraduated } from '../pricing/share-graduated.ts'
import type { CartGroupInput, CartInput, CartLineInput } from './cart-input.ts'

/** The key of what is not yet allocated; no delivery group has it. */
export const UNALLOCATED = ''

const productKey = ({ productId, unit }: CartLineInput) => `${productId}:${unit.code}`

export function contextOf(input: CartInput, line: CartLineInput): PriceContext {
	const { sellerZone, rounding, currency, sessionLocationId } = input
	const { productId, unit, quantity, isEntitled, quoted, override, pricedAt = input.pricedAt } = line
	return {
		sellerZone,
		rounding,
		currency,
		pricedAt,
		productId,
		unit: unit.code,
		unitStep: smallestStep(unit),
		quantity,
		basis: { line: quantity, order: quantity },
		isEntitled,
		locationId: sessionLocationId,
		deliverOn: null,
		quoted,
		override,
	}
}

/** In the order of place and day, so that neither rows nor keys decide which portion a quote covers. */
export function sharesOf(line: CartLineInput, groups: ReadonlyMap<string, CartGroupInput>, sessionLocationId: number | null): LineShare[] {
	const shares = line.allocations.map(({ groupKey, quantity }): LineShare => {
		const group = groups.get(groupKey)
		return { key: groupKey, locationId: group?.locationId ?? null, deliverOn: group?.requestedOn ?? null, quantity }
	})
	const allocated = shares.reduce((sum, { quantity }) => sum + quantity, 0)
	if (allocated < line.quantity) shares.push({ key: UNALLOCATED, locationId: sessionLocationId, deliverOn: null, quantity: line.quantity - allocated })
	const rank = ({ locationId, deliverOn }: LineShare) => `${String(locationId ?? 0).padStart(16, '0')} ${deliverOn ?? ''}`
	return shares.sort((a, b) => (rank(a) < rank(b) ? -1 : rank(a) > rank(b) ? 1 : 0))
}

/** Quantities by mix group: each line counts once in every group in which it has a price, or would have with more. */
function mixQuantities(asked: readonly { line: CartLineInput; context: PriceContext }[]): Map<string, number> {
	const mix = new Map<string, number>()
	for (const { line, context } of asked) {
		const keys = new Set<string>()
		for (const candidate of line.candidates) {
			if (candidate.basis !== 'mix_group' || candidate.mixGroup === null) continue
			const why = rejectionOf(candidate, { ...context, locationId: candidate.locationId })
			if (why === null || why === 'BELOW_MIN') keys.add(mixKey(candidate.bookId, candidate.mixGroup, candidate.unit))
		}
		for (const key of keys) mix.set(key, (mix.get(key) ?? 0) + line.quantity)
	}
	return mix
}

export type AskedLine = { line: CartLineInput; context: PriceContext; candidates: readonly PriceCandidate[] }

/** What each line is asked a price for: its basis over the whole order, and the candidates that may give it. */
export function askedLines(input: CartInput, lines: readonly CartLineInput[]): AskedLine[] {
	const orderQuantities = new Map<string, number>()
	for (const line of lines) orderQuantities.set(productKey(line), (orderQuantities.get(productKey(line)) ?? 0) + line.quantity)
	const asked = lines.map((line) => ({ line, context: contextOf(input, line) }))
	const mix = mixQuantities(asked)
	return asked.map(({ line, context }) => {
		const basis = { line: line.quantity, order: orderQuantities.get(productKey(line)) ?? line.quantity, ...(mix.size > 0 ? { mix } : {}) }
		const candidates = line.bundle ? bundleCandidates(context, line.bundle, line.candidates) : line.candidates
		return { line, context: { ...context, basis }, candidates }
	})
}

/** The prices of every line on the whole order's quantities, parts and shared graduated amounts included. */
export function priceLines(input: CartInput, lines: readonly CartLineInput[]): PricePart[][] {
	const groups = new Map(input.groups.map((group) => [group.groupKey, group]))
	const parts = askedLines(input, lines).map(({ line, context, candidates }) =>
		priceParts(context, sharesOf(line, groups, input.sessionLocationId), candidates, line.cost),
	)
	return shareGraduated(parts, input.currency, input.rounding)
}
