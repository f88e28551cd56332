import { type Refusal, refusal } from '../base/refusal.ts'
import type { ApprovalPerson } from './steps-to-take.ts'

export type RequestState = 'waiting' | 'approved' | 'refused' | 'withdrawn' | 'expired'
export type AskedStep = { id: number; step: number; approverContactId: number | null; state: 'waiting' | 'approved' | 'refused' }
export type AskedRequest = { state: RequestState; askedByContactId: number; expiresAt: Date; steps: readonly AskedStep[] }

/** Who answers. A rep and a machine speak for the company, but do not say its yes. */
export type Answerer = ApprovalPerson & { isHerself: boolean }

/** The steps whose turn it is: the open ones of the lowest number. */
export function stepsInTurn(steps: readonly AskedStep[]): AskedStep[] {
	const open = steps.filter(({ state }) => state === 'waiting')
	const turn = Math.min(...open.map(({ step }) => step))
	return open.filter(({ step }) => step === turn)
}

/** Whether a step waits for this person. Law: never for the asker, never for a viewer. */
export function waitsFor(step: AskedStep, { askedByContactId }: Pick<AskedRequest, 'askedByContactId'>, { contactId, role }: ApprovalPerson): boolean {
	if (contactId === askedByContactId || role === 'viewer') return false
	return step.approverContactId === null ? role === 'owner' || role === 'approver' : step.approverContactId === contactId
}

/** The steps of a request that wait for this person now. */
export function stepsFor(request: AskedRequest, person: ApprovalPerson): AskedStep[] {
	return request.state === 'waiting' ? stepsInTurn(request.steps).filter((step) => waitsFor(step, request, person)) : []
}

export type Answer = { approves: boolean; note: string | null; at: Date }
export type AnswerDecision = { ok: true; stepIds: number[]; isLast: boolean } | { ok: false; refusals: Refusal[] }

/** Whether a person may say yes or no now, and to which steps; `isLast`: after this yes none is open. */
export function decideAnswer(request: AskedRequest, who: Answerer, { approves, note, at }: Answer): AnswerDecision {
	const no = (code: string, facts: Refusal['facts'] = {}): AnswerDecision => ({ ok: false, refusals: [refusal(code, facts)] })
	if (!who.isHerself) return no('APPROVAL_BY_BUYER')
	if (request.state === 'expired' || (request.state === 'waiting' && request.expiresAt <= at)) return no('APPROVAL_EXPIRED')
	if (request.state !== 'waiting') return no('APPROVAL_CLOSED', { state: request.state })
	if (who.contactId === request.askedByContactId) return no('APPROVAL_OWN')
	if (who.role === 'viewer') return no('ROLE_MAY_NOT')
	const mine = stepsFor(request, who)
	if (mine.length === 0) return no('APPROVAL_NOT_YOURS')
	if (!approves && !note?.trim()) return no('APPROVAL_WHY_MISSING')
	const open = request.steps.filter(({ state }) => state === 'waiting').length
	return { ok: true, stepIds: mine.map(({ id }) => id), isLast: open === mine.length }
}
