import type { PromotionBudget } from './promotion.ts'

/** Several budgets (of the promotion, of the group, of the account) as the one that binds this order; null when none does. */
export function tightestBudget(budgets: readonly PromotionBudget[]): PromotionBudget | null {
	if (budgets.length === 0) return null
	const minor = tightest(budgets, ({ remainingMinor }) => remainingMinor)
	const uses = tightest(budgets, ({ remainingUses }) => remainingUses)
	const policy = minor?.policy === 'reject' || uses?.policy === 'reject' ? 'reject' : 'cap'
	return { remainingMinor: minor?.remainingMinor ?? null, remainingUses: uses?.remainingUses ?? null, policy }
}

/** Between equals `cap` binds: what it leaves fits the other too. */
function tightest(budgets: readonly PromotionBudget[], read: (budget: PromotionBudget) => number | null): PromotionBudget | undefined {
	const limited = budgets.filter((budget) => read(budget) !== null)
	return limited.sort((a, b) => (read(a) ?? 0) - (read(b) ?? 0) || (a.policy === 'cap' ? -1 : 1))[0]
}
