import type { Day } from '../base/calendar.ts'
import type { Quantity } from '../base/units.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import { rejectionOf } from './reject-candidate.ts'
import { type CostFacts, type ResolvedPrice, resolvePrice } from './resolve-price.ts'

/** A portion of a line that goes to one ship-to on one day; `key` is the caller's own. */
export type LineShare = { key: string; locationId: number | null; deliverOn: Day | null; quantity: Quantity }

/** A price of a line. Most lines have one part; `locationId` and `deliverOn` are set only where they decide. */
export type PricePart = {
	locationId: number | null
	deliverOn: Day | null
	isQuoted: boolean
	quantity: Quantity
	shares: LineShare[]
	price: ResolvedPrice
	/** The amount of this part; shared graduated prices replace it by its portion (`shareGraduated`). Null on request. */
	resolvedMinor: number | null
}

type Portion = Pick<PricePart, 'locationId' | 'deliverOn' | 'isQuoted' | 'shares'>

function isBound(candidate: PriceCandidate): boolean {
	return candidate.locationId !== null || candidate.dateBasis === 'delivery'
}

const placeOf = ({ locationId, deliverOn }: Pick<LineShare, 'locationId' | 'deliverOn'>) => `${locationId} ${deliverOn}`

/** Takes shares in their order until `quantity` is reached; what is left stays in `rest`. */
function takeFirst(shares: readonly LineShare[], quantity: Quantity): { taken: LineShare[]; rest: LineShare[] } {
	const taken: LineShare[] = []
	const rest: LineShare[] = []
	let left = quantity
	for (const share of shares) {
		const part = Math.min(left, share.quantity)
		left -= part
		if (part > 0) taken.push({ ...share, quantity: part })
		if (part < share.quantity) rest.push({ ...share, quantity: share.quantity - part })
	}
	return { taken, rest }
}

/** One portion, unless a book that survives somewhere is bound to a location or priced by delivery date (section 4). */
function portionsOf(shares: LineShare[], context: PriceContext, candidates: readonly PriceCandidate[]): Portion[] {
	const places = new Map<string, LineShare[]>()
	for (const share of shares) places.set(placeOf(share), [...(places.get(placeOf(share)) ?? []), share])
	const byPlace = [...places.values()].map((own): Portion => {
		const { locationId, deliverOn } = own[0] as LineShare
		return { locationId, deliverOn, isQuoted: false, shares: own }
	})
	if (byPlace.length < 2) return byPlace
	const bound = candidates.filter(isBound)
	const decides = byPlace.some(({ locationId, deliverOn }) => bound.some((candidate) => rejectionOf(candidate, { ...context, locationId, deliverOn }) === null))
	return decides ? byPlace : [{ locationId: null, deliverOn: null, isQuoted: false, shares }]
}

/** A single price that no place decides must not hear of a book that is bound to the session's own place. */
export function candidatesOfPart(portion: Portion, candidates: readonly PriceCandidate[]): readonly PriceCandidate[] {
	const isOfOnePlace = portion.isQuoted || portion.shares.every((share) => placeOf(share) === placeOf(portion))
	return isOfOnePlace ? candidates : candidates.filter((one) => !isBound(one))
}

const quantityOf = (shares: readonly LineShare[]) => shares.reduce((sum, { quantity }) => sum + quantity, 0)

/**
 * The prices of one line (commerce-engine.md section 4, Parts): one, or one per (location, date), or per quoted
 * portion. `shares` cover the line's whole quantity; the tier basis of `context` stays the whole order. Quoted
 * portions take the shares in the order given.
 */
export function priceParts(context: PriceContext, shares: readonly LineShare[], candidates: readonly PriceCandidate[], cost?: CostFacts): PricePart[] {
	const { quoted } = context
	const isHeld = !!quoted && context.basis.order >= quoted.minimum
	const { taken, rest } = takeFirst(shares, isHeld ? quoted.quantity : 0)
	const portions: Portion[] = taken.length > 0 ? [{ locationId: null, deliverOn: null, isQuoted: true, shares: taken }] : []
	portions.push(...portionsOf(rest, context, candidates))
	return portions.map((portion) => {
		const quantity = quantityOf(portion.shares)
		const { locationId, deliverOn, isQuoted } = portion
		const price = resolvePrice({ ...context, quantity, locationId, deliverOn, quoted: isQuoted ? quoted : null }, candidatesOfPart(portion, candidates), cost)
		return { ...portion, quantity, price, resolvedMinor: price.extendedMinor }
	})
}
