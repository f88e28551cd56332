import type { OnboardingStep } from '../account/account-context.ts'

/** What must be so before a step is reached; each is shown to the buyer with how far she is (commerce-engine.md section 8). */
export type LadderNeed =
	| { kind: 'orders_paid'; count: number }
	| { kind: 'paid_amount'; amountMinor: number }
	| { kind: 'days_since_first_order'; days: number }
	/** Since the first order, or since anything was last paid late. */
	| { kind: 'days_on_time'; days: number }
	| { kind: 'credit_checked' }

export type LadderRule = { step: Exclude<OnboardingStep, 'card_only'>; needs: readonly LadderNeed[] }

export type LadderProgress = {
	ordersPaid: number
	paidMinor: number
	daysSinceFirstOrder: number
	daysOnTime: number
	creditChecked: boolean
	oldestOverdueDays: number
	/** A credit manager keeps the account where it stands. */
	isStopped: boolean
}

export type NeedProgress = { kind: LadderNeed['kind']; needed: number; has: number; met: boolean }

export type LadderPlace = { step: OnboardingStep; next: { step: OnboardingStep; needs: NeedProgress[] } | null }

const steps: OnboardingStep[] = ['card_only', 'capped_terms', 'full_terms']

/**
 * The step an account stands on and what the next one needs. Steps are climbed one after another, never skipped, and
 * never while something is overdue or a credit manager stopped it; a step once reached is kept.
 */
export function climbLadder(step: OnboardingStep, rules: readonly LadderRule[], progress: LadderProgress): LadderPlace {
	let place = step
	for (;;) {
		const next = steps[steps.indexOf(place) + 1]
		if (!next) return { step: place, next: null }
		const rule = rules.find((one) => one.step === next)
		const needs = (rule?.needs ?? []).map((need) => measure(need, progress))
		// A step without a rule is for a person to give.
		const climbs = needs.length > 0 && needs.every(({ met }) => met) && progress.oldestOverdueDays <= 0 && !progress.isStopped
		if (!climbs) return { step: place, next: { step: next, needs } }
		place = next
	}
}

/** The step after this one; null on the highest. */
export const stepAfter = (step: OnboardingStep): OnboardingStep | null => steps[steps.indexOf(step) + 1] ?? null

function measure(need: LadderNeed, progress: LadderProgress): NeedProgress {
	const [needed, has] = figures(need, progress)
	return { kind: need.kind, needed, has: Math.min(has, needed), met: has >= needed }
}

function figures(need: LadderNeed, progress: LadderProgress): [needed: number, has: number] {
	if (need.kind === 'orders_paid') return [need.count, progress.ordersPaid]
	if (need.kind === 'paid_amount') return [need.amountMinor, progress.paidMinor]
	if (need.kind === 'days_on_time') return [need.days, progress.daysOnTime]
	return need.kind === 'days_since_first_order' ? [need.days, progress.daysSinceFirstOrder] : [1, progress.creditChecked ? 1 : 0]
}
