import type { OwnBudget, StoredPromotion } from '../../../db/queries/promotion-room.ts'
import type { Trial } from '../../engine/order/trial-budget.ts'
import { parsePromotion } from '../../engine/promotion/parse-promotion.ts'

/** A promotion as it is kept with its simulation: as it was when somebody asked, whatever becomes of it. */
export type StoredTrial = Pick<
	StoredPromotion,
	'id' | 'lane' | 'priority' | 'isGlobalExclusive' | 'includesProtected' | 'currency' | 'couponCode' | 'conditions' | 'benefit' | 'groupIds'
> & { accountIds: number[]; budget: { policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null } | null; ownBudgets?: TrialBudget[] }

type TrialBudget = Pick<OwnBudget, 'id' | 'accountId' | 'buyerGroupId' | 'locationId' | 'policy' | 'limitMinor' | 'limitUses'>

export function trialOf(stored: StoredPromotion): StoredTrial {
	const { id, lane, priority, isGlobalExclusive, includesProtected, currency, couponCode, conditions, benefit, groupIds, accounts, budget, ownBudgets } = stored
	return {
		...{ id, lane, priority, isGlobalExclusive, includesProtected, currency, couponCode, conditions, benefit, groupIds },
		accountIds: accounts.map((account) => account.id),
		budget: budget && { policy: budget.policy, limitMinor: budget.limitMinor, limitUses: budget.limitUses },
		ownBudgets: ownBudgets.map((own) => ({
			...{ id: own.id, accountId: own.accountId, buyerGroupId: own.buyerGroupId, locationId: own.locationId },
			...{ policy: own.policy, limitMinor: own.limitMinor, limitUses: own.limitUses },
		})),
	}
}

const NOBODYS = { accountId: null, buyerGroupId: null, locationId: null }

/** The trial as the engine takes it: as if it had held all along and everybody had known its coupon. Null: it cannot be read any more. */
export function readTrial(json: unknown): Trial | null {
	const stored = json as StoredTrial
	const parsed = parsePromotion({ ...stored, names: {}, validFrom: null, validTo: null, budgets: [] })
	if (!parsed.ok) return null
	const { groupIds, accountIds, budget, ownBudgets = [] } = stored
	const whole = budget ? [{ id: 0, ...NOBODYS, ...budget }] : []
	return { promotion: parsed.promotion, groupIds, accountIds, budgets: [...whole, ...ownBudgets] }
}
