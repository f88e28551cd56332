import type { Instant } from '../format/date.ts'

/** An alert as its card shows it: every fact that the rule used, in names and figures (experience.md section 1). */
export type AlertView = {
	id: number
	status: 'open' | 'taken'
	/** Which sentence heads it: with an offer, with terms only, or plain. */
	template: 'offer' | 'terms' | 'plain'
	accountId: number
	accountName: string
	contactId: number | null
	contactName: string
	contactPhone: string | null
	ownerName: string
	createdAt: Instant
	touch: { campaignName: string; confirmedAt: Instant | null } | null
	cart: { lines: { name: string; quantity: number }[]; totalMinor: number; currency: string; lastChangedAt: Instant; quietAfterMinutes: number } | null
	offers: { promotionId: number; name: string; acts: boolean }[]
	/** Days granted in place of `baseTermsDays`; null: no longer terms to offer. */
	termsDays: number | null
	baseTermsDays: number
	suggestions: { productId: number; name: string; accounts: string[]; isOffered: boolean }[]
	call: { from: Instant; to: Instant; zone: string } | null
}
