import { exactPrice, extendExact, shownMicros } from '../base/money.ts'
import { decidePrice, type Offer } from './decide-price.ts'
import { nextTierOf } from './next-tier.ts'
import type { PriceCandidate } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import { hashDecision, type PrivateTrace, type PublicTrace, tracePrivately, tracePublicly } from './price-trace.ts'
import type { Rejection } from './reject-candidate.ts'

/** A price with everything that explains it. `winner` null is PRICE_ON_REQUEST: visible, quotable, not orderable. */
export type ResolvedPrice = {
	winner: Offer | null
	/** The unit price people see; null on request. */
	unitPriceMicros: bigint | null
	/** Quantity × exact price, rounded once; null on request. */
	extendedMinor: number | null
	/** Whether promotions may touch it; never what a quote or a rep fixed. */
	promotable: boolean
	isBeyondAuthority: boolean
	hash: string
	trace: PublicTrace
	privateTrace: PrivateTrace
}

/** What a merchandiser may see beside the price. */
export type CostFacts = { costMicros: bigint | null; floorMicros: bigint | null }

const UNKNOWN_COST: CostFacts = { costMicros: null, floorMicros: null }

/** Resolves one price for one quantity, ship-to and date, as commerce-engine.md section 4 says, with its trace and hash. */
export function resolvePrice(context: PriceContext, candidates: readonly PriceCandidate[], cost: CostFacts = UNKNOWN_COST): ResolvedPrice {
	const rejected: { candidate: PriceCandidate; why: Rejection }[] = []
	const decision = decidePrice(context, candidates, (candidate, why) => rejected.push({ candidate, why }))
	const { winner } = decision
	const extendedMinor = winner && extendExact(winner.price, context.quantity, context.currency, context.rounding)
	const costMinor = cost.costMicros === null ? null : extendExact(exactPrice(cost.costMicros), context.quantity, context.currency, context.rounding)
	const marginMinor = extendedMinor === null || costMinor === null ? null : extendedMinor - costMinor
	return {
		winner,
		unitPriceMicros: winner && shownMicros(winner.price, context.rounding),
		extendedMinor,
		promotable: winner?.candidate?.promotable ?? false,
		isBeyondAuthority: decision.isBeyondAuthority,
		hash: hashDecision(context, decision),
		trace: tracePublicly(context, decision, rejected, nextTierOf(context, candidates, decision)),
		privateTrace: tracePrivately(context, decision, rejected, { ...cost, marginMinor }),
	}
}
