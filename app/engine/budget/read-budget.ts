import { type Currency, MAX_AMOUNT_MINOR, parseMinor } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import { type BudgetPeriod, type CompanyBudget, sameCentre } from './draw-on-budgets.ts'

/** A budget as it was typed; one of the store, the cost centre and the buyer. */
export type TypedBudget = { name: string; locationId: string; costCentre: string; contactId: string; period: string; amount: string; onBeyond: string }

/** What a budget may name, and those that there are. */
export type BudgetChoices = {
	stores: readonly { id: number; name: string }[]
	people: readonly { id: number; name: string }[]
	live: readonly (Pick<CompanyBudget, 'id' | 'locationId' | 'costCentre' | 'contactId' | 'period'> & { name: string })[]
}

export type BudgetValues = Omit<CompanyBudget, 'id' | 'counters'>

const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/** Of whom it is; null: of nobody that there is, or of several. */
function scopeOf({ locationId, costCentre, contactId }: TypedBudget, { stores, people }: BudgetChoices) {
	const centre = costCentre.trim().slice(0, 80)
	if ([locationId, centre, contactId].filter((one) => one !== '').length !== 1) return null
	const store = stores.find(({ id }) => id === idOf(locationId))
	const person = people.find(({ id }) => id === idOf(contactId))
	if (locationId !== '') return store ? { locationId: store.id, costCentre: null, contactId: null, called: store.name } : null
	if (contactId !== '') return person ? { locationId: null, costCentre: null, contactId: person.id, called: person.name } : null
	return { locationId: null, costCentre: centre, contactId: null, called: centre }
}

/**
 * A budget out of what was typed, or everything that is wrong with it. One that stands (`standing`) keeps whom it is of
 * and its period: what was drawn was drawn on that. Without a name it is called after whom it is of.
 */
export function readBudget(
	typed: TypedBudget,
	currency: Currency,
	choices: BudgetChoices,
	standing: Omit<BudgetValues, 'amountMinor' | 'onBeyond'> | null,
): Result<{ budget: BudgetValues }> {
	const own = standing && { locationId: standing.locationId, costCentre: standing.costCentre, contactId: standing.contactId, called: standing.name }
	const scope = own ?? scopeOf(typed, choices)
	const period = standing?.period ?? typed.period
	const amountMinor = parseMinor(typed.amount.trim().replace(',', '.'), standing?.currency ?? currency)
	const refusals: Refusal[] = []
	if (!scope) refusals.push(refusal('BUDGET_OF_ONE'))
	if (period !== 'month' && period !== 'quarter') refusals.push(refusal('BUDGET_PERIOD'))
	if (amountMinor === null || amountMinor < 0 || amountMinor > MAX_AMOUNT_MINOR) refusals.push(refusal('BUDGET_AMOUNT', { given: typed.amount.slice(0, 30) }))
	const twin = scope && !standing ? choices.live.find((one) => one.period === period && isOfSame(one, scope)) : undefined
	if (twin) refusals.push(refusal('COMPANY_BUDGET_TWICE', { budget: twin.name }))
	if (refusals.length > 0 || !scope || amountMinor === null) return { ok: false, refusals }
	const { called, ...of } = scope
	const name = typed.name.trim().slice(0, 120) || called.slice(0, 120)
	const onBeyond = typed.onBeyond === 'ask' ? 'ask' : 'refuse'
	return { ok: true, budget: { name, ...of, period: period as BudgetPeriod, currency: standing?.currency ?? currency, amountMinor, onBeyond } }
}

type Scope = Pick<CompanyBudget, 'locationId' | 'costCentre' | 'contactId'>

/** Whether two budgets are of the same store, cost centre or buyer. */
export function isOfSame(a: Scope, b: Scope): boolean {
	if (a.costCentre !== null) return sameCentre(a.costCentre, b.costCentre)
	return b.costCentre === null && a.locationId === b.locationId && a.contactId === b.contactId
}
