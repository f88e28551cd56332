import { type Db, type Tx, withTransaction } from '../../../db/client.server.ts'
import { answerSteps, closeRequest, type FullRequest, lockAsked, noteFailure, readRequest } from '../../../db/queries/approval.ts'
import { decideAnswer } from '../../engine/approval/decide-answer.ts'
import { type Refusal, refusal } from '../../engine/base/refusal.ts'
import type { Shopper } from '../../platform/actor.ts'
import { loadPricedCart } from '../cart/load-priced-cart.ts'
import { decideLocked } from '../checkout/load-locked.ts'
import { savePlaced } from '../checkout/save-placed.ts'
import { answererOf, askedOf, askerOf, atPinned, releasedBudgets, standInsAt } from './load-approval.ts'
import { type ApprovalEvent, saveApprovalEvents, saveTurn } from './save-approval-events.ts'

/** `seenVersion`: of the request as the person saw it; null when she did not say. */
export type AnswerApproval = { requestId: number; approves: boolean; note: string | null; seenVersion: number | null; locale: string; at: Date }

/** Whose request it was, for whoever answers many. */
type About = { about?: { askedByName: string; currency: string } }

/** `number`: of the order that the last yes placed. */
export type Answered = About & { ok: true; state: 'waiting' | 'approved' | 'refused'; number: string | null }
/** `isReturned`: the yes was given, but the order could not be placed; `refusals` say what changed. */
export type NotAnswered = About & { ok: false; refusals: Refusal[]; isReturned?: true }

const eventOf = (accountId: number, { id, orderId, askedByContactId, actedByUserId, totalMinor, currency }: FullRequest, at: Date): ApprovalEvent => ({
	...{ requestId: id, orderId, accountId, askedByContactId, actedByUserId, totalMinor, currency, at },
})

/**
 * Says yes or no to what somebody asked. The last yes runs the checks of a submit under its locks and places the order at
 * the pinned prices; where it cannot be placed nothing is answered, and who asked learns what changed. Of two at once the
 * second finds the answer of the first. Refuses what `decideAnswer` does. Null: no such request of this account.
 */
export async function answerApproval(db: Db, shopper: Shopper, input: AnswerApproval): Promise<Answered | NotAnswered | null> {
	const { accountId } = shopper.account
	const who = answererOf(shopper)
	if (accountId === null || who === null) return null
	const { requestId, at } = input
	const key = { accountId, requestId }
	let about: About = {}
	const answered = await withTransaction<Answered | NotAnswered | null>(db, async (tx) => {
		const request = (await lockAsked(tx, key)) && (await readRequest(tx, key))
		if (!request) return null
		about = { about: { askedByName: request.askedByName, currency: request.currency } }
		const asked = askedOf(request, standInsAt(at, shopper, request))
		const decision = decideAnswer(asked, who, input)
		if (!decision.ok) return decision
		const { answers } = decision
		const event = eventOf(accountId, request, at)
		const by = { byContactId: who.contactId, forContactId: answers[0]?.forContactId ?? null, ...(shopper.kind === 'api' ? { byMachine: true } : {}) }
		const note = input.note?.trim().slice(0, 1000) || null
		await answerSteps(tx, { accountId, answers }, { state: input.approves ? 'approved' : 'refused', contactId: who.contactId, note, at })
		if (!input.approves) {
			await closeRequest(tx, key, { state: 'refused', contactId: who.contactId, at })
			await saveApprovalEvents(tx, 'approval.refused', event, { contactIds: [event.askedByContactId], facts: { note, ...by } })
			return { ok: true, state: 'refused', number: null }
		}
		if (decision.isLast) return release(tx, shopper, { request, input, event, by })
		const answered = new Set(answers.map(({ id }) => id))
		await saveTurn(tx, event, { ...asked, steps: asked.steps.filter(({ id }) => !answered.has(id)) }, request.people)
		return { ok: true, state: 'waiting', number: null }
	})
	if (answered && !answered.ok && answered.isReturned) await returnIt(db, shopper, input, answered.refusals)
	return answered && { ...answered, ...about }
}

type Release = {
	request: FullRequest
	input: AnswerApproval
	event: ApprovalEvent
	by: { byContactId: number; forContactId: number | null; byMachine?: boolean }
}

/** Everything that a submit checks, anew and under its locks, at the prices that were pinned. */
async function release(tx: Tx, shopper: Shopper, { request, input, event, by }: Release): Promise<Answered | NotAnswered> {
	const { accountId, orderId, requestId } = event
	const { locale, at } = input
	const asker = askerOf(shopper, request)
	const question = { locale, at, poNumber: request.poNumber, paymentMethod: 'po' as const }
	const loaded = await loadPricedCart(tx, asker, { accountId, cartId: orderId }, question)
	if (!loaded) return { ok: false, refusals: [refusal('APPROVAL_CLOSED', { state: request.state })] }
	const payment = { method: 'po' as const, poNumber: request.poNumber, cardPartMinor: 0, cardReference: null }
	const released = { requestId, budgets: releasedBudgets(request.steps) }
	const submission = { approval: 'given' as const, released, payment, seen: null, consentedHash: null, at }
	const decision = await decideLocked(tx, asker, atPinned(loaded, request), submission)
	if (!decision.ok) return { ok: false, refusals: decision.refusals, isReturned: true }
	const placed = await savePlaced(tx, asker, { ...submission, accountId, cartId: orderId, version: request.orderVersion }, decision)
	if (!placed.ok) return { ok: false, refusals: placed.refusals, isReturned: true }
	await closeRequest(tx, { accountId, requestId }, { state: 'approved', contactId: by.byContactId, at })
	await saveApprovalEvents(tx, 'approval.approved', event, { contactIds: [event.askedByContactId], facts: { number: placed.number, ...by } })
	return { ok: true, state: 'approved', number: placed.number }
}

/** What changed since it was asked stays with the request, and its asker is told: she may take it back and mend it. */
async function returnIt(db: Db, { account, contactId }: Shopper, { requestId, at }: AnswerApproval, refusals: readonly Refusal[]): Promise<void> {
	const key = { accountId: account.accountId ?? 0, requestId }
	await withTransaction(db, async (tx) => {
		const request = (await lockAsked(tx, key)) && (await readRequest(tx, key))
		if (request?.state !== 'waiting') return
		await noteFailure(tx, key, refusals, at)
		const facts = { codes: refusals.map(({ code }) => code), byContactId: contactId }
		await saveApprovalEvents(tx, 'approval.returned', eventOf(key.accountId, request, at), { contactIds: [request.askedByContactId], facts })
	})
}
