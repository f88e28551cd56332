import type { Currency } from '../base/money.ts'
import { sameCentre } from '../budget/draw-on-budgets.ts'

/** A rule of a company: conditions that must all hold (null: none of that kind), and who is asked. */
export type ApprovalRule = {
	id: number
	name: string
	step: number
	currency: Currency
	atLeastMinor: number
	/** Only orders of this buyer. */
	contactId: number | null
	costCentre: string | null
	categoryId: number | null
	/** Null: whoever of the company may approve. */
	approverContactId: number | null
	/** Only orders that go beyond a budget; such a rule looks at no amount. */
	beyondBudget: boolean
}

/** Somebody of the company who can sign in. */
export type ApprovalPerson = { contactId: number; role: 'owner' | 'buyer' | 'approver' | 'viewer' }

/** Goods of one line that go to one cost centre, after discounts, before freight and tax, in minor units. */
export type ApprovalPart = { netMinor: number; costCentre: string | null; categoryIds: readonly number[] }

export type OrderToApprove = {
	currency: Currency
	askerContactId: number | null
	parts: readonly ApprovalPart[]
	/** It goes beyond the credit: somebody may decide to wait for it. */
	isShortOfCredit: boolean
	/** The budgets that it goes beyond and that ask then, with by how much. */
	beyondBudgets: readonly BeyondBudget[]
}

export type BeyondBudget = { budgetId: number; name: string; shortMinor: number }

/** Why somebody is asked; no rule: for the budgets that are named, or for want of credit. */
export type ApprovalReason = { ruleId: number | null; name: string | null; amountMinor: number; atLeastMinor: number; budgets?: BeyondBudget[] }

/** One yes that is needed; `approverContactId` null: of anybody who may approve. */
export type ApprovalStep = { step: number; approverContactId: number | null; reasons: ApprovalReason[] }

/** What of an order falls under a rule; null: nothing does. */
function amountUnder({ contactId, costCentre, categoryId }: ApprovalRule, { askerContactId, parts }: OrderToApprove): number | null {
	if (contactId !== null && contactId !== askerContactId) return null
	const under = parts.filter(
		(part) => (costCentre === null || sameCentre(costCentre, part.costCentre)) && (categoryId === null || part.categoryIds.includes(categoryId)),
	)
	return under.length === 0 ? null : under.reduce((sum, { netMinor }) => sum + netMinor, 0)
}

/** An amount in another currency cannot be compared, so it does not let an order pass. */
const reaches = (rule: ApprovalRule, amountMinor: number, currency: Currency) => rule.currency !== currency || amountMinor >= rule.atLeastMinor

/** Whether a person may say yes where nobody is named. */
const isApprover = ({ role }: ApprovalPerson) => role === 'owner' || role === 'approver'

/** Whether anybody could say yes to what this person asks. */
export function couldBeApproved(people: readonly ApprovalPerson[], askerContactId: number | null): boolean {
	return people.some((person) => isApprover(person) && person.contactId !== askerContactId)
}

/**
 * Every yes that an order needs, in order (commerce-engine.md section 8, Approvals); empty: none. Laws: each rule that
 * applies stands in exactly one step; nobody is asked twice; the asker is never asked; a dearer order asks no fewer; what
 * goes beyond a budget asks somebody for it.
 */
export function stepsToTake(order: OrderToApprove, rules: readonly ApprovalRule[], people: readonly ApprovalPerson[]): ApprovalStep[] {
	const known = new Map(people.map((person) => [person.contactId, person]))
	const steps = new Map<number | null, ApprovalStep>()
	const beyondMinor = order.beyondBudgets.length === 0 ? null : order.beyondBudgets.reduce((sum, { shortMinor }) => sum + shortMinor, 0)
	for (const rule of [...rules].sort((a, b) => a.step - b.step || a.id - b.id)) {
		const underMinor = amountUnder(rule, order)
		if (underMinor === null || (rule.beyondBudget ? beyondMinor === null : !reaches(rule, underMinor, order.currency))) continue
		const amountMinor = rule.beyondBudget ? (beyondMinor ?? 0) : underMinor
		const named = rule.approverContactId === null ? undefined : known.get(rule.approverContactId)
		// Who has left, may only look, or asks herself, is answered for by whoever else may approve.
		const approverContactId = named && named.role !== 'viewer' && named.contactId !== order.askerContactId ? named.contactId : null
		const step = steps.get(approverContactId) ?? { step: rule.step, approverContactId, reasons: [] }
		const budgets = rule.beyondBudget ? { budgets: [...order.beyondBudgets] } : {}
		step.reasons.push({ ruleId: rule.id, name: rule.name, amountMinor, atLeastMinor: rule.atLeastMinor, ...budgets })
		steps.set(approverContactId, step)
	}
	const isAskedOfBudgets = [...steps.values()].some(({ reasons }) => reasons.some(({ budgets }) => budgets))
	if (beyondMinor !== null && !isAskedOfBudgets) {
		const step = steps.get(null) ?? { step: 1, approverContactId: null, reasons: [] }
		step.reasons.push({ ruleId: null, name: null, amountMinor: beyondMinor, atLeastMinor: 0, budgets: [...order.beyondBudgets] })
		steps.set(null, step)
	}
	if (steps.size === 0 && order.isShortOfCredit)
		return [{ step: 1, approverContactId: null, reasons: [{ ruleId: null, name: null, amountMinor: 0, atLeastMinor: 0 }] }]
	return [...steps.values()].sort((a, b) => a.step - b.step)
}
