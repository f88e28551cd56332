import type { Fact } from '../base/refusal.ts'

/** What a rep's view of an account is made of; amounts in minor units of the account's currency. */
export type HealthFacts = {
	standing: 'good' | 'watch' | 'hold' | 'new'
	/** Null: it never ordered. */
	daysSinceOrder: number | null
	/** The mean distance between its orders of the last year; null with fewer than three. */
	usualDaysBetween: number | null
	overdueMinor: number
	oldestOverdueDays: number
	openCases: number
	/** Net of the last 90 days, and of the 90 days before. */
	recentMinor: number
	earlierMinor: number
	currency: string
}

export type HealthReason = {
	code: 'HOLD' | 'WATCH' | 'OVERDUE' | 'QUIET' | 'SLOWER' | 'FALLING' | 'CASES' | 'NEVER_ORDERED' | 'GROWING'
	facts: Record<string, Fact>
}

export type Health = { level: 'well' | 'watch' | 'at_risk'; reasons: HealthReason[] }

const SLOW = 1.5
const QUIET = 2.5
/** From here on an overdue invoice is a matter of its own. */
const LATE_DAYS = 30

/** How an account is doing, with every reason for it, the gravest first. Without a single reason it does well. */
export function judgeHealth(facts: HealthFacts): Health {
	const grave: HealthReason[] = []
	const slight: HealthReason[] = []
	if (facts.standing === 'hold') grave.push({ code: 'HOLD', facts: {} })
	if (facts.standing === 'watch') slight.push({ code: 'WATCH', facts: {} })
	if (facts.overdueMinor > 0) {
		const reason: HealthReason = { code: 'OVERDUE', facts: { overdueMinor: facts.overdueMinor, currency: facts.currency, days: facts.oldestOverdueDays } }
		if (facts.oldestOverdueDays >= LATE_DAYS) grave.push(reason)
		else slight.push(reason)
	}
	judgeRhythm(facts, grave, slight)
	if (facts.openCases > 0) slight.push({ code: 'CASES', facts: { count: facts.openCases } })
	if (facts.earlierMinor > 0 && facts.recentMinor * 2 < facts.earlierMinor) slight.push({ code: 'FALLING', facts: change(facts) })
	const good: HealthReason[] = facts.earlierMinor > 0 && facts.recentMinor * 4 > facts.earlierMinor * 5 ? [{ code: 'GROWING', facts: change(facts) }] : []
	return { level: grave.length > 0 ? 'at_risk' : slight.length > 0 ? 'watch' : 'well', reasons: [...grave, ...slight, ...good] }
}

/** Silence is measured against the account's own rhythm: a yearly buyer is not lost after six weeks. */
function judgeRhythm({ daysSinceOrder, usualDaysBetween }: HealthFacts, grave: HealthReason[], slight: HealthReason[]): void {
	if (daysSinceOrder === null) slight.push({ code: 'NEVER_ORDERED', facts: {} })
	if (daysSinceOrder === null || usualDaysBetween === null) return
	const rhythm = Math.max(usualDaysBetween, 1)
	const facts = { days: daysSinceOrder, usualDays: Math.round(rhythm) }
	if (daysSinceOrder > rhythm * QUIET) grave.push({ code: 'QUIET', facts })
	else if (daysSinceOrder > rhythm * SLOW) slight.push({ code: 'SLOWER', facts })
}

function change({ recentMinor, earlierMinor, currency }: HealthFacts): Record<string, Fact> {
	return { recentMinor, earlierMinor, currency }
}
