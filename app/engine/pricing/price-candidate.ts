import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import type { Quantity } from '../base/units.ts'

/** In the order of commerce-engine.md section 4: R1 quote, R2 override, R3 contract, R4 group, R5 sale, R6 base, R7 fx. */
export const RUNGS = { quote: 1, override: 2, contract: 3, group: 4, sale: 5, base: 6, fx: 7 } as const
export type Rung = keyof typeof RUNGS

export type BookPolicy = 'best_of' | 'exclusive'
export type TierMode = 'all_units' | 'graduated'
export type TierBasis = 'line' | 'order' | 'mix_group' | 'account_period'

export type PriceTier = { from: Quantity; unitPriceMicros: bigint }

/** `rate` has 8 digits (`rateOf`); an ending turns a converted price into the nearest one with that ending. */
export type FxFallback = { to: Currency; rate: bigint; ratedOn: Day; ending: { stepMicros: bigint; endingMicros: bigint } | null }

/**
 * One entry of a price book that is addressed to the account, with what its book says. One row per entry, in any
 * order. For an fx fallback `currency` is the source book's and `fx.to` the one it is converted to.
 */
export type PriceCandidate = {
	bookId: number
	bookVersion: number
	bookName: string
	rung: Exclude<Rung, 'quote' | 'override'>
	policy: BookPolicy
	tierMode: TierMode
	basis: TierBasis
	priority: number
	/** 0 bound to a location, 1 the account's own, 2 its parent's, and so on; the narrower wins inside a rung. */
	scope: number
	currency: Currency
	promotable: boolean
	dateBasis: 'ordered' | 'delivery'
	isActive: boolean
	validFrom: Date | null
	validTo: Date | null
	entryId: number
	productId: number
	unit: string
	entryValidFrom: Date | null
	entryValidTo: Date | null
	/** At least one, distinct `from`; the smallest is the entry's minimum. */
	tiers: readonly PriceTier[]
	locationId: number | null
	mixGroup: string | null
	/** What the account has committed to within the contract period (basis `account_period`), else 0. */
	committed: Quantity
	fx: FxFallback | null
}
