import { expect, test } from 'vitest'
import { spend, trialFor } from '../../../app/engine/order/trial-budget.ts'
import { percentOff, promotion } from '../promotion/cases.ts'

const limits = { policy: 'reject' as const, limitMinor: 1000, limitUses: null }
const trial = {
	...{ promotion: promotion(1, percentOff(100_000)), groupIds: [], accountIds: [] },
	budgets: [
		{ id: 0, accountId: null, buyerGroupId: null, locationId: null, ...limits, limitMinor: 9000 },
		{ id: 1, accountId: 5, buyerGroupId: null, locationId: null, ...limits },
		{ id: 2, accountId: null, buyerGroupId: 7, locationId: null, ...limits, limitMinor: 3000 },
		{ id: 3, accountId: 5, buyerGroupId: null, locationId: 11, ...limits },
	],
}
const fargo = { accountId: 5, buyerGroupIds: [7] }
const other = { accountId: 6, buyerGroupIds: [7] }
const verdict = { applied: true, savingMinor: 400, uses: 1, locations: [{ locationId: 11, savingMinor: 300, uses: 1 }] }

test('each order meets its own account’s, group’s and stores’ budgets beside the whole one, the tightest of each', () => {
	expect(trialFor(trial, fargo, {})).toMatchObject({ budget: { remainingMinor: 1000 }, locationBudgets: [{ locationId: 11, remainingMinor: 1000 }] })
	expect(trialFor(trial, other, {})).toMatchObject({ budget: { remainingMinor: 3000 } })
	expect(trialFor(trial, other, {})?.locationBudgets).toBeUndefined()
	expect(trialFor(trial, { accountId: 9, buyerGroupIds: [] }, {})).toMatchObject({ budget: { remainingMinor: 9000 } })
})

test('an order draws on the budgets that are its own; a store’s only by what fell to the store', () => {
	const once = spend(trial, fargo, {}, verdict)
	expect(once).toEqual({ 0: { minor: 400, uses: 1 }, 1: { minor: 400, uses: 1 }, 2: { minor: 400, uses: 1 }, 3: { minor: 300, uses: 1 } })
	expect(spend(trial, other, once, verdict)).toMatchObject({ 0: { minor: 800 }, 1: { minor: 400 }, 2: { minor: 800 }, 3: { minor: 300 } })
})
