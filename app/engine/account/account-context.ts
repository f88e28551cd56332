import type { Currency } from '../base/money.ts'

/** What an account may do with money: commerce-engine.md section 8. */
export type Standing = 'good' | 'watch' | 'hold' | 'new'

export type OnboardingStep = 'card_only' | 'capped_terms' | 'full_terms'

/** Who shops, as every decision of the engine sees it. `accountId` null is a guest under the seller's guest policy. */
export type AccountContext = {
	sellerEntityId: number
	accountId: number | null
	/** Nearest first, any depth. */
	ancestorIds: readonly number[]
	buyerGroupIds: readonly number[]
	/** Those that count, see `policiesThatCount`. */
	policyIds: readonly number[]
	currency: Currency
	standing: Standing
	onboardingStep: OnboardingStep
	/** The most one order may come to while onboarding; null is no cap. */
	orderCapMinor: number | null
	/** The product classes this account may buy; null is every class. */
	allowedClasses: readonly string[] | null
	termsDays: number
	/** Whether a PO number may be used again. */
	repeatsPoNumbers: boolean
}

/** How far a contract book stands from this account: 1 its own, 2 its parent's, and so on; null when it is nobody's of ours. */
export function contractDistance(account: Pick<AccountContext, 'accountId' | 'ancestorIds'>, ownerAccountId: number): number | null {
	if (ownerAccountId === account.accountId) return 1
	const depth = account.ancestorIds.indexOf(ownerAccountId)
	return depth < 0 ? null : depth + 2
}
