import { addDays, type Day, startOfDay } from '../base/calendar.ts'
import { type Result, refusal, refused } from '../base/refusal.ts'
import type { QuoteAct, QuoteSide, QuoteStanding, QuoteState } from './quote.ts'

type Move = { from: readonly QuoteState[]; to: QuoteState }

/** Who may do what, from where (section 9). An offer that ran out can be renewed by the house alone. */
const moves: Readonly<Record<QuoteSide, Partial<Record<QuoteAct, Move>>>> = {
	buyer: {
		counter: { from: ['offered'], to: 'countered' },
		accept: { from: ['offered'], to: 'accepted' },
		decline: { from: ['offered'], to: 'declined' },
		withdraw: { from: ['asked', 'countered'], to: 'withdrawn' },
	},
	seller: {
		offer: { from: ['asked', 'offered', 'countered', 'expired'], to: 'offered' },
		decline: { from: ['asked', 'countered'], to: 'declined' },
		withdraw: { from: ['offered'], to: 'withdrawn' },
	},
}

/** The instant at which an offer good through `validOn` is over: midnight after it where the seller is. */
export const endOf = (validOn: Day, sellerZone: string): Date => startOfDay(addDays(validOn, 1), sellerZone)

/** Whether the offer that stands is over, told or not yet told. The last instant of its day is still in time. */
export function isExpired({ state, expiresAt }: Pick<QuoteStanding, 'state' | 'expiresAt'>, at: Date): boolean {
	return state === 'expired' || ((state === 'offered' || state === 'countered') && expiresAt !== null && expiresAt <= at)
}

/** How it stands for whoever looks at it now. */
export const standingState = (quote: Pick<QuoteStanding, 'state' | 'expiresAt'>, at: Date): QuoteState => (isExpired(quote, at) ? 'expired' : quote.state)

/** What this side can do now. */
export function actsOf(quote: Pick<QuoteStanding, 'state' | 'expiresAt'>, side: QuoteSide, at: Date): QuoteAct[] {
	const state = standingState(quote, at)
	return (Object.entries(moves[side]) as [QuoteAct, Move][]).flatMap(([act, { from }]) => (from.includes(state) ? [act] : []))
}

const CLOSED: readonly QuoteState[] = ['accepted', 'declined', 'withdrawn']

/**
 * What an act makes of a quote, once it is locked. Refuses, one at a time: `QUOTE_DECIDED` when it is over,
 * `QUOTE_EXPIRED`, `QUOTE_CHANGED` when `seenVersion` is not the one that stands, `QUOTE_NOT_NOW` for what is not this
 * side's turn.
 */
export function decideAct(
	quote: QuoteStanding,
	act: QuoteAct,
	{ side, seenVersion, at }: { side: QuoteSide; seenVersion: number; at: Date },
): Result<{ state: QuoteState }> {
	const { number, version, validOn } = quote
	const state = standingState(quote, at)
	const move = moves[side][act]
	if (CLOSED.includes(state)) return refused(refusal('QUOTE_DECIDED', { number, state }))
	if (state === 'expired' && !move?.from.includes('expired')) return refused(refusal('QUOTE_EXPIRED', { number, validOn }))
	if (seenVersion !== version) return refused(refusal('QUOTE_CHANGED', { number, seenVersion, version }))
	if (!move?.from.includes(state)) return refused(refusal('QUOTE_NOT_NOW', { number, state }))
	return { ok: true, state: move.to }
}
