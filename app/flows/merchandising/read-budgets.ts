import type { MeantRow, OwnBudget, StoredPromotion } from '../../../db/queries/promotion-room.ts'
import type { OwnBudgetWrite } from '../../../db/queries/promotion-save.ts'
import { refusal } from '../../engine/base/refusal.ts'
import { minorIn, type OwnBudgetFields, type Problems, type PromotionFields, wholeIn } from '../../engine/promotion/promotion-fields.ts'

type Limits = { policy: 'reject' | 'cap'; limitMinor: number | null; limitUses: number | null }

/** The budget of the whole promotion. Adds BUDGET_BELOW_USED. */
export function budgetOf(fields: PromotionFields, stored: StoredPromotion | null, problems: Problems): Limits {
	const { budgetMoney: money, budgetUses: uses, budgetPolicy: policy } = fields
	return limitsOf({ money, uses, policy }, { moneyKey: 'budgetMoney', usesKey: 'budgetUses', used: stored?.budget ?? null }, problems)
}

function limitsOf(
	{ money, uses, policy }: Pick<OwnBudgetFields, 'money' | 'uses' | 'policy'>,
	{ moneyKey, usesKey, used }: { moneyKey: string; usesKey: string; used: { usedMinor: number; usedUses: number } | null },
	problems: Problems,
): Limits {
	const limitMinor = money === '' ? null : minorIn(money, moneyKey, problems)
	const limitUses = uses === '' ? null : wholeIn(uses, usesKey, problems)
	if (used && ((limitMinor !== null && limitMinor < used.usedMinor) || (limitUses !== null && limitUses < used.usedUses)))
		problems.refusals.push(refusal('BUDGET_BELOW_USED'))
	return { policy, limitMinor, limitUses }
}

const kinds = { account: 'account', group: 'groupCode', store: 'store' } as const

/** The budgets of single accounts, groups and stores. Adds what is not known, BUDGET_TWICE and BUDGET_BELOW_USED. */
export function ownBudgetsOf(
	{ ownBudgets }: PromotionFields,
	{ stored, meant, problems }: { stored: StoredPromotion | null; meant: readonly MeantRow[]; problems: Problems },
): OwnBudgetWrite[] {
	const seen = new Set<string>()
	return ownBudgets.flatMap((own): OwnBudgetWrite[] => {
		const { kind, money, uses } = own
		const who = own.who.trim().toUpperCase()
		if (who === '' && money === '' && uses === '') return []
		const id = meant.find((row) => row.kind === kinds[kind] && row.given === who)?.id ?? null
		if (id === null) {
			problems.refusals.push(refusal('FIELD_INVALID', { key: 'ownWho', given: own.who }))
			return []
		}
		if (money === '' && uses === '') return []
		if (seen.has(`${kind} ${id}`)) problems.refusals.push(refusal('BUDGET_TWICE', { who: own.who }))
		seen.add(`${kind} ${id}`)
		const used = stored?.ownBudgets.find((one) => one.kind === kind && one.who.toUpperCase() === who) ?? null
		const place = placeOf(kind, id, meant, who)
		return [{ ...place, ...limitsOf(own, { moneyKey: 'ownMoney', usesKey: 'ownUses', used }, problems) }]
	})
}

/** A store's budget is its account's too. */
function placeOf(kind: OwnBudget['kind'], id: number, meant: readonly MeantRow[], who: string): Pick<OwnBudget, 'accountId' | 'buyerGroupId' | 'locationId'> {
	if (kind === 'group') return { accountId: null, buyerGroupId: id, locationId: null }
	if (kind === 'account') return { accountId: id, buyerGroupId: null, locationId: null }
	const accountId = meant.find((row) => row.kind === 'account' && row.given === who.slice(0, who.lastIndexOf('/')))?.id ?? null
	return { accountId, buyerGroupId: null, locationId: id }
}
