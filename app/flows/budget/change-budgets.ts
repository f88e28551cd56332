import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import {
	type BudgetChoiceRows,
	type BudgetRow,
	changeBudget,
	insertBudget,
	markBudget,
	readBudgetChoices,
	readBudgetRow,
} from '../../../db/queries/company-budget-room.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import { isOfSame, readBudget, type TypedBudget } from '../../engine/budget/read-budget.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayBudget } from './load-budget.ts'
import { saveBudgetChange } from './save-budget-events.ts'

export type BudgetChange =
	| { kind: 'add'; typed: TypedBudget }
	| { kind: 'save'; budgetId: number; typed: TypedBudget }
	| { kind: 'end'; budgetId: number }
	| { kind: 'putBack'; budgetId: number }
export type BudgetChanged = { ok: true; budgetId: number } | { ok: false; refusals: Refusal[] }

const no = (code: string, facts: Refusal['facts'] = {}): BudgetChanged => ({ ok: false, refusals: [refusal(code, facts)] })

/**
 * Adds, edits, ends a budget, or takes its end back. What was drawn stays; a lowered amount holds from now on. Refuses
 * `ROLE_MAY_NOT`, `COMPANY_BUDGET_TWICE` and what `readBudget` does. Null: no such budget of this account.
 */
export async function changeBudgets(db: Db, shopper: Shopper, { change, at }: { change: BudgetChange; at: Date }): Promise<BudgetChanged | null> {
	const { accountId, currency } = shopper.account
	if (accountId === null) return null
	const day = dayIn(at, shopper.seller.timeZone)
	return withTransaction(db, async (tx): Promise<BudgetChanged | null> => {
		const budget = change.kind === 'add' ? null : await readBudgetRow(tx, { accountId, budgetId: change.budgetId }, day)
		if (change.kind !== 'add' && !budget) return null
		if (!mayBudget(shopper)) return no('ROLE_MAY_NOT')
		const choices = await readBudgetChoices(tx, accountId)
		if (change.kind === 'end' || change.kind === 'putBack') return budget && mark(tx, shopper, change, { accountId, budget, choices, at })
		const read = readBudget(change.typed, currency, choices, budget)
		if (!read.ok) return read
		if (change.kind === 'save') {
			const isChanged = await changeBudget(tx, { accountId, budgetId: change.budgetId }, read.budget, day)
			if (!isChanged) return null
			await saveBudgetChange(tx, shopper, 'changed', { budgetId: change.budgetId, before: budget, after: read.budget, at })
			return { ok: true, budgetId: change.budgetId }
		}
		const made = await insertBudget(tx, accountId, read.budget, at)
		if (!made) return no('COMPANY_BUDGET_TWICE', { budget: read.budget.name })
		await saveBudgetChange(tx, shopper, 'made', { budgetId: made.id, before: null, after: read.budget, at })
		return { ok: true, budgetId: made.id }
	})
}

type Marked = { accountId: number; budget: BudgetRow; choices: BudgetChoiceRows; at: Date }

async function mark(
	tx: Tx,
	shopper: Shopper,
	{ kind, budgetId }: Extract<BudgetChange, { kind: 'end' | 'putBack' }>,
	{ accountId, budget, choices, at }: Marked,
): Promise<BudgetChanged> {
	const twin = kind === 'putBack' ? twinOf(budget, choices.live) : undefined
	if (twin) return no('COMPANY_BUDGET_TWICE', { budget: twin.name })
	if ((budget.endedAt !== null) === (kind === 'end')) return { ok: true, budgetId }
	await markBudget(tx, { accountId, budgetId }, kind === 'end' ? at : null)
	const notes = kind === 'end' ? { before: budget, after: null } : { before: null, after: budget }
	await saveBudgetChange(tx, shopper, kind === 'end' ? 'ended' : 'putBack', { budgetId, ...notes, at })
	return { ok: true, budgetId }
}

/** One of the same that stands in its place. */
function twinOf(budget: BudgetRow, live: BudgetChoiceRows['live']) {
	return live.find((one) => one.id !== budget.id && one.period === budget.period && isOfSame(one, budget))
}
