import { badRequest } from './api-error.ts'
import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, expanded, listOf, paging } from './endpoint.ts'
import type { ChargeRow, DisputeRow } from './rows.ts'

export const disputeEndpoints: Endpoint[] = [
	endpoint({
		method: 'GET',
		path: '/v1/disputes/:id',
		accepts: { expand: 'list' },
		run: (desk, { expand }, id) => expanded(desk, desk.store.get('dispute', id), expand),
	}),
	endpoint({
		method: 'GET',
		path: '/v1/disputes',
		accepts: { ...paging, charge: 'text', payment_intent: 'text' },
		run: (desk, { charge, payment_intent: intent, ...page }) =>
			listOf(
				'/v1/disputes',
				desk.store
					.newestFirst('dispute')
					.filter((dispute) => (charge === undefined || dispute.charge === charge) && (intent === undefined || dispute.payment_intent === intent)),
				page,
			),
	}),
]

export const eventEndpoints: Endpoint[] = [
	endpoint({ method: 'GET', path: '/v1/events/:id', accepts: {}, run: (desk, _, id) => desk.store.get('event', id) }),
	endpoint({
		method: 'GET',
		path: '/v1/events',
		accepts: { ...paging, type: 'text' },
		run: (desk, { type, ...page }) =>
			listOf(
				'/v1/events',
				desk.store.newestFirst('event').filter((event) => type === undefined || event.type === type),
				page,
			),
	}),
]

/** A buyer goes to her bank. Nobody can ask Stripe for that, so it is a knob. */
export function openDispute(desk: Desk, intentId: string, reason: string): DisputeRow {
	const intent = desk.store.get('payment_intent', intentId)
	const charge = intent.latest_charge ? desk.store.get('charge', intent.latest_charge) : null
	if (!charge?.captured || charge.disputed) throw badRequest('Only a captured charge without a dispute can be disputed.', { param: 'payment_intent' })
	const dispute = desk.store.put(newDispute(desk, charge, reason))
	desk.store.put({ ...charge, disputed: true })
	desk.emit('charge.dispute.created', dispute)
	desk.emit('charge.dispute.funds_withdrawn', dispute)
	return dispute
}

export function closeDispute(desk: Desk, id: string, outcome: 'won' | 'lost'): DisputeRow {
	const closed = desk.store.put({ ...desk.store.get('dispute', id), status: outcome } as DisputeRow)
	// A dispute that was won leaves the charge refundable again.
	if (outcome === 'won') {
		desk.store.put({ ...desk.store.get('charge', closed.charge), disputed: false })
		desk.emit('charge.dispute.funds_reinstated', closed)
	}
	desk.emit('charge.dispute.closed', closed)
	return closed
}

const answerWithinSeconds = 7 * 24 * 60 * 60

function newDispute(desk: Desk, charge: ChargeRow, reason: string): DisputeRow {
	return {
		id: newId('du'),
		object: 'dispute',
		amount: charge.amount_captured - charge.amount_refunded,
		balance_transactions: [],
		charge: charge.id,
		created: desk.now(),
		currency: charge.currency,
		enhanced_eligibility_types: [],
		evidence: {} as DisputeRow['evidence'],
		evidence_details: {
			due_by: desk.now() + answerWithinSeconds,
			enhanced_eligibility: {},
			has_evidence: false,
			past_due: false,
			submission_count: 0,
		} as DisputeRow['evidence_details'],
		intended_submission_method: null,
		is_charge_refundable: false,
		livemode: false,
		metadata: {},
		payment_intent: charge.payment_intent,
		payment_method_details: { card: { brand: 'visa', case_type: 'chargeback', network_reason_code: '10.4' }, type: 'card' } as NonNullable<
			DisputeRow['payment_method_details']
		>,
		reason,
		status: 'needs_response',
	}
}
