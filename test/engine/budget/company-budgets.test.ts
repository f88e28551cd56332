import fc from 'fast-check'
import { expect, test } from 'vitest'
import { type BudgetQuestion, decideBudgets } from '../../../app/engine/budget/decide-budgets.ts'
import { type CompanyBudget, drawOnBudgets, nextPeriod, type OrderOnBudgets, periodStart } from '../../../app/engine/budget/draw-on-budgets.ts'
import { readBudget, type TypedBudget } from '../../../app/engine/budget/read-budget.ts'
import { lawCases } from '../../support/laws.ts'

const today = '2026-11-22'
const luka = 1
const budget = (more: Partial<CompanyBudget>): CompanyBudget => ({
	...{
		id: 1,
		name: 'Downtown',
		locationId: null,
		costCentre: null,
		contactId: null,
		period: 'month',
		currency: 'USD',
		amountMinor: 10_000,
		onBeyond: 'refuse',
	},
	counters: [],
	...more,
})
/** 60.00 to store 11 for the bar, 50.00 to store 12, 5.00 that go nowhere yet. */
const order: OrderOnBudgets = {
	currency: 'USD',
	contactId: luka,
	parts: [
		{ groupKey: 'a', netMinor: 4000, locationId: 11, costCentre: ' BAR ' },
		{ groupKey: 'a', netMinor: 2000, locationId: 11, costCentre: ' BAR ' },
		{ groupKey: 'b', netMinor: 5000, locationId: 12, costCentre: null },
		{ groupKey: null, netMinor: 500, locationId: null, costCentre: null },
	],
}

test.each([
	['a store bears what goes there', { locationId: 11 }, [6000, 10_000, 0]],
	['another store its own', { locationId: 12, amountMinor: 4999 }, [5000, 4999, 1]],
	['exactly what is left fits', { locationId: 12, amountMinor: 5000 }, [5000, 5000, 0]],
	['a cost centre is read as people write it', { costCentre: 'bar' }, [6000, 10_000, 0]],
	['a buyer bears all that she orders', { contactId: luka }, [11_500, 10_000, 1500]],
	['another buyer nothing', { contactId: 2 }, null],
	['a store to which nothing goes', { locationId: 13 }, null],
	['another currency is not compared', { locationId: 11, currency: 'CAD' }, null],
	['what was drawn this month is gone', { locationId: 11, counters: [{ startsOn: '2026-11-01', amountMinor: 10_000, drawnMinor: 7000 }] }, [6000, 3000, 3000]],
	['what was drawn last month is not', { locationId: 11, counters: [{ startsOn: '2026-10-01', amountMinor: 10_000, drawnMinor: 10_000 }] }, [6000, 10_000, 0]],
	[
		'a quarter goes on from October',
		{ locationId: 11, period: 'quarter', counters: [{ startsOn: '2026-10-01', amountMinor: 10_000, drawnMinor: 10_000 }] },
		[6000, 0, 6000],
	],
	['the period keeps the amount that it has', { locationId: 11, counters: [{ startsOn: '2026-11-01', amountMinor: 6001, drawnMinor: 0 }] }, [6000, 6001, 0]],
	[
		'a lowered amount leaves nothing, never less',
		{ locationId: 11, counters: [{ startsOn: '2026-11-01', amountMinor: 100, drawnMinor: 900 }] },
		[6000, 0, 6000],
	],
] as [string, Partial<CompanyBudget>, [number, number, number] | null][])('%s', (_name, more, expected) => {
	const [draw] = drawOnBudgets(order, [budget(more)], today)
	expect(draw ? [draw.amountMinor, draw.leftMinor, draw.shortMinor] : null).toEqual(expected)
})

test('a lowered amount is gone beyond further than the order is short', () => {
	const [draw] = drawOnBudgets(order, [budget({ locationId: 11, counters: [{ startsOn: '2026-11-01', amountMinor: 100, drawnMinor: 900 }] })], today)
	expect([draw?.shortMinor, draw?.beyondMinor]).toEqual([6000, 6800])
})

test.each([
	['2026-01-01', '2026-01-01', '2026-02-01', '2026-01-01', '2026-04-01'],
	['2026-03-31', '2026-03-01', '2026-04-01', '2026-01-01', '2026-04-01'],
	['2026-11-22', '2026-11-01', '2026-12-01', '2026-10-01', '2027-01-01'],
	['2026-12-31', '2026-12-01', '2027-01-01', '2026-10-01', '2027-01-01'],
])('%s falls in the month of %s and the quarter of %s', (day, month, nextMonth, quarter, nextQuarter) => {
	expect([periodStart(day, 'month'), nextPeriod(month, 'month')]).toEqual([month, nextMonth])
	expect([periodStart(day, 'quarter'), nextPeriod(quarter, 'quarter')]).toEqual([quarter, nextQuarter])
})

const typed: TypedBudget = { name: '', locationId: '11', costCentre: '', contactId: '', period: 'month', amount: '1500', onBeyond: 'ask' }
const choices = {
	stores: [{ id: 11, name: 'Downtown' }],
	people: [{ id: luka, name: 'Luka Novak' }],
	live: [{ id: 7, name: 'Kitchen', locationId: null, costCentre: 'kitchen', contactId: null, period: 'month' as const }],
}

test.each([
	['a store, called after itself', {}, { name: 'Downtown', locationId: 11, amountMinor: 150_000, onBeyond: 'ask' }],
	['a buyer under a name of its own', { locationId: '', contactId: '1', name: ' Trips ' }, { name: 'Trips', contactId: luka, locationId: null }],
	[
		'a cost centre by the quarter that is there by the month',
		{ locationId: '', costCentre: ' Kitchen ', period: 'quarter' },
		{ name: 'Kitchen', costCentre: 'Kitchen' },
	],
	['nothing at all may be ordered', { amount: '0', onBeyond: 'x' }, { amountMinor: 0, onBeyond: 'refuse' }],
	['the same again', { locationId: '', costCentre: 'KITCHEN ' }, 'COMPANY_BUDGET_TWICE'],
	['of a store and a buyer', { contactId: '1' }, 'BUDGET_OF_ONE'],
	['of nobody', { locationId: '' }, 'BUDGET_OF_ONE'],
	['of a store of somebody else', { locationId: '99' }, 'BUDGET_OF_ONE'],
	['by the year', { period: 'year' }, 'BUDGET_PERIOD'],
	['less than nothing', { amount: '-1' }, 'BUDGET_AMOUNT'],
	['no number', { amount: 'much' }, 'BUDGET_AMOUNT'],
])('a budget as it is typed: %s', (_name, more, expected) => {
	const read = readBudget({ ...typed, ...more }, 'USD', choices, null)
	if (typeof expected === 'string') expect(read.ok ? [] : read.refusals.map(({ code }) => code)).toEqual([expected])
	else expect(read).toMatchObject({ ok: true, budget: expected })
})

test('a budget that stands keeps whom it is of and its period, whatever is typed', () => {
	const standing = { name: 'Kitchen', locationId: null, costCentre: 'kitchen', contactId: null, period: 'month' as const, currency: 'USD' }
	const read = readBudget({ ...typed, period: 'quarter', amount: '12.50' }, 'CAD', choices, standing)
	expect(read).toMatchObject({ ok: true, budget: { ...standing, amountMinor: 1250 } })
})

const groups = [
	{ groupKey: 'a', dueMinor: 7000 },
	{ groupKey: 'b', dueMinor: 6000 },
]
const decide = (budgets: CompanyBudget[], more: Partial<BudgetQuestion> = {}) =>
	decideBudgets(drawOnBudgets(order, budgets, today), { stage: 'place', released: [], mayAsk: true, groups, ...more })

test('what a budget does not bear is refused by its name, with the deliveries that fit and the day of the next period', () => {
	expect(decide([budget({ contactId: luka })])).toEqual({
		refusals: [
			{
				code: 'BUDGET_EXCEEDED',
				facts: { budget: 'Downtown', period: 'month', startsOn: '2026-11-01', shortMinor: 1500, leftMinor: 10_000, limitMinor: 10_000 },
			},
		],
		offers: [
			{ kind: 'fewer_groups', groupKeys: ['a'], dueMinor: 7000 },
			{ kind: 'next_period', startsOn: '2026-12-01' },
		],
	})
})

test('a budget that asks refuses nothing while somebody could say yes', () => {
	const asks = budget({ contactId: luka, onBeyond: 'ask' })
	expect(decide([asks]).refusals).toEqual([])
	expect(decide([asks]).offers[0]).toEqual({ kind: 'approval' })
	expect(decide([asks], { mayAsk: false }).refusals).toMatchObject([{ code: 'BUDGET_EXCEEDED' }])
	expect(decide([asks], { mayAsk: false }).offers[0]?.kind).toBe('fewer_groups')
	expect(decide([asks], { stage: 'ask' }).refusals).toEqual([])
	// One that refuses is not asked for, nor does a yes release it.
	const both = [asks, budget({ id: 2, locationId: 12, amountMinor: 1, onBeyond: 'refuse' })]
	expect(decide(both, { stage: 'ask' }).refusals).toHaveLength(1)
	expect(decide(both).offers.map(({ kind }) => kind)).not.toContain('approval')
	expect(decide([budget({ contactId: luka })], { stage: 'given', released: [{ budgetId: 1, shortMinor: 9999 }] }).refusals).toHaveLength(1)
})

test('a yes lets it go beyond by what was shown, and not by a cent more', () => {
	const asks = [budget({ contactId: luka, onBeyond: 'ask' })]
	const given = (shortMinor: number) => decide(asks, { stage: 'given', released: [{ budgetId: 1, shortMinor }] }).refusals.length
	expect([given(1500), given(1499), decide(asks, { stage: 'given' }).refusals.length]).toEqual([0, 1, 1])
})

test('laws: what stores draw sums to the order; row order is irrelevant; dearer is never shorter; what fits, fits', () => {
	const parts = fc.array(
		fc.record({
			groupKey: fc.constantFrom('a', 'b', 'c'),
			netMinor: fc.nat(100_000),
			locationId: fc.constant(0),
			costCentre: fc.constantFrom(null, 'Bar', 'Kitchen'),
		}),
		{ minLength: 1, maxLength: 12 },
	)
	const stores = { a: 11, b: 12, c: 13 }
	fc.assert(
		fc.property(parts, fc.nat(200_000), fc.nat(200_000), (all, amountMinor, drawnMinor) => {
			const bought = { ...order, parts: all.map((part) => ({ ...part, locationId: stores[part.groupKey] })) }
			const counters = [{ startsOn: '2026-11-01', amountMinor, drawnMinor }]
			const budgets = [11, 12, 13].map((locationId, id) => budget({ id, locationId, counters }))
			const draws = drawOnBudgets(bought, [...budgets, budget({ id: 9, contactId: luka, counters })], today)
			expect(
				drawOnBudgets({ ...bought, parts: [...bought.parts].reverse() }, [budget({ id: 9, contactId: luka, counters }), ...[...budgets].reverse()], today).map(
					({ groups: _groups, ...draw }) => draw,
				),
			).toEqual(draws.map(({ groups: _groups, ...draw }) => draw))
			const total = all.reduce((sum, { netMinor }) => sum + netMinor, 0)
			expect(draws.filter(({ budgetId }) => budgetId < 9).reduce((sum, draw) => sum + draw.amountMinor, 0)).toBe(total)
			expect(draws.find(({ budgetId }) => budgetId === 9)?.amountMinor).toBe(total)
			for (const draw of draws) {
				expect(draw.groups.reduce((sum, { netMinor }) => sum + netMinor, 0)).toBe(draw.amountMinor)
				expect(draw.shortMinor === 0).toBe(draw.amountMinor === 0 || drawnMinor + draw.amountMinor <= amountMinor)
			}
			const due = ['a', 'b', 'c'].map((groupKey) => ({ groupKey, dueMinor: 1 }))
			const offer = decideBudgets(draws, { stage: 'place', released: [], mayAsk: true, groups: due }).offers.find(({ kind }) => kind === 'fewer_groups')
			if (offer?.kind !== 'fewer_groups') return
			const kept = { ...bought, parts: bought.parts.filter(({ groupKey }) => offer.groupKeys.includes(groupKey ?? '')) }
			const then = drawOnBudgets(kept, [...budgets, budget({ id: 9, contactId: luka, counters })], today)
			const was = new Map(draws.map((draw) => [draw.budgetId, draw.shortMinor]))
			expect(then.filter(({ budgetId, shortMinor }) => shortMinor > 0 && (was.get(budgetId) ?? 0) > 0)).toEqual([])
		}),
		lawCases(841),
	)
})
