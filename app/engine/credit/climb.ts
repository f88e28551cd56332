import type { OnboardingStep } from '../account/account-context.ts'
import { type Day, daysBetween } from '../base/calendar.ts'
import type { LadderProgress } from './onboarding-ladder.ts'

/** What is known of how an account pays. Days are the seller's. */
export type PayingFacts = {
	ordersPaid: number
	paidMinor: number
	firstOrderOn: Day | null
	/** When anything was last paid after its day. */
	lastLateOn: Day | null
	oldestDueOn: Day | null
	limitMinor: number
	isStopped: boolean
}

const since = (day: Day | null, today: Day) => (day === null ? 0 : Math.max(0, daysBetween(day, today)))

/** How far an account is, from how it pays; what is overdue now is late now. A limit is granted by whoever checked the credit. */
export function progressOn(today: Day, facts: PayingFacts): LadderProgress {
	const { ordersPaid, paidMinor, firstOrderOn, lastLateOn, oldestDueOn, limitMinor, isStopped } = facts
	const oldestOverdueDays = since(oldestDueOn, today)
	const onTimeSince = firstOrderOn !== null && lastLateOn !== null && lastLateOn > firstOrderOn ? lastLateOn : firstOrderOn
	return {
		...{ ordersPaid, paidMinor, isStopped, oldestOverdueDays },
		daysSinceFirstOrder: since(firstOrderOn, today),
		daysOnTime: oldestOverdueDays > 0 ? 0 : since(onTimeSince, today),
		creditChecked: limitMinor > 0,
	}
}

/** What goes with a step: with full terms an account is new no longer, and its limits as a new one fall (section 8). */
export function standingAt(
	step: OnboardingStep,
	now: { standing: string; standingSource: string },
): { standing: string; standingSource: string; isLifted: boolean } {
	const isLifted = step === 'full_terms'
	// What a credit manager set is hers to take back.
	if (!isLifted || now.standingSource !== 'onboarding') return { standing: now.standing, standingSource: now.standingSource, isLifted }
	return { standing: 'good', standingSource: 'none', isLifted }
}
