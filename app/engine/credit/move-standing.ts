import type { OnboardingStep, Standing } from '../account/account-context.ts'
import { decideStanding, type StandingDecision, type StandingPolicy } from './decide-standing.ts'

export type OwingAccount = { standing: Standing; source: string; onboardingStep: OnboardingStep; oldestOverdueDays: number; overdueMinor: number }

/** What the ladder and the clock set is theirs to change; what a person or a file said is not. */
const changeable: readonly string[] = ['none', 'onboarding', 'overdue']

/**
 * Where an account stands once its overdue invoices are looked at (sync-core.md section c, commerce-engine.md section 8); null: where it stood.
 * Laws: only what was overdue is ever lifted, only by payment; what somebody set by hand stands; an account that is worse off by hand is not made better.
 */
export function moveStanding(now: OwingAccount, policy: StandingPolicy): StandingDecision | null {
	if (!changeable.includes(now.source)) return null
	const { onboardingStep, oldestOverdueDays, overdueMinor } = now
	const decision = decideStanding({ manual: null, onboardingStep, oldestOverdueDays, overdueMinor }, policy)
	if (decision.source !== 'overdue' && now.source !== 'overdue') return null
	return decision.standing === now.standing && decision.source === now.source ? null : decision
}
