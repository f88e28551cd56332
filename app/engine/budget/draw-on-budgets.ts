import type { Day } from '../base/calendar.ts'
import type { Currency } from '../base/money.ts'

export type BudgetPeriod = 'month' | 'quarter'

/** A budget of one store, one cost centre or one buyer, with what is drawn in periods that were begun. */
export type CompanyBudget = {
	id: number
	name: string
	locationId: number | null
	costCentre: string | null
	contactId: number | null
	period: BudgetPeriod
	currency: Currency
	amountMinor: number
	onBeyond: 'refuse' | 'ask'
	/** By the period's first day; none: nothing was drawn in it. The amount is that of the period. */
	counters: readonly { startsOn: Day; amountMinor: number; drawnMinor: number }[]
}

/** Goods of one line that go with one delivery (null: with none yet), after discounts, before freight, fees and tax. */
export type BudgetPart = { groupKey: string | null; netMinor: number; locationId: number | null; costCentre: string | null }

export type OrderOnBudgets = { currency: Currency; contactId: number | null; parts: readonly BudgetPart[] }

/** What an order draws on one budget, in minor units. Laws: amount = Σ of its deliveries; short = what of it is more than was left. */
export type BudgetDraw = {
	budgetId: number
	name: string
	period: BudgetPeriod
	startsOn: Day
	/** The first day of the next period. */
	nextOn: Day
	limitMinor: number
	leftMinor: number
	amountMinor: number
	shortMinor: number
	/** How far beyond its amount the period then stands; more than `shortMinor` where the amount was lowered. */
	beyondMinor: number
	onBeyond: 'refuse' | 'ask'
	groups: { groupKey: string | null; netMinor: number }[]
}

const dayOf = (year: number, month: number): Day => `${String(year).padStart(4, '0')}-${String(month).padStart(2, '0')}-01`

/** The first day of the period that a day is in. */
export function periodStart(day: Day, period: BudgetPeriod): Day {
	const month = Number(day.slice(5, 7))
	return dayOf(Number(day.slice(0, 4)), period === 'month' ? month : month - ((month - 1) % 3))
}

/** The first day of the period after the one that begins on a day. */
export function nextPeriod(startsOn: Day, period: BudgetPeriod): Day {
	const month = Number(startsOn.slice(5, 7)) + (period === 'month' ? 1 : 3)
	const year = Number(startsOn.slice(0, 4))
	return month > 12 ? dayOf(year + 1, month - 12) : dayOf(year, month)
}

export const sameCentre = (a: string, b: string | null) => b !== null && a.trim().toLowerCase() === b.trim().toLowerCase()

function partsUnder({ locationId, costCentre, contactId }: CompanyBudget, order: OrderOnBudgets): readonly BudgetPart[] {
	if (contactId !== null) return contactId === order.contactId ? order.parts : []
	return order.parts.filter((part) => (costCentre === null ? part.locationId === locationId : sameCentre(costCentre, part.costCentre)))
}

function drawOn(budget: CompanyBudget, parts: readonly BudgetPart[], today: Day): BudgetDraw {
	const { id: budgetId, name, period, onBeyond } = budget
	const startsOn = periodStart(today, period)
	const counter = budget.counters.find((one) => one.startsOn === startsOn)
	const limitMinor = counter?.amountMinor ?? budget.amountMinor
	const drawnMinor = counter?.drawnMinor ?? 0
	const leftMinor = Math.max(0, limitMinor - drawnMinor)
	const groups = new Map<string | null, number>()
	for (const { groupKey, netMinor } of parts) groups.set(groupKey, (groups.get(groupKey) ?? 0) + netMinor)
	const amountMinor = [...groups.values()].reduce((sum, netMinor) => sum + netMinor, 0)
	return {
		...{ budgetId, name, period, startsOn, nextOn: nextPeriod(startsOn, period), limitMinor, leftMinor, amountMinor, onBeyond },
		shortMinor: Math.max(0, amountMinor - leftMinor),
		beyondMinor: amountMinor === 0 ? 0 : Math.max(0, drawnMinor + amountMinor - limitMinor),
		groups: [...groups].map(([groupKey, netMinor]) => ({ groupKey, netMinor })),
	}
}

/** Every budget that an order of `today` falls under, ids ascending, also those of which it takes nothing (commerce-engine.md section 8, Budgets). */
export function drawOnBudgets(order: OrderOnBudgets, budgets: readonly CompanyBudget[], today: Day): BudgetDraw[] {
	return budgets
		.filter(({ currency }) => currency === order.currency)
		.map((budget) => ({ budget, parts: partsUnder(budget, order) }))
		.filter(({ parts }) => parts.length > 0)
		.map(({ budget, parts }) => drawOn(budget, parts, today))
		.sort((a, b) => a.budgetId - b.budgetId)
}
