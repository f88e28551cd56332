import { type Currency, parseMinor } from '../base/money.ts'
import { type Refusal, type Result, refusal } from '../base/refusal.ts'
import type { ApprovalRule } from './steps-to-take.ts'

/** A rule as it was typed; empty text: no such condition. */
export type TypedRule = {
	name: string
	step: string
	atLeast: string
	contactId: string
	costCentre: string
	categoryId: string
	approverContactId: string
	beyondBudget: string
}

/** What a rule may name. */
export type RuleChoices = {
	people: readonly { id: number; role: string; signsIn: boolean }[]
	categories: readonly { id: number }[]
}

const [MOST_NAME, MOST_CENTRE] = [120, 80]

const idOf = (text: string) => (/^\d{1,15}$/.test(text) ? Number(text) : null)

/** A rule out of what was typed, or everything that is wrong with it. A named approver can sign in, and does more than look. */
export function readRule(typed: TypedRule, currency: Currency, { people, categories }: RuleChoices): Result<{ rule: Omit<ApprovalRule, 'id'> }> {
	const name = typed.name.trim()
	const costCentre = typed.costCentre.trim()
	const atLeastMinor = typed.atLeast.trim() === '' ? 0 : parseMinor(typed.atLeast.trim().replace(',', '.'), currency)
	const step = idOf(typed.step) ?? 0
	const contactId = idOf(typed.contactId)
	const categoryId = idOf(typed.categoryId)
	const approverContactId = idOf(typed.approverContactId)
	const approver = people.find(({ id }) => id === approverContactId)
	const refusals: Refusal[] = []
	if (name === '') refusals.push(refusal('RULE_UNNAMED'))
	if (name.length > MOST_NAME) refusals.push(refusal('FIELD_INVALID', { key: 'name', given: `${name.slice(0, 30)}…` }))
	if (costCentre.length > MOST_CENTRE) refusals.push(refusal('FIELD_INVALID', { key: 'costCentre', given: `${costCentre.slice(0, 30)}…` }))
	if (atLeastMinor === null || atLeastMinor < 0 || atLeastMinor > 10_000_000_000_000)
		refusals.push(refusal('RULE_AMOUNT', { given: typed.atLeast.slice(0, 30) }))
	if (step < 1 || step > 5) refusals.push(refusal('RULE_STEP'))
	if (typed.contactId !== '' && !people.some(({ id }) => id === contactId)) refusals.push(refusal('RULE_BUYER'))
	if (typed.categoryId !== '' && !categories.some(({ id }) => id === categoryId)) refusals.push(refusal('RULE_CATEGORY'))
	if (typed.approverContactId !== '' && (!approver?.signsIn || approver.role === 'viewer')) refusals.push(refusal('RULE_APPROVER'))
	if (approverContactId !== null && approverContactId === contactId) refusals.push(refusal('RULE_OWN'))
	const beyondBudget = typed.beyondBudget !== ''
	if (beyondBudget && atLeastMinor !== 0) refusals.push(refusal('RULE_BUDGET_AMOUNT'))
	if (refusals.length > 0 || atLeastMinor === null) return { ok: false, refusals }
	return { ok: true, rule: { name, step, currency, atLeastMinor, contactId, costCentre: costCentre || null, categoryId, approverContactId, beyondBudget } }
}
