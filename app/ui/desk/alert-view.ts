import type { Instant } from '../format/date.ts'

/** An alert as its card shows it: every fact that the rule used, in names and figures (experience.md section 1). */
export type AlertView = {
	id: number
	status: 'open' | 'taken'
	rule: 'nba1' | 'nba2' | 'nba3'
	/** Which sentence heads it: of a quiet cart with an offer, with terms only, or plain; of an order that is due; of a buyer who stays away. */
	template: 'offer' | 'terms' | 'plain' | 'reorder' | 'dormant'
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
	baseTermsDays: number | null
	suggestions: { productId: number; name: string; accounts: string[]; isOffered: boolean }[]
	/** What she looked at, how often, and has neither ordered nor in the cart. */
	interests: { productId: number; name: string; times: number }[]
	rhythm: { everyDays: number; lastOn: string; usual: { productId: number; name: string }[] } | null
	away: { days: number; lastOn: string; revenueMinor: number; currency: string } | null
	call: { from: Instant; to: Instant; zone: string } | null
}
