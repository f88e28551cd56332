import type { Promotion, PromotionBudget, Verdict } from '../promotion/promotion.ts'
import { tightestBudget } from '../promotion/tightest-budget.ts'

/** A promotion as it is tried: whom it addresses, and what it may cost as a whole. */
export type Trial = {
	promotion: Promotion
	/** Both empty: everybody. */
	groupIds: readonly number[]
	accountIds: readonly number[]
	budgets: readonly { id: number; policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null }[]
}

/** What a trial has used of its budgets on the orders before, by budget. */
export type Spent = Readonly<Record<string, { minor: number; uses: number }>>

/** The trial as this order would have met it: addressed to it, and with what earlier orders left of its budgets. Null: not addressed. */
export function trialFor(
	{ promotion, groupIds, accountIds, budgets }: Trial,
	buyer: { accountId: number | null; ancestorIds?: readonly number[]; buyerGroupIds: readonly number[] },
	spent: Spent,
): Promotion | null {
	const line = [buyer.accountId ?? 0, ...(buyer.ancestorIds ?? [])]
	const isForAll = groupIds.length + accountIds.length === 0
	if (!isForAll && !accountIds.some((id) => line.includes(id)) && !groupIds.some((id) => buyer.buyerGroupIds.includes(id))) return null
	const left = budgets.map(({ id, policy, limitMinor, limitUses }): PromotionBudget => {
		const used = spent[id] ?? { minor: 0, uses: 0 }
		return { policy, remainingMinor: limitMinor === null ? null : limitMinor - used.minor, remainingUses: limitUses === null ? null : limitUses - used.uses }
	})
	return { ...promotion, budget: tightestBudget(left) }
}

/** What the budgets have given after this order. */
export function spend({ budgets }: Trial, spent: Spent, verdict: Pick<Verdict, 'applied' | 'savingMinor' | 'uses'> | null): Spent {
	if (!verdict?.applied) return spent
	const after = budgets.map(({ id }) => {
		const used = spent[id] ?? { minor: 0, uses: 0 }
		return [id, { minor: used.minor + verdict.savingMinor, uses: used.uses + verdict.uses }] as const
	})
	return { ...spent, ...Object.fromEntries(after) }
}
