import { addDays, type Day } from '../base/calendar.ts'

/** So long a pay link is good: longer than a weekend and a holiday, shorter than a price list. */
const GOOD_FOR_DAYS = 7

/** `open`: she may pay. `changed`: the cart is not what was sent any more. `ordered`: it was placed in another way. */
export type PayLinkState = 'open' | 'paid' | 'ordered' | 'withdrawn' | 'expired' | 'changed'

export type PayLink = { state: string; hash: string; expiresAt: Date }

export const payLinkEnds = (today: Day): Day => addDays(today, GOOD_FOR_DAYS)

/**
 * What a pay link is worth now (commerce-engine.md section 8): it is bound to the hash of the cart as it was sent, ends
 * with its day, and is used once. `now` is the cart as it stands; its hash is null when it cannot be priced.
 */
export function judgePayLink({ state, hash, expiresAt }: PayLink, now: { isCart: boolean; hash: string | null }, at: Date): PayLinkState {
	if (state === 'paid' || state === 'withdrawn') return state
	if (!now.isCart) return 'ordered'
	if (expiresAt <= at) return 'expired'
	return now.hash === hash ? 'open' : 'changed'
}
