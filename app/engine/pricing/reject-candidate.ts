import { dayIn, isWithin } from '../base/calendar.ts'
import type { Quantity } from '../base/units.ts'
import type { PriceCandidate } from './price-candidate.ts'
import { mixKey, type PriceContext } from './price-context.ts'

export type Rejection = 'NOT_ENTITLED' | 'INACTIVE' | 'CURRENCY' | 'UNIT' | 'DATE' | 'BELOW_MIN'

/** The quantity whose tier decides, committed quantity included (commerce-engine.md section 4, Tiers). */
export function basisOf(candidate: PriceCandidate, context: PriceContext): Quantity {
	const { basis } = context
	if (candidate.basis === 'line') return basis.line
	if (candidate.basis === 'account_period') return candidate.committed + basis.order
	if (candidate.basis === 'mix_group' && candidate.mixGroup !== null)
		return basis.mix?.get(mixKey(candidate.bookId, candidate.mixGroup, candidate.unit)) ?? basis.order
	return basis.order
}

function isLive(candidate: PriceCandidate, context: PriceContext): boolean {
	const { validFrom, validTo, entryValidFrom, entryValidTo } = candidate
	const at = context.pricedAt
	if (candidate.dateBasis === 'ordered') {
		return isWithin({ from: validFrom, to: validTo }, at) && isWithin({ from: entryValidFrom, to: entryValidTo }, at)
	}
	// A book by delivery date compares days in the seller's zone (section 2); without a wanted day, today.
	const zone = context.sellerZone
	const day = context.deliverOn ?? dayIn(at, zone)
	const startsBy = (from: Date | null) => from === null || dayIn(from, zone) <= day
	const endsAfter = (to: Date | null) => to === null || day < dayIn(to, zone)
	return startsBy(validFrom) && startsBy(entryValidFrom) && endsAfter(validTo) && endsAfter(entryValidTo)
}

function smallestTier(candidate: PriceCandidate): Quantity {
	let smallest = Number.POSITIVE_INFINITY
	for (const { from } of candidate.tiers) if (from < smallest) smallest = from
	return smallest
}

/** Why a candidate cannot give this price, or null. The first reason that holds, in the order of section 4. */
export function rejectionOf(candidate: PriceCandidate, context: PriceContext): Rejection | null {
	if (!context.isEntitled || candidate.productId !== context.productId) return 'NOT_ENTITLED'
	if (candidate.locationId !== null && candidate.locationId !== context.locationId) return 'NOT_ENTITLED'
	if (!candidate.isActive) return 'INACTIVE'
	if ((candidate.rung === 'fx' ? candidate.fx?.to : candidate.currency) !== context.currency) return 'CURRENCY'
	if (candidate.unit !== context.unit) return 'UNIT'
	if (!isLive(candidate, context)) return 'DATE'
	if (smallestTier(candidate) > basisOf(candidate, context)) return 'BELOW_MIN'
	return null
}
