import { type Refusal, refusal } from '../base/refusal.ts'
import type { CreditOffer } from '../credit/decide-credit.ts'
import type { BudgetDraw } from './draw-on-budgets.ts'

/** What a yes lets go beyond, by budget, in minor units: as much as was shown to who gave it. */
export type ReleasedBudget = { budgetId: number; shortMinor: number }

export type BudgetQuestion = {
	/** `place`: now; `ask`: somebody is to say yes first; `given`: she did. */
	stage: 'place' | 'ask' | 'given'
	released: readonly ReleasedBudget[]
	/** Whether anybody could approve what goes beyond. */
	mayAsk: boolean
	/** Of the order, in the order in which they may be kept. */
	groups: readonly { groupKey: string; dueMinor: number }[]
}

export type BudgetAnswer = { refusals: Refusal[]; offers: CreditOffer[] }

/**
 * What of an order its company's budgets do not bear (commerce-engine.md section 8). Refuses `BUDGET_EXCEEDED`: where the
 * budget asks, only when nobody could say yes, or when what was released no longer suffices. Offers what could be done
 * instead: approval, the deliveries that fit, the day on which the next period begins.
 */
export function decideBudgets(draws: readonly BudgetDraw[], { stage, released, mayAsk, groups }: BudgetQuestion): BudgetAnswer {
	const exceeded = draws.filter(({ shortMinor }) => shortMinor > 0)
	if (exceeded.length === 0) return { refusals: [], offers: [] }
	const releasedOf = (id: number) => released.find(({ budgetId }) => budgetId === id)?.shortMinor ?? 0
	const isRefused = ({ onBeyond, budgetId, shortMinor }: BudgetDraw) => {
		if (onBeyond === 'refuse') return true
		return stage === 'given' ? shortMinor > releasedOf(budgetId) : stage === 'place' && !mayAsk
	}
	const refusals = exceeded
		.filter(isRefused)
		.map(({ name, period, startsOn, shortMinor, leftMinor, limitMinor }) =>
			refusal('BUDGET_EXCEEDED', { budget: name, period, startsOn, shortMinor, leftMinor, limitMinor }),
		)
	return { refusals, offers: stage === 'given' ? [] : offersOf(exceeded, { mayAsk: mayAsk && stage === 'place', groups }) }
}

function offersOf(exceeded: readonly BudgetDraw[], { mayAsk, groups }: Pick<BudgetQuestion, 'mayAsk' | 'groups'>): CreditOffer[] {
	const fitting = groupsThatFit(exceeded, groups)
	const startsOn =
		exceeded
			.map(({ nextOn }) => nextOn)
			.sort()
			.at(-1) ?? ''
	const couldAsk = mayAsk && exceeded.every(({ onBeyond }) => onBeyond === 'ask')
	return [
		...(couldAsk ? [{ kind: 'approval' } as const] : []),
		...(fitting.groupKeys.length > 0 ? [{ kind: 'fewer_groups', ...fitting } as const] : []),
		{ kind: 'next_period', startsOn },
	]
}

/** The deliveries that all budgets bear together, taken in the order given. */
function groupsThatFit(exceeded: readonly BudgetDraw[], groups: BudgetQuestion['groups']): { groupKeys: string[]; dueMinor: number } {
	const left = new Map(exceeded.map(({ budgetId, leftMinor }) => [budgetId, leftMinor]))
	const kept = groups.filter(({ groupKey }) => {
		const takes = exceeded.map(({ budgetId, groups: own }) => ({ budgetId, netMinor: own.find((one) => one.groupKey === groupKey)?.netMinor ?? 0 }))
		if (takes.some(({ budgetId, netMinor }) => netMinor > (left.get(budgetId) ?? 0))) return false
		for (const { budgetId, netMinor } of takes) left.set(budgetId, (left.get(budgetId) ?? 0) - netMinor)
		return true
	})
	return { groupKeys: kept.map(({ groupKey }) => groupKey), dueMinor: kept.reduce((sum, { dueMinor }) => sum + dueMinor, 0) }
}
