import type { Day } from '../base/calendar.ts'
import type { Quantity } from '../base/units.ts'

export const QUOTE_STATES = ['asked', 'offered', 'countered', 'accepted', 'declined', 'expired', 'withdrawn'] as const
export type QuoteState = (typeof QUOTE_STATES)[number]

export type QuoteSide = 'buyer' | 'seller'
export type QuoteAct = 'offer' | 'counter' | 'accept' | 'decline' | 'withdraw'

/** How a quote stands. `expiresAt` is the instant at which the last day of its offer is over in the seller's zone. */
export type QuoteStanding = { number: string; state: QuoteState; version: number; validOn: Day | null; expiresAt: Date | null }

/** A line as one side said it; `position` is the same line in every version. `unitPriceMicros` null: no price is named. */
export type QuoteLine = { position: number; quantity: Quantity; minimum: Quantity; unitPriceMicros: bigint | null }
