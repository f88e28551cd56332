import type { Day } from '../base/calendar.ts'
import { type Canonical, hashOf } from '../base/hash.ts'
import { printMicros, printRate, shownMicros } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'
import type { Offer, PriceDecision } from './decide-price.ts'
import type { NextTier } from './next-tier.ts'
import type { BookPolicy, PriceCandidate, Rung } from './price-candidate.ts'
import type { PriceContext } from './price-context.ts'
import type { Rejection } from './reject-candidate.ts'

/** Unit prices stand as decimals with 6 digits, so that a stored trace reads the same in any language. */
export type TracedCandidate = {
	rung: Rung
	bookId: number | null
	bookName: string | null
	bookVersion: number | null
	entryId: number | null
	tierFrom: Quantity | null
	unitPrice: string | null
	status: 'won' | 'lost' | 'rejected'
	/** Why it was rejected or lost: LOWER_RANK under an exclusive book or in its own rung, DEARER otherwise. */
	reason: Rejection | 'LOWER_RANK' | 'DEARER' | null
	/** The dated rate behind a converted price. */
	rate: { from: string; rate: string; ratedOn: Day; isEnding: boolean } | null
}

/** Stored with the line and shown to the buyer as stored. */
export type PublicTrace = {
	productId: number
	unit: string
	quantity: Quantity
	basis: { line: Quantity; order: Quantity }
	currency: string
	pricedAt: string
	deliverOn: Day | null
	locationId: number | null
	candidates: TracedCandidate[]
	policy: BookPolicy | null
	bands: { from: Quantity; quantity: Quantity; unitPrice: string }[] | null
	nextTier: { addQuantity: Quantity; unitPrice: string; savingMinor: number } | null
	overrideReason: string | null
}

/** For merchandisers and entitled reps only. */
export type PrivateTrace = {
	unitCost: string | null
	floorPrice: string | null
	marginMinor: number | null
	authority: { maxPercent: number; floorPrice: string | null; isBeyond: boolean } | null
	/** Unpublished and future books, and those in another currency: no answer to a buyer names them. */
	hidden: TracedCandidate[]
}

/** What of the private part a rep may see: cost and margin only where a margin is hers to hold. */
export function withinRights(trace: PrivateTrace, { minMarginPercent }: { minMarginPercent: number | null }): PrivateTrace {
	return minMarginPercent === null ? { ...trace, unitCost: null, marginMinor: null } : trace
}

const print = (micros: bigint | null) => (micros === null ? null : printMicros(micros))

/** Where a tier begins tells something only of a list whose smallest one is not reached. */
const smallestOf = ({ tiers }: PriceCandidate) => tiers.reduce((least, { from }) => Math.min(least, from), Number.POSITIVE_INFINITY)

function traced(candidate: PriceCandidate, reason: TracedCandidate['reason']): TracedCandidate {
	const { rung, bookId, bookName, bookVersion, entryId, fx } = candidate
	const rate = rung === 'fx' && fx ? { from: candidate.currency, rate: printRate(fx.rate), ratedOn: fx.ratedOn, isEnding: fx.ending !== null } : null
	return {
		rung,
		bookId,
		bookName,
		bookVersion,
		entryId,
		tierFrom: reason === 'BELOW_MIN' ? smallestOf(candidate) : null,
		unitPrice: null,
		status: 'rejected',
		reason,
		rate,
	}
}

function tracedOffer(offer: Offer, context: PriceContext, decision: PriceDecision): TracedCandidate {
	const empty = { rung: offer.rung, bookId: null, bookName: null, bookVersion: null, entryId: null, rate: null }
	const first = decision.ranked[0]
	const won = offer === decision.winner
	const byRank = first !== undefined && offer !== first && (offer.rung === first.rung || first.candidate === null || first.candidate.policy === 'exclusive')
	return {
		...(offer.candidate ? traced(offer.candidate, null) : empty),
		tierFrom: offer.tier?.from ?? null,
		unitPrice: printMicros(shownMicros(offer.price, context.rounding)),
		status: won ? 'won' : 'lost',
		reason: won ? null : byRank ? 'LOWER_RANK' : 'DEARER',
	}
}

type Rejected = { candidate: PriceCandidate; why: Rejection }

/** A book that nobody outside may know of yet, or one in a currency that she does not pay in (decision 0334). */
function isHidden({ candidate, why }: Rejected, context: PriceContext): boolean {
	const startsLater = (from: Date | null) => from !== null && from > context.pricedAt
	return why === 'CURRENCY' || !candidate.isActive || startsLater(candidate.validFrom) || startsLater(candidate.entryValidFrom)
}

/** Rejected candidates in an order that does not depend on how they were loaded. */
function inBookOrder(rejected: readonly Rejected[]) {
	return [...rejected].sort((a, b) => a.candidate.bookId - b.candidate.bookId || a.candidate.entryId - b.candidate.entryId)
}

export function tracePublicly(context: PriceContext, decision: PriceDecision, rejected: readonly Rejected[], next: NextTier | null): PublicTrace {
	const shown = inBookOrder(rejected).filter((one) => !isHidden(one, context))
	return {
		productId: context.productId,
		unit: context.unit,
		quantity: context.quantity,
		basis: { line: context.basis.line, order: context.basis.order },
		currency: context.currency,
		pricedAt: context.pricedAt.toISOString(),
		deliverOn: context.deliverOn,
		locationId: context.locationId,
		candidates: [...decision.ranked.map((offer) => tracedOffer(offer, context, decision)), ...shown.map(({ candidate, why }) => traced(candidate, why))],
		policy: policyOf(decision),
		bands: decision.winner?.bands?.map(({ from, quantity, unitPriceMicros }) => ({ from, quantity, unitPrice: printMicros(unitPriceMicros) })) ?? null,
		nextTier: next && { addQuantity: next.addQuantity, unitPrice: printMicros(next.unitPriceMicros), savingMinor: next.savingMinor },
		overrideReason: decision.winner?.rung === 'override' ? (context.override?.reason ?? null) : null,
	}
}

export type PrivateFacts = { costMicros: bigint | null; floorMicros: bigint | null; marginMinor: number | null }

export function tracePrivately(context: PriceContext, decision: PriceDecision, rejected: readonly Rejected[], facts: PrivateFacts): PrivateTrace {
	const authority = context.override?.authority
	return {
		unitCost: print(facts.costMicros),
		floorPrice: print(facts.floorMicros),
		marginMinor: facts.marginMinor,
		authority: authority ? { maxPercent: authority.maxPercent, floorPrice: print(authority.floorMicros), isBeyond: decision.isBeyondAuthority } : null,
		hidden: inBookOrder(rejected)
			.filter((one) => isHidden(one, context))
			.map(({ candidate, why }) => traced(candidate, why)),
	}
}

function policyOf(decision: PriceDecision): BookPolicy | null {
	const first = decision.ranked[0]
	return first === undefined ? null : (first.candidate?.policy ?? 'exclusive')
}

function hashedOffer(offer: Offer, context: PriceContext): Canonical {
	const { candidate, tier } = offer
	const source = candidate
		? { bookId: candidate.bookId, version: candidate.bookVersion }
		: { bookId: offer.rung === 'quote' ? (context.quoted?.quoteId ?? null) : null, version: offer.rung === 'quote' ? (context.quoted?.version ?? null) : null }
	return { rung: offer.rung, ...source, tier: tier?.from ?? null, price: shownMicros(offer.price, context.rounding) }
}

/** SHA-256 of what decided (section 4): not when, by whom or through which door. */
export function hashDecision(context: PriceContext, decision: PriceDecision): string {
	return hashOf({
		productId: context.productId,
		unit: context.unit,
		quantity: context.quantity,
		basis: { line: context.basis.line, order: context.basis.order },
		currency: context.currency,
		candidates: decision.ranked.map((offer) => hashedOffer(offer, context)),
		winner: decision.winner ? decision.ranked.indexOf(decision.winner) : null,
		policy: policyOf(decision),
	})
}
