import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'
import { type Refusal, refusal } from '../base/refusal.ts'

/** The bill-to's credit in its currency, minor units (commerce-engine.md section 8). */
export type CreditProfile = { currency: Currency; limitMinor: number; openInvoiceMinor: number; unbilledMinor: number; reservedMinor: number }

export type CreditStanding = { exposureMinor: number; availableMinor: number; overLimitMinor: number }

/** Available is never negative: a lowered limit shows as over limit instead. */
export function readCredit({ limitMinor, openInvoiceMinor, unbilledMinor, reservedMinor }: CreditProfile): CreditStanding {
	const exposureMinor = openInvoiceMinor + unbilledMinor + reservedMinor
	return { exposureMinor, availableMinor: Math.max(0, limitMinor - exposureMinor), overLimitMinor: Math.max(0, exposureMinor - limitMinor) }
}

/** What the buyer may do instead; amounts in minor units. */
export type CreditOffer =
	| { kind: 'card_for_shortfall'; amountMinor: number }
	| { kind: 'approval' }
	| { kind: 'fewer_groups'; groupKeys: string[]; dueMinor: number }
	| { kind: 'next_period'; startsOn: Day }

export type CreditDecision = { ok: true; availableAfterMinor: number } | { ok: false; refusals: Refusal[]; offers: CreditOffer[] }

/**
 * Whether an order on terms fits the credit. Refuses `CREDIT_INSUFFICIENT { shortMinor, … }` with offers: card for the
 * shortfall, approval, or the groups that fit, taken in the order given (the earliest delivery first). `mayAsk` says
 * whether anybody could approve it.
 */
export function decideCredit(
	profile: CreditProfile,
	order: { currency: Currency; groups: readonly { groupKey: string; dueMinor: number }[]; mayAsk: boolean },
): CreditDecision {
	if (order.currency !== profile.currency) {
		return { ok: false, refusals: [refusal('CREDIT_CURRENCY', { currency: order.currency, creditCurrency: profile.currency })], offers: [] }
	}
	const { availableMinor, overLimitMinor } = readCredit(profile)
	const dueMinor = order.groups.reduce((sum, group) => sum + group.dueMinor, 0)
	// An order of 0 raises nothing, so it passes even over the limit.
	if (dueMinor <= availableMinor) return { ok: true, availableAfterMinor: availableMinor - dueMinor }
	const shortMinor = dueMinor - availableMinor
	const facts = { shortMinor, availableMinor, overLimitMinor, dueMinor, currency: profile.currency }
	const offers: CreditOffer[] = [{ kind: 'card_for_shortfall', amountMinor: shortMinor }]
	if (order.mayAsk) offers.push({ kind: 'approval' })
	const fitting = groupsThatFit(order.groups, availableMinor)
	if (fitting.groupKeys.length > 0) offers.push({ kind: 'fewer_groups', ...fitting })
	return { ok: false, refusals: [refusal('CREDIT_INSUFFICIENT', facts)], offers }
}

function groupsThatFit(groups: readonly { groupKey: string; dueMinor: number }[], availableMinor: number): { groupKeys: string[]; dueMinor: number } {
	const groupKeys: string[] = []
	let sum = 0
	for (const { groupKey, dueMinor } of groups) {
		if (sum + dueMinor > availableMinor) continue
		groupKeys.push(groupKey)
		sum += dueMinor
	}
	return { groupKeys, dueMinor: sum }
}
