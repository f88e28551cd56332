import type { Tx } from '../../../db/client.server.ts'
import { type AskedRequest, peopleInTurn } from '../../engine/approval/decide-answer.ts'
import type { ApprovalPerson } from '../../engine/approval/steps-to-take.ts'
import { type DomainEvent, saveEvents, type Topic } from '../event/save-events.ts'

export type ApprovalEvent = {
	requestId: number
	orderId: number
	accountId: number
	askedByContactId: number
	actedByUserId: number | null
	totalMinor: number
	currency: string
	at: Date
}

/** Tells each of `contactIds` what became of a request, one event for each; nobody named: one to whoever listens. */
export async function saveApprovalEvents(
	tx: Tx,
	topic: Extract<Topic, `approval.${string}`>,
	event: ApprovalEvent,
	{ contactIds, facts = {} }: { contactIds: readonly (number | null)[]; facts?: Record<string, unknown> },
): Promise<void> {
	const { requestId, orderId, accountId, askedByContactId, actedByUserId, totalMinor, currency, at } = event
	const payload = { requestId, orderId, askedByContactId, totalMinor, currency, ...facts }
	await saveEvents(
		tx,
		contactIds.map((contactId) => ({ topic, subject: `order:${orderId}`, accountId, contactId, actedByUserId, occurredAt: at, payload })),
	)
}

/** Asks everybody for whom it is the turn, and today's deputies, who learn in whose place. */
export async function saveTurn(tx: Tx, event: ApprovalEvent, request: AskedRequest, people: readonly ApprovalPerson[]): Promise<void> {
	await saveEvents(
		tx,
		peopleInTurn(request, people).map((one) => turnOf(event, one)),
	)
}

/** `forContactId`: in whose place she is asked. */
export function turnOf(
	{ requestId, orderId, accountId, askedByContactId, actedByUserId, totalMinor, currency, at }: ApprovalEvent,
	{ contactId, forContactId }: { contactId: number; forContactId: number | null },
): DomainEvent {
	const inPlaceOf = forContactId === null ? {} : { forContactId }
	const payload = { requestId, orderId, askedByContactId, totalMinor, currency, ...inPlaceOf }
	return { topic: 'approval.turn', subject: `order:${orderId}`, accountId, contactId, actedByUserId, occurredAt: at, payload }
}
