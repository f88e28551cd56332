import { type Result, refusal, refused } from '../base/refusal.ts'
import type { QuoteState } from '../quote/quote.ts'

export const leadStatuses = ['open', 'working', 'qualified', 'recycle', 'converted', 'lost'] as const
export type LeadStatus = (typeof leadStatuses)[number]

/** Where the goods of a new account go. */
export type ShipToWish = { line1: string; line2: string; city: string; region: string; postalCode: string; country: string }

export type ConversionWish = {
	/** `new` and `into` are what a rep chose; `known` is the lead herself: the account she can sign in to already, else a new one. */
	to: 'new' | 'into' | 'known'
	/** A new account is she herself (decision 0445). */
	asPerson?: boolean
	shipTo: ShipToWish | null
}

export type ConversionFacts = {
	status: LeadStatus
	email: string | null
	/** Who signs in with this address already; without a name where the account is another seller's. */
	login: { accountId: number | null; accountName: string | null; isActive: boolean } | null
	/** The account that was chosen. */
	target: { accountId: number; name: string; currency: string; isPerson: boolean; isHers: boolean } | null
	/** Of her quotes; null: she has none. */
	currency: string | null
	/** Where the house delivers; a country not among them is none. */
	countries: readonly string[]
}

/** Into which account; null: a new one. */
export type Conversion = { accountId: number | null }

const hasPlace = ({ line1, city, country }: ShipToWish, countries: readonly string[]) => line1 !== '' && city !== '' && countries.includes(country)

/**
 * What converting a lead makes of her (commerce-engine.md section 9; sync-core.md B5: who is known is found before anybody
 * new is made). Refuses `LEAD_CONVERTED`, `LEAD_EMAIL_MISSING`, `LEAD_EMAIL_TAKEN` for an address that cannot become a
 * buyer's, `LEAD_KNOWN` where the address signs in to another account than the one chosen, `LEAD_CURRENCY`, `LEAD_SHIP_TO`,
 * `PERSON_ACCOUNT_ALONE` for the account of one person who is another.
 */
export function decideConversion({ to, shipTo }: ConversionWish, facts: ConversionFacts): Result<Conversion> {
	const { status, email, login, target, currency, countries } = facts
	if (status === 'converted') return refused(refusal('LEAD_CONVERTED'))
	if (email === null) return refused(refusal('LEAD_EMAIL_MISSING'))
	if (login && (login.accountId === null || !login.isActive)) return refused(refusal('LEAD_EMAIL_TAKEN', { email }))
	if (login && login.accountId !== target?.accountId) {
		const isHidden = to === 'known' || login.accountName === null
		return refused(isHidden ? refusal('LEAD_EMAIL_TAKEN', { email }) : refusal('LEAD_KNOWN', { email, account: login.accountName }))
	}
	if (target?.isPerson && !target.isHers) return refused(refusal('PERSON_ACCOUNT_ALONE', { account: target.name }))
	if (target)
		return currency === null || target.currency === currency ? { ok: true, accountId: target.accountId } : refused(refusal('LEAD_CURRENCY', { currency }))
	return shipTo && hasPlace(shipTo, countries) ? { ok: true, accountId: null } : refused(refusal('LEAD_SHIP_TO'))
}

/** Stage and rank of the opportunity that a lead's quotes stand for: the furthest of them counts (sync-core.md section c). */
export function stageOf(states: readonly QuoteState[]): { stage: string; rank: number } {
	if (states.includes('accepted')) return { stage: 'closed_won', rank: 90 }
	if (states.includes('offered') || states.includes('countered')) return { stage: 'negotiation', rank: 60 }
	return states.includes('asked') ? { stage: 'proposal', rank: 40 } : { stage: 'qualification', rank: 20 }
}
