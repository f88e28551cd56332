import fc from 'fast-check'
import { expect, test } from 'vitest'
import { moveStanding, type OwingAccount } from '../../../app/engine/credit/move-standing.ts'

const policy = { watchFromDays: 10, holdFromDays: 30 }
const now = (more: Partial<OwingAccount>): OwingAccount => ({
	...{ standing: 'good', source: 'none', onboardingStep: 'full_terms', oldestOverdueDays: 0, overdueMinor: 0, ...more },
})

test.each<[string, Partial<OwingAccount>, [string, string] | null]>([
	['a day short of being watched', { oldestOverdueDays: 9 }, null],
	['watched', { oldestOverdueDays: 10 }, ['watch', 'overdue']],
	['held', { oldestOverdueDays: 30 }, ['hold', 'overdue']],
	['watched, then held', { standing: 'watch', source: 'overdue', oldestOverdueDays: 31 }, ['hold', 'overdue']],
	['held, and so it stays', { standing: 'hold', source: 'overdue', oldestOverdueDays: 40 }, null],
	['paid the oldest, owes a younger one', { standing: 'hold', source: 'overdue', oldestOverdueDays: 12 }, ['watch', 'overdue']],
	['paid all', { standing: 'hold', source: 'overdue' }, ['good', 'none']],
	['paid all, and still on the ladder', { standing: 'hold', source: 'overdue', onboardingStep: 'capped_terms' }, ['new', 'onboarding']],
	['new and long overdue', { standing: 'new', source: 'onboarding', onboardingStep: 'capped_terms', oldestOverdueDays: 30 }, ['hold', 'overdue']],
	['new and a little overdue', { standing: 'new', source: 'onboarding', onboardingStep: 'capped_terms', oldestOverdueDays: 12 }, null],
	['held by hand', { standing: 'hold', source: 'manual' }, null],
	['good by hand, whatever it owes', { standing: 'good', source: 'manual', oldestOverdueDays: 90 }, null],
	['watched, and nobody says why', { standing: 'watch', source: 'none' }, null],
	['new with full terms: that is the ladder’s', { standing: 'new', source: 'onboarding' }, null],
	['held by a file', { standing: 'hold', source: 'import' }, null],
])('(c) %s', (_name, more, expected) => {
	const decision = moveStanding(now(more), policy)
	expect(decision && [decision.standing, decision.source]).toEqual(expected)
})

test('laws: nobody without anything overdue is worse off, and twice is once', () => {
	const account = fc.record({
		standing: fc.constantFrom('good' as const, 'watch' as const, 'hold' as const, 'new' as const),
		source: fc.constantFrom('none', 'onboarding', 'overdue', 'manual', 'import'),
		onboardingStep: fc.constantFrom('card_only' as const, 'capped_terms' as const, 'full_terms' as const),
		oldestOverdueDays: fc.nat(60),
		overdueMinor: fc.nat(1000),
	})
	fc.assert(
		fc.property(account, (given) => {
			const moved = moveStanding(given, policy)
			if (given.oldestOverdueDays === 0) expect(moved?.standing).not.toBe('hold')
			if (moved) expect(moveStanding({ ...given, standing: moved.standing, source: moved.source }, policy)).toBeNull()
		}),
	)
})
