import type { Tx } from '../../../db/client.server.ts'
import { type AskedStep, stepsInTurn } from '../../engine/approval/decide-answer.ts'
import type { ApprovalPerson } from '../../engine/approval/steps-to-take.ts'
import { saveEvents, type Topic } from '../event/save-events.ts'

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

/** Whom the steps in turn wait for: who is named, or everybody who may approve. */
export function peopleInTurn(steps: readonly AskedStep[], people: readonly ApprovalPerson[], askedByContactId: number): number[] {
	const anybody = people.filter(({ role, contactId }) => (role === 'owner' || role === 'approver') && contactId !== askedByContactId)
	const asked = stepsInTurn(steps).flatMap(({ approverContactId }) =>
		approverContactId === null ? anybody.map(({ contactId }) => contactId) : [approverContactId],
	)
	return [...new Set(asked)]
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
