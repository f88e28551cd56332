/** From so many days without a sign-in a buyer is silent (sync-core.md section c, login.dormant). */
export const dormantDays = 90

/** What the rule NBA-3 reads; kept with the alert as it was. `place`: the share of its seller's accounts that bought less or as much within a year, 0 to 1. */
export type DormantFacts = { contactId: number; days: number; revenueMinor: number; currency: string; place: number; ownerUserId: number | null }
export type DormantDecision = { fires: true; ownerUserId: number } | { fires: false; reason: 'NOT_YET' | 'NOTHING_BOUGHT' | 'NOT_TOP_QUARTER' | 'NO_OWNER' }

/** Only the silence of an account in the highest quarter is worth a call; the others are written to by a programme. */
export function decideDormant({ days, revenueMinor, place, ownerUserId }: DormantFacts): DormantDecision {
	if (days < dormantDays) return { fires: false, reason: 'NOT_YET' }
	if (revenueMinor <= 0) return { fires: false, reason: 'NOTHING_BOUGHT' }
	if (place <= 0.75) return { fires: false, reason: 'NOT_TOP_QUARTER' }
	return ownerUserId === null ? { fires: false, reason: 'NO_OWNER' } : { fires: true, ownerUserId }
}
