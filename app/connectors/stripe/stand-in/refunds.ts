import { badRequest } from './api-error.ts'
import { type Desk, newId } from './desk.server.ts'
import { type Endpoint, endpoint, expanded, listOf, paging } from './endpoint.ts'
import type { Params } from './params.ts'
import type { ChargeRow, RefundRow } from './rows.ts'

const fields = { amount: 'int', charge: 'text', payment_intent: 'text', reason: 'text', metadata: 'map', expand: 'list' } as const

export const refundEndpoints: Endpoint[] = [
	endpoint({ method: 'POST', path: '/v1/refunds', accepts: fields, run: createRefund }),
	endpoint({
		method: 'GET',
		path: '/v1/refunds/:id',
		accepts: { expand: 'list' },
		run: (desk, { expand }, id) => expanded(desk, desk.store.get('refund', id), expand),
	}),
	endpoint({
		method: 'GET',
		path: '/v1/refunds',
		accepts: { ...paging, payment_intent: 'text', charge: 'text' },
		run: (desk, { payment_intent: intent, charge, ...page }) =>
			listOf(
				'/v1/refunds',
				desk.store
					.newestFirst('refund')
					.filter((refund) => (intent === undefined || refund.payment_intent === intent) && (charge === undefined || refund.charge === charge)),
				page,
			),
	}),
]

function createRefund(desk: Desk, params: Params<typeof fields>) {
	const charge = chargeToRefund(desk, params)
	if (charge.disputed) throw badRequest(`Charge ${charge.id} has been charged back; cannot issue a refund.`, { code: 'charge_disputed' })
	const left = charge.amount_captured - charge.amount_refunded
	if (left <= 0) throw badRequest(`Charge ${charge.id} has already been refunded.`, { code: 'charge_already_refunded' })
	const amount = params.amount ?? left
	if (amount < 1) throw badRequest('This value must be greater than or equal to 1.', { code: 'parameter_invalid_integer', param: 'amount' })
	if (amount > left) throw badRequest(`Refund amount (${amount}) is greater than unrefunded amount on charge (${left})`, { param: 'amount' })

	const refund = desk.store.put(newRefund(desk, charge, amount, params))
	const refunded = desk.store.put({ ...charge, amount_refunded: charge.amount_refunded + amount, refunded: amount === left })
	desk.emit('refund.created', refund)
	desk.emit('charge.refunded', refunded)
	return expanded(desk, refund, params.expand)
}

function chargeToRefund(desk: Desk, params: Params<typeof fields>): ChargeRow {
	if (params.charge) return desk.store.get('charge', params.charge, 'charge')
	if (!params.payment_intent) throw badRequest('One of the following params should be provided for this request: payment_intent or charge.')
	const intent = desk.store.get('payment_intent', params.payment_intent, 'payment_intent')
	const charge = intent.latest_charge ? desk.store.get('charge', intent.latest_charge) : null
	if (!charge?.captured) {
		throw badRequest(`This PaymentIntent (${intent.id}) does not have a successful charge to refund.`, {
			code: 'payment_intent_unexpected_state',
			payment_intent: intent,
		})
	}
	return charge
}

function newRefund(desk: Desk, charge: ChargeRow, amount: number, params: Params<typeof fields>): RefundRow {
	return {
		id: newId('re'),
		object: 'refund',
		amount,
		balance_transaction: newId('txn'),
		charge: charge.id,
		created: desk.now(),
		currency: charge.currency,
		customer: charge.customer,
		customer_account: null,
		destination_details: { card: { type: 'refund' }, type: 'card' },
		metadata: params.metadata ?? {},
		payment_intent: charge.payment_intent,
		payment_method: charge.payment_method,
		reason: (params.reason as RefundRow['reason'] | undefined) ?? null,
		receipt_number: null,
		source_transfer_reversal: null,
		status: 'succeeded',
		transfer_reversal: null,
	}
}
