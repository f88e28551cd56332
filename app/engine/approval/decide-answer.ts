import { type Refusal, refusal } from '../base/refusal.ts'
import { keptFrom, type StandIn } from './deputies.ts'
import type { ApprovalPerson } from './steps-to-take.ts'

export type RequestState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired'
export type AskedStep = { id: number; step: number; approverContactId: number | null; state: 'waiting' | 'approved' | 'refused' }
export type AskedRequest = {
	state: RequestState
	askedByContactId: number
	expiresAt: Date
	steps: readonly AskedStep[]
	/** Of the day on which it is looked at. */
	standIns: readonly StandIn[]
}

/** Who answers. A rep speaks for the company, but does not say its yes; nor does a machine that was not allowed to. */
export type Answerer = ApprovalPerson & { isHerself: boolean }

/** The steps whose turn it is: the open ones of the lowest number. */
export function stepsInTurn(steps: readonly AskedStep[]): AskedStep[] {
	const open = steps.filter(({ state }) => state === 'waiting')
	const turn = Math.min(...open.map(({ step }) => step))
	return open.filter(({ step }) => step === turn)
}

/** A name in which somebody may answer: her own, and those of whom she stands in for. */
export type Voice = {
	contactId: number
	/** She may say yes where nobody is named. */
	isApprover: boolean
	/** Whose requests it does not answer. */
	notOf: readonly number[]
}

/** The names in which a person may answer today, her own first. Law: never her own request; of a viewer none. */
export function voicesOf({ contactId, role }: ApprovalPerson, standIns: readonly StandIn[]): Voice[] {
	if (role === 'viewer') return []
	const inPlaceOf = standIns.filter((one) => one.deputyContactId === contactId && one.away.role !== 'viewer')
	return [
		{ contactId, isApprover: isApprover(role), notOf: [contactId] },
		...inPlaceOf.map((one) => ({ contactId: one.away.contactId, isApprover: isApprover(one.away.role), notOf: keptFrom(one) })),
	]
}

const isApprover = (role: ApprovalPerson['role']) => role === 'owner' || role === 'approver'

/** A step that somebody may answer; `forContactId`: in whose place, null in her own name. */
export type StepToAnswer = { id: number; forContactId: number | null }

/** The steps of a request that wait for this person now: in her own name where they may be, else in that of whom she stands in for. */
export function stepsFor({ state, steps, askedByContactId, standIns }: AskedRequest, person: ApprovalPerson): StepToAnswer[] {
	const voices = state === 'waiting' ? voicesOf(person, standIns).filter(({ notOf }) => !notOf.includes(askedByContactId)) : []
	return stepsInTurn(steps).flatMap(({ id, approverContactId }): StepToAnswer[] => {
		const voice = voices.find((one) => (approverContactId === null ? one.isApprover : one.contactId === approverContactId))
		return voice ? [{ id, forContactId: voice.contactId === person.contactId ? null : voice.contactId }] : []
	})
}

/** Law: it rises with every answer and when the request ends, and never otherwise. */
export function versionOf({ state, steps }: Pick<AskedRequest, 'state' | 'steps'>): number {
	return 1 + steps.filter((step) => step.state !== 'waiting').length + (state === 'waiting' ? 0 : 1)
}

/** `seenVersion`: what the person answered to; null when she did not say. */
export type Answer = { approves: boolean; note: string | null; seenVersion: number | null; at: Date }
export type AnswerDecision = { ok: true; answers: StepToAnswer[]; isLast: boolean } | { ok: false; refusals: Refusal[] }

/** Whether a person may say yes or no now, and to which steps; `isLast`: after this yes none is open. */
export function decideAnswer(request: AskedRequest, who: Answerer, { approves, note, seenVersion, at }: Answer): AnswerDecision {
	const no = (code: string, facts: Refusal['facts'] = {}): AnswerDecision => ({ ok: false, refusals: [refusal(code, facts)] })
	if (!who.isHerself) return no('APPROVAL_BY_BUYER')
	if (request.state === 'expired' || (request.state === 'waiting' && request.expiresAt <= at)) return no('APPROVAL_EXPIRED')
	if (request.state !== 'waiting') return no('APPROVAL_CLOSED', { state: request.state })
	if (who.contactId === request.askedByContactId) return no('APPROVAL_OWN')
	if (who.role === 'viewer') return no('ROLE_MAY_NOT')
	if (seenVersion !== null && seenVersion !== versionOf(request)) return no('APPROVAL_CHANGED', { seenVersion, version: versionOf(request) })
	const answers = stepsFor(request, who)
	if (answers.length === 0) return no('APPROVAL_NOT_YOURS')
	if (!approves && !note?.trim()) return no('APPROVAL_WHY_MISSING')
	const open = request.steps.filter(({ state }) => state === 'waiting').length
	return { ok: true, answers, isLast: open === answers.length }
}

/** Whom the steps in turn wait for: who is named, or everybody who may approve; and today's deputies, each with in whose place. */
export function peopleInTurn(request: AskedRequest, people: readonly ApprovalPerson[]): { contactId: number; forContactId: number | null }[] {
	return people.flatMap((person) => {
		const [first] = stepsFor(request, person)
		return first ? [{ contactId: person.contactId, forContactId: first.forContactId }] : []
	})
}
