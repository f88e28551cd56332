import type { Currency } from '../base/money.ts'

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
}

/** Why somebody is asked; no rule: for want of credit. */
export type ApprovalReason = { ruleId: number | null; name: string | null; amountMinor: number; atLeastMinor: number }

/** One yes that is needed; `approverContactId` null: of anybody who may approve. */
export type ApprovalStep = { step: number; approverContactId: number | null; reasons: ApprovalReason[] }

const sameCentre = (a: string, b: string | null) => b !== null && a.trim().toLowerCase() === b.trim().toLowerCase()

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
 * applies stands in exactly one step; nobody is asked twice; the asker is never asked; a dearer order asks no fewer.
 */
export function stepsToTake(order: OrderToApprove, rules: readonly ApprovalRule[], people: readonly ApprovalPerson[]): ApprovalStep[] {
	const known = new Map(people.map((person) => [person.contactId, person]))
	const steps = new Map<number | null, ApprovalStep>()
	for (const rule of [...rules].sort((a, b) => a.step - b.step || a.id - b.id)) {
		const amountMinor = amountUnder(rule, order)
		if (amountMinor === null || !reaches(rule, amountMinor, order.currency)) continue
		const named = rule.approverContactId === null ? undefined : known.get(rule.approverContactId)
		// Who has left, may only look, or asks herself, is answered for by whoever else may approve.
		const approverContactId = named && named.role !== 'viewer' && named.contactId !== order.askerContactId ? named.contactId : null
		const step = steps.get(approverContactId) ?? { step: rule.step, approverContactId, reasons: [] }
		step.reasons.push({ ruleId: rule.id, name: rule.name, amountMinor, atLeastMinor: rule.atLeastMinor })
		steps.set(approverContactId, step)
	}
	if (steps.size === 0 && order.isShortOfCredit)
		return [{ step: 1, approverContactId: null, reasons: [{ ruleId: null, name: null, amountMinor: 0, atLeastMinor: 0 }] }]
	return [...steps.values()]
}
