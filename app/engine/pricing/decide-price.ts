import { comparePrices, type ExactPrice, exactPrice, shownMicros } from '../base/money.ts'
import { leastPrice } from './least-price.ts'
import { type PriceCandidate, type PriceTier, RUNGS, type Rung } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import { type Rejection, rejectionOf } from './reject-candidate.ts'
import { type TierBand, tierPriceOf } from './tier-price.ts'

/** A price that may be taken: from a book, an accepted quote or a rep's override (then `candidate` is null). */
export type Offer = {
	rung: Rung
	candidate: PriceCandidate | null
	tier: PriceTier | null
	price: ExactPrice
	bands: TierBand[] | null
}

export type PriceDecision = {
	/** Null is PRICE_ON_REQUEST. */
	winner: Offer | null
	/** Every offer that was not rejected, first-ranked first. The fx fallback is among them only when it was asked. */
	ranked: Offer[]
	/** The override was not within the rep's authority. */
	isBeyondAuthority: boolean
}

/** First-ranked first: rung, then priority, narrower scope, lower effective price, lower id (section 4). */
function compareRank(a: Offer, b: Offer): number {
	const rung = RUNGS[a.rung] - RUNGS[b.rung]
	if (rung !== 0 || a.candidate === null || b.candidate === null) return rung
	const [left, right] = [a.candidate, b.candidate]
	return (
		right.priority - left.priority || left.scope - right.scope || comparePrices(a.price, b.price) || left.bookId - right.bookId || left.entryId - right.entryId
	)
}

function takeWinner(ranked: readonly Offer[]): Offer | null {
	const first = ranked[0]
	if (first === undefined) return null
	if (first.candidate === null || first.candidate.policy === 'exclusive') return first
	let winner = first
	// Others of its own rung lost by rank and stay lost; a lower rung must be strictly cheaper.
	for (const offer of ranked) if (RUNGS[offer.rung] > RUNGS[first.rung] && comparePrices(offer.price, winner.price) < 0) winner = offer
	return winner
}

function offersOf(
	context: PriceContext,
	candidates: readonly PriceCandidate[],
	isFx: boolean,
	onRejection?: (candidate: PriceCandidate, why: Rejection) => void,
): Offer[] {
	const offers: Offer[] = []
	for (const candidate of candidates) {
		if ((candidate.rung === 'fx') !== isFx) continue
		const why = rejectionOf(candidate, context)
		if (why !== null) onRejection?.(candidate, why)
		else offers.push({ rung: candidate.rung, candidate, ...tierPriceOf(candidate, context) })
	}
	return offers.length > 1 ? offers.sort(compareRank) : offers
}

function isWithinAuthority(context: PriceContext, listed: Offer | null): boolean {
	const { override } = context
	if (!override) return false
	const leastMicros = leastPrice(override.authority, listed && shownMicros(listed.price, context.rounding), context.rounding)
	return leastMicros !== null && override.unitPriceMicros >= leastMicros
}

/** Whether the quoted price still speaks: from its stated minimum, for what was quoted at most (section 4, Parts). */
function isQuoteHeld(context: PriceContext): boolean {
	const { quoted, quantity, basis } = context
	return context.isEntitled && !!quoted && quantity <= quoted.quantity && basis.order >= quoted.minimum
}

/**
 * The decision alone, without its trace: what list pages ask many times and `resolvePrice` explains. Candidates may
 * come in any order. `onRejection` hears of each one that cannot give this price.
 */
export function decidePrice(
	context: PriceContext,
	candidates: readonly PriceCandidate[],
	onRejection?: (candidate: PriceCandidate, why: Rejection) => void,
): PriceDecision {
	let ranked = offersOf(context, candidates, false, onRejection)
	if (ranked.length === 0) ranked = offersOf(context, candidates, true, onRejection)
	const listed = takeWinner(ranked)
	let isBeyondAuthority = false
	if (context.override && context.isEntitled) {
		isBeyondAuthority = !isWithinAuthority(context, listed)
		const price = exactPrice(context.override.unitPriceMicros)
		if (!isBeyondAuthority) ranked.unshift({ rung: 'override', candidate: null, tier: null, price, bands: null })
	}
	if (context.quoted && isQuoteHeld(context)) {
		ranked.unshift({ rung: 'quote', candidate: null, tier: null, price: exactPrice(context.quoted.unitPriceMicros), bands: null })
	}
	return { winner: takeWinner(ranked), ranked, isBeyondAuthority }
}
