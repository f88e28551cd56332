import type { OnboardingStep, Standing } from '../account/account-context.ts'
import type { Fact } from '../base/refusal.ts'
import type { LadderPlace } from './onboarding-ladder.ts'

/** Days overdue from which an account is watched, or held; both are the seller's. */
export type StandingPolicy = { watchFromDays: number; holdFromDays: number }

export type StandingFacts = {
	/** Set by a credit manager; it counts until she takes it back. */
	manual: { standing: Standing; note: string } | null
	onboardingStep: OnboardingStep
	oldestOverdueDays: number
	overdueMinor: number
}

export type StandingDecision = { standing: Standing; source: 'manual' | 'overdue' | 'onboarding' | 'none'; facts: Record<string, Fact> }

/** The standing and where it comes from (commerce-engine.md section 8). What is overdue weighs more than the ladder. */
export function decideStanding(
	{ manual, onboardingStep, oldestOverdueDays, overdueMinor }: StandingFacts,
	{ watchFromDays, holdFromDays }: StandingPolicy,
): StandingDecision {
	if (manual) return { standing: manual.standing, source: 'manual', facts: { note: manual.note } }
	const overdue = { oldestOverdueDays, overdueMinor, watchFromDays, holdFromDays }
	if (oldestOverdueDays >= holdFromDays) return { standing: 'hold', source: 'overdue', facts: overdue }
	if (onboardingStep !== 'full_terms') return { standing: 'new', source: 'onboarding', facts: { onboardingStep } }
	if (oldestOverdueDays >= watchFromDays) return { standing: 'watch', source: 'overdue', facts: overdue }
	return { standing: 'good', source: 'none', facts: {} }
}

export type PaymentTerms = {
	standing: Standing
	onboardingStep: OnboardingStep
	/** 0: no terms were agreed. */
	termsDays: number
	/** What a new account on `capped_terms` may owe at most. */
	termsCapMinor: number
	exposureMinor: number
	ladder: LadderPlace
}

/** `reason` says why not; `liftedBy` what would change it. */
export type PaymentMethodAnswer = {
	method: 'terms' | 'card'
	allowed: boolean
	reason: 'TERMS_ON_HOLD' | 'TERMS_FOR_NEW' | 'TERMS_NOT_AGREED' | 'TERMS_CAP_REACHED' | null
	liftedBy: 'PAY_OVERDUE' | 'LADDER' | 'ASK_FOR_TERMS' | 'PAY_INVOICES' | null
	/** The most this method takes for one order, null without such a limit; credit is judged apart. */
	atMostMinor: number | null
}

/** The ways to pay that a standing allows: terms first, card always (commerce-engine.md section 8). */
export function allowedPaymentMethods(terms: PaymentTerms): PaymentMethodAnswer[] {
	return [termsAnswer(terms), { method: 'card', allowed: true, reason: null, liftedBy: null, atMostMinor: null }]
}

function termsAnswer({ standing, onboardingStep, termsDays, termsCapMinor, exposureMinor }: PaymentTerms): PaymentMethodAnswer {
	const no = (reason: PaymentMethodAnswer['reason'], liftedBy: PaymentMethodAnswer['liftedBy']) => ({
		method: 'terms' as const,
		allowed: false,
		reason,
		liftedBy,
		atMostMinor: null,
	})
	if (standing === 'hold') return no('TERMS_ON_HOLD', 'PAY_OVERDUE')
	if (standing === 'new' && onboardingStep === 'card_only') return no('TERMS_FOR_NEW', 'LADDER')
	if (termsDays <= 0) return no('TERMS_NOT_AGREED', 'ASK_FOR_TERMS')
	const capped = standing === 'new' && onboardingStep === 'capped_terms'
	if (capped && exposureMinor >= termsCapMinor) return no('TERMS_CAP_REACHED', 'PAY_INVOICES')
	return { method: 'terms', allowed: true, reason: null, liftedBy: null, atMostMinor: capped ? termsCapMinor - exposureMinor : null }
}

/** A limit of a new account, and the ladder's next step which lifts it. */
export type OnboardingLimit = { limit: 'CARD_ONLY' | 'TERMS_CAP' | 'CLASSES' | 'ORDER_CAP'; facts: Record<string, Fact>; liftedAt: OnboardingStep }

/** Every limit that a new account meets. Classes and the cap fall with full terms, card only with capped terms. */
export function limitsOfNew(account: {
	standing: Standing
	onboardingStep: OnboardingStep
	allowedClasses: readonly string[] | null
	orderCapMinor: number | null
	termsCapMinor: number
}): OnboardingLimit[] {
	if (account.standing !== 'new') return []
	const limits: OnboardingLimit[] = []
	if (account.onboardingStep === 'card_only') limits.push({ limit: 'CARD_ONLY', facts: {}, liftedAt: 'capped_terms' })
	if (account.onboardingStep === 'capped_terms') limits.push({ limit: 'TERMS_CAP', facts: { termsCapMinor: account.termsCapMinor }, liftedAt: 'full_terms' })
	if (account.allowedClasses) limits.push({ limit: 'CLASSES', facts: { classes: account.allowedClasses.join(', ') }, liftedAt: 'full_terms' })
	if (account.orderCapMinor !== null) limits.push({ limit: 'ORDER_CAP', facts: { orderCapMinor: account.orderCapMinor }, liftedAt: 'full_terms' })
	return limits
}
