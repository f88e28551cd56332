import { expect, test } from 'vitest'
import { type HealthFacts, judgeHealth } from '../../../app/engine/crm/judge-health.ts'

const steady: HealthFacts = {
	...{ standing: 'good', daysSinceOrder: 6, usualDaysBetween: 7, overdueMinor: 0, oldestOverdueDays: 0, openCases: 0 },
	...{ recentMinor: 100_000, earlierMinor: 100_000, currency: 'USD' },
}
const judged = (facts: Partial<HealthFacts>) => {
	const { level, reasons } = judgeHealth({ ...steady, ...facts })
	return [level, ...reasons.map(({ code }) => code)]
}

test.each([
	['a steady buyer does well, with no reason to say', {}, ['well']],
	['silence is measured by the account’s own rhythm', { daysSinceOrder: 11 }, ['watch', 'SLOWER']],
	['two and a half of its rhythms are a risk', { daysSinceOrder: 18 }, ['at_risk', 'QUIET']],
	['the same days are nothing for a slow buyer', { daysSinceOrder: 18, usualDaysBetween: 30 }, ['well']],
	['without a rhythm nothing is said about it', { daysSinceOrder: 90, usualDaysBetween: null }, ['well']],
	['who orders several times a day is not slow on the next', { daysSinceOrder: 1, usualDaysBetween: 0.2 }, ['well']],
	['and is on the second', { daysSinceOrder: 2, usualDaysBetween: 0.2 }, ['watch', 'SLOWER']],
	['one open case', { openCases: 1 }, ['watch', 'CASES']],
	['nothing before, and more given back than bought since', { recentMinor: -5, earlierMinor: 0 }, ['well']],
	['a cent before, and nothing since', { recentMinor: 0, earlierMinor: 1 }, ['watch', 'FALLING']],
	['never ordered', { daysSinceOrder: null, usualDaysBetween: null }, ['watch', 'NEVER_ORDERED']],
	['overdue for 29 days', { overdueMinor: 1, oldestOverdueDays: 29 }, ['watch', 'OVERDUE']],
	['overdue for 30 days', { overdueMinor: 1, oldestOverdueDays: 30 }, ['at_risk', 'OVERDUE']],
	['less than half', { recentMinor: 49_999 }, ['watch', 'FALLING']],
	['exactly half', { recentMinor: 50_000 }, ['well']],
	['exactly a quarter up', { recentMinor: 125_000 }, ['well']],
	['a little up', { recentMinor: 110_000 }, ['well']],
	['more than a quarter up', { recentMinor: 125_001 }, ['well', 'GROWING']],
	['watched', { standing: 'watch' }, ['watch', 'WATCH']],
	['on hold comes first', { standing: 'hold', openCases: 2, overdueMinor: 5, oldestOverdueDays: 1 }, ['at_risk', 'HOLD', 'OVERDUE', 'CASES']],
] as const)('%s', (_name, facts, expected) => {
	expect(judged(facts)).toEqual(expected)
})
