import type { Db } from '../../../db/client.server.ts'
import {
	type BudgetChoiceRows,
	type BudgetPeriodRow,
	type BudgetRow,
	type BudgetScope,
	type DrawRow,
	listBudgets,
	listDraws,
	readBudgetChoices,
	readBudgetPeriods,
	readBudgetRow,
} from '../../../db/queries/company-budget-room.ts'
import { dayIn } from '../../engine/base/calendar.ts'
import { printMinor } from '../../engine/base/money.ts'
import type { Shopper } from '../../platform/actor.ts'
import { mayBudget } from './load-budget.ts'

export type BudgetFilter = { text: string | null; scope: BudgetScope | null; isEnded: boolean; after: number | null }

export type BudgetsPage = { budgets: BudgetRow[]; nextAfter: number | null; choices: BudgetChoiceRows; mayChange: boolean; currency: string }

const PAGE = 40

/** The budgets of a company as their present periods stand; two statements. Null for a guest. */
export async function openBudgets(db: Db, shopper: Shopper, filter: BudgetFilter, at: Date): Promise<BudgetsPage | null> {
	const { accountId, currency } = shopper.account
	if (accountId === null) return null
	const question = { ...filter, accountId, day: dayIn(at, shopper.seller.timeZone), limit: PAGE + 1 }
	const [rows, choices] = await Promise.all([listBudgets(db, question), readBudgetChoices(db, accountId)])
	const budgets = rows.slice(0, PAGE)
	return { budgets, nextAfter: rows.length > PAGE ? (budgets.at(-1)?.id ?? null) : null, choices, mayChange: mayBudget(shopper), currency }
}

/** All budgets that the filter leaves, as rows of an export: name, of whom, from which day, period, currency, amount, spent, reserved, left, beyond. */
export async function exportBudgets(db: Db, shopper: Shopper, filter: BudgetFilter, at: Date): Promise<string[][] | null> {
	const { accountId } = shopper.account
	if (accountId === null) return null
	const rows = await listBudgets(db, { ...filter, accountId, day: dayIn(at, shopper.seller.timeZone), after: null, limit: null })
	return rows.map(({ name, of, startsOn, period, currency, amountMinor, spentMinor, reservedMinor, beyondMinor }) => {
		const leftMinor = Math.max(0, amountMinor - spentMinor - reservedMinor)
		const sums = [amountMinor, spentMinor, reservedMinor, leftMinor, beyondMinor].map((minor) => printMinor(minor, currency))
		return [name, of, startsOn, period, currency, ...sums]
	})
}

export type OpenedBudget = {
	/** `amount` as it is typed. */
	budget: BudgetRow & { amount: string }
	periods: BudgetPeriodRow[]
	draws: DrawRow[]
	nextAfter: number | null
	mayChange: boolean
}

/** How many periods a budget's page goes back. */
const PERIODS = 12

/** One budget with its periods and what drew on it; three statements. Null: none of this account. */
export async function openBudget(
	db: Db,
	shopper: Shopper,
	question: { budgetId: number; startsOn: string | null; after: number | null; at: Date },
): Promise<OpenedBudget | null> {
	const { accountId } = shopper.account
	if (accountId === null || !Number.isSafeInteger(question.budgetId)) return null
	const key = { accountId, budgetId: question.budgetId }
	const [budget, periods, rows] = await Promise.all([
		readBudgetRow(db, key, dayIn(question.at, shopper.seller.timeZone)),
		readBudgetPeriods(db, key, PERIODS),
		listDraws(db, key, { ...question, limit: PAGE + 1 }),
	])
	if (!budget) return null
	const draws = rows.slice(0, PAGE)
	const amount = printMinor(budget.amountMinor, budget.currency)
	return {
		budget: { ...budget, amount },
		periods,
		draws,
		nextAfter: rows.length > PAGE ? (draws.at(-1)?.orderId ?? null) : null,
		mayChange: mayBudget(shopper),
	}
}

/** All that drew on a budget, as rows of an export: day, order, PO number, by whom, period, currency, drawn, spent, reserved, beyond. Null: none of this account. */
export async function exportDraws(
	db: Db,
	shopper: Shopper,
	question: { budgetId: number; startsOn: string | null; at: Date },
): Promise<{ name: string; rows: string[][] } | null> {
	const { accountId } = shopper.account
	if (accountId === null || !Number.isSafeInteger(question.budgetId)) return null
	const key = { accountId, budgetId: question.budgetId }
	const { timeZone } = shopper.seller
	const [budget, draws] = await Promise.all([
		readBudgetRow(db, key, dayIn(question.at, timeZone)),
		listDraws(db, key, { startsOn: question.startsOn, after: null, limit: null }),
	])
	if (!budget) return null
	const rows = draws.map(({ drawnAt, number, poNumber, by, startsOn, drawnMinor, spentMinor, reservedMinor, beyondMinor }) => {
		const sums = [drawnMinor, spentMinor, reservedMinor, beyondMinor].map((minor) => printMinor(minor, budget.currency))
		return [dayIn(drawnAt, timeZone), number, poNumber ?? '', by, startsOn, budget.currency, ...sums]
	})
	return { name: budget.name, rows }
}
