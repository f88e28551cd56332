import type { LocationBudget, Promotion, PromotionBudget, Verdict } from '../promotion/promotion.ts'
import { tightestBudget } from '../promotion/tightest-budget.ts'

/** Of whom a budget is; all null: of the whole promotion. A store's is its account's too. */
type Whose = { accountId: number | null; buyerGroupId: number | null; locationId: number | null }

/** A promotion as it is tried: whom it addresses, and what it may cost. */
export type Trial = {
	promotion: Promotion
	/** Both empty: everybody. */
	groupIds: readonly number[]
	accountIds: readonly number[]
	budgets: readonly (Whose & { id: number; policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null })[]
}

type Buyer = { accountId: number | null; ancestorIds?: readonly number[]; buyerGroupIds: readonly number[] }

function isHers({ accountId, buyerGroupId }: Whose, { accountId: own, ancestorIds = [], buyerGroupIds }: Buyer): boolean {
	if (buyerGroupId !== null) return buyerGroupIds.includes(buyerGroupId)
	return accountId === null || accountId === own || ancestorIds.includes(accountId)
}

/** What a trial has used of its budgets on the orders before, by budget. */
export type Spent = Readonly<Record<string, { minor: number; uses: number }>>

/** The trial as this order would have met it: addressed to it, and with what earlier orders left of its budgets. Null: not addressed. */
export function trialFor({ promotion, groupIds, accountIds, budgets }: Trial, buyer: Buyer, spent: Spent): Promotion | null {
	const line = [buyer.accountId ?? 0, ...(buyer.ancestorIds ?? [])]
	const isForAll = groupIds.length + accountIds.length === 0
	if (!isForAll && !accountIds.some((id) => line.includes(id)) && !groupIds.some((id) => buyer.buyerGroupIds.includes(id))) return null
	const left = budgets
		.filter((one) => isHers(one, buyer))
		.map(({ id, locationId, policy, limitMinor, limitUses }) => {
			const used = spent[id] ?? { minor: 0, uses: 0 }
			const rest = { remainingMinor: limitMinor === null ? null : limitMinor - used.minor, remainingUses: limitUses === null ? null : limitUses - used.uses }
			return { locationId, policy, ...rest }
		})
	const locationBudgets = left.flatMap(({ locationId, ...own }): LocationBudget[] => (locationId === null ? [] : [{ locationId, ...own }]))
	const budget = tightestBudget(left.flatMap(({ locationId, ...own }): PromotionBudget[] => (locationId === null ? [own] : [])))
	return { ...promotion, budget, ...(locationBudgets.length > 0 ? { locationBudgets } : {}) }
}

type Used = Pick<Verdict, 'applied' | 'savingMinor' | 'uses' | 'locations'>

/** What the budgets have given after this order. */
export function spend({ budgets }: Trial, buyer: Buyer, spent: Spent, verdict: Used | null): Spent {
	if (!verdict?.applied) return spent
	const after = budgets.flatMap((own) => {
		const draw = own.locationId === null ? verdict : verdict.locations?.find(({ locationId }) => locationId === own.locationId)
		if (!draw || !isHers(own, buyer)) return []
		const used = spent[own.id] ?? { minor: 0, uses: 0 }
		return [[own.id, { minor: used.minor + draw.savingMinor, uses: used.uses + draw.uses }] as const]
	})
	return { ...spent, ...Object.fromEntries(after) }
}
